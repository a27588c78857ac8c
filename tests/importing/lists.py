"""Lists as a centre keeps them, written into a folder for whatever is tested about their import."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

Line = Sequence[Any]


def write_workbook(path: Path, lines: Sequence[Line], *, name: str = "Liste") -> Path:
    """A workbook of one sheet; dates become dates of the spreadsheet, None an empty cell."""
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        put_lines(book.add_worksheet(name), lines)
    return path


def write_csv(path: Path, lines: Sequence[Line]) -> Path:
    """The same as a French spreadsheet saves it as text."""
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerows([_text(cell) for cell in line] for line in lines)
    return path


def put_lines(sheet: Any, lines: Sequence[Line]) -> None:
    """Lines from the first row of a sheet."""
    for row, line in enumerate(lines):
        for column, cell in enumerate(line):
            if isinstance(cell, dt.date):
                sheet.write_datetime(row, column, cell)
            elif cell is not None:
                sheet.write(row, column, cell)


def sentences(plan: Any) -> list[str]:
    """Every error of a plan as people read it, no-break spaces made plain."""
    return [
        note.sentence(plan.file_name).replace("\u00a0", " ").replace("\u202f", " ")
        for note in plan.all_notes
        if note.level == "error"
    ]


def remarks(plan: Any) -> list[str]:
    """Everything else that a plan says of cells and rows."""
    return [
        note.sentence(plan.file_name).replace("\u00a0", " ").replace("\u202f", " ")
        for note in plan.all_notes
        if note.level != "error"
    ]


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    return f"{cell:%d/%m/%Y}" if isinstance(cell, dt.date) else str(cell)
