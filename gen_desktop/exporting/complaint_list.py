"""The register of complaints as a table for an auditor: CSV, without the names of people."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
from pathlib import Path

from gen_desktop.db.database import Database
from gen_desktop.exporting.everything import csv_text
from gen_desktop.files import write_atomically
from gen_desktop.queries.complaints import nameless_complaints

TITLES = (
    *("N°", "Reçue le", "De", "Cohorte", "Objet", "Gravité", "Accusé le", "Réponse", "Répondue le"),
    *("Mesure", "Pour le", "Close le"),
)


def write_complaint_list(db: Database, path: Path, as_of: dt.date) -> int:
    """Write every line received by that day, in the order of numbers; how many. Raises StorageProblem."""
    with db.read() as session:
        rows = nameless_complaints(session, as_of)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";")
    writer.writerow(TITLES)
    for row in rows:
        values = (getattr(row, field.name) for field in dataclasses.fields(row))
        writer.writerow([_cell(value) for value in values])
    write_atomically(path, stream.getvalue().encode("utf-8-sig"))
    return len(rows)


def _cell(value: str | dt.date | None) -> str:
    return value.isoformat() if isinstance(value, dt.date) else csv_text(value or "")
