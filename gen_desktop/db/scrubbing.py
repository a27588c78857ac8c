"""Rewrites a file so that nothing deleted is left between its pages or in its journal.

A mark beside the file says that it is still to do: an erasure is not over before it is gone.
"""

from __future__ import annotations

from contextlib import closing, suppress
from pathlib import Path

from gen_desktop.db.backup import need_room
from gen_desktop.db.driver import FileKey, connect
from gen_desktop.db.problems import storage_problems
from gen_desktop.errors import StorageProblem
from gen_desktop.files import patiently
from gen_desktop.french import NBSP

MARK_SUFFIX = ".effacement"


def mark_path(path: Path) -> Path:
    """The mark beside a data file that has to be scrubbed."""
    return path.with_name(path.name + MARK_SUFFIX)


def is_to_scrub(path: Path) -> bool:
    """Whether an erasure was written and what it left between the pages may still be there."""
    return mark_path(path).exists()


def mark_to_scrub(path: Path) -> None:
    """Say that the file is to be scrubbed, before anything is erased in it. Raises StorageProblem."""
    try:
        mark_path(path).touch()
    except OSError as error:
        raise StorageProblem(
            f"Rien n’a été effacé{NBSP}: «{NBSP}{path.parent}{NBSP}» ne peut pas être écrit. Vérifiez la "
            "place libre et les droits d’accès."
        ) from error


def scrub_file(path: Path, key: FileKey | None) -> None:
    """Rewrite the file from its rows alone and empty its journal; then take the mark away.

    Raises StorageProblem (no room, somebody reads); the mark then stays, and nothing is lost.
    """
    # What is rewritten goes through the journal: both are as large as the file for a moment.
    need_room(path.parent, 2 * path.stat().st_size, "réécrire le fichier après un effacement")
    with storage_problems(path), closing(connect(path, key=key, mode="rw")) as connection:
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("VACUUM")
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        raise StorageProblem(
            f"Le fichier «{NBSP}{path.name}{NBSP}» est lu en ce moment{NBSP}: la réécriture après un "
            "effacement se fera à la prochaine ouverture."
        )
    try:
        patiently(lambda: mark_path(path).unlink(missing_ok=True))
    except OSError as error:
        raise StorageProblem(
            f"Le fichier est réécrit, mais «{NBSP}{mark_path(path).name}{NBSP}» ne peut pas être supprimé"
            f"{NBSP}: la réécriture sera refaite à la prochaine ouverture."
        ) from error


def scrub_if_marked(path: Path, key: FileKey | None) -> None:
    """``scrub_file`` when an erasure waits for it; what prevents it now (no room) leaves it for next time."""
    if is_to_scrub(path):
        with suppress(StorageProblem):
            scrub_file(path, key)
