"""Which copies of the file hold a person: backups, and files that a restore or an update put aside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from gen_desktop.changes import PROGRAM
from gen_desktop.db.backup import Backup, remove
from gen_desktop.db.database import Database
from gen_desktop.errors import StorageProblem
from gen_desktop.models.history import RecordChange
from gen_desktop.models.learner import Learner
from gen_desktop.queries.person_data import HeldCopy
from gen_desktop.services.backups import kept, kept_aside, leaving_days
from gen_desktop.store import open_copy


def copies_with(db: Database, learner_id: int, now: dt.datetime) -> tuple[HeldCopy, ...]:
    """The copies beside the file that hold a person, and those that today's key does not open.

    Copies on another disk (a USB key) are not looked at: they may be anywhere.
    """
    days = leaving_days(db, now)
    found = []
    for file, made_at, goes_on in _files(db, days):
        holds = _holds(db, file, learner_id)
        if holds is not False:
            found.append(HeldCopy(file.name, made_at, goes_on, is_readable=holds is not None))
    return tuple(found)


def forget_copies(db: Database, proved: Backup) -> tuple[str, ...]:
    """Delete every backup but the one just proved, and every file put aside; the names of those that stay.

    For after an erasure: nothing older is left to go back to. What cannot be deleted (a file open elsewhere)
    stays, and is named.
    """
    left = []
    for backup in (*kept(db), *kept_aside(db)):
        if backup.file == proved.file:
            continue
        try:
            remove(backup)
        except OSError:
            left.append(backup.file.name)
    return tuple(left)


def _files(db: Database, days: dict[str, dt.date]) -> Iterator[tuple[Path, dt.datetime, dt.date]]:
    for backup in (*kept(db), *kept_aside(db)):
        yield backup.file, backup.made_at, days[backup.file.name]


def _holds(db: Database, file: Path, learner_id: int) -> bool | None:
    """Whether a copy knows that person; None when it cannot be read."""
    in_log = (RecordChange.kind == Learner.__tablename__, RecordChange.record_key == str(learner_id))
    copy = open_copy(file, PROGRAM, db.key, read_only=True)
    try:
        with copy.read() as session:
            known = session.scalar(select(Learner.id).where(Learner.id == learner_id))
            return known is not None or session.scalar(select(RecordChange.id).where(*in_log)) is not None
    except StorageProblem:
        return None
    finally:
        copy.close()
