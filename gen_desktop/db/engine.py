"""How the file is reached: driver, pragmas, explicit BEGIN. The only place that knows a dialect."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool, StaticPool

from gen_desktop.db.driver import MODULE, FileKey, Mode, connect, connect_in_memory

CACHE_KIB = 64 * 1024
"""Of pages, per connection, as it needs them: each page read anew is deciphered anew."""


def make_engine(path: Path, *, writable: bool, key: FileKey | None = None, mode: Mode = "rw") -> Engine:
    """An engine on a file. A writable one opens every transaction with BEGIN IMMEDIATE.

    Without the explicit BEGIN the driver commits DDL behind our back, and a read that later writes fails
    at once with "database is locked" (docs/architecture.md). ``mode``: "rwc" makes the file.
    """

    def opened() -> Any:
        connection = connect(path, key=key, mode=mode)
        _set_pragmas(connection, writable=writable)
        return connection

    engine = create_engine("sqlite://", module=MODULE, creator=opened, poolclass=QueuePool, pool_size=4)

    @event.listens_for(engine, "begin")
    def send_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writable else "BEGIN")
        if writable:
            # Foreign keys are checked at the commit: a unit of work may write children before parents.
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")

    @event.listens_for(engine, "checkin")
    def end_transaction(connection: Any, _record: Any) -> None:
        # A commit refused for a foreign key leaves the transaction open, and SQLAlchemy takes it for ended:
        # the next write would find it there, and nobody else could write.
        if connection is not None and connection.in_transaction:
            connection.rollback()

    return engine


def memory_engine() -> Engine:
    """An engine on an empty database in memory, of one connection; ``dispose`` frees it."""
    return create_engine("sqlite://", module=MODULE, creator=connect_in_memory, poolclass=StaticPool)


def _set_pragmas(connection: Any, *, writable: bool) -> None:
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
    if writable:
        connection.execute("PRAGMA journal_mode=WAL")
        # What is deleted or replaced is overwritten at once: a backup made before a file is scrubbed
        # (scrubbing.py) takes nothing of it along.
        connection.execute("PRAGMA secure_delete=ON")
        # FULL: no acknowledged commit is lost when the power goes; it costs a quarter of a millisecond.
        connection.execute("PRAGMA synchronous=FULL")
    else:
        connection.execute("PRAGMA query_only=ON")
