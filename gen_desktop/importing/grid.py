"""What every reader of a file gives: cells as they were found, without any meaning yet."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from gen_desktop import french
from gen_desktop.errors import InvalidInput

Cell = str | int | float | bool | date | datetime | time | timedelta | None
Merge = tuple[tuple[int, int], tuple[int, int]]
"""Corners of merged cells: (row, column) from 0, both included."""

# What is read in two seconds and 300 MB on a small laptop; 31,000 people in 30 columns are below.
MAX_CELLS = 1_000_000
MAX_COLUMNS = 16_384
"""As many as a sheet has: a text with more is no list."""
MAX_ROWS = 250_000
MAX_FILE_BYTES = 64 * 1024 * 1024
MAX_TEXT_BYTES = 24 * 1024 * 1024
MAX_UNPACKED_BYTES = 64 * 1024 * 1024
DAMAGED = "est abîmé et ne peut pas être lu\u00a0: demandez-en une nouvelle copie."
PROTECTED = "est protégé par un mot de passe\u00a0: enlevez-le dans votre tableur, puis recommencez."
TOO_BIG = "est trop volumineux pour une liste\u00a0: partagez-la en plusieurs fichiers."
NOT_CALCULATED = "#NON CALCULÉ!"
"""Stands for the value of a formula that no spreadsheet has worked out."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet. ``rows[0]`` is row 1 of the spreadsheet; rows may have different lengths."""

    sheets: tuple[str, ...]
    sheet: str
    rows: list[list[Cell]]
    merges: list[Merge] = field(default_factory=list)
    remarks: tuple[str, ...] = ()
    """What people should know of how the file was read, in sentences that follow a colon."""
    hidden_rows: frozenset[int] = frozenset()
    """Rows that the spreadsheet does not show, from 0."""


@dataclass(slots=True)
class Extent:
    """How far a sheet goes (counts from A1), and what its reader does not tell.

    ``replaced``: the text that stands for a cell in error or never calculated, by (row, column) from 0.
    """

    rows: int = 0
    columns: int = 0
    replaced: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)

    @property
    def is_too_far(self) -> bool:
        """Whether it is more than can be read on a small computer."""
        return self.rows > MAX_ROWS or self.rows * self.columns > MAX_CELLS


def refuse(file_name: str, what: str) -> InvalidInput:
    """The error for a file that cannot be read: « liste.xlsx » followed by what is wrong with it."""
    return InvalidInput.one("file", f"«\u00a0{file_name}\u00a0» {what}")


def immense_sheet(name: str, extent: Extent) -> str:
    """What is wrong with a sheet that goes too far, as the end of a sentence."""
    size = f"{french.number(extent.rows)} lignes sur {french.number(extent.columns)} colonnes"
    return (
        f"a une feuille démesurée («\u00a0{name}\u00a0»\u00a0: {size})\u00a0: supprimez ce qui est inutile."
    )


def clean_row(cells: Iterable[Any]) -> list[Cell]:
    """Cells without what the file format added: blank text is None, 12.0 is 12, midnight is a plain date."""
    return [_clean(cell) for cell in cells]


def _clean(cell: Any) -> Cell:
    if isinstance(cell, str):
        return None if is_blank(cell) else cell
    # Spreadsheets keep every number as a float; beyond 2**53 its digits are not exact any more.
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return int(cell)
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date()
    found: Cell = cell
    return found


def is_blank(text: str) -> bool:
    """True for spaces of every kind and invisible signs."""
    stripped = text.strip()
    if not stripped or stripped.isprintable():  # the usual cases, without a look at each sign
        return not stripped
    return all(char.isspace() or unicodedata.category(char) in ("Cf", "Cc") for char in stripped)
