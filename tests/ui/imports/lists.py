"""Small invented lists, as workbooks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

TITLES = ("Nom", "Prénom", "Date de naissance", "Téléphone", "Date d’entrée")
PEOPLE = (
    ("Dupré", "Zoé", "14/03/1999", "06 39 98 01 01", "16/11/2026"),
    ("Lopez", "Ana", "02/05/2001", "06 39 98 01 02", "16/11/2026"),
)
CODE = "CDA 2026-9"

Rows = Sequence[Sequence[object]]


def write_book(path: Path, **sheets: Rows) -> Path:
    """A workbook with these sheets."""
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    return path
