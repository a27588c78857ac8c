"""What was done to a record, gesture by gesture, from the change log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from gen_desktop.models.history import ChangeSet, RecordChange, decode
from gen_desktop.models.registry import (
    Base,
    BlockResult,
    Certification,
    ContactAttempt,
    Enrollment,
    FollowUp,
    Placement,
    SensitiveFacts,
)

LATEST = 60
_DERIVED = frozenset({"id", "sort_key", "search_text", "name_digest", "learner_id", "enrollment_id"})


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value that changed. ``before`` or ``after`` None: not known, or the record was not there."""

    kind: str
    column: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Gesture:
    """One named change set as far as it touched the record. ``at`` is UTC.

    ``fields``: values of records modified; those of a record made or deleted are not listed.
    ``undone``: it was taken back since.
    """

    change_set_id: int
    at: dt.datetime
    author: str
    name: str
    undone: bool
    fields: tuple[FieldChange, ...]


def of_record(session: Session, kind: str, record_id: int, limit: int = LATEST) -> tuple[Gesture, ...]:
    """The gestures that touched a record, the latest first.

    Those of a learner include her enrollments and what hangs on them; those of an enrollment, its attendance,
    certification and follow-up.
    """
    touched = _touched(session, kind, record_id)
    sets = session.execute(
        select(ChangeSet.id, ChangeSet.at, ChangeSet.author_name, ChangeSet.name, ChangeSet.undone_by_id)
        .where(ChangeSet.id.in_(select(RecordChange.change_set_id).where(touched)))
        .order_by(ChangeSet.position.desc())
        .limit(limit)
    ).all()
    changes = session.execute(
        select(
            RecordChange.change_set_id,
            RecordChange.kind,
            RecordChange.before,
            RecordChange.after,
        )
        .where(touched, RecordChange.change_set_id.in_([row.id for row in sets]))
        .order_by(RecordChange.id)
    ).all()
    fields: dict[int, list[FieldChange]] = {}
    for change_set_id, changed_kind, before, after in changes:
        fields.setdefault(change_set_id, []).extend(_fields(changed_kind, before, after))
    return tuple(
        Gesture(
            change_set_id=row.id,
            at=dt.datetime.fromisoformat(row.at),
            author=row.author_name,
            name=row.name,
            undone=row.undone_by_id is not None,
            fields=tuple(fields.get(row.id, ())),
        )
        for row in sets
    )


def _touched(session: Session, kind: str, record_id: int) -> ColumnElement[bool]:
    conditions = [_records(kind, [record_id])]
    enrollments: list[int] = [record_id] if kind == "enrollment" else []
    if kind == "learner":
        enrollments = list(session.scalars(select(Enrollment.id).where(Enrollment.learner_id == record_id)))
        conditions.append(_records("enrollment", enrollments))
    for enrollment_id in enrollments:
        # The key of a mark begins with its enrollment: a range, so that the index answers. ";" follows ":".
        conditions.append(
            and_(
                RecordChange.kind == "attendance",
                RecordChange.record_key >= f"{enrollment_id}:",
                RecordChange.record_key < f"{enrollment_id};",
            )
        )
    for name, statement in _hanging(enrollments):
        conditions.append(_records(name, session.scalars(statement)))
    return or_(*conditions)


def _hanging(enrollments: list[int]) -> Iterator[tuple[str, Select[Any]]]:
    for model in (SensitiveFacts, Certification, BlockResult, FollowUp, ContactAttempt, Placement):
        yield model.__tablename__, select(model.id).where(model.enrollment_id.in_(enrollments))


def _records(kind: str, ids: Iterable[int]) -> ColumnElement[bool]:
    return and_(RecordChange.kind == kind, RecordChange.record_key.in_([str(one) for one in ids]))


def _fields(kind: str, before: str | None, after: str | None) -> Iterator[FieldChange]:
    if before is None or after is None or kind == "attendance":
        return
    table = Base.metadata.tables[kind]
    old, new = decode(table, before) or {}, decode(table, after) or {}
    for column, value in new.items():
        if column not in _DERIVED:
            yield FieldChange(kind, column, old.get(column), value)
