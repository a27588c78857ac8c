"""Writing of workbooks and of French CSV files: rows of plain values, dates as dates."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Iterator

Cell = str | int | date | None
Row = Mapping[str, Cell]
_MADE_ON = datetime(2026, 11, 23, 9, 0)  # fixed, so that the same content makes the same file


class Book:
    """An Excel workbook being written."""

    def __init__(self, path: Path, *, large: bool = False) -> None:
        # constant_memory keeps one row at a time: cells must then come in order, row after row.
        self.workbook: Any = xlsxwriter.Workbook(str(path), {"constant_memory": large})
        self.workbook.set_properties({"author": "Numérique en Morvan", "created": _MADE_ON})
        self.day_format: Any = self.workbook.add_format({"num_format": "dd/mm/yyyy"})
        self.head_format: Any = self.workbook.add_format({"bold": True, "bottom": 1, "align": "center"})
        self.date_head_format: Any = self.workbook.add_format(
            {"num_format": "ddd dd/mm/yyyy", "bold": True, "align": "center", "border": 1}
        )
        self.title_format: Any = self.workbook.add_format({"bold": True, "font_size": 14})

    def sheet(self, name: str) -> Any:
        """A new sheet at the end of the workbook."""
        return self.workbook.add_worksheet(name)

    def put(self, sheet: Any, row: int, column: int, value: Cell, style: Any = None) -> None:
        """One cell; None and the empty text leave it empty, a text stays a text whatever it looks like."""
        if value is None or value == "":
            return
        if isinstance(value, date):
            sheet.write_datetime(row, column, value, style or self.day_format)
        elif isinstance(value, int):
            sheet.write_number(row, column, value, style)
        else:
            sheet.write_string(row, column, value, style)

    def titles(self, sheet: Any, lines: Sequence[str]) -> None:
        """Lines of text at the top, as people decorate their lists."""
        for index, line in enumerate(lines):
            self.put(sheet, index, 0, line, self.title_format if index == 0 else None)

    def table(self, sheet: Any, top: int, rows: Iterable[Row]) -> None:
        """A table whose titles are the keys of its first row."""
        for index, row in enumerate(rows):
            if index == 0:
                for column, title in enumerate(row):
                    self.put(sheet, top, column, title, self.head_format)
            for column, value in enumerate(row.values()):
                self.put(sheet, top + 1 + index, column, value)


@contextmanager
def new_book(path: Path, *, large: bool = False) -> Iterator[Book]:
    """A workbook that is written to ``path`` at the end of the block."""
    book = Book(path, large=large)
    yield book
    book.workbook.close()


def write_french_csv(path: Path, rows: Sequence[Row]) -> None:
    """A CSV file as a French Excel saves it: semicolons, Windows-1252, dates dd/mm/yyyy."""
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(rows[0])
        for row in rows:
            writer.writerow([_text(value) for value in row.values()])


def slashed(day: date | None) -> str:
    """« 14/09/2026 », empty when not known."""
    return "" if day is None else f"{day:%d/%m/%Y}"


def _text(value: Cell) -> str:
    if isinstance(value, date):
        return slashed(value)
    return "" if value is None else str(value)
