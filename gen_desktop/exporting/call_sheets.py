"""Call sheets on paper, once entered in the register of exports."""

from __future__ import annotations

from pathlib import Path

from gen_desktop.db.database import Database
from gen_desktop.files import write_atomically
from gen_desktop.services.exports import record_export


def write_call_sheets(db: Database, pdf: bytes, path: Path, scope: str, people: int) -> None:
    """Write the pages. ``scope``: of whom, in words without a name. Raises StorageProblem."""
    record_export(db, "call_sheets", scope, people)
    write_atomically(path, pdf)
