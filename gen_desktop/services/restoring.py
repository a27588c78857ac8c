"""Restoring a backup without bringing back whoever was erased since, nor a number given to a paper since."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from gen_desktop.changes import PROGRAM, Author
from gen_desktop.db.backup import Backup
from gen_desktop.db.driver import FileKey
from gen_desktop.db.header import is_protected
from gen_desktop.db.key_file import key_id, read_ring
from gen_desktop.db.opening import checked_version
from gen_desktop.db.proof import prove
from gen_desktop.db.restore import Restored, restore
from gen_desktop.errors import Conflict, FileDamaged, Forbidden, KeysLost, StorageProblem
from gen_desktop.french import NBSP
from gen_desktop.queries.rights import role_of
from gen_desktop.reference.rights import why_not_restore
from gen_desktop.services.documents import keep_numbers, numbers_given
from gen_desktop.services.privacy import Forgotten, erase_again, erased_people
from gen_desktop.store import open_copy


def restore_backup(
    path: Path,
    backup: Backup,
    *,
    author: Author,
    key: FileKey | None,
    now: dt.datetime,
    confirmed: bool = False,
) -> Restored:
    """``db.restore.restore``; the people whom the file of before had erased are erased from what comes.

    The numbers of its papers are not given again. Of a file of before that cannot be read, or has another
    key, nothing of that is known. Raises Forbidden when the ``author`` may not replace the work of all;
    whoever is there may rescue a file that is damaged. Conflict when the file has its own keys, and they are
    not those of the backup.
    """
    if path.exists() and _is_sound(path, key):
        _refuse_others(path, author, key)
    erasures, numbers = _since_then(path, key)

    def carry_over(draft: Path) -> None:
        db = open_copy(draft, PROGRAM, key)
        try:
            erase_again(db, erasures)
            keep_numbers(db, numbers)
        finally:
            db.close()

    prepare = carry_over if erasures or numbers else None
    return restore(path, backup, key=key, now=now, confirmed=confirmed, prepare=prepare)


def _is_sound(path: Path, key: FileKey | None) -> bool:
    """Raises StorageProblem when that cannot be said, PasswordNeeded first of all."""
    try:
        checked_version(path, key)
        prove(path, key)
    except (FileDamaged, KeysLost) as error:
        if _has_other_keys(path, key):
            raise Conflict(
                f"«{NBSP}{path.name}{NBSP}» est protégé par une autre clé{NBSP}: ce n’est pas une sauvegarde "
                "de ce fichier. Restaurez-la sous un autre nom. Rien n’a été changé."
            ) from error
        return False
    return True


def _has_other_keys(path: Path, key: FileKey | None) -> bool:
    """A file that only others can read is not theirs to replace, for who opens something else."""
    try:
        return key is not None and is_protected(path) and read_ring(path).key_id != key_id(key)
    except StorageProblem:
        return False


def _refuse_others(path: Path, author: Author, key: FileKey | None) -> None:
    db = open_copy(path, author, key, read_only=True)
    try:
        with db.read() as session:
            refusal = why_not_restore(role_of(session))
    finally:
        db.close()
    if refusal:
        raise Forbidden(f"{refusal} Rien n’a été changé.")


def _since_then(path: Path, key: FileKey | None) -> tuple[tuple[Forgotten, ...], dict[str, int]]:
    """Who was erased from the file of before, and the last numbers its papers had."""
    if not path.exists():
        return (), {}
    db = open_copy(path, PROGRAM, key, read_only=True)
    try:
        with db.read() as session:
            return erased_people(session), numbers_given(session)
    except StorageProblem:
        return (), {}
    finally:
        db.close()
