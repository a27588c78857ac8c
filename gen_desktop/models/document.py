"""The register of issued documents."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.models.base import Base, Id, Identified


class IssuedDocument(Identified, Base):
    """A PDF that left the program: its kind, scope in words, and the SHA-256 of the file.

    ``number`` is unique and never given twice (models/document.py, DocumentSequence); None: a report without.
    ``replaces_id``: the document that this one cancels and replaces. ``period_start`` to ``period_end``: the
    days it speaks of. ``course_title``: the title it printed, to be told when the course's own changes.
    """

    __tablename__ = "issued_document"

    kind: Mapped[str]
    title: Mapped[str]
    scope: Mapped[str]
    as_of: Mapped[dt.date]
    issued_at: Mapped[str]  # ISO 8601 with offset
    sha256: Mapped[str]
    data_fingerprint: Mapped[str]
    cohort_id: Mapped[int | None] = mapped_column(Id, ForeignKey("cohort.id"), index=True)
    enrollment_id: Mapped[int | None] = mapped_column(Id, ForeignKey("enrollment.id"), index=True)
    number: Mapped[str | None] = mapped_column(index=True, unique=True)
    replaces_id: Mapped[int | None] = mapped_column(Id, ForeignKey("issued_document.id"), index=True)
    period_start: Mapped[dt.date | None]
    period_end: Mapped[dt.date | None]
    course_title: Mapped[str | None]


class DocumentSequence(Base):
    """The last number given under a prefix. Outside the change log: no undo gives a number back."""

    __tablename__ = "document_sequence"
    __table_args__ = ({"info": {"is_transient": True}},)

    prefix: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]
