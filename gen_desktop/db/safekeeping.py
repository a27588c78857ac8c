"""When to back up, what to keep of it, and the second copy on another disk."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from gen_desktop.db.aside import thin_aside
from gen_desktop.db.backup import Backup, Reason, Verdict, backups, make_backup, remove
from gen_desktop.db.backup_record import record_path, sha256_of
from gen_desktop.db.driver import FileKey
from gen_desktop.db.key_file import keys_path, replace_whole
from gen_desktop.db.thinning import Kept, to_remove
from gen_desktop.errors import StorageProblem
from gen_desktop.files import put_in_place
from gen_desktop.french import NBSP

EVERY = dt.timedelta(hours=1)
REMIND_AFTER = dt.timedelta(days=7)


class PlaceAbsent(StorageProblem):
    """The second place (a USB key, a network folder) is not there now."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where backups go: a folder, and a second one on another disk when there is one."""

    folder: Path
    second: Path | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A good backup, and why its second copy could not be made ('' when it was, or when none is wanted)."""

    backup: Backup
    second_problem: str = ""


def default_folder(path: Path) -> Path:
    """Where the backups of a file go as long as nobody chose: « centre - sauvegardes », beside it."""
    return path.with_name(f"{path.stem} - sauvegardes")


def has_new_work(path: Path, folder: Path, *, position: int) -> bool:
    """Whether the last good backup lacks something. ``position``: where the change log stands."""
    last = _last_good(path, folder)
    return last is None or last.contents is None or last.contents.position != position


def is_due(path: Path, folder: Path, *, position: int, now: dt.datetime) -> bool:
    """Whether work was done since the last good backup, and that is an hour old.

    ``position``: where the change log stands.
    """
    last = _last_good(path, folder)
    if last is None or last.contents is None:
        return True
    return last.contents.position != position and not dt.timedelta(0) <= now - last.made_at < EVERY


def keep_safe(path: Path, places: Places, *, key: FileKey | None, reason: Reason, now: dt.datetime) -> Made:
    """Back up, thin, and copy to the second place. Raises StorageProblem when there is no good backup."""
    backup = make_backup(path, places.folder, key=key, reason=reason, now=now)
    thin(path, places.folder, now=now)
    thin_aside(path, places.folder, now=now)
    if places.second is None:
        return Made(backup)
    try:
        copy_to(backup, places.second)
        thin(path, places.second, now=now)
    except StorageProblem as problem:
        return Made(backup, str(problem))
    return Made(backup)


def thin(path: Path, folder: Path, *, now: dt.datetime) -> tuple[Backup, ...]:
    """Delete the backups that no rule keeps (thinning.py); returns them. What cannot be deleted stays."""
    found = {one.file.name: one for one in backups(folder, path)}
    kept = [
        Kept(name, one.made_at, one.reason.is_before, one.verdict is Verdict.GOOD, one.reason is Reason.ASKED)
        for name, one in found.items()
    ]
    gone = []
    for old in to_remove(kept, now):
        with suppress(OSError):
            remove(found[old.name])
            gone.append(found[old.name])
    return tuple(gone)


def copy_to(backup: Backup, place: Path) -> Backup:
    """A copy of a good backup in another folder, read back from the disk and compared.

    Raises PlaceAbsent when the folder is not there, StorageProblem.
    """
    if not place.is_dir():
        raise PlaceAbsent(
            f"Le second lieu de sauvegarde «{NBSP}{place}{NBSP}» n’est pas là (clé USB débranchée{NBSP}?)"
            f"{NBSP}: la copie n’a pas été faite. Branchez-le, puis recommencez."
        )
    if backup.proof is None or backup.verdict is not Verdict.GOOD:
        raise StorageProblem(
            f"La sauvegarde «{NBSP}{backup.file.name}{NBSP}» n’est pas vérifiée{NBSP}: pas de copie."
        )
    target = place / backup.file.name
    draft = target.with_name(target.name + ".en-cours")
    try:
        if keys_path(backup.file).exists():
            replace_whole(keys_path(target), keys_path(backup.file).read_bytes())
        shutil.copyfile(backup.file, draft)
        reach_the_disk(draft)
        if (
            sha256_of(draft) != backup.proof.sha256
            or sha256_of(keys_path(target)) != backup.proof.keys_sha256
        ):
            raise StorageProblem(
                f"La copie de sauvegarde dans «{NBSP}{place}{NBSP}» n’est pas identique à l’original{NBSP}: "
                "elle a été écartée. Ce disque est peut-être abîmé."
            )
        put_in_place(draft, target)
        # Last: without its record a copy is not called good.
        replace_whole(record_path(target), record_path(backup.file).read_bytes())
    except OSError as error:
        raise StorageProblem(
            f"La copie de sauvegarde ne peut pas être écrite dans «{NBSP}{place}{NBSP}»{NBSP}: vérifiez la "
            "place libre et les droits d’accès."
        ) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
    return Backup(target, backup.made_at, backup.reason, backup.size, Verdict.GOOD, backup.proof)


def needs_reminder(path: Path, places: Places, now: dt.datetime) -> str:
    """What to say about the second place, '' when its last copy is fresh or none is wanted."""
    if places.second is None:
        return ""
    if not places.second.is_dir():
        return f"Le second lieu de sauvegarde «{NBSP}{places.second}{NBSP}» n’est pas là{NBSP}: branchez-le."
    last = _last_good(path, places.second)
    if last is None:
        return f"Aucune copie dans le second lieu de sauvegarde «{NBSP}{places.second}{NBSP}»."
    days = (now - last.made_at).days
    if now - last.made_at < REMIND_AFTER:
        return ""
    return f"La dernière copie dans le second lieu de sauvegarde a {days}{NBSP}jours."


def _last_good(path: Path, folder: Path) -> Backup | None:
    return next((one for one in backups(folder, path) if one.verdict is Verdict.GOOD), None)


def reach_the_disk(file: Path) -> None:
    """Written for good, and forgotten by the cache where the system allows: what is compared is the disk."""
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())
        if sys.platform == "linux":
            os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
