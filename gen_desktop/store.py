"""Opens the file of an organisation with its change log: the one door for the window and the command line."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from gen_desktop.changes import Author
from gen_desktop.db.database import Database
from gen_desktop.db.opening import create_file, prepare_file
from gen_desktop.models import history
from gen_desktop.models import registry as _every_table  # noqa: F401  a foreign key finds its table only once mapped


def open_store(path: Path, author: Author) -> Database:
    """Open an existing file, bringing it to the present schema if it is older; raises StorageProblem."""
    prepare_file(path)
    return Database(path, author, _start_recording)


def create_store(path: Path, author: Author) -> Database:
    """Make a new empty file; raises StorageProblem when something is already there."""
    create_file(path)
    return Database(path, author, _start_recording)


def _start_recording(session: Session, name: str, author: Author, undoes_id: int | None) -> history.Recorder:
    recorder = history.Recorder(name, author, undoes_id)
    history.attach(session, recorder)
    return recorder
