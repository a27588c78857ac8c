"""Rebuilds every table from the change log alone: what the file holds must be that, and nothing else."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from gen_desktop.db.database import Database
from gen_desktop.models.history import ChangeSet, RecordChange, decode
from gen_desktop.models.registry import Base
from tests.random_gestures import UNLOGGED, snapshot

Tables = dict[str, dict[Any, dict[str, Any]]]


def replayed(db: Database) -> Tables:
    """The rows that the log says there are."""
    tables: Tables = {name: {} for name in Base.metadata.tables if name not in UNLOGGED}
    with db.read() as session:
        rows = session.execute(
            select(RecordChange.kind, RecordChange.record_key, RecordChange.before, RecordChange.after)
            .join(ChangeSet, ChangeSet.id == RecordChange.change_set_id)
            .order_by(ChangeSet.position, RecordChange.id)
        )
        for kind, text, before, after in rows:
            table = Base.metadata.tables[kind]
            key = tuple(int(part) for part in text.split(":"))
            if after is None:
                del tables[kind][key]
            elif before is None:
                empty = dict.fromkeys((c.name for c in table.columns if c.name != "version"), None)
                tables[kind][key] = empty | (decode(table, after) or {})
            else:
                tables[kind][key].update(decode(table, after) or {})
    return tables


def expect_whole(db: Database) -> None:
    """AssertionError when a gesture is there by half, or something is there that no gesture did."""
    said, there = replayed(db), snapshot(db)
    for name, rows in there.items():
        assert said[name] == rows, f"{name}: the log and the table differ"
