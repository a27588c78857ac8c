"""Opens the file of an organisation with its change log: the one door for the window and the command line."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from gen_desktop.changes import Author
from gen_desktop.db.database import Database
from gen_desktop.db.driver import FileKey
from gen_desktop.db.header import is_protected
from gen_desktop.db.lock import take_lock
from gen_desktop.db.opening import bring_forward, create_file, prepare_file
from gen_desktop.db.scrubbing import scrub_if_marked
from gen_desktop.models import history
from gen_desktop.models import registry as _every_table  # noqa: F401  a foreign key finds its table only once mapped


def open_store(
    path: Path,
    author: Author,
    key: FileKey | None = None,
    *,
    read_only: bool = False,
    take_over: bool = False,
) -> Database:
    """Open an existing file, bringing it to the present schema if it is older.

    Raises StorageProblem; its kind OnlyReadable (in use elsewhere, a place that cannot be written) means that
    ``read_only`` would open it. ``take_over``: even if another computer holds it (db/lock.py).
    """
    is_protected(path)  # refuses what is no file of ours before anything is written beside it
    if read_only:
        prepare_file(path, key, read_only=True)
        return Database(path, author, _start_recording, lock=None, key=key)
    lock = take_lock(path, take_over=take_over)
    try:
        prepare_file(path, key)
        scrub_if_marked(path, key)
        return Database(path, author, _start_recording, lock=lock, key=key)
    except BaseException:
        lock.release()
        raise


def open_copy(path: Path, author: Author, key: FileKey | None = None, *, read_only: bool = False) -> Database:
    """Open a file that this program alone knows, found sound already; with ``read_only``, as it is."""
    if read_only:
        return Database(path, author, _start_recording, lock=None, key=key)
    bring_forward(path, key)
    return Database(path, author, _start_recording, lock=take_lock(path), key=key)


def create_store(path: Path, author: Author, key: FileKey | None = None) -> Database:
    """Make a new empty file; raises StorageProblem when something is already there."""
    create_file(path, key)
    return Database(path, author, _start_recording, lock=take_lock(path), key=key)


def _start_recording(session: Session, name: str, author: Author, undoes_id: int | None) -> history.Recorder:
    recorder = history.Recorder(name, author, undoes_id)
    history.attach(session, recorder)
    return recorder
