"""Sheets of the national register of certifications (RNCP, RS), from the official file the user imports."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.models.base import Base, Id, Versioned


class RncpSheet(Versioned, Base):
    """One certification of the register. ``source``: the file it came from, with its date."""

    __tablename__ = "rncp_sheet"

    code: Mapped[str] = mapped_column(unique=True)  # RNCP37674, RS5893
    title: Mapped[str]
    level: Mapped[str | None]  # code list education_level
    valid_until: Mapped[dt.date | None]
    certifier: Mapped[str | None]
    rome_codes: Mapped[str | None]  # joined by "|"
    nsf_code: Mapped[str | None]
    formacodes: Mapped[str | None]  # joined by "|"
    source: Mapped[str]


class RncpBlock(Versioned, Base):
    """A block of a sheet; ``skills``: one a line."""

    __tablename__ = "rncp_block"
    __table_args__ = (UniqueConstraint("rncp_sheet_id", "code"),)

    rncp_sheet_id: Mapped[int] = mapped_column(Id, ForeignKey("rncp_sheet.id"))
    code: Mapped[str]
    title: Mapped[str]
    skills: Mapped[str | None]
    position: Mapped[int]
