"""Sheets of the national register of certifications (RNCP, RS), from the official file the user imports."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.models.base import Base, Id, Versioned


class RncpSheet(Versioned, Base):
    """One certification of the register. ``source``: the file it came from, with its date."""

    __tablename__ = "rncp_sheet"

    code: Mapped[str] = mapped_column(unique=True)  # RNCP37674, RS5893
    title: Mapped[str]
    level: Mapped[str | None]  # 1 to 8, the national framework
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


@dataclass(frozen=True, slots=True)
class BlockFacts:
    """A block as the register tells it. ``code`` without the sheet's own: BC01. ``skills``: one by one."""

    code: str
    title: str
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """A sheet as the register tells it. ``level``: 1 to 8, the national framework. None: not told."""

    code: str
    title: str
    level: str | None = None
    valid_until: dt.date | None = None
    certifier: str | None = None
    rome_codes: tuple[str, ...] = ()
    nsf_code: str | None = None
    formacodes: tuple[str, ...] = ()
    blocks: tuple[BlockFacts, ...] = ()
    is_active: bool = True


def bare_code(text: str | None) -> str:
    """« RNCP 37674 » as the register writes it: RNCP37674; '' for nothing."""
    return "".join((text or "").split()).upper()


def block_code(code: str, sheet_code: str) -> str:
    """« RNCP37674BC01 » of the sheet RNCP37674 as people write it: BC01."""
    return code.removeprefix(sheet_code).strip() or code
