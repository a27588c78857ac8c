"""The one way to a connection: which SQLite, which key, and how it waits. Knows no table."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

import sqlcipher3.dbapi2 as sqlite

MODULE: Any = sqlite
"""For SQLAlchemy. Nothing else connects through it: ``connect`` does."""
DatabaseError = sqlite.DatabaseError
Mode = Literal["ro", "rw", "rwc"]
"""As SQLite's own URI: read only, read and write, the same and make the file."""
APPLICATION_ID = 0x47454E44  # "GEND", in the SQLite header of every file of ours
JOURNALS = ("-wal", "-shm", "-journal")
"""Endings of what SQLite may leave beside a file."""
BUSY_TIMEOUT_MS = 5000
KEY_BYTES = 32
JOURNAL_ROOM = 64 * 1024  # bytes; SQLite itself needs half of it beside a file that is only read


@dataclass(frozen=True, slots=True)
class FileKey:
    """The 256-bit key of a file. Never printed, logged or compared by accident: its repr is empty of it."""

    raw: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.raw) != KEY_BYTES:
            raise ValueError("a file key has 32 bytes")


def connect(path: Path, *, key: FileKey | None, mode: Mode, glance: bool = False) -> Any:
    """A connection without a transaction of its own; with a key, all it reads and writes is enciphered.

    A wrong key is only seen at the first read ("file is not a database"). ``glance``: for a moment, to see
    what a file is; nothing is then made beside a file that nobody has open.
    """
    if mode == "ro":
        _roll_back(path, key)
    uri = f"file://{_quoted(path)}?mode={mode}"
    if mode == "ro" and (_lies_still(path) or (glance and not _journal(path).exists())):
        uri += "&immutable=1"
    return _opened(uri, key)


def connect_in_memory() -> Any:
    """A connection to an empty database that no disk ever holds, not even for a sort; gone when closed."""
    connection = _opened("file::memory:", None)
    connection.execute("PRAGMA temp_store=MEMORY")
    return connection


def _opened(uri: str, key: FileKey | None) -> Any:
    connection = sqlite.connect(uri, uri=True, check_same_thread=False, isolation_level=None)
    # SQLCipher tells a wrong key on the standard error otherwise.
    connection.execute("PRAGMA cipher_log_level=NONE")
    if key is not None:
        connection.execute(f"PRAGMA key=\"x'{key.raw.hex()}'\"")
    connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    return connection


def engine_versions() -> tuple[str, str]:
    """The versions of SQLite and of SQLCipher."""
    with closing(sqlite.connect(":memory:")) as connection:
        return str(sqlite.sqlite_version), str(connection.execute("PRAGMA cipher_version").fetchone()[0])


def _roll_back(path: Path, key: FileKey | None) -> None:
    """Let SQLite undo what a killed program left half written: whoever only reads is refused until then.

    A file that is not ours is left as it is.
    """
    journal = path.with_name(path.name + "-journal")
    try:
        if not journal.stat().st_size or (key is None and not _is_ours(path)):
            return
    except OSError:
        return
    uri = f"file://{_quoted(path)}?mode=rw"
    with suppress(DatabaseError), closing(_opened(uri, key)) as connection:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()


def _is_ours(path: Path) -> bool:
    with path.open("rb") as stream:
        return int.from_bytes(stream.read(72)[68:], "big") == APPLICATION_ID


def _lies_still(path: Path) -> bool:
    """Where the journal's files cannot be made (no right, no room), a file closed well is read as it lies."""
    journal = _journal(path)
    try:
        if journal.exists() and journal.stat().st_size:
            return False
        return shutil.disk_usage(path.parent).free < JOURNAL_ROOM or not _can_write_beside(path)
    except OSError:
        return False


if sys.platform == "win32":

    def _can_write_beside(path: Path) -> bool:
        # Windows says yes of any folder, that of a locked card or without the right too: only a try tells.
        tried = path.with_name(f"{path.name}-{secrets.token_hex(8)}")
        try:
            os.close(os.open(tried, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_TEMPORARY))
        except OSError:
            return False
        return True
else:

    def _can_write_beside(path: Path) -> bool:
        return os.access(path.parent, os.W_OK)


def _journal(path: Path) -> Path:
    """Whoever has the file open in WAL mode has this file beside it."""
    return path.with_name(path.name + "-wal")


def _quoted(path: Path) -> str:
    """The path as a URI: « # », « ? » and « % » in a folder's name are letters, not signs."""
    return "/" + quote(os.fsencode(path.absolute().as_posix())).removeprefix("/")
