"""What the driver says, in sentences a person can act on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from gen_desktop.db import driver
from gen_desktop.errors import FileDamaged, StorageProblem

_FULL, _UNREADABLE = "disk is full", "disk i/o error"
_UNDECODABLE = "could not decode to utf-8"  # what cannot be decoded follows: somebody's, not to be shown
_DAMAGED = "Le fichier «\u00a0{file}\u00a0» est endommagé. Restaurez la dernière sauvegarde."
_SENTENCES = (
    (_UNDECODABLE, _DAMAGED),
    (
        "database is locked",
        "Le fichier «\u00a0{file}\u00a0» est occupé par un autre programme. Réessayez dans un instant.",
    ),
    (
        _FULL,
        "Il n’y a plus de place sur le disque de «\u00a0{file}\u00a0». Libérez de la place, puis "
        "recommencez.",
    ),
    (
        "readonly",
        "Le fichier «\u00a0{file}\u00a0» est en lecture seule\u00a0: rien ne peut y être enregistré.",
    ),
    (
        _UNREADABLE,
        "Le disque de «\u00a0{file}\u00a0» ne répond pas correctement (erreur d’écriture ou de lecture).",
    ),
    ("malformed", _DAMAGED),
    (
        "not a database",
        "Le fichier «\u00a0{file}\u00a0» n’est pas un fichier de GEN Desktop, ou il est endommagé.",
    ),
    (
        "unable to open",
        "Le fichier «\u00a0{file}\u00a0» ne peut pas être ouvert\u00a0: vérifiez le dossier et les droits "
        "d’accès.",
    ),
    ("no such table", "Le fichier «\u00a0{file}\u00a0» n’est pas un fichier complet de GEN Desktop."),
)

_DAMAGE = (_UNDECODABLE, "malformed", "not a database", "no such table")


@contextmanager
def storage_problems(path: Path) -> Iterator[None]:
    """Turn the driver's complaints about the file or disk into StorageProblem; let bugs through."""
    try:
        yield
    except (DatabaseError, driver.DatabaseError) as error:
        message = str(error).lower()
        if _UNREADABLE in message and _is_full(path):
            message = _FULL  # what the journal's index says of a disk without room
        for needle, sentence in _SENTENCES:
            if needle in message:
                kind = FileDamaged if needle in _DAMAGE else StorageProblem
                raise kind(sentence.format(file=path.name)) from error
        raise


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < driver.JOURNAL_ROOM
    except OSError:
        return False
