"""The report of an import as a workbook: each line of the list, whom it is about and what became of it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import xlsxwriter

from gen_desktop.db.database import Database
from gen_desktop.files import write_atomically
from gen_desktop.services.exports import record_export

TITLES = ("Ligne", "Personne", "Ce qu’il en est", "Détail")
_WIDTHS = (8, 30, 22, 80)


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A line of the list; ``name`` is empty when nobody was written."""

    number: int
    name: str
    state: str
    text: str


def write_import_report(db: Database, path: Path, scope: str, lines: Sequence[ReportLine]) -> None:
    """Write the workbook, once entered in the register of exports. Text stays text. Raises StorageProblem.

    ``scope``: which import, in words without a name.
    """
    if people := len({line.name for line in lines if line.name}):
        record_export(db, "import_report", scope, people)
    stream = io.BytesIO()
    _write(stream, lines)
    write_atomically(path, stream.getvalue())


def _write(stream: io.BytesIO, lines: Sequence[ReportLine]) -> None:
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet("Compte rendu")
        sheet.freeze_panes(1, 0)
        for column, (title, width) in enumerate(zip(TITLES, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, bold)
        for at, line in enumerate(lines, start=1):
            number, *texts = astuple(line)
            sheet.write_number(at, 0, number)
            for column, text in enumerate(texts, start=1):
                sheet.write_string(at, column, text)
