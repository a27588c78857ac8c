"""Why a gesture can no longer be taken back: which other gesture, by its name, stands in the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import ForeignKey, Select, Table, UniqueConstraint, select, tuple_
from sqlalchemy.orm import Session

from gen_desktop.models.history import ChangeSet, RecordChange
from gen_desktop.models.registry import Base
from gen_desktop.services.reversal import Step

_CHUNK = 400
Found = tuple[int, str]
"""Position and name of a gesture."""
_Gestures = Select[int, str]


class Why(Enum):
    """Later work rests on it; what it hangs on is gone; something else has its place."""

    LATER = "later"
    GONE = "gone"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """``gesture``: the name of the one in the way, '' when the log does not know it."""

    why: Why
    gesture: str = ""


def obstacle(session: Session, change_set_id: int, steps: Sequence[Step]) -> Obstacle:
    """What keeps these steps of a change set from being taken back."""
    for why, found in (
        (Why.GONE, _takers_of_parents(session, steps)),
        (Why.TAKEN, _takers_of_place(session, steps)),
        (Why.LATER, _later(session, change_set_id, steps)),
    ):
        if found:
            return Obstacle(why, max(found)[1])
    return Obstacle(Why.LATER)


def _later(session: Session, change_set_id: int, steps: Sequence[Step]) -> list[Found]:
    """The gestures in force that touched the same records after it, or else those under them."""
    position = select(ChangeSet.position).where(ChangeSet.id == change_set_id).scalar_subquery()
    later = _gestures().where(
        ChangeSet.position > position, ChangeSet.undone_by_id.is_(None), ChangeSet.undoes_id.is_(None)
    )
    found: list[Found] = []
    for table, group in _by_table(steps):
        found += _that_touched(session, later, table, [step.record_key for step in group])
    return found or _makers_of_children(session, later, steps)


def _makers_of_children(session: Session, later: _Gestures, steps: Sequence[Step]) -> list[Found]:
    """Later gestures whose records name one of these: an enrollment of the person, a mark of the half-day."""
    found: list[Found] = []
    for table, group in _by_table([step for step in steps if step.before is None]):
        ids = [step.key[0] for step in group[:_CHUNK]]
        for child in Base.metadata.sorted_tables:
            for foreign in child.foreign_keys:
                if foreign.column.table is not table:
                    continue
                rows = session.execute(
                    select(*child.primary_key).where(foreign.parent.in_(ids)).limit(_CHUNK)
                )
                keys = [":".join(map(str, row)) for row in rows]
                found += _that_touched(session, later, child, keys)
    return found


def _takers_of_parents(session: Session, steps: Sequence[Step]) -> list[Found]:
    """The gestures that deleted what these rows would point to again."""
    back = {(step.table, step.key[0]) for step in steps if step.after is None}
    deletions = _gestures().where(RecordChange.after.is_(None))
    found: list[Found] = []
    for table, group in _by_table([step for step in steps if step.before is not None]):
        for foreign in table.foreign_keys:
            parent: Table = foreign.column.table
            wanted = {(step.before or {}).get(foreign.parent.name) for step in group} - {None}
            missing = [one for one in wanted if (parent, one) not in back]
            gone = set(missing) - _present(session, foreign, missing)
            found += _that_touched(session, deletions, parent, [str(one) for one in gone])
    return found


def _present(session: Session, foreign: ForeignKey, ids: Sequence[Any]) -> set[int]:
    column = foreign.column
    found: set[int] = set()
    for start in range(0, len(ids), _CHUNK):
        found.update(session.scalars(select(column).where(column.in_(ids[start : start + _CHUNK]))))
    return found


def _takers_of_place(session: Session, steps: Sequence[Step]) -> list[Found]:
    """The gestures behind the records that now hold a unique value these rows would take again."""
    made = _gestures().where(RecordChange.after.is_not(None))
    found: list[Found] = []
    for table, group in _by_table([step for step in steps if step.after is None]):
        own = {step.key for step in group}
        for constraint in table.constraints:
            if not isinstance(constraint, UniqueConstraint):
                continue
            columns = list(constraint.columns)
            values = [tuple((step.before or {})[column.name] for column in columns) for step in group]
            for start in range(0, len(values), _CHUNK):
                taken = tuple_(*columns).in_(values[start : start + _CHUNK])
                rows = [tuple(row) for row in session.execute(select(*table.primary_key).where(taken))]
                keys = [":".join(map(str, row)) for row in rows if row not in own]
                found += _that_touched(session, made, table, keys)
    return found


def _gestures() -> _Gestures:
    return select(ChangeSet.position, ChangeSet.name).join(
        RecordChange, RecordChange.change_set_id == ChangeSet.id
    )


def _that_touched(
    session: Session, gestures: _Gestures, table: Table, record_keys: Sequence[str]
) -> list[Found]:
    found: list[Found] = []
    for start in range(0, len(record_keys), _CHUNK):
        keys = record_keys[start : start + _CHUNK]
        same = gestures.where(RecordChange.kind == table.name, RecordChange.record_key.in_(keys))
        found += [(row.position, row.name) for row in session.execute(same)]
    return found


def _by_table(steps: Sequence[Step]) -> Iterator[tuple[Table, list[Step]]]:
    groups: dict[Table, list[Step]] = {}
    for step in steps:
        groups.setdefault(step.table, []).append(step)
    yield from groups.items()
