"""Puts back the rows that a change set touched, by the thousand; refuses when they are no longer as left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Table, and_, bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session

from gen_desktop.models.history import (
    ChangeSet,
    RecordChange,
    change_digest,
    decode,
    record_bulk,
    record_bulk_update,
)
from gen_desktop.models.registry import Base
from gen_desktop.queries.belongings import Key, Row
from gen_desktop.services.deletion import is_one_of

_CHUNK = 400


class Moved(Exception):
    """A record no longer is what the gesture left."""


class Erased(Exception):
    """What the log kept of the gesture was blanked: nothing can be put back."""


@dataclass(frozen=True, slots=True)
class Step:
    """One record of a change set. ``before`` None: it was made; ``after`` None: it was deleted."""

    table: Table
    key: Key
    before: Row | None
    after: Row | None

    @property
    def record_key(self) -> str:
        """The key as the log writes it."""
        return ":".join(map(str, self.key))


def steps_of(session: Session, change_set_id: int) -> list[Step]:
    """What a change set did. Raises Erased when the log no longer holds the values it was sealed with.

    Also for an erasure itself, which the log never held.
    """
    rows = session.execute(
        select(
            RecordChange.kind,
            RecordChange.record_key,
            RecordChange.before,
            RecordChange.after,
            RecordChange.digest,
        )
        .where(RecordChange.change_set_id == change_set_id)
        .order_by(RecordChange.id)
    )
    steps = []
    for kind, key, before, after, digest in rows:
        if change_digest(kind, key, before, after) != digest or (before is None and after is None):
            raise Erased
        table = Base.metadata.tables[kind]
        steps.append(Step(table, _key(key), decode(table, before), decode(table, after)))
    return steps


def take_back(session: Session, steps: Sequence[Step]) -> None:
    """What was made goes, what was modified is put back, what was deleted returns. Raises Moved.

    In that order, so that a unique code given back by one row is free for the other. Foreign keys are
    checked at the commit.
    """
    for table, group in _by_table(steps, lambda step: step.before is None):
        _delete_made(session, table, group)
    for table, group in _by_table(steps, lambda step: step.before is not None and step.after is not None):
        _put_back(session, table, group)
    for table, group in _by_table(steps, lambda step: step.after is None):
        _bring_back(session, table, group)


def _by_table(steps: Sequence[Step], wanted: Any) -> Iterator[tuple[Table, list[Step]]]:
    groups: dict[Table, list[Step]] = {}
    for step in steps:
        if wanted(step):
            groups.setdefault(step.table, []).append(step)
    yield from groups.items()


def _delete_made(session: Session, table: Table, steps: list[Step]) -> None:
    for chunk in _chunks(steps):
        present = _present(session, table, chunk)
        for step in chunk:
            _expect(present.get(step.key), step.after)
        session.execute(delete(table).where(is_one_of(table, [step.key for step in chunk])))
        record_bulk(session, table, before=present.values())


def _put_back(session: Session, table: Table, steps: list[Step]) -> None:
    for chunk in _chunks(steps):
        present = _present(session, table, chunk)
        for step in chunk:
            _expect(present.get(step.key), step.after)
        # One statement for all rows in which the same columns changed.
        ordered = sorted(chunk, key=_columns)
        for columns, group in groupby(ordered, key=_columns):
            _update(session, table, columns, list(group))


def _update(session: Session, table: Table, columns: tuple[str, ...], steps: list[Step]) -> None:
    keys = list(table.primary_key)
    values: Row = {name: bindparam(f"new_{name}") for name in columns}
    if "version" in table.c:
        values["version"] = table.c["version"] + 1
    statement = update(table).where(and_(*(key == bindparam(f"old_{key.name}") for key in keys)))
    rows = [
        {f"old_{key.name}": part for key, part in zip(keys, step.key, strict=True)}
        | {f"new_{name}": (step.before or {})[name] for name in columns}
        for step in steps
    ]
    session.connection().execute(statement.values(values), rows)
    for step in steps:
        record_bulk_update(session, table, step.record_key, step.after or {}, step.before or {})


def _bring_back(session: Session, table: Table, steps: list[Step]) -> None:
    # A form left open since before the deletion shows an older version: it must not be taken for the present.
    version = {"version": _next_position(session) + 1} if "version" in table.c else {}
    for chunk in _chunks(steps):
        if _present(session, table, chunk):
            raise Moved
        rows = [version | (step.before or {}) for step in chunk]
        session.execute(insert(table), rows)
        record_bulk(session, table, after=rows)


def _present(session: Session, table: Table, steps: Sequence[Step]) -> dict[Key, Row]:
    keys = list(table.primary_key)
    rows = session.execute(select(table).where(is_one_of(table, [step.key for step in steps]))).mappings()
    return {tuple(row[column.name] for column in keys): dict(row) for row in rows}


def _expect(row: Mapping[str, Any] | None, left: Row | None) -> None:
    if row is None or any(row[name] != value for name, value in (left or {}).items()):
        raise Moved


def _next_position(session: Session) -> int:
    return (session.scalar(select(func.max(ChangeSet.position))) or 0) + 1


def _columns(step: Step) -> tuple[str, ...]:
    return tuple(sorted(step.before or {}))


def _chunks(steps: list[Step]) -> Iterator[list[Step]]:
    for start in range(0, len(steps), _CHUNK):
        yield steps[start : start + _CHUNK]


def _key(text: str) -> Key:
    return tuple(int(part) for part in text.split(":"))
