"""A blank workbook to fill: the titles that the import understands, and one invented row as an example."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from gen_desktop.files import write_atomically

_MIN_WIDTH, _MAX_WIDTH = 11, 32
_EXAMPLE = "Ligne d’exemple, inventée\u00a0: remplacez-la par la première personne de votre liste."


@dataclass(frozen=True, slots=True)
class BlankColumn:
    """A column to fill. ``help`` shows when the mouse rests on the title."""

    title: str
    example: str = ""
    help: str = ""


def write_blank_list(path: Path, sheet_name: str, columns: Sequence[BlankColumn]) -> None:
    """Write the workbook. Every cell is text, so that no first zero is lost. Raises StorageProblem."""
    stream = io.BytesIO()
    _write(stream, sheet_name, columns)
    write_atomically(path, stream.getvalue())


def _write(stream: io.BytesIO, sheet_name: str, columns: Sequence[BlankColumn]) -> None:
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        text = book.add_format({"num_format": "@"})
        title = book.add_format({"num_format": "@", "bold": True, "bottom": 1})
        example = book.add_format({"num_format": "@", "italic": True, "font_color": "#5A6575"})
        sheet = book.add_worksheet(sheet_name)
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(columns):
            longest = max(len(column.title), len(column.example)) + 2
            sheet.set_column(at, at, min(max(longest, _MIN_WIDTH), _MAX_WIDTH), text)
            sheet.write_string(0, at, column.title, title)
            if column.example:
                sheet.write_string(1, at, column.example, example)
            if column.help:
                sheet.write_comment(0, at, column.help[:1].upper() + column.help[1:])
        sheet.write_comment(1, 0, _EXAMPLE)
