"""A file that opens at its first use, on whatever thread that is, so that the window is painted before."""

from __future__ import annotations

import threading
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from gen_desktop.changes import Author

if TYPE_CHECKING:  # SQLAlchemy must not load before the first paint
    from sqlalchemy.orm import Session

    from gen_desktop.db.database import Database
    from gen_desktop.db.driver import FileKey
    from gen_desktop.db.keys import Unlocked


class DeferredStore:
    """Stands for a Database until it is open; has its ``read``, ``write``, ``acting_as`` and ``close``.

    Before it opens, ``unlocked`` (of a protected file), ``read_only`` and ``take_over`` say how.
    """

    def __init__(self, path: Path, author: Author, unlocked: Unlocked | None = None) -> None:
        self.path = path
        self.author = author
        self.unlocked = unlocked
        self.read_only = False
        self.take_over = False
        self._lock = threading.Lock()
        self._database: Database | None = None

    def open(self) -> Database:
        """The open file; the first caller opens it. Raises StorageProblem."""
        with self._lock:
            if self._database is None:
                from gen_desktop.store import open_store

                self._database = open_store(
                    self.path,
                    self.author,
                    None if self.unlocked is None else self.unlocked.key,
                    read_only=self.read_only,
                    take_over=self.take_over,
                )
            return self._database

    @property
    def key(self) -> FileKey | None:
        """See Database.key."""
        return self.open().key

    @property
    def is_read_only(self) -> bool:
        """See Database.is_read_only."""
        return self.open().is_read_only

    def read(self) -> AbstractContextManager[Session]:
        """See Database.read."""
        return self.open().read()

    def write(self, name: str, *, undoes_id: int | None = None) -> AbstractContextManager[Session]:
        """See Database.write."""
        return self.open().write(name, undoes_id=undoes_id)

    def acting_as(self, author: Author) -> Database:
        """See Database.acting_as."""
        return self.open().acting_as(author)

    def close(self) -> None:
        """Give the file back, if it was ever opened."""
        with self._lock:
            if self._database is not None:
                self._database.close()
                self._database = None
