"""The nominative list of what changed since an earlier report: who moved, where, and why."""

from __future__ import annotations

from pathlib import Path

from gen_desktop.db.database import Database
from gen_desktop.exporting.plain_list import list_bytes
from gen_desktop.files import write_atomically
from gen_desktop.queries.report_changes import NamedChanges
from gen_desktop.services.exports import record_export

CAME, LEFT = "entre", "sort"
_TITLES = {
    **{"Population": 32, "Mouvement": 12, "Nom": 20, "Prénom": 18, "Cohorte": 18},
    "Pourquoi": 90,
}
"""Title of each column and its width in the workbook."""


def write_report_changes(db: Database, scope: str, found: NamedChanges, path: Path) -> int:
    """Write a line for each movement, as a workbook, or as CSV if the name says so; how many people.

    ``scope``: of which report, in words without a name. Entered in the register of exports first, and written
    whole or not at all. Text stays text. Raises StorageProblem.
    """
    rows = []
    for move in found.changes.movements:
        person = found.people[move.enrollment_id]
        rows.append(
            (
                *(move.population.label, CAME if move.came else LEFT),
                *(person.last_name, person.first_name, person.cohort_code),
                " ; ".join(move.reasons),
            )
        )
    data = list_bytes(path.suffix, "Ce qui a changé", _TITLES, rows)
    record_export(db, "report_changes", scope, len(found.people))
    write_atomically(path, data)
    return len(found.people)
