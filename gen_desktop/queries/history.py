"""What was done to a record, gesture by gesture, from the change log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.models.attendance import slot_label
from gen_desktop.models.calendar import ZONES
from gen_desktop.models.history import ChangeSet, RecordChange, decode
from gen_desktop.models.learner import full_name
from gen_desktop.models.registry import (
    Base,
    BlockResult,
    Certification,
    CertificationBlock,
    ClassSession,
    Cohort,
    CohortSlot,
    Company,
    ContactAttempt,
    Course,
    Enrollment,
    FollowUp,
    FundingProgram,
    Learner,
    Placement,
    Positioning,
    Prerequisite,
    SensitiveFacts,
    Site,
    StaffMember,
    Target,
)
from gen_desktop.queries.catalogue import catalogue
from gen_desktop.queries.rights import shown_changes
from gen_desktop.reference import field_words

LATEST = 60
MANY = 30
"""More records of one kind in one gesture are told by their number."""
_PARTS: dict[str, tuple[tuple[Any, str], ...]] = {
    "cohort": ((CohortSlot, "cohort_id"), (ClassSession, "cohort_id")),
    "course": ((CertificationBlock, "course_id"), (Prerequisite, "course_id")),
    "funding_program": ((Target, "funding_program_id"),),
    "organization": ((Site, "organization_id"), (StaffMember, "organization_id")),
    "follow_up": ((Placement, "follow_up_id"),),
}
"""What belongs to the history of a record besides itself, with the column that points to it."""
_OF_ENROLLMENT: tuple[Any, ...] = (
    *(SensitiveFacts, Positioning, Certification, BlockResult, FollowUp, ContactAttempt, Placement),
)
_DERIVED = frozenset({"id", "sort_key", "search_text", "name_digest", "learner_id", "enrollment_id"})
_HIDDEN = _DERIVED | {"organization_id", "follow_up_id"}
_REFERENCES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "cohort_id": (Cohort, (Cohort.code,)),
    "course_id": (Course, (Course.title,)),
    "site_id": (Site, (Site.name,)),
    "funding_program_id": (FundingProgram, (FundingProgram.name,)),
    "company_id": (Company, (Company.name,)),
    "employer_company_id": (Company, (Company.name,)),
    "prerequisite_id": (Prerequisite, (Prerequisite.name,)),
    "block_id": (CertificationBlock, (CertificationBlock.code, CertificationBlock.title)),
    "class_session_id": (ClassSession, (ClassSession.held_on, ClassSession.half_day)),
}


_CODES: dict[str, dict[str, str]] = {
    "holiday_zone": ZONES,
    "indicator": {one.id: one.label for one in catalogue()},
}
"""Codes that are in no list of reference/."""
_Changed = tuple[str, str | None, str | None]
"""Key, before and after of one record, as the log keeps them."""


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
    certification and follow-up; those of a half-day, its attendance; the others what ``_PARTS`` says. What is
    kept of what few people see is left out for whoever is not shown it.
    """
    touched = _touched(session, kind, record_id)
    sets = _sets(session, touched, limit)
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


@dataclass(frozen=True, slots=True)
class Line:
    """One value in French words. ``record``: « Inscription », « Émargement, lun. 16 matin »."""

    record: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """A gesture as it is read: when (UTC), who, what, and every value before and after."""

    change_set_id: int
    at: dt.datetime
    author: str
    name: str
    undone: bool
    lines: tuple[Line, ...]


def told(session: Session, kind: str, record_id: int, limit: int = LATEST) -> tuple[Told, ...]:
    """The whole history of a record in French words, the latest first, deleted parts of it included.

    What was made shows its values after an en dash, what was deleted shows them before one.
    """
    touched = _touched(session, kind, record_id, deleted_too=True)
    sets = _sets(session, touched, limit)
    rows = session.execute(
        select(
            RecordChange.change_set_id,
            RecordChange.kind,
            RecordChange.record_key,
            RecordChange.before,
            RecordChange.after,
        )
        .where(touched, RecordChange.change_set_id.in_([row.id for row in sets]))
        .order_by(RecordChange.id)
    ).all()
    words = _References(session, kind)
    lines: dict[int, list[Line]] = {}
    for (change_set_id, changed_kind), changed in _grouped(rows).items():
        lines.setdefault(change_set_id, []).extend(_told_lines(words, changed_kind, changed))
    return tuple(
        Told(
            change_set_id=row.id,
            at=dt.datetime.fromisoformat(row.at),
            author=row.author_name,
            name=row.name,
            undone=row.undone_by_id is not None,
            lines=tuple(lines.get(row.id, ())),
        )
        for row in sets
    )


def _sets(session: Session, touched: ColumnElement[bool], limit: int) -> Sequence[Any]:
    return session.execute(
        select(ChangeSet.id, ChangeSet.at, ChangeSet.author_name, ChangeSet.name, ChangeSet.undone_by_id)
        .where(ChangeSet.id.in_(select(RecordChange.change_set_id).where(touched)))
        .order_by(ChangeSet.position.desc())
        .limit(limit)
    ).all()


