"""Backups that are called good only once they were opened again, checked and counted."""

from __future__ import annotations

import datetime as dt
import glob
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from gen_desktop import french
from gen_desktop.db.backup_record import Proof, read_record, record_path, sha256_of, write_record
from gen_desktop.db.driver import JOURNALS, FileKey, connect
from gen_desktop.db.key_file import copy_keys, key_id, keys_path
from gen_desktop.db.problems import storage_problems
from gen_desktop.db.proof import Contents, contents, prove
from gen_desktop.errors import AppError, FileDamaged, StorageProblem
from gen_desktop.files import put_in_place
from gen_desktop.french import NBSP

_DRAFT = ".en-cours"
STALE_SECONDS = 3600.0
"""A draft older than that is of a program that was killed."""
_MARGIN = 1 << 20  # bytes: the record, the keys, and a little more


class Reason(StrEnum):
    """Why a backup was made; it is part of its name."""

    AUTOMATIC = "auto"
    CLOSING = "fermeture"
    ASKED = "demande"
    BEFORE_MIGRATION = "avant-mise-a-jour"
    BEFORE_IMPORT = "avant-import"
    BEFORE_RESTORE = "avant-restauration"
    BEFORE_MOVE = "avant-demenagement"
    BEFORE_PURGE = "avant-purge"

    @property
    def is_before(self) -> bool:
        """Whether it was made for the sake of something that changes much."""
        return self.value.startswith("avant-")

    @property
    def words(self) -> str:
        """As people read it."""
        return _REASON_WORDS[self]


_REASON_WORDS = {
    Reason.AUTOMATIC: "automatique",
    Reason.CLOSING: "à la fermeture",
    Reason.ASKED: "demandée",
    Reason.BEFORE_MIGRATION: "avant une mise à jour",
    Reason.BEFORE_IMPORT: "avant un import",
    Reason.BEFORE_RESTORE: "avant une restauration",
    Reason.BEFORE_MOVE: "avant un déménagement",
    Reason.BEFORE_PURGE: "avant un effacement",
}


class Verdict(StrEnum):
    """What is known of a backup."""

    GOOD = "good"
    UNPROVED = "unproved"
    DAMAGED = "damaged"
    OTHER_KEY = "other_key"

    @property
    def words(self) -> str:
        """As people read it."""
        return _VERDICT_WORDS[self]


