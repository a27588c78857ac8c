"""What a file holds, counted, after everything in it was read and found sound: what a backup is judged by."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gen_desktop.db.driver import APPLICATION_ID, FileKey, connect
from gen_desktop.db.problems import storage_problems
from gen_desktop.errors import FileDamaged
from gen_desktop.french import NBSP

PEOPLE = "learner"
_BOOKKEEPING = frozenset({"change_set", "record_change", "alembic_version"})


@dataclass(frozen=True, slots=True)
class Contents:
    """How many rows each table has, where the change log stands (position and seal), the schema's version."""

    rows: Mapping[str, int]
    position: int
    seal: str
    schema: int

    @property
    def people(self) -> int:
        """The learners."""
        return self.rows.get(PEOPLE, 0)

    @property
    def records(self) -> int:
        """Everything that people entered, the change log aside."""
        return sum(count for table, count in self.rows.items() if table not in _BOOKKEEPING)


def contents(connection: Any) -> Contents:
    """Counted through an open connection, at one moment if it is in a transaction."""
    names = [
        row[0]
        for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        )
    ]
    rows = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}
    last = connection.execute(
        "SELECT position, seal FROM change_set ORDER BY position DESC LIMIT 1"
    ).fetchone()
    position, seal = last or (0, "")
    schema = connection.execute("PRAGMA user_version").fetchone()[0]
    return Contents(rows, position, seal, schema)


def prove(path: Path, key: FileKey | None) -> Contents:
    """Open the file on its own, read all of it, and count. Raises FileDamaged at the first fault."""
    with storage_problems(path), closing(connect(path, key=key, mode="ro")) as connection:
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise FileDamaged(f"Le fichier «{NBSP}{path.name}{NBSP}» n’est pas un fichier de GEN Desktop.")
        # Each page carries its own authentication code: this reads them all, what is unused included.
        faults = connection.execute("PRAGMA cipher_integrity_check").fetchall() if key is not None else []
        if not faults:
            faults = [row for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        if not faults:
            faults = connection.execute("PRAGMA foreign_key_check").fetchall()
        if faults:
            raise FileDamaged(f"Le fichier «{NBSP}{path.name}{NBSP}» est endommagé ({faults[0][0]}).")
        return contents(connection)


def look_inside(path: Path, key: FileKey | None) -> Contents | None:
    """What a file that may be damaged or another's still tells; None when it cannot be read."""
    try:
        with storage_problems(path), closing(connect(path, key=key, mode="ro")) as connection:
            return contents(connection)
    except FileDamaged:
        return None
