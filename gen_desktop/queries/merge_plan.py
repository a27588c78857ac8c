"""The plan of a merge as data, and the rows that it is made from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Table, UniqueConstraint, select
from sqlalchemy.orm import Session

from gen_desktop.errors import Problem
from gen_desktop.models.attendance import slot_label
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.history import ChangeSet, RecordChange
from gen_desktop.models.merging import Question

Key = tuple[Any, ...]
Row = dict[str, Any]
Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """One whole row: made when ``before`` is None, deleted when ``after`` is None, else changed."""

    table: str
    key: Key
    before: Row | None
    after: Row | None


@dataclass(frozen=True, slots=True)
class Abandoned:
    """A row that says something and goes, because the other record's was chosen."""

    table: str
    row: Row
    place: str


@dataclass(frozen=True, slots=True)
class MergePlan:
    """``moved`` and ``repeated``: table → rows that change hands, and rows that both records held alike.

    ``problems``: why it cannot be done with these answers, in French.
    """

    kept_id: int
    gone_id: int
    kept_name: str
    gone_name: str
    questions: tuple[Question, ...]
    steps: tuple[Step, ...]
    abandoned: tuple[Abandoned, ...]
    moved: Mapping[str, int]
    repeated: Mapping[str, int]
    problems: tuple[Problem, ...]


def rows_of(session: Session, table: Table, column: str, owner: int) -> list[Row]:
    """Whole rows whose column is that owner."""
    statement = select(table).where(table.c[column] == owner).order_by(*table.primary_key)
    return [dict(row) for row in session.execute(statement).mappings()]


def row_of(session: Session, table: Table, record_id: int) -> Row:
    """One whole row that is there."""
    return dict(session.execute(select(table).where(table.c.id == record_id)).mappings().one())


def cohort_code(session: Session, cohort_id: int) -> str:
    """What a cohort is called."""
    return session.scalar(select(Cohort.code).where(Cohort.id == cohort_id)) or ""


def slot_of(session: Session, mark: Mapping[str, Any]) -> str:
    """« lun. 16 matin »: the half-day of a mark."""
    columns = (ClassSession.held_on, ClassSession.half_day)
    wanted = ClassSession.id == mark["class_session_id"]
    return slot_label(*session.execute(select(*columns).where(wanted)).one())


def last_changes(session: Session, kind: str, left: int, right: int) -> dict[str, tuple[int, int]]:
    """Column → when it was last written in each of the two, as positions of the log."""
    found: dict[str, list[int]] = {}
    for side, record_id in enumerate((left, right)):
        rows = session.execute(
            select(ChangeSet.position, RecordChange.after)
            .join(ChangeSet, ChangeSet.id == RecordChange.change_set_id)
            .where(RecordChange.kind == kind, RecordChange.record_key == str(record_id))
        )
        for position, after in rows:
            for name in json.loads(after) if after else ():
                positions = found.setdefault(name, [0, 0])
                positions[side] = max(positions[side], position)
    return {name: (one, other) for name, (one, other) in found.items()}


def unique_beside(table: Table, column: Column[Any]) -> tuple[str, ...] | None:
    """The columns that with the owner make a row unique; None when nothing does."""
    constraints: Iterable[Any] = (
        *(one for one in table.constraints if isinstance(one, UniqueConstraint)),
        table.primary_key,
    )
    for constraint in constraints:
        names = [one.name for one in constraint.columns]
        if column.name in names:
            return tuple(name for name in names if name != column.name)
    return None


def values_of(row: Row, names: Sequence[str]) -> Key:
    """These values of a row."""
    return tuple(row[name] for name in names)


def key_of(table: Table, row: Row) -> Key:
    """The primary key of a row."""
    return tuple(row[column.name] for column in table.primary_key)
