"""Runs the missing revisions, each in its own transaction, with the file's version number in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from gen_desktop.db.driver import APPLICATION_ID, FileKey
from gen_desktop.db.engine import make_engine
from gen_desktop.errors import StorageProblem


def upgrade(path: Path, present: int, wanted: int, key: FileKey | None = None) -> None:
    """Bring the file from version ``present`` (0: make it) to ``wanted``; a failing step changes nothing."""
    engine = make_engine(path, writable=True, key=key, mode="rwc" if present == 0 else "rw")
    try:
        for version in range(present + 1, wanted + 1):
            with engine.connect() as connection:
                # Inside a transaction SQLite ignores this silently, and a rebuilt parent loses its children.
                raw: Any = connection.connection.driver_connection
                raw.execute("PRAGMA foreign_keys=OFF")
                with connection.begin():
                    _run_step(connection, version)
                raw.execute("PRAGMA foreign_keys=ON")
    finally:
        engine.dispose()


def _run_step(connection: Connection, version: int) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, f"{version:04d}")
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if orphans:
        raise StorageProblem(
            "La mise à jour du fichier a échoué\u00a0: des données liées manquent. Rien n’a été changé."
        )
    connection.exec_driver_sql(f"PRAGMA user_version={version}")
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
