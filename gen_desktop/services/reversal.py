"""Puts back the rows that a change set touched, by the thousand; refuses when they are no longer as left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Table, and_, bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session

from gen_desktop.jobs import Job
from gen_desktop.models.history import (
    ChangeSet,
    RecordChange,
    change_digest,
    decode,
    encode_row,
    record_bulk_update,
    record_encoded,
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
    """One record of a change set, as the log wrote it (most are never decoded).

    ``before`` None: it was made; ``after`` None: it was deleted.
    """

    table: Table
    record_key: str
    key: Key
    before_text: str | None
    after_text: str | None

    @property
    def before(self) -> Row | None:
        """The values before."""
        return decode(self.table, self.before_text)

    @property
    def after(self) -> Row | None:
        """The values after."""
        return decode(self.table, self.after_text)


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
        steps.append(Step(Base.metadata.tables[kind], key, _key(key), before, after))
    return steps


def take_back(session: Session, steps: Sequence[Step], job: Job) -> None:
    """What was made goes, what was modified is put back, what was deleted returns. Raises Moved, Cancelled.

    In that order, so that a unique code given back by one row is free for the other. Foreign keys are
    checked at the commit.
    """
    progress = _Progress(job, len(steps))
    for table, group in _by_table(steps, lambda step: step.before_text is None):
        _delete_made(session, table, progress.chunks(group))
    for table, group in _by_table(steps, lambda step: None not in (step.before_text, step.after_text)):
        _put_back(session, table, progress.chunks(group))
    for table, group in _by_table(steps, lambda step: step.after_text is None):
        _bring_back(session, table, progress.chunks(group))
    job.step(len(steps), len(steps), "Inscription au journal…")


class _Progress:
    """Tells how many records are done, some at a time."""

    def __init__(self, job: Job, total: int) -> None:
        self._job = job
        self._total = total
        self._done = 0

    def chunks(self, steps: list[Step]) -> Iterator[list[Step]]:
        """These steps, not too many for one statement."""
        for start in range(0, len(steps), _CHUNK):
            self._job.step(self._done, self._total, "Remise en état…")
            chunk = steps[start : start + _CHUNK]
            yield chunk
            self._done += len(chunk)


def _by_table(steps: Sequence[Step], wanted: Any) -> Iterator[tuple[Table, list[Step]]]:
    groups: dict[Table, list[Step]] = {}
    for step in steps:
        if wanted(step):
            groups.setdefault(step.table, []).append(step)
    yield from groups.items()


def _delete_made(session: Session, table: Table, chunks: Iterator[list[Step]]) -> None:
    for chunk in chunks:
        present = _present(session, table, chunk)
        for step in chunk:
            row = present.get(step.key)
            if row is None:
                raise Moved
            record_encoded(session, table, step.record_key, (_as_left(row, step), None), row)
        session.execute(delete(table).where(is_one_of(table, [step.key for step in chunk])))


def _as_left(row: Row, step: Step) -> str:
    """The row as the log writes it, which is what the gesture left of it. Raises Moved."""
    text = encode_row(row)
    if text != step.after_text:
        _expect(row, step.after)  # it may have columns that the log did not know of
    return text


def _put_back(session: Session, table: Table, chunks: Iterator[list[Step]]) -> None:
    for chunk in chunks:
        present = _present(session, table, chunk)
        values = [_Values(step.record_key, step.key, step.before or {}, step.after or {}) for step in chunk]
        for one in values:
            _expect(present.get(one.key), one.after)
        # One statement for all rows in which the same columns changed.
        for columns, group in groupby(sorted(values, key=_columns), key=_columns):
            _update(session, table, columns, list(group))


@dataclass(frozen=True, slots=True)
class _Values:
    """A step with its values read."""

    record_key: str
    key: Key
    before: Row
    after: Row


def _update(session: Session, table: Table, columns: tuple[str, ...], changed: list[_Values]) -> None:
    keys = list(table.primary_key)
    values: Row = {name: bindparam(f"new_{name}") for name in columns}
    if "version" in table.c:
        values["version"] = table.c["version"] + 1
    statement = update(table).where(and_(*(key == bindparam(f"old_{key.name}") for key in keys)))
    rows = [
        {f"old_{key.name}": part for key, part in zip(keys, one.key, strict=True)}
        | {f"new_{name}": one.before[name] for name in columns}
        for one in changed
    ]
    session.connection().execute(statement.values(values), rows)
    for one in changed:
        record_bulk_update(session, table, one.record_key, one.after, one.before)


def _bring_back(session: Session, table: Table, chunks: Iterator[list[Step]]) -> None:
    # A form left open since before the deletion shows an older version: it must not be taken for the present.
    version = {"version": _next_position(session) + 1} if "version" in table.c else {}
    for chunk in chunks:
        if _present(session, table, chunk):
            raise Moved
        rows = [version | (step.before or {}) for step in chunk]
        session.execute(insert(table), rows)
        for step, row in zip(chunk, rows, strict=True):
            record_encoded(session, table, step.record_key, (None, step.before_text), row)


def _present(session: Session, table: Table, steps: Sequence[Step]) -> dict[Key, Row]:
    names = [column.name for column in table.columns]
    keys = [names.index(column.name) for column in table.primary_key]
    rows = session.execute(select(table).where(is_one_of(table, [step.key for step in steps])))
    return {tuple([row[at] for at in keys]): dict(zip(names, row, strict=True)) for row in rows}


def _expect(row: Mapping[str, Any] | None, left: Row | None) -> None:
    if row is None or any(row[name] != value for name, value in (left or {}).items()):
        raise Moved


def _next_position(session: Session) -> int:
    return (session.scalar(select(func.max(ChangeSet.position))) or 0) + 1


def _columns(values: _Values) -> tuple[str, ...]:
    return tuple(sorted(values.before))


def _key(text: str) -> Key:
    return tuple(map(int, text.split(":")))
