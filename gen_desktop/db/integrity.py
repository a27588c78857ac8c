"""Is the file itself sound? Pages, indexes and links, in sentences."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from gen_desktop.db.driver import FileKey, connect
from gen_desktop.db.opening import checked_version
from gen_desktop.db.problems import storage_problems

SHOWN = 20


def check_file(path: Path, key: FileKey | None = None) -> list[str]:
    """Every fault found, as sentences; empty for a sound file. Raises StorageProblem for no file of ours."""
    checked_version(path, key)
    with storage_problems(path), closing(connect(path, key=key, mode="ro")) as connection:
        # With a key each page carries a proof of its content: one altered bit anywhere is seen.
        altered = (
            [] if key is None else [row[0] for row in connection.execute("PRAGMA cipher_integrity_check")]
        )
        if altered:
            return [f"Fichier endommagé\u00a0: {line}." for line in altered[:SHOWN]]
        pages = [row[0] for row in connection.execute("PRAGMA integrity_check")]
        orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    faults = [f"Fichier endommagé\u00a0: {line}." for line in pages[:SHOWN] if line != "ok"]
    faults += [
        f"Dans {table}, la ligne {row} renvoie à {parent}, qui n’existe pas."
        for table, row, parent, _key in orphans[:SHOWN]
    ]
    return faults
