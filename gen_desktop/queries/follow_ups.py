"""What is shown of each line of the call list (call_order.py): how to reach the person, what was tried."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.models.calling import Call, numbers_left
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.follow_up import NOT_ASKED, ContactAttempt, FollowUp, Window, window
from gen_desktop.models.learner import Learner
from gen_desktop.queries.call_chances import numbers, wrong_numbers_of
from gen_desktop.queries.contacts import Contact, contacts_of, refusing_calls
from gen_desktop.queries.follow_up_settings import settings_by_program
from gen_desktop.queries.placements import derived_situations
from gen_desktop.queries.scope import parameters


@dataclass(frozen=True, slots=True)
class AttemptLine:
    """One attempt to reach the person."""

    made_on: dt.date
    contact_mode: str
    outcome: str
    author: str | None
    note: str | None
    id: int = 0
    made_at: dt.time | None = None
    number: str | None = None
    next_on: dt.date | None = None
    next_at: dt.time | None = None


@dataclass(frozen=True, slots=True)
class CallRow:
    """One line: ``before`` is the last day of the window, ``attempts`` are those of the horizon.

    ``situation`` without ``recorded_on``: nobody was asked, a dated spell tells it.
    ``phone``: the number to dial, the first not known to be wrong; ``contacts``: beyond the record.
    """

    call: Call
    learner_id: int
    last_name: str
    first_name: str
    cohort_code: str
    due_on: dt.date
    before: dt.date
    is_late: bool
    email: str | None
    attempts: tuple[AttemptLine, ...]
    situation: str | None
    recorded_on: dt.date | None
    phone: str | None = None
    has_wrong_number: bool = False
    contacts: tuple[Contact, ...] = ()
    refuses_calls: bool = False


def rows(session: Session, call_ids: Sequence[int], as_of: dt.date) -> Mapping[int, CallRow]:
    """What the list shows of these lines (a page of them), by id."""
    calls = [Call.of(call_id) for call_id in call_ids]
    enrollment_ids = list({call.enrollment_id for call in calls})
    in_force = parameters(session, as_of)
    own = settings_by_program(session, in_force)
    people = {
        row.id: row
        for row in session.execute(
            select(
                Enrollment.id,
                Enrollment.learner_id,
                Enrollment.exit_on,
                Learner.last_name,
                Learner.first_name,
                Learner.phone,
                Learner.second_phone,
                Learner.email,
                Cohort.code,
                Cohort.funding_program_id,
            )
            .join(Learner, Learner.id == Enrollment.learner_id)
            .join(Cohort, Cohort.id == Enrollment.cohort_id)
            .where(Enrollment.id.in_(enrollment_ids), Enrollment.exit_on.is_not(None))
        )
    }
    attempts = attempts_by_call(session, enrollment_ids)
    known = _situations(session, enrollment_ids, as_of)
    learner_ids = {person.learner_id for person in people.values()}
    contacts, refusing = contacts_of(session, learner_ids), refusing_calls(session, learner_ids)
    wrong = wrong_numbers_of(session, enrollment_ids)
    found = {}
    for call in calls:
        person = people.get(call.enrollment_id)
        if person is None:
            continue
        others = contacts.get(person.learner_id, ())
        known_numbers = numbers(person.phone, person.second_phone, others)
        left = numbers_left(known_numbers, wrong.get(call.enrollment_id, frozenset()))
        days = window(person.exit_on, call.horizon, own.get(person.funding_program_id, in_force))
        found[call.id] = replace(
            _row(call, person, attempts.get(call, ()), known.get(call), days, as_of),
            phone=left[0].value if left else None,
            has_wrong_number=len(left) < len(known_numbers),
            contacts=others,
            refuses_calls=person.learner_id in refusing,
        )
    return found


def attempts_by_call(session: Session, enrollment_ids: Sequence[int]) -> dict[Call, tuple[AttemptLine, ...]]:
    """Every attempt to reach these people, by person and horizon, the latest first."""
    found: dict[Call, tuple[AttemptLine, ...]] = {}
    statement = (
        select(
            ContactAttempt.enrollment_id,
            ContactAttempt.horizon,
            *(getattr(ContactAttempt, name) for name in AttemptLine.__dataclass_fields__),
        )
        .where(ContactAttempt.enrollment_id.in_(enrollment_ids))
        .order_by(ContactAttempt.made_on.desc(), ContactAttempt.id.desc())
    )
    for row in session.execute(statement):
        call = Call(row[0], row[1])
        found[call] = (*found.get(call, ()), AttemptLine(*row[2:]))
    return found


def call_of_follow_up(session: Session, follow_up_id: int) -> Call | None:
    """The line that a recorded situation belongs to, None when it is gone."""
    row = session.execute(
        select(FollowUp.enrollment_id, FollowUp.horizon).where(FollowUp.id == follow_up_id)
    ).first()
    return None if row is None else Call(*row)


def cohort_choices(session: Session) -> tuple[tuple[int, str], ...]:
    """The cohorts that somebody has left, the latest first: id and code."""
    left = select(Enrollment.cohort_id).where(Enrollment.exit_on.is_not(None))
    found = session.execute(
        select(Cohort.id, Cohort.code)
        .where(Cohort.id.in_(left))
        .order_by(Cohort.planned_start.desc(), Cohort.code)
    )
    return tuple((row.id, row.code) for row in found)


def _row(
    call: Call,
    person: Any,
    attempts: tuple[AttemptLine, ...],
    known: tuple[str, dt.date | None] | None,
    days: Window,
    as_of: dt.date,
) -> CallRow:
    situation, recorded_on = known or (None, None)
    silent = situation is None or situation == NOT_ASKED
    return CallRow(
        call=call,
        learner_id=person.learner_id,
        last_name=person.last_name,
        first_name=person.first_name,
        cohort_code=person.code,
        due_on=days.due_on,
        before=days.closes_on,
        is_late=silent and days.closes_on < as_of,
        email=person.email,
        attempts=attempts,
        situation=None if silent else situation,
        recorded_on=recorded_on,
    )


def _situations(
    session: Session, enrollment_ids: Sequence[int], as_of: dt.date
) -> dict[Call, tuple[str, dt.date | None]]:
    """What is known, and the day on which it was told; no day: a dated spell tells it."""
    statement = select(
        FollowUp.enrollment_id, FollowUp.horizon, FollowUp.situation, FollowUp.recorded_on
    ).where(FollowUp.enrollment_id.in_(enrollment_ids))
    told = {Call(row[0], row[1]): (row[2], row[3]) for row in session.execute(statement)}
    derived = derived_situations(session, as_of, enrollment_ids=enrollment_ids)
    return told | {
        Call(enrollment_id, horizon): (code, None)
        for horizon, people in derived.items()
        for enrollment_id, code in people.items()
    }
