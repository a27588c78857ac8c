"""The nominative list of what changed since an earlier report: who moved, where, and why."""

from __future__ import annotations

from pathlib import Path

from gen_desktop.db.database import Database
from gen_desktop.exporting.plain_list import list_bytes
from gen_desktop.files import write_atomically
from gen_desktop.queries.report_changes import ReportChanges, words_of
from gen_desktop.services.exports import record_export

_TITLES = {
    **{"Nom": 20, "Prénom": 18, "Cohorte": 18, "Entre dans": 60, "Sort de": 60},
    "Pourquoi": 90,
}
"""Title of each column and its width in the workbook."""


def write_report_changes(db: Database, scope: str, found: ReportChanges, path: Path) -> int:
    """Write a line for each person, as a workbook, or as CSV if the name says so; how many people.

    ``scope``: of which report, in words without a name. Entered in the register of exports first, and written
    whole or not at all. Text stays text. Raises StorageProblem.
    """
    rows = [
        (
            *(move.last_name, move.first_name, move.cohort),
            *("\n".join(map(words_of, parts)) for parts in (move.came_into, move.left)),
            "\n".join(move.reasons),
        )
        for move in found.people
    ]
    data = list_bytes(path.suffix, "Ce qui a changé", _TITLES, rows)
    record_export(db, "report_changes", scope, len(rows))
    write_atomically(path, data)
    return len(rows)
