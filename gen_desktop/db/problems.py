"""What the driver says, in sentences a person can act on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3.dbapi2 as driver
from sqlalchemy.exc import DatabaseError

from gen_desktop.errors import StorageProblem

_SENTENCES = (
    (
        "database is locked",
        "Le fichier « {file} » est occupé par un autre programme. Réessayez dans un instant.",
    ),
    (
        "disk is full",
        "Il n’y a plus de place sur le disque de « {file} ». Libérez de la place, puis recommencez.",
    ),
    ("readonly", "Le fichier « {file} » est en lecture seule : rien ne peut y être enregistré."),
    (
        "disk i/o error",
        "Le disque de « {file} » ne répond pas correctement (erreur d’écriture ou de lecture).",
    ),
    ("malformed", "Le fichier « {file} » est endommagé. Restaurez la dernière sauvegarde."),
    ("not a database", "Le fichier « {file} » n’est pas un fichier de GEN Desktop, ou il est endommagé."),
    (
        "unable to open",
        "Le fichier « {file} » ne peut pas être ouvert : vérifiez le dossier et les droits d’accès.",
    ),
    ("no such table", "Le fichier « {file} » n’est pas un fichier complet de GEN Desktop."),
)


@contextmanager
def storage_problems(path: Path) -> Iterator[None]:
    """Turn the driver's complaints about the file or disk into StorageProblem; let bugs through."""
    try:
        yield
    except (DatabaseError, driver.DatabaseError) as error:
        message = str(error).lower()
        for needle, sentence in _SENTENCES:
            if needle in message:
                raise StorageProblem(sentence.format(file=path.name)) from error
        raise
