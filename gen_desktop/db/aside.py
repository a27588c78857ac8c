"""Files set aside beside the data file: what a restore replaced, what older programs kept before an update.

They hold people's data: listed with the backups, restored like them, and deleted by a rule of their own.
"""

from __future__ import annotations

import datetime as dt
import glob
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from gen_desktop.db.backup import (
    STALE_SECONDS,
    Backup,
    Reason,
    Verdict,
    as_backup,
    backups,
    proof_of,
    remove,
    verify,
)
from gen_desktop.db.backup_record import write_record
from gen_desktop.db.driver import JOURNALS, FileKey
from gen_desktop.db.key_file import key_id, read_ring
from gen_desktop.db.proof import prove
from gen_desktop.db.thinning import Kept, aside_to_remove
from gen_desktop.errors import AppError, StorageProblem

DRAFT = ".restauration"
BEFORE_RESTORE = "avant-restauration"
_MOMENT = "%Y-%m-%d-%H%M%S"
_NAMES = (
    (rf"{BEFORE_RESTORE}-(\d{{4}}-\d\d-\d\d-\d{{6}})(?:-\d+)?", _MOMENT, Reason.BEFORE_RESTORE),
    # Until 0.1.0 a file that was brought forward left this beside it.
    (r"avant-v\d{4}-(\d{8}-\d{6})", "%Y%m%d-%H%M%S", Reason.BEFORE_MIGRATION),
)


def aside_name(path: Path, now: dt.datetime) -> Path:
    """A free name for what a restore replaces."""
    base = f"{path.stem}-{BEFORE_RESTORE}-{now.strftime(_MOMENT)}"
    number, aside = 1, path.with_name(base + path.suffix)
    while aside.exists():
        number += 1
        aside = path.with_name(f"{base}-{number}{path.suffix}")
    return aside


def set_aside(path: Path) -> tuple[Backup, ...]:
    """What was set aside of a file, the newest first; their records say what they are worth."""
    return tuple(sorted(_found(path), key=lambda one: (one.made_at, one.file.name), reverse=True))


def examine(aside: Backup, key: FileKey | None) -> Backup:
    """The same with the verdict of today, everything read; one found whole has its proof from now on."""
    if aside.proof is not None:
        return verify(aside, key)
    if _is_under_another_key(aside, key):
        return replace(aside, verdict=Verdict.OTHER_KEY)
    if _has_journal(aside.file):
        return aside  # its last gestures are in there, and would not come back with it
    try:
        found = prove(aside.file, key)
        proof = proof_of(aside.file, aside.file, found, key=key, reason=aside.reason, now=aside.made_at)
    except (AppError, OSError):
        return replace(aside, verdict=Verdict.DAMAGED)
    with suppress(StorageProblem):  # a place where nothing can be written: the verdict holds all the same
        write_record(aside.file, proof)
    return replace(aside, verdict=Verdict.GOOD, proof=proof)


def thin_aside(path: Path, folder: Path, *, now: dt.datetime) -> tuple[Backup, ...]:
    """Delete what was set aside long ago (thinning.py), and drafts that a kill left; returns the former.

    ``folder``: of the backups. What cannot be deleted stays.
    """
    _sweep_drafts(path)
    found = {one.file.name: one for one in set_aside(path)}
    good = [one.made_at for one in backups(folder, path) if one.verdict is Verdict.GOOD]
    kept = [
        Kept(name, one.made_at, is_before=True, is_good=one.verdict is Verdict.GOOD)
        for name, one in found.items()
    ]
    gone = []
    for old in aside_to_remove(kept, max(good, default=None), now):
        with suppress(OSError):
            remove(found[old.name])
            gone.append(found[old.name])
    return tuple(gone)


def _found(path: Path) -> Iterator[Backup]:
    with suppress(OSError):
        for file in path.parent.glob(f"{glob.escape(path.stem)}-avant-*{glob.escape(path.suffix)}"):
            for pattern, moment, reason in _NAMES:
                said = re.fullmatch(rf"{re.escape(path.stem)}-{pattern}{re.escape(path.suffix)}", file.name)
                if said is not None:
                    with suppress(ValueError):
                        made_at = dt.datetime.strptime(said[1], moment).astimezone()
                        yield replace(as_backup(file, made_at, reason), is_aside=True)


def _is_under_another_key(aside: Backup, key: FileKey | None) -> bool:
    try:
        return key is not None and read_ring(aside.file).key_id != key_id(key)
    except StorageProblem:
        return False  # without keys: its own content will tell


def _has_journal(file: Path) -> bool:
    journals = [file.with_name(file.name + ending) for ending in JOURNALS if ending != "-shm"]
    return any(journal.exists() and journal.stat().st_size for journal in journals)


def _sweep_drafts(path: Path) -> None:
    with suppress(OSError):
        for start in (path.name, f"{path.stem}-{BEFORE_RESTORE}-"):
            for draft in path.parent.glob(f"{glob.escape(start)}*{DRAFT}"):
                # One that is being written is younger.
                if time.time() - draft.stat().st_mtime > STALE_SECONDS:
                    draft.unlink()
