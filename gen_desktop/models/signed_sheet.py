"""The signed attendance sheets, filed back: their scan, the half-days they prove, what is wrong on them."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.models.base import Base, Id, Identified, Versioned


class SignedSheet(Versioned, Base):
    """A scan of a signed sheet. ``size`` in bytes; ``issued_document_id``: the sheet as it was printed."""

    __tablename__ = "signed_sheet"

    cohort_id: Mapped[int] = mapped_column(Id, ForeignKey("cohort.id"), index=True)
    issued_document_id: Mapped[int | None] = mapped_column(Id, ForeignKey("issued_document.id"), index=True)
    title: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    filed_on: Mapped[dt.date]


class SheetHalfDay(Versioned, Base):
    """A half-day that a sheet proves. ``trainer_signed`` None: nobody looked."""

    __tablename__ = "sheet_half_day"
    __table_args__ = (UniqueConstraint("signed_sheet_id", "class_session_id"),)

    signed_sheet_id: Mapped[int] = mapped_column(Id, ForeignKey("signed_sheet.id"))
    class_session_id: Mapped[int] = mapped_column(Id, ForeignKey("class_session.id"), index=True)
    trainer_signed: Mapped[bool | None]


class SignatureDefect(Identified, Base):
    """What is wrong with one person's signature of a half-day: a code of signature_defect."""

    __tablename__ = "signature_defect"
    __table_args__ = (UniqueConstraint("sheet_half_day_id", "enrollment_id"),)

    sheet_half_day_id: Mapped[int] = mapped_column(Id, ForeignKey("sheet_half_day.id"))
    enrollment_id: Mapped[int] = mapped_column(Id, ForeignKey("enrollment.id"), index=True)
    defect: Mapped[str]
