"""Looks through the open file, all of it: what « Vérifier mes données » answers."""

from __future__ import annotations

from dataclasses import dataclass

from gen_desktop.changes import PROGRAM
from gen_desktop.db.backup import Backup, Verdict, verify
from gen_desktop.db.database import Database
from gen_desktop.db.driver import FileKey
from gen_desktop.db.integrity import check_file
from gen_desktop.db.proof import Contents, look_inside
from gen_desktop.errors import FileDamaged, StorageProblem
from gen_desktop.jobs import Job
from gen_desktop.queries.seals import find_seal, verify_chain
from gen_desktop.queries.stored_content import content_faults
from gen_desktop.services.backups import kept
from gen_desktop.store import open_store


@dataclass(frozen=True, slots=True)
class Verification:
    """What was read and found. Without ``faults`` the file is sound and its chain of seals holds.

    ``gestures`` hold, ``seal`` is that of the last one. ``printed``: what became of the printed seal, ''
    without one; ``is_printed_found`` whether it is in the chain. With faults nothing else is known but
    ``way_back``, the newest backup that is sound today.
    """

    faults: tuple[str, ...]
    size: int = 0
    contents: Contents | None = None
    gestures: int = 0
    seal: str = ""
    printed: str = ""
    is_printed_found: bool = False
    way_back: Backup | None = None


def verify_data(db: Database, printed: str, job: Job) -> Verification:
    """Read every page, link, gesture and attached content of the file.

    ``printed``: a seal to look for, '' for none. Raises InvalidInput at once for what is no seal,
    StorageProblem when the file is not there any more.
    """
    said, is_found = _look_for(db, printed)
    try:
        return _read_all(db, said, is_found, job)
    except FileDamaged as damage:
        return Verification((str(damage),), way_back=_way_back(db, job))


def _read_all(db: Database, said: str, is_found: bool, job: Job) -> Verification:
    faults = check_file(db.path, db.key, job)
    if faults:
        return Verification(tuple(faults), way_back=_way_back(db, job))
    with db.read() as session:
        chain = verify_chain(session, job)
        faults = list(content_faults(session, job)) if chain.broken is None else [chain.broken]
    if faults:
        return Verification(tuple(faults), way_back=_way_back(db, job))
    size, contents = db.path.stat().st_size, look_inside(db.path, db.key)
    return Verification((), size, contents, chain.length, chain.seal, said, is_found)


def _look_for(db: Database, printed: str) -> tuple[str, bool]:
    if not printed.strip():
        return "", False
    with db.read() as session:
        try:
            return find_seal(session, printed), True
        except StorageProblem as problem:
            return str(problem), False


def _way_back(db: Database, job: Job) -> Backup | None:
    """A backup made after the harm has it too: its chain is read as well."""
    found = kept(db)
    for done, backup in enumerate(found):
        job.step(done, len(found), "Recherche d’une sauvegarde saine…")
        if backup.verdict is Verdict.GOOD and _is_sound(backup, db.key):
            return backup
    return None


def _is_sound(backup: Backup, key: FileKey | None) -> bool:
    if verify(backup, key).verdict is not Verdict.GOOD:
        return False
    try:
        opened = open_store(backup.file, PROGRAM, key, read_only=True)
    except StorageProblem:
        return False
    try:
        with opened.read() as session:
            return verify_chain(session).broken is None and not content_faults(session)
    finally:
        opened.close()
