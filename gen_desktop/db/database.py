"""The only two ways to a session: ``read()`` and ``write(name)``."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy.orm import Session

from gen_desktop.changes import Author
from gen_desktop.db.engine import make_engine
from gen_desktop.db.problems import storage_problems


class WriteRecorder(Protocol):
    """What notes the changes of a write; models/history.py has the one we use."""

    def finish(self, session: Session) -> None:
        """Write down what changed, in the same transaction."""


class Database:
    """One open file. Knows nothing about training: store.py brings the change log."""

    def __init__(
        self,
        path: Path,
        author: Author,
        start_recording: Callable[[Session, str, Author, int | None], WriteRecorder],
    ) -> None:
        self.path = path
        self.author = author
        self._start_recording = start_recording
        self._read_engine = make_engine(path, writable=False)
        self._write_engine = make_engine(path, writable=True)

    def acting_as(self, author: Author) -> Database:
        """The same open file with another author for its writes."""
        other = copy.copy(self)
        other.author = author
        return other

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that cannot write. Rows out of it must be plain values, never mapped objects."""
        with storage_problems(self.path), Session(self._read_engine, autoflush=False) as session:
            yield session

    @contextmanager
    def write(self, name: str, *, undoes_id: int | None = None) -> Iterator[Session]:
        """A unit of work named in French, as history will show it; commits at the end, or not at all."""
        with storage_problems(self.path), Session(self._write_engine, expire_on_commit=False) as session:
            session.begin()
            recorder = self._start_recording(session, name, self.author, undoes_id)
            yield session
            session.flush()
            recorder.finish(session)
            session.commit()

    def close(self) -> None:
        """Give the file back. Nothing may use this object afterwards."""
        self._read_engine.dispose()
        self._write_engine.dispose()