_VERDICT_WORDS = {
    Verdict.GOOD: "vérifiée",
    Verdict.UNPROVED: "non vérifiée",
    Verdict.DAMAGED: "endommagée",
    Verdict.OTHER_KEY: "protégée par une autre clé",
}


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup. ``proof`` is None when nothing was proved of it. ``made_at`` has its offset.

    ``is_aside``: it lies beside the data file (aside.py).
    """

    file: Path
    made_at: dt.datetime
    reason: Reason
    size: int
    verdict: Verdict
    proof: Proof | None = None
    is_aside: bool = False

    @property
    def contents(self) -> Contents | None:
        """What was counted in it."""
        return self.proof.contents if self.proof else None


def make_backup(path: Path, folder: Path, *, key: FileKey | None, reason: Reason, now: dt.datetime) -> Backup:
    """Copy the file, open or not, with its key; the copy is opened again, checked and counted.

    Raises StorageProblem, and then leaves nothing behind that could be taken for a backup.
    """
    _make_room(path, folder, reason)
    target = _free_name(path, folder, reason, now)
    draft = target.with_name(target.name + _DRAFT)
    try:
        with storage_problems(target):
            counted = _copy(path, draft, key)
            found = prove(draft, key)
            if found != counted:
                raise FileDamaged(
                    f"La sauvegarde de «{NBSP}{path.name}{NBSP}» ne contient pas tout ce que contient le "
                    f"fichier ({_counted(found)} au lieu de {_counted(counted)}){NBSP}: elle a été écartée."
                )
        copy_keys(path, target)
        proof = proof_of(draft, target, found, key=key, reason=reason, now=now)
        put_in_place(draft, target)
        write_record(target, proof)
    except BaseException as error:
        _remove_all(draft, target)
        if isinstance(error, OSError):
            raise StorageProblem(
                f"La sauvegarde ne peut pas être écrite dans «{NBSP}{folder}{NBSP}»{NBSP}: vérifiez la "
                "place libre et les droits d’accès."
            ) from error
        raise
    return Backup(target, now, reason, proof.size, Verdict.GOOD, proof)


def backups(folder: Path, path: Path) -> tuple[Backup, ...]:
    """The backups of a file in that folder, the newest first; none when the folder is not there.

    The verdict comes from the record and the size; ``verify`` reads everything again.
    """
    found = [one for file in _files(folder, path) if (one := _known(file, path)) is not None]
    return tuple(sorted(found, key=lambda one: (one.made_at, one.file.name), reverse=True))


def proved_at(folder: Path, path: Path) -> dt.datetime | None:
    """When the last good backup was made; None when there is none."""
    return next((one.made_at for one in backups(folder, path) if one.verdict is Verdict.GOOD), None)


def verify(backup: Backup, key: FileKey | None) -> Backup:
    """The same backup with the verdict of today: every byte is read again, and its content with the key."""
    proof = read_record(backup.file)
    if proof is None:
        return replace(backup, verdict=Verdict.UNPROVED, proof=None)
    verdict = Verdict.GOOD
    try:
        if sha256_of(backup.file) != proof.sha256 or sha256_of(keys_path(backup.file)) != proof.keys_sha256:
            verdict = Verdict.DAMAGED
        elif proof.key_id != _id(key):
            verdict = Verdict.OTHER_KEY
        elif prove(backup.file, key) != proof.contents:
            verdict = Verdict.DAMAGED
    except (AppError, OSError):
        verdict = Verdict.DAMAGED
    return replace(backup, verdict=verdict, proof=proof)


def newest_good(folder: Path, path: Path, *, key: FileKey | None) -> Backup | None:
    """The newest backup that is good today, everything read again; None when there is none."""
    for backup in backups(folder, path):
        if backup.verdict is Verdict.GOOD:
            today = verify(backup, key)
            if today.verdict is Verdict.GOOD:
                return today
    return None


def proof_of(
    file: Path, target: Path, found: Contents, *, key: FileKey | None, reason: Reason, now: dt.datetime
) -> Proof:
    """What to keep of a file just proved; ``target``: the name it will have, which its keys have already."""
    return Proof(
        made_at=now.isoformat(),  # whole: of two in the same second the later one is the newest
        reason=reason.value,
        size=file.stat().st_size,
        sha256=sha256_of(file),
        keys_sha256=sha256_of(keys_path(target)),
        key_id=_id(key),
        contents=found,
    )


def remove(backup: Backup) -> None:
    """Delete a backup; its record goes first, so that a half-removed one is never called good."""
    journals = (backup.file.with_name(backup.file.name + ending) for ending in JOURNALS)
    for file in (record_path(backup.file), *journals, backup.file, keys_path(backup.file)):
        file.unlink(missing_ok=True)


def as_backup(file: Path, made_at: dt.datetime | None = None, reason: Reason = Reason.ASKED) -> Backup:
    """A backup picked by its file, whatever it is called; its record, if any, knows better when and why.

    Raises StorageProblem when it is not there.
    """
    if not file.is_file():
        raise StorageProblem(f"La sauvegarde «{NBSP}{file}{NBSP}» n’existe pas.")
    when = made_at or dt.datetime.fromtimestamp(file.stat().st_mtime).astimezone()
    return _judged(file, when, reason)


def _copy(path: Path, draft: Path, key: FileKey | None) -> Contents:
    """Copy page by page what one moment holds, and count that same moment."""
    with closing(connect(path, key=key, mode="ro")) as source:
        source.execute("BEGIN")
        counted = contents(source)
        with closing(connect(draft, key=key, mode="rwc")) as copy:
            source.backup(copy)
            # One file that needs no journal beside it, and can be read where nothing can be written.
            copy.execute("PRAGMA journal_mode=DELETE")
    return counted


def _id(key: FileKey | None) -> str:
    return key_id(key) if key is not None else ""


def need_room(folder: Path, needed: int, what: str) -> None:
    """Refuse what cannot fit, before anything is written. ``what``: « la sauvegarde demandée »."""
    free = shutil.disk_usage(folder).free
    if free < needed + _MARGIN:
        raise StorageProblem(
            f"Il n’y a pas assez de place dans «{NBSP}{folder}{NBSP}» pour {what}{NBSP}: il faut "
            f"{_megabytes(needed + _MARGIN)}, il reste {_megabytes(free)}."
        )


def _make_room(path: Path, folder: Path, reason: Reason) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for draft in folder.glob(f"{glob.escape(path.stem)}-*{_DRAFT}*"):
            # Of a program that was killed: one that still writes is younger.
            if time.time() - draft.stat().st_mtime > STALE_SECONDS:
                draft.unlink()
        need_room(folder, path.stat().st_size, f"la sauvegarde {reason.words}")
    except OSError as error:
        raise StorageProblem(
            f"Le dossier de sauvegarde «{NBSP}{folder}{NBSP}» ne peut pas être utilisé, ou "
            f"«{NBSP}{path}{NBSP}» n’est plus là."
        ) from error


def _free_name(path: Path, folder: Path, reason: Reason, now: dt.datetime) -> Path:
    base = f"{path.stem}-{now:%Y-%m-%d-%H%M%S}"
    number, target = 1, folder / f"{base}-{reason}{path.suffix}"
    while target.exists():
        number += 1
        target = folder / f"{base}-{number}-{reason}{path.suffix}"
    return target


def _files(folder: Path, path: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from folder.glob(f"*{path.suffix}")


def _known(file: Path, path: Path) -> Backup | None:
    stem, suffix = (re.escape(os.path.normcase(part)) for part in (path.stem, path.suffix))
    said = re.fullmatch(
        rf"{stem}-(\d{{4}}-\d\d-\d\d-\d{{6}})(?:-\d+)?-([a-z-]+){suffix}", os.path.normcase(file.name)
    )
    if said is None or said[2] not in set(Reason):
        return None
    try:
        moment = dt.datetime.strptime(said[1], "%Y-%m-%d-%H%M%S").astimezone()
    except ValueError:
        return None
    return _judged(file, moment, Reason(said[2]))


def _judged(file: Path, moment: dt.datetime, reason: Reason) -> Backup:
    size = file.stat().st_size
    proof = read_record(file)
    if proof is None:
        return Backup(file, moment, reason, size, Verdict.UNPROVED)
    is_whole = size == proof.size and keys_path(file).exists() == bool(proof.keys_sha256)
    made_at = dt.datetime.fromisoformat(proof.made_at)
    verdict = Verdict.GOOD if is_whole else Verdict.DAMAGED
    return Backup(file, made_at, Reason(proof.reason), size, verdict, proof)


def _remove_all(draft: Path, target: Path) -> None:
    with suppress(OSError):
        for file in (
            *draft.parent.glob(glob.escape(draft.name) + "*"),
            record_path(target),
            target,
            keys_path(target),
        ):
            file.unlink(missing_ok=True)


def _counted(found: Contents) -> str:
    return french.plural(found.records, "fiche")


def _megabytes(count: int) -> str:
    return f"{french.number(count / (1 << 20), 1)}{NBSP}Mo"
