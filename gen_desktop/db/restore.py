"""Puts a backup in the place of the file: beside it, checked, then swapped; what was there is set aside.

Killed at any moment, what opens under the file's name is the file of before or the backup, whole.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from gen_desktop import french
from gen_desktop.db.aside import DRAFT, aside_name, examine
from gen_desktop.db.backup import Backup, Reason, as_backup, need_room
from gen_desktop.db.backup_record import sha256_of
from gen_desktop.db.driver import JOURNALS, FileKey, connect
from gen_desktop.db.key_file import key_id, keys_path, read_ring
from gen_desktop.db.lock import take_lock
from gen_desktop.db.opening import SCHEMA_VERSION
from gen_desktop.db.problems import storage_problems
from gen_desktop.db.proof import Contents, look_inside, prove
from gen_desktop.errors import Conflict, FileDamaged, FileTooNew, StorageProblem
from gen_desktop.files import put_in_place
from gen_desktop.french import NBSP

_MUCH = 2
_NOTHING = "le fichier n’a pas été changé"


class MuchSmaller(Conflict):
    """What would come in holds less than half of what is there; ``confirmed`` goes on all the same."""

    def __init__(self, present: Contents, coming: Contents) -> None:
        self.present = present
        self.coming = coming
        super().__init__(
            f"La sauvegarde est bien plus petite que le fichier qu’elle remplacerait{NBSP}: "
            f"{_size(coming)} au lieu de {_size(present)}. Rien n’a été changé."
        )


@dataclass(frozen=True, slots=True)
class Restored:
    """What is there now, and where the file of before was put (None when there was none)."""

    contents: Contents
    set_aside: Path | None


def restore(
    path: Path,
    backup: Backup,
    *,
    key: FileKey | None,
    now: dt.datetime,
    confirmed: bool = False,
    prepare: Callable[[Path], None] | None = None,
) -> Restored:
    """Replace the file, which nobody has open, by a backup; the passwords in force stay so where they can.

    ``key``: the key of the backup. ``prepare`` may change the copy of the backup before it takes the place of
    the file. Raises FileInUse, FileDamaged (the backup is, the file is untouched),
    MuchSmaller unless ``confirmed``, StorageProblem.
    """
    lock = take_lock(path)
    try:
        return _restore(path, backup, key=key, now=now, confirmed=confirmed, prepare=prepare)
    except OSError as error:
        raise StorageProblem(
            f"La restauration n’a pas pu se faire{NBSP}: vérifiez la place libre et les droits d’accès dans "
            f"«{NBSP}{path.parent}{NBSP}»."
        ) from error
    finally:
        lock.release()


def _restore(
    path: Path,
    backup: Backup,
    *,
    key: FileKey | None,
    now: dt.datetime,
    confirmed: bool,
    prepare: Callable[[Path], None] | None,
) -> Restored:
    size = path.stat().st_size if path.exists() else 0
    need_room(path.parent, backup.size + size, "restaurer et garder le fichier d’avant")
    with _draft(path) as draft:
        found = _bring_beside(backup, draft, key)
        present = look_inside(path, key) if path.exists() else None
        if present is not None and not confirmed and _is_much_smaller(found, present):
            raise MuchSmaller(present, found)
        if prepare is not None:
            prepare(draft)
            _close_journal(draft, key)
        if present is not None:
            _close_journal(path, key)
        aside = _set_aside(path, key, now) if path.exists() else None
        _bring_keys(path, backup, key)
        put_in_place(draft, path)
        _sync(path.parent)
    return Restored(found, aside)


@contextmanager
def _draft(path: Path) -> Iterator[Path]:
    draft = path.with_name(path.name + DRAFT)
    draft.unlink(missing_ok=True)  # of a restore that was killed; the lock tells that it is not at work
    try:
        yield draft
    finally:
        for ending in ("", *JOURNALS):
            with suppress(OSError):
                draft.with_name(draft.name + ending).unlink(missing_ok=True)


def _bring_beside(backup: Backup, draft: Path, key: FileKey | None) -> Contents:
    _copy_to_disk(backup.file, draft)
    if backup.proof is not None and sha256_of(draft) != backup.proof.sha256:
        raise FileDamaged(f"La sauvegarde «{NBSP}{backup.file.name}{NBSP}» est endommagée{NBSP}: {_NOTHING}.")
    try:
        found = prove(draft, key)
    except FileDamaged as error:
        raise FileDamaged(
            f"La sauvegarde «{NBSP}{backup.file.name}{NBSP}» est endommagée, n’est pas de ce fichier, ou est "
            f"protégée par une autre clé{NBSP}: {_NOTHING}."
        ) from error
    if found.schema > SCHEMA_VERSION:
        raise FileTooNew(
            f"La sauvegarde «{NBSP}{backup.file.name}{NBSP}» a été faite par une version plus récente de "
            f"GEN Desktop{NBSP}: {_NOTHING}."
        )
    return found


def _is_much_smaller(coming: Contents, present: Contents) -> bool:
    return coming.people * _MUCH < present.people or coming.records * _MUCH < present.records


def _close_journal(path: Path, key: FileKey | None) -> None:
    """Bring into the file what its journal still holds; SQLite refuses while anyone has the file open."""
    try:
        with storage_problems(path), closing(connect(path, key=key, mode="rw")) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except FileDamaged:
        return  # set aside with its journal, as it is


def _set_aside(path: Path, key: FileKey | None, now: dt.datetime) -> Path:
    """A whole copy of what is there, journal and keys too, under a name that says why; proved, if it can be.

    A copy and not another name of the same file: after a kill here, work goes on in the file alone.
    """
    aside = aside_name(path, now)
    for ending in JOURNALS:
        _copy_whole(path.with_name(path.name + ending), aside.with_name(aside.name + ending))
    _copy_whole(keys_path(path), keys_path(aside))
    _copy_whole(path, aside)
    # A journal left in place would be played into the file that comes.
    for ending in JOURNALS:
        path.with_name(path.name + ending).unlink(missing_ok=True)
    examine(as_backup(aside, now, Reason.BEFORE_RESTORE), key)
    return aside


def _bring_keys(path: Path, backup: Backup, key: FileKey | None) -> None:
    """Passwords in force stay if they open the backup too: who lost access does not get it back."""
    if key is not None and not _opens(path, key):
        _copy_whole(keys_path(backup.file), keys_path(path))


def _opens(path: Path, key: FileKey) -> bool:
    try:
        return read_ring(path).key_id == key_id(key)
    except StorageProblem:
        return False


def _copy_whole(source: Path, target: Path) -> None:
    """Copy through a draft, on the disk before it has its name; nothing when there is no source."""
    if not source.exists():
        return
    draft = target.with_name(target.name + DRAFT)
    _copy_to_disk(source, draft)
    put_in_place(draft, target)
    _sync(target.parent)


def _copy_to_disk(source: Path, target: Path) -> None:
    shutil.copyfile(source, target)
    with target.open("rb+") as stream:
        os.fsync(stream.fileno())


def _size(found: Contents) -> str:
    return f"{french.plural(found.people, 'apprenant')} et {french.plural(found.records, 'fiche')}"


def _sync(folder: Path) -> None:
    # On Windows a folder cannot be opened, nor need it be.
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
