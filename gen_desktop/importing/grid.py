"""What every reader of a file gives: cells as they were found, without any meaning yet."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from gen_desktop.errors import InvalidInput

Cell = str | int | float | bool | date | datetime | time | timedelta | None
Merge = tuple[tuple[int, int], tuple[int, int]]
"""Corners of merged cells: (row, column) from 0, both included."""

MAX_CELLS = 5_000_000
MAX_FILE_BYTES = 64 * 1024 * 1024
MAX_UNPACKED_BYTES = 320 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet. ``rows[0]`` is row 1 of the spreadsheet; rows may have different lengths."""

    sheets: tuple[str, ...]
    sheet: str
    rows: list[list[Cell]]
    merges: list[Merge] = field(default_factory=list)
    remarks: tuple[str, ...] = ()
    """What people should know of how the file was read, in sentences that follow a colon."""


def refuse(file_name: str, what: str) -> InvalidInput:
    """The error for a file that cannot be read: « liste.xlsx » followed by what is wrong with it."""
    return InvalidInput.one("file", f"«\u00a0{file_name}\u00a0» {what}")


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
