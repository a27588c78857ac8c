"""Restoring a backup without bringing back whoever was erased since it was made."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from gen_desktop.changes import PROGRAM
from gen_desktop.db.backup import Backup
from gen_desktop.db.driver import FileKey
from gen_desktop.db.restore import Restored, restore
from gen_desktop.errors import StorageProblem
from gen_desktop.services.privacy import Forgotten, erase_again, erased_people
from gen_desktop.store import open_copy


def restore_backup(
    path: Path, backup: Backup, *, key: FileKey | None, now: dt.datetime, confirmed: bool = False
) -> Restored:
    """``db.restore.restore``; the people whom the file of before had erased are erased from what comes.

    Of a file of before that cannot be read, or has another key, no erasure is known.
    """
    erasures = _erasures_of(path, key)

    def forget(draft: Path) -> None:
        db = open_copy(draft, PROGRAM, key)
        try:
            erase_again(db, erasures)
        finally:
            db.close()

    prepare = forget if erasures else None
    return restore(path, backup, key=key, now=now, confirmed=confirmed, prepare=prepare)


def _erasures_of(path: Path, key: FileKey | None) -> tuple[Forgotten, ...]:
    if not path.exists():
        return ()
    db = open_copy(path, PROGRAM, key, read_only=True)
    try:
        with db.read() as session:
            return erased_people(session)
    except StorageProblem:
        return ()
    finally:
        db.close()
