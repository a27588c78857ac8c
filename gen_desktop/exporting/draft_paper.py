"""A paper as a preview, written to a file: no number, « PROJET » across its pages."""

from __future__ import annotations

from pathlib import Path

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.files import write_atomically
from gen_desktop.services.exports import record_export


def write_draft_paper(db: Database, data: bytes, scope: str, people: int, path: Path) -> Change:
    """Enter the preview in the register of exports, since it names people, then write it.

    ``scope``: of what, in words without a name. Raises StorageProblem.
    """
    change = record_export(db, "draft_paper", scope, people)
    write_atomically(path, data)
    return change
