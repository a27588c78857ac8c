"""Looks before it opens: is this a file of ours, of which version, and does it need to be brought forward?"""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from pathlib import Path

import sqlcipher3.dbapi2 as driver

from gen_desktop.db.engine import APPLICATION_ID
from gen_desktop.db.problems import storage_problems
from gen_desktop.errors import FileTooNew, StorageProblem

SCHEMA_VERSION = 1  # number of the newest revision in migrations/versions


def create_file(path: Path) -> None:
    """Make a new file by running every migration from zero: one road to the schema."""
    if path.exists():
        raise StorageProblem(f"Le fichier « {path.name} » existe déjà ; choisissez un autre nom.")
    if not path.parent.is_dir():
        raise StorageProblem(f"Le dossier « {path.parent} » n’existe pas.")
    draft = path.with_name(path.name + ".en-cours")
    draft.unlink(missing_ok=True)
    try:
        with storage_problems(path):
            _migrate(draft, 0)
        draft.replace(path)
    finally:
        for leftover in path.parent.glob(draft.name + "*"):
            leftover.unlink()


def prepare_file(path: Path) -> None:
    """Check the file and bring an older one to the present schema, after a verified backup beside it.

    Raises StorageProblem (absent, not ours, damaged) or FileTooNew, and then leaves the file as it was.
    """
    version = checked_version(path)
    with storage_problems(path):
        if version > SCHEMA_VERSION:
            raise FileTooNew(
                f"Le fichier « {path.name} » a été écrit par une version plus récente de GEN Desktop. "
                "Installez la dernière version pour l’ouvrir ; le fichier n’a pas été modifié."
            )
        if version < SCHEMA_VERSION:
            _back_up(path, version)
            _migrate(path, version)


def checked_version(path: Path) -> int:
    """The schema version of a file of ours; raises StorageProblem when it is absent, foreign or damaged."""
    if not path.is_file():
        raise StorageProblem(f"Le fichier « {path} » n’existe pas.")
    with storage_problems(path):
        return _read_version(path)


def _read_version(path: Path) -> int:
    with closing(driver.connect(f"file:{path.as_posix()}?mode=ro", uri=True)) as connection:
        application_id = connection.execute("PRAGMA application_id").fetchone()[0]
        if application_id != APPLICATION_ID:
            raise StorageProblem(f"Le fichier « {path.name} » n’est pas un fichier de GEN Desktop.")
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _back_up(path: Path, version: int) -> None:
    target = path.with_name(
        f"{path.stem}-avant-v{version:04d}-{dt.datetime.now():%Y%m%d-%H%M%S}{path.suffix}"
    )
    with closing(driver.connect(str(path))) as source, closing(driver.connect(str(target))) as copy:
        source.backup(copy)
        verdict = copy.execute("PRAGMA quick_check").fetchone()[0]
    if verdict != "ok":
        raise StorageProblem(f"Le fichier « {path.name} » est endommagé : il n’a pas été modifié.")


def _migrate(path: Path, version: int) -> None:
    # Alembic costs half a second to import: only when a file is behind.
    from gen_desktop.db.migrations.run import upgrade

    upgrade(path, version, SCHEMA_VERSION)