def _touched(
    session: Session, kind: str, record_id: int, *, deleted_too: bool = False
) -> ColumnElement[bool]:
    conditions = [_records(kind, [record_id])]
    enrollments: list[int] = [record_id] if kind == "enrollment" else []
    if kind == "learner":
        enrollments = list(session.scalars(select(Enrollment.id).where(Enrollment.learner_id == record_id)))
        if deleted_too:
            enrollments += _deleted(session, "enrollment", "learner_id", [record_id])
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
    if kind == "class_session":
        conditions.append(
            and_(RecordChange.kind == "attendance", RecordChange.record_key.endswith(f":{record_id}"))
        )
    hanging = [(model, "enrollment_id", enrollments) for model in _OF_ENROLLMENT]
    hanging += [(model, column, [record_id]) for model, column in _PARTS.get(kind, ())]
    for model, column, owners in hanging:
        ids = [*session.scalars(select(model.id).where(getattr(model, column).in_(owners)))]
        if deleted_too:
            ids += _deleted(session, model.__tablename__, column, owners)
        conditions.append(_records(model.__tablename__, ids))
    return and_(or_(*conditions), shown_changes(session))


def _deleted(session: Session, kind: str, column: str, owners: Sequence[int]) -> list[int]:
    """The records of that kind that hung on these and are gone: only the log still knows them.

    Looks through every deletion of the kind: for a history that was asked for, not for each row of a list.
    """
    if not owners:
        return []
    held = [RecordChange.before.like(f'%"{column}": {owner}{sign}%') for owner in owners for sign in ",}"]
    keys = select(RecordChange.record_key).where(
        RecordChange.kind == kind, RecordChange.after.is_(None), or_(*held)
    )
    return [int(key) for key in session.scalars(keys.distinct())]


class _References:
    """What the records that others point to are called, asked once each. ``about``: whose history it is."""

    def __init__(self, session: Session, about: str) -> None:
        self._session = session
        self._about = about
        self.hidden = _HIDDEN | {f"{about}_id"}
        self._known: dict[tuple[str, int], str] = {}

    def value(self, kind: str, column: str, stored: Any) -> str:
        """A value in words; the name of the record for a reference, « supprimé » when it is gone."""
        if column not in _REFERENCES or stored is None:
            coded = _CODES.get(column, {}).get(str(stored))
            return coded or field_words.value(column, stored, kind)
        known = self._known.get((column, stored))
        if known is None:
            table, names = _REFERENCES[column]
            row = self._session.execute(select(*names).where(table.id == stored)).first()
            known = self._known[column, stored] = _joined(column, row)
        return known

    def record(self, kind: str, key: str, values: Mapping[str, Any]) -> str:
        """What a record is called at the head of its values."""
        title = field_words.kind_name(kind)
        if kind == "class_session" and self._about != kind and "held_on" in values:
            return f"{title}, {slot_label(values['held_on'], values['half_day'])}"
        if kind == "cohort_slot" and "weekday" in values:
            day = field_words.value("weekday", values["weekday"])
            return f"{title}, {day} {field_words.value('half_day', values['half_day']).lower()}"
        if kind != "attendance":
            return title
        enrollment_id, half_day = map(int, key.split(":"))
        if self._about == "class_session":
            return f"{title}, {self._person(enrollment_id)}"
        return f"{title}, {self.value(kind, 'class_session_id', half_day)}"

    def _person(self, enrollment_id: int) -> str:
        row = self._session.execute(
            select(Learner.last_name, Learner.first_name)
            .join(Enrollment, Enrollment.learner_id == Learner.id)
            .where(Enrollment.id == enrollment_id)
        ).first()
        return full_name(*row) if row is not None else "(supprimé)"


def _grouped(rows: Iterable[Sequence[Any]]) -> dict[tuple[int, str], list[_Changed]]:
    """The changes of each gesture, kind by kind; values that were erased have nothing to tell."""
    groups: dict[tuple[int, str], list[_Changed]] = {}
    for change_set_id, kind, key, before, after in rows:
        if before is not None or after is not None:
            groups.setdefault((change_set_id, kind), []).append((key, before, after))
    return groups


def _told_lines(words: _References, kind: str, changed: Sequence[_Changed]) -> Iterator[Line]:
    """Value by value; only how many when there are many."""
    if len(changed) <= MANY:
        for key, before, after in changed:
            yield from _lines(words, kind, key, before, after)
        return
    title = field_words.kind_name(kind)
    made = sum(before is None for _, before, _ in changed)
    gone = sum(after is None for _, _, after in changed)
    for said, count, was, now in (
        ("Ajouts", made, False, True),
        ("Suppressions", gone, True, False),
        ("Modifications", len(changed) - made - gone, True, True),
    ):
        if count:
            number = field_words.counted(kind, count)
            yield Line(title, said, number if was else french.UNKNOWN, number if now else french.UNKNOWN)


def words_for(session: Session, about: str) -> Callable[[str, str, Any], str]:
    """A function (table, column, stored value) → the value in words, records pointed to by their names."""
    return _References(session, about).value


def _joined(column: str, row: Sequence[Any] | None) -> str:
    if row is None:
        return "(supprimé)"
    return slot_label(row[0], row[1]) if column == "class_session_id" else " ".join(map(str, row))


def _lines(words: _References, kind: str, key: str, before: str | None, after: str | None) -> Iterator[Line]:
    table = Base.metadata.tables[kind]
    old, new = decode(table, before) or {}, decode(table, after) or {}
    record = words.record(kind, key, old | new)
    for column in (column.name for column in table.columns if column.name in old or column.name in new):
        was, now = old.get(column), new.get(column)
        if column in words.hidden or was == now or (kind == "attendance" and column in table.primary_key):
            continue
        label = field_words.name(column, kind)
        yield Line(record, label, words.value(kind, column, was), words.value(kind, column, now))


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
