"""What somebody who calls away from the screen must know of each person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gen_desktop.models.calling import Call, Number, Tried, numbers_left
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.course import Course
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import Learner
from gen_desktop.models.placement import Company, Placement
from gen_desktop.queries.call_chances import numbers, wrong_numbers_of
from gen_desktop.queries.follow_ups import CallRow, rows

_BATCH = 5000
"""Situations that spells tell are worked out once for each batch, which takes most of the time."""


@dataclass(frozen=True, slots=True)
class LastSpell:
    """The latest job, creation or training told of somebody."""

    kind: str
    contract_type: str | None
    title: str | None
    employer: str | None
    starts_on: dt.date | None
    ends_on: dt.date | None


@dataclass(frozen=True, slots=True)
class PrintedCall:
    """One call. ``numbers``: those that still stand, the one to dial first; ``line``: what the list shows."""

    line: CallRow
    course: str
    exit_on: dt.date
    numbers: tuple[Number, ...]
    relay_contact: str | None
    last_spell: LastSpell | None

    @property
    def tried(self) -> tuple[Tried, ...]:
        """The attempts in the order of time, for the rules of models/calling.py."""
        names = Tried._fields
        return tuple(Tried(*(getattr(one, name) for name in names)) for one in reversed(self.line.attempts))


def printed_calls(session: Session, call_ids: Sequence[int], as_of: dt.date) -> list[PrintedCall]:
    """These calls (``Call.id``), in their order; those that are gone are left out."""
    found: dict[int, PrintedCall] = {}
    for start in range(0, len(call_ids), _BATCH):
        found |= _some(session, call_ids[start : start + _BATCH], as_of)
    return [found[one] for one in call_ids if one in found]


def _some(session: Session, call_ids: Sequence[int], as_of: dt.date) -> dict[int, PrintedCall]:
    lines = rows(session, call_ids, as_of)
    enrollment_ids = sorted({Call.of(one).enrollment_id for one in lines})
    people = _people(session, enrollment_ids)
    wrong = wrong_numbers_of(session, enrollment_ids)
    spells = _last_spells(session, enrollment_ids)
    found = {}
    for call_id, line in lines.items():
        enrollment_id = line.call.enrollment_id
        person = people[enrollment_id]
        known = numbers(person.phone, person.second_phone, line.contacts)
        found[call_id] = PrintedCall(
            line=line,
            course=person.title,
            exit_on=person.exit_on,
            numbers=numbers_left(known, wrong.get(enrollment_id, frozenset())),
            relay_contact=person.relay_contact,
            last_spell=spells.get(enrollment_id),
        )
    return found


def _people(session: Session, enrollment_ids: Sequence[int]) -> dict[int, Any]:
    statement = (
        select(
            Enrollment.id,
            Enrollment.exit_on,
            Learner.phone,
            Learner.second_phone,
            Learner.relay_contact,
            Course.title,
        )
        .join(Learner, Learner.id == Enrollment.learner_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .join(Course, Course.id == Cohort.course_id)
        .where(Enrollment.id.in_(enrollment_ids))
    )
    return {row.id: row for row in session.execute(statement)}


def _last_spells(session: Session, enrollment_ids: Sequence[int]) -> dict[int, LastSpell]:
    statement = (
        select(
            Placement.enrollment_id,
            Placement.kind,
            Placement.contract_type,
            Placement.title,
            func.coalesce(Placement.employer, Company.name),
            Placement.starts_on,
            Placement.ends_on,
        )
        .outerjoin(Company, Company.id == Placement.company_id)
        .where(Placement.enrollment_id.in_(enrollment_ids))
        .order_by(Placement.starts_on, Placement.id)  # unknown days come first: whatever is dated is later
    )
    return {row[0]: LastSpell(*row[1:]) for row in session.execute(statement)}
