"""Is the file itself sound? Pages, indexes and links, in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from gen_desktop.db.driver import DatabaseError, FileKey, connect
from gen_desktop.db.opening import known_version
from gen_desktop.db.problems import storage_problems
from gen_desktop.jobs import Cancelled, Job

SHOWN = 20
_LOOK_EVERY = 20_000
"""Steps of SQLite's machine: a few milliseconds."""


def check_file(path: Path, key: FileKey | None = None, job: Job | None = None) -> list[str]:
    """Every fault found, as sentences; empty for a sound file. Raises StorageProblem for no file of ours."""
    job = job or Job()
    known_version(path, key)
    with storage_problems(path), closing(connect(path, key=key, mode="ro")) as connection:
        job.step(0, 0, "Relecture de chaque page du fichier…")
        # With a key each page carries a proof of its content: one altered bit anywhere is seen.
        altered = (
            [] if key is None else [row[0] for row in connection.execute("PRAGMA cipher_integrity_check")]
        )
        if altered:
            return [f"Fichier endommagé\u00a0: {line}." for line in altered[:SHOWN]]
        with _stopped_when_asked(connection, job, "Relecture des tables et des index…"):
            pages = [row[0] for row in connection.execute("PRAGMA integrity_check")]
        with _stopped_when_asked(connection, job, "Relecture des liens entre les fiches…"):
            orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    faults = [f"Fichier endommagé\u00a0: {line}." for line in pages[:SHOWN] if line != "ok"]
    faults += [
        f"Dans {table}, la ligne {row} renvoie à {parent}, qui n’existe pas."
        for table, row, parent, _key in orphans[:SHOWN]
    ]
    return faults


@contextmanager
def _stopped_when_asked(connection: Any, job: Job, text: str) -> Iterator[None]:
    """Say what is read, and let a statement that takes its time be given up."""
    given_up: list[Cancelled] = []

    def look() -> int:
        try:
            job.step(0, 0, text)
        except Cancelled as cancelled:
            given_up.append(cancelled)
        return len(given_up)

    connection.set_progress_handler(look, _LOOK_EVERY)
    try:
        yield
    except DatabaseError:
        if given_up:
            raise given_up[0] from None
        raise
