"""Deletes a record with everything that goes with it, in the one gesture of the noun's own service."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Table, delete, tuple_, update
from sqlalchemy.orm import Session

from gen_desktop.errors import Conflict
from gen_desktop.models.history import record_bulk, record_bulk_update, record_key
from gen_desktop.models.registry import Base
from gen_desktop.queries.belongings import Key, Row, gather, refusal

_CHUNK = 400


def delete_with_all(session: Session, kind: str, ids: Sequence[int]) -> frozenset[str]:
    """Delete these records within a unit of work; the kinds touched. Raises Conflict when they are held.

    The log keeps every row as it was: undoing the gesture brings all of them back.
    """
    session.flush()
    found = gather(session, Base.metadata.tables[kind], ids)
    if sentence := refusal(found):
        raise Conflict(sentence)
    for column, rows in found.loose.items():
        _let_go(session, column, rows)
    # Foreign keys are checked at the commit: the order matters to nobody.
    for table, going in found.going.items():
        keys = list(going)
        for start in range(0, len(keys), _CHUNK):
            session.execute(delete(table).where(is_one_of(table, keys[start : start + _CHUNK])))
        record_bulk(session, table, before=going.values())
    return found.tables


def is_one_of(table: Table, keys: Sequence[Key]) -> Any:
    """The condition that a row has one of these primary keys."""
    columns = list(table.primary_key)
    if len(columns) == 1:
        return columns[0].in_([key[0] for key in keys])
    return tuple_(*columns).in_(keys)


def _let_go(session: Session, column: Column[Any], rows: Sequence[Row]) -> None:
    table: Table = column.table  # type: ignore[assignment]  # declared as FromClause
    loose: Row = {column.name: None}
    if "version" in table.c:
        loose["version"] = table.c["version"] + 1
    for start in range(0, len(rows), _CHUNK):
        keys = [_key_of(table, row) for row in rows[start : start + _CHUNK]]
        session.execute(update(table).where(is_one_of(table, keys)).values(loose))
    for row in rows:
        before = {column.name: row[column.name]}
        record_bulk_update(session, table, record_key(table, row), before, {column.name: None})


def _key_of(table: Table, row: Row) -> Key:
    return tuple(row[column.name] for column in table.primary_key)
