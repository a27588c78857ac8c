"""Rows of some tables in a database of their own, in memory: asked as the file is, and never on a disk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Engine, Table, column, insert
from sqlalchemy import table as plain_table

from gen_desktop.db.engine import memory_engine

Rows = Sequence[Mapping[str, Any]]


def in_memory(tables: Iterable[tuple[Table, Rows]]) -> Engine:
    """An engine on these tables with these rows, whose values are as the file stores them; to be disposed."""
    engine = memory_engine()
    with engine.begin() as connection:
        for table, rows in tables:
            table.create(connection)
            if rows:
                columns: list[Any] = [column(one.name) for one in table.columns]
                connection.execute(insert(plain_table(table.name, *columns)), list(rows))
    return engine
