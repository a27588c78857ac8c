"""A file in which every text that a person could have typed carries the same marker."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Table, Text, insert, types

from gen_desktop.db.database import Database
from gen_desktop.db.driver import FileKey
from gen_desktop.db.engine import make_engine
from gen_desktop.models.registry import Base

MARKER = "Qzxmélie"
"""In the name of files and folders, of the person and the computer too: nowhere else does it occur."""


def fill_with_markers(path: Path, key: FileKey | None = None) -> int:
    """One row in each mapped table, each text of it with the marker; how many texts there are."""
    rows: dict[str, dict[str, Any]] = {}
    texts = 0
    engine = make_engine(path, writable=True, key=key)
    with engine.begin() as connection:
        for number, table in enumerate(Base.metadata.sorted_tables, start=1):
            rows[table.name] = {column.name: _value(column, number, rows) for column in table.columns}
            texts += sum(isinstance(value, str) for value in rows[table.name].values())
            connection.execute(insert(table), rows[table.name])
    engine.dispose()
    return texts


def text_columns() -> int:
    """How many columns of text the mapped tables have."""
    return sum(_is_text(column) for table in Base.metadata.sorted_tables for column in table.columns)


def every_text(db: Database, table: Table) -> list[Any]:
    """What the text columns of a table hold."""
    with db.read() as session:
        row = session.execute(table.select()).mappings().one()
    return [row[column.name] for column in table.columns if _is_text(column)]


def _is_text(column: Column[Any]) -> bool:
    return isinstance(column.type, types.String | Text)


def _value(column: Column[Any], number: int, rows: dict[str, dict[str, Any]]) -> Any:
    for key in column.foreign_keys:
        if key.column.table is column.table:
            return None
        return rows[key.column.table.name][key.column.name]
    if _is_text(column):
        return f"{MARKER} {column.table.name}.{column.name}"
    kinds = {
        types.Boolean: True,
        types.Date: dt.date(2026, 3, 2),
        types.Time: dt.time(9, 0),
        types.Numeric: Decimal(1),
        types.LargeBinary: MARKER.encode(),
    }
    return next((value for kind, value in kinds.items() if isinstance(column.type, kind)), number)
