"""Questionnaires of satisfaction on paper. Those with names are entered in the register of exports first.

A page without a name is a blank form: it is in no register and has no number.
"""

from __future__ import annotations

from pathlib import Path

from gen_desktop.db.database import Database
from gen_desktop.files import write_atomically
from gen_desktop.services.exports import record_export


def write_questionnaires(db: Database, pdf: bytes, path: Path, scope: str, people: int) -> None:
    """Write the pages. ``people``: how many of them bear a name. Raises StorageProblem."""
    if people:
        record_export(db, "satisfaction_forms", scope, people)
    write_atomically(path, pdf)
