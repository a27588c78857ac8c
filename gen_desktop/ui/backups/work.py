"""What the page asks of the other layers, on a thread: nothing here touches a widget."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from gen_desktop.db.backup import Backup, Reason
from gen_desktop.db.database import Database
from gen_desktop.db.safekeeping import Made
from gen_desktop.jobs import Job
from gen_desktop.services import backups
from gen_desktop.services.backups import back_up, folder_of, kept, kept_aside


@dataclass(frozen=True)
class Listing:
    """The backups of the open file and what was set aside, the newest first, and where the backups are."""

    folder: Path
    backups: tuple[Backup, ...]
    aside: tuple[Backup, ...]
    is_read_only: bool


def read_listing(db: Database, _job: Job) -> Listing:
    """What is in the folder now; each verdict comes from its record."""
    return Listing(folder_of(db), kept(db), kept_aside(db), db.is_read_only)


def back_up_now(db: Database, now: dt.datetime, second: Path | None, _job: Job) -> Made:
    """Make one because somebody asked, and copy it to the second place. Raises StorageProblem."""
    return back_up(db, Reason.ASKED, now, second)


def check(db: Database, backup: Backup, _job: Job) -> Backup:
    """The same backup with the verdict of now, everything in it read again."""
    return backups.check(db, backup)
