"""Makes two records of one person into one, just as the preview said, in one gesture that undo takes back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput
from gen_desktop.models.history import record_bulk, record_bulk_update, record_key
from gen_desktop.models.registry import Base
from gen_desktop.queries.merge_plan import Key, MergePlan, Row, Step, key_of
from gen_desktop.queries.merging import merge_plan
from gen_desktop.services.deletion import is_one_of

_CHUNK = 400
CHANGED = "Une de ces fiches a été modifiée entre-temps\u00a0: regardez à nouveau avant de fusionner."


def merge(db: Database, shown: MergePlan, answers: Mapping[str, str], today: dt.date) -> Change:
    """Merge the two people of a plan as it was shown with these answers.

    Raises Conflict when the records are no longer as they were shown, InvalidInput with what the answers make
    impossible, NotFound. What was written is read again before it is kept.
    """
    name = f"Fusionner deux fiches de {shown.kept_name}"
    with db.write(name) as session:
        plan = merge_plan(session, shown.kept_id, shown.gone_id, answers, today)
        if _told(plan) != _told(shown):
            raise Conflict(CHANGED)
        if plan.problems:
            raise InvalidInput(*plan.problems)
        _apply(session, plan.steps)
        _verify(session, plan.steps)
    kinds = frozenset({step.table for step in plan.steps})
    ids = {step.key[0] for step in plan.steps}
    return Change(kinds, frozenset(ids), name, plan.kept_id)


def _told(plan: MergePlan) -> tuple[Any, ...]:
    """What the preview says, the numbers of rows still to be made aside."""
    steps = sorted(
        (step.table, _comparable(step.before), _comparable(step.after if step.before else None))
        for step in plan.steps
    )
    made = sorted(step.table for step in plan.steps if step.before is None)
    return steps, made, plan.questions


def _comparable(row: Row | None) -> str:
    return "" if row is None else repr(sorted((name, repr(value)) for name, value in row.items()))


def _apply(session: Session, steps: Iterable[Step]) -> None:
    """What goes first, so that a place given up is free; foreign keys are checked at the commit."""
    ordered = list(steps)
    for table, group in _by_table(ordered, lambda step: step.after is None):
        _delete(session, table, group)
    for table, group in _by_table(ordered, lambda step: None not in (step.before, step.after)):
        for step in group:
            _change(session, table, step)
    for table, group in _by_table(ordered, lambda step: step.before is None and step.after is not None):
        rows = [step.after for step in group if step.after is not None]
        session.execute(insert(table), rows)
        record_bulk(session, table, after=rows)


def _delete(session: Session, table: Table, group: list[Step]) -> None:
    for start in range(0, len(group), _CHUNK):
        keys = [step.key for step in group[start : start + _CHUNK]]
        session.execute(delete(table).where(is_one_of(table, keys)))
    record_bulk(session, table, before=[step.before for step in group if step.before is not None])


def _change(session: Session, table: Table, step: Step) -> None:
    before, after = step.before or {}, step.after or {}
    changed = [name for name in after if after[name] != before[name]]
    values: dict[str, Any] = {name: after[name] for name in changed}
    if "version" in table.c:
        values["version"] = table.c["version"] + 1
    session.execute(update(table).where(is_one_of(table, [step.key])).values(values))
    record_bulk_update(
        session,
        table,
        record_key(table, before),
        {name: before[name] for name in changed},
        {name: after[name] for name in changed},
    )


def _verify(session: Session, steps: Iterable[Step]) -> None:
    """Read again every row that was to be written. A difference is a fault of ours: nothing is kept."""
    for table, group in _by_table(list(steps), lambda _step: True):
        present: dict[Key, Row] = {}
        for start in range(0, len(group), _CHUNK):
            keys = [step.key for step in group[start : start + _CHUNK]]
            rows = session.execute(select(table).where(is_one_of(table, keys))).mappings()
            present |= {key_of(table, dict(row)): dict(row) for row in rows}
        for step in group:
            if _unversioned(present.get(step.key)) != _unversioned(step.after):
                raise RuntimeError(f"the merge did not write {table.name} as planned")


def _unversioned(row: Row | None) -> Row | None:
    return None if row is None else {name: value for name, value in row.items() if name != "version"}


def _by_table(steps: Iterable[Step], wanted: Callable[[Step], bool]) -> Iterable[tuple[Table, list[Step]]]:
    groups: dict[str, list[Step]] = {}
    for step in steps:
        if wanted(step):
            groups.setdefault(step.table, []).append(step)
    for name, group in groups.items():
        yield Base.metadata.tables[name], group
