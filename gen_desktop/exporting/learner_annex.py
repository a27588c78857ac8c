"""The nominative annex of the follow-up report, once entered in the register of exports."""

from __future__ import annotations

from pathlib import Path

from gen_desktop.db.database import Database
from gen_desktop.files import write_atomically
from gen_desktop.services.exports import record_export


def write_learner_annex(db: Database, pdf: bytes, path: Path, scope: str, people: int) -> None:
    """Write the pages. ``scope``: the period of the report, in words. Raises StorageProblem."""
    record_export(db, "report_annex", scope, people)
    write_atomically(path, pdf)
