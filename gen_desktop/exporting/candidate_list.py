"""The candidates of a cohort, as they are listed, in a workbook or a CSV file."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from gen_desktop import french
from gen_desktop.db.database import Database
from gen_desktop.exporting.everything import csv_text
from gen_desktop.files import write_atomically
from gen_desktop.queries.applications import Candidate
from gen_desktop.reference.lists import label
from gen_desktop.services.exports import record_export

Cell = str | int | dt.date | None
_TITLES = {
    **{"Nom": 18, "Prénom": 16, "Date de naissance": 16, "Téléphone": 16, "Prescripteur": 22},
    **{"Candidature reçue le": 18, "Étape": 20, "Rang en liste d’attente": 12, "Positionné le": 13},
    **{"Niveaux acquis": 12, "En cours d’acquisition": 12, "Non acquis": 12, "Entretien le": 13},
    **{"Entretien mené par": 18, "Décision le": 13, "Motif": 30},
}
"""Title of each column and its width in the workbook."""


def write_candidate_list(db: Database, cohort_code: str, candidates: Sequence[Candidate], path: Path) -> int:
    """Write these candidates as a workbook, or as CSV (UTF-8, « ; ») if the name says so; how many.

    Entered in the register of exports first, and written whole or not at all. Text stays text: nothing typed
    by anybody is run as a formula. Raises StorageProblem.
    """
    rows = [_row(one) for one in candidates]
    data = _csv(rows) if path.suffix.lower() == ".csv" else _workbook(rows)
    record_export(db, "candidate_list", cohort_code, len(rows))
    write_atomically(path, data)
    return len(rows)


def _row(one: Candidate) -> list[Cell]:
    prescriber = label("prescriber", one.prescriber) if one.prescriber else None
    phone = french.phone(one.phone) if one.phone else None
    return [
        *(one.last_name, one.first_name, one.birth_date, phone, prescriber),
        *(one.applied_on, label("application_stage", one.stage), one.rank, one.positioned_on),
        *(one.levels.get(level) for level in ("held", "partial", "none")),
        *(one.interviewed_on, one.interviewer, one.decided_on, one.decision_reason),
    ]


def _workbook(rows: Sequence[Sequence[Cell]]) -> bytes:
    stream = io.BytesIO()
    # In memory: no piece of it is left in the system's temporary folder, in clear.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(stream, options)
    sheet = book.add_worksheet("Candidatures")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    bold = book.add_format({"bold": True, "bottom": 1})
    sheet.freeze_panes(1, 2)
    for column, (title, width) in enumerate(_TITLES.items()):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, bold)
    for at, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, dt.date):
                sheet.write_datetime(at, column, dt.datetime.combine(value, dt.time()), day)
            elif isinstance(value, int):
                sheet.write_number(at, column, value)
            elif value:
                sheet.write_string(at, column, value)
    sheet.autofilter(0, 0, max(len(rows), 1), len(_TITLES) - 1)
    book.close()
    return stream.getvalue()


def _csv(rows: Sequence[Sequence[Cell]]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(_TITLES)
    writer.writerows([_text(value) for value in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def _text(value: Cell) -> str:
    if isinstance(value, dt.date):
        return french.short_date(value)
    return csv_text(value) if isinstance(value, str) else "" if value is None else str(value)
