"""Backups of the file one works in, with its own key: what is due, what is made, what is known of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from gen_desktop.db.aside import examine, set_aside
from gen_desktop.db.backup import Backup, Reason, Verdict, backups, proved_at, verify
from gen_desktop.db.database import Database
from gen_desktop.db.parcel import Parcel, pack
from gen_desktop.db.safekeeping import (
    Made,
    Places,
    default_folder,
    has_new_work,
    is_due,
    keep_safe,
    needs_reminder,
)
from gen_desktop.db.thinning import Kept, aside_gone_on, gone_on
from gen_desktop.models.history import ChangeSet


@dataclass(frozen=True, slots=True)
class Standing:
    """When the last good backup was made (None: there is none), and whether it lacks something since.

    ``reminder``: what to say about the second place, '' when all is well there.
    """

    proved_at: dt.datetime | None
    is_behind: bool
    reminder: str = ""


def folder_of(db: Database) -> Path:
    """Where the backups of the file are."""
    return default_folder(db.path)


def standing(db: Database, now: dt.datetime, second: Path | None = None) -> Standing:
    """How well the work is kept now; ``second``: the folder on another disk, if one was chosen."""
    folder = folder_of(db)
    return Standing(
        proved_at(folder, db.path),
        has_new_work(db.path, folder, position=_position(db)),
        needs_reminder(db.path, Places(folder, second), now),
    )


def kept(db: Database) -> tuple[Backup, ...]:
    """The backups of the file, the newest first."""
    return backups(folder_of(db), db.path)


def kept_aside(db: Database) -> tuple[Backup, ...]:
    """What was set aside of the file, the newest first."""
    return set_aside(db.path)


def check(db: Database, backup: Backup) -> Backup:
    """The same with the verdict of now, everything in it read again."""
    return examine(backup, db.key) if backup.is_aside else verify(backup, db.key)


def forgotten_on(db: Database, now: dt.datetime) -> dt.date | None:
    """When the last copy beside the file will have gone, if one works once a month; None: there is none."""
    return max(leaving_days(db, now).values(), default=None)


def leaving_days(db: Database, now: dt.datetime) -> dict[str, dt.date]:
    """The same day for each backup and each file set aside, by its name."""
    found = [
        Kept(
            one.file.name,
            one.made_at,
            one.reason.is_before,
            one.verdict is Verdict.GOOD,
            one.reason is Reason.ASKED,
        )
        for one in kept(db)
    ]
    days = {one.name: day for one, day in gone_on(found, now).items()}
    return days | {one.file.name: aside_gone_on(one.made_at, now) for one in kept_aside(db)}


def back_up(db: Database, reason: Reason, now: dt.datetime, second: Path | None = None) -> Made:
    """Make one, proved, thin the old ones, and copy it to the second place. Raises StorageProblem."""
    return keep_safe(db.path, Places(folder_of(db), second), key=db.key, reason=reason, now=now)


def back_up_when_due(db: Database, now: dt.datetime, second: Path | None = None) -> Made | None:
    """``back_up`` when work was done and the last good one is an hour old; None when nothing was due.

    A file opened to be read only is in the care of whoever writes in it.
    """
    is_wanted = not db.is_read_only and is_due(db.path, folder_of(db), position=_position(db), now=now)
    return back_up(db, Reason.AUTOMATIC, now, second) if is_wanted else None


def back_up_before_closing(db: Database, now: dt.datetime, second: Path | None = None) -> Made | None:
    """``back_up`` when the last good one lacks something, however young it is; None otherwise."""
    is_wanted = not db.is_read_only and has_new_work(db.path, folder_of(db), position=_position(db))
    return back_up(db, Reason.CLOSING, now, second) if is_wanted else None


def back_up_before_import(db: Database, now: dt.datetime) -> Made | None:
    """``back_up`` before a list is written; None for a file in which nothing was ever written."""
    return back_up(db, Reason.BEFORE_IMPORT, now) if _position(db) else None


def prepare_move(db: Database, out: Path, now: dt.datetime) -> Parcel:
    """Write the parcel to carry to another computer; whoever asks knows what it means without a password.

    Raises StorageProblem.
    """
    return pack(db.path, out, key=db.key, now=now, confirmed=True)


def _position(db: Database) -> int:
    with db.read() as session:
        return session.scalar(select(func.max(ChangeSet.position))) or 0
