"""The only two ways to a session: ``read()`` and ``write(name)``."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy.orm import Session

from gen_desktop.changes import AUTHOR, IS_READING, Author
from gen_desktop.db.driver import JOURNALS, FileKey
from gen_desktop.db.engine import make_engine
from gen_desktop.db.key_file import keys_path
from gen_desktop.db.lock import FileLock, lock_path
from gen_desktop.db.problems import storage_problems
from gen_desktop.errors import OnlyReadable
from gen_desktop.files import give_back, keep_from_documents


class WriteRecorder(Protocol):
    """What notes the changes of a write; models/history.py has the one we use."""

    def finish(self, session: Session) -> None:
        """Write down what changed, in the same transaction."""


StartRecording = Callable[[Session, str, Author, int | None], WriteRecorder]
KnownAs = Callable[[Session, Author], Author]
"""The author with the role that the file gives them now."""


class Database:
    """One open file. Knows nothing about training: store.py brings the change log.

    Without the ``lock`` of the file it is read-only. ``key`` is that of a protected file.
    """

    def __init__(
        self,
        path: Path,
        author: Author,
        start_recording: StartRecording,
        known_as: KnownAs,
        *,
        lock: FileLock | None,
        key: FileKey | None = None,
    ) -> None:
        self.path = path
        self.author = author
        self.key = key
        self._start_recording = start_recording
        self._known_as = known_as
        self._lock = lock
        self._files = data_files(path)
        keep_from_documents(self._files)
        if lock is None:
            self._read_engine = make_engine(path, writable=False, key=key, mode="ro")
            self._write_engine = None
        else:
            self._read_engine = make_engine(path, writable=False, key=key)
            self._write_engine = make_engine(path, writable=True, key=key)

    @property
    def is_read_only(self) -> bool:
        """Whether every write is refused."""
        return self._write_engine is None

    def acting_as(self, author: Author) -> Database:
        """The same open file with another author for its writes."""
        other = copy.copy(self)
        other.author = author
        return other

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that cannot write. Rows out of it must be plain values, never mapped objects.

        ``session.info[AUTHOR]`` is who reads, in their role of this moment.
        """
        with storage_problems(self.path), Session(self._read_engine, autoflush=False) as session:
            session.info[AUTHOR] = self._known_as(session, self.author)
            session.info[IS_READING] = True
            yield session

    @contextmanager
    def write(self, name: str, *, undoes_id: int | None = None) -> Iterator[Session]:
        """A unit of work named in French, as history will show it; commits at the end, or not at all."""
        if self._write_engine is None:
            raise OnlyReadable(
                f"Le fichier «\u00a0{self.path.name}\u00a0» est ouvert en lecture seule\u00a0: rien ne peut "
                "y être enregistré."
            )
        with storage_problems(self.path), Session(self._write_engine, expire_on_commit=False) as session:
            session.begin()
            author = session.info[AUTHOR] = self._known_as(session, self.author)
            recorder = self._start_recording(session, name, author, undoes_id)
            yield session
            session.flush()
            recorder.finish(session)
            session.commit()

    def close(self) -> None:
        """Give the file back. Nothing may use this object afterwards."""
        self._read_engine.dispose()
        if self._write_engine is not None:
            self._write_engine.dispose()
        if self._lock is not None:
            self._lock.release()
        give_back(self._files)


def data_files(path: Path) -> tuple[Path, ...]:
    """The data file and what stands beside it: its journals, its keys, its lock."""
    journals = (path.with_name(path.name + suffix) for suffix in JOURNALS)
    return (path, *journals, keys_path(path), lock_path(path))
