"""Is the file itself sound? Pages, indexes and links, in sentences."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import sqlcipher3.dbapi2 as driver

from gen_desktop.db.opening import checked_version
from gen_desktop.db.problems import storage_problems

SHOWN = 20


def check_file(path: Path) -> list[str]:
    """Every fault found, as sentences; empty for a sound file. Raises StorageProblem for no file of ours."""
    checked_version(path)
    with (
        storage_problems(path),
        closing(driver.connect(f"file:{path.as_posix()}?mode=ro", uri=True)) as connection,
    ):
        pages = [row[0] for row in connection.execute("PRAGMA integrity_check")]
        orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    faults = [f"Fichier endommagé : {line}." for line in pages[:SHOWN] if line != "ok"]
    faults += [
        f"Dans {table}, la ligne {row} renvoie à {parent}, qui n’existe pas."
        for table, row, parent, _key in orphans[:SHOWN]
    ]
    return faults
