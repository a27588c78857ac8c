"""Whom to call, about which horizon, before when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from gen_desktop.dates import latest_start
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.contact import PHONE
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.follow_up import NOT_ASKED, ContactAttempt, FollowUp, window
from gen_desktop.models.learner import Learner
from gen_desktop.queries.contacts import Contact, contacts_of, refusing_calls
from gen_desktop.queries.criteria import text_condition
from gen_desktop.queries.indicators import Figure, figures
from gen_desktop.queries.populations import HORIZONS
from gen_desktop.queries.scope import Scope, parameters
from gen_desktop.reference.lists import codes_where
from gen_desktop.reference.parameters import Parameters

Condition = ColumnElement[bool]
View = Literal["to_call", "late", "answered", "all"]
VIEWS: tuple[View, ...] = ("to_call", "late", "answered", "all")
SORTS = ("before", "name", "cohort", "horizon")
_HORIZON_SLOTS = 100


class Call(NamedTuple):
    """One person to ask about one horizon: a line of the list. ``id`` stands for both in a table."""

    enrollment_id: int
    horizon: int

    @property
    def id(self) -> int:
        """A number of its own; ``Call.of`` reads it back."""
        return self.enrollment_id * _HORIZON_SLOTS + self.horizon

    @classmethod
    def of(cls, call_id: int) -> Call:
        """The call of that number."""
        return cls(*divmod(call_id, _HORIZON_SLOTS))


@dataclass(frozen=True, slots=True)
class CallCriteria:
    """Everything said is required together. ``horizon`` and ``cohort_ids`` None: all.

    ``view``: to_call (the window is open or past and nothing is recorded), late (those past it), answered
    (the situation is known), all (the window has opened). The dead are nowhere.
    """

    view: View = "to_call"
    horizon: int | None = None
    cohort_ids: tuple[int, ...] | None = None
    text: str = ""
    sort: str = "before"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class CallCounts:
    """How many lines each view holds."""

    to_call: int
    late: int
    answered: int
    all: int


@dataclass(frozen=True, slots=True)
class AttemptLine:
    """One attempt to reach the person."""

    made_on: dt.date
    contact_mode: str
    outcome: str
    author: str | None
    note: str | None
    id: int = 0


@dataclass(frozen=True, slots=True)
class CallRow:
    """One line: ``before`` is the last day of the window, ``attempts`` are those of the horizon.

    ``phone``: the first number known, of the record or not; ``contacts``: those beyond the record.
    """

    call: Call
    learner_id: int
    last_name: str
    first_name: str
    cohort_code: str
    due_on: dt.date
    before: dt.date
    is_late: bool
    phone: str | None
    email: str | None
    attempts: tuple[AttemptLine, ...]
    situation: str | None
    recorded_on: dt.date | None
    contacts: tuple[Contact, ...] = ()
    refuses_calls: bool = False


def call_list_ids(session: Session, criteria: CallCriteria, as_of: dt.date) -> list[int]:
    """The ids (``Call.of``) of the lines that meet the criteria, in order."""
    in_force = parameters(session, as_of)
    found: list[tuple[int, dt.date, str, str, int]] = []
    for horizon in _horizons(criteria):
        statement = _select(
            criteria, horizon, Enrollment.id, Enrollment.exit_on, Learner.sort_key, Cohort.code
        ).where(_conditions(horizon, as_of, in_force)[criteria.view])
        # Few days for many people: the calendar is asked once for each.
        ends: dict[dt.date, dt.date] = {}
        for enrollment_id, exit_on, name, code in session.execute(statement):
            if exit_on not in ends:
                ends[exit_on] = window(exit_on, horizon, in_force).closes_on
            found.append((Call(enrollment_id, horizon).id, ends[exit_on], name, code, horizon))
    keys = {"before": 1, "name": 2, "cohort": 3, "horizon": 4}
    found.sort(key=itemgetter(2, 0))
    found.sort(key=itemgetter(keys[criteria.sort]), reverse=criteria.descending)
    return [line[0] for line in found]


def counts(session: Session, criteria: CallCriteria, as_of: dt.date) -> CallCounts:
    """How many lines each view would hold with the rest of the criteria."""
    in_force = parameters(session, as_of)
    totals = dict.fromkeys(VIEWS, 0)
    for horizon in _horizons(criteria):
        met = _conditions(horizon, as_of, in_force)
        sums = [func.coalesce(func.sum(case((met[view], 1), else_=0)), 0) for view in VIEWS]
        row = session.execute(_select(criteria, horizon, *sums).where(met["all"])).one()
        for view, count in zip(VIEWS, row, strict=True):
            totals[view] += count
    return CallCounts(**totals)


def count_to_call(session: Session, as_of: dt.date) -> int:
    """How many calls wait, over all cohorts and horizons."""
    return counts(session, CallCriteria(), as_of).to_call


def rows(session: Session, call_ids: Sequence[int], as_of: dt.date) -> Mapping[int, CallRow]:
    """What the list shows of these lines (a page of them), by id."""
    calls = [Call.of(call_id) for call_id in call_ids]
    enrollment_ids = list({call.enrollment_id for call in calls})
    in_force = parameters(session, as_of)
    people = {
        row.id: row
        for row in session.execute(
            select(
                Enrollment.id,
                Enrollment.learner_id,
                Enrollment.exit_on,
                Learner.last_name,
                Learner.first_name,
                func.coalesce(func.nullif(Learner.phone, ""), Learner.second_phone).label("phone"),
                Learner.email,
                Cohort.code,
            )
            .join(Learner, Learner.id == Enrollment.learner_id)
            .join(Cohort, Cohort.id == Enrollment.cohort_id)
            .where(Enrollment.id.in_(enrollment_ids), Enrollment.exit_on.is_not(None))
        )
    }
    attempts = attempts_by_call(session, enrollment_ids)
    known = _situations(session, enrollment_ids)
    learner_ids = {person.learner_id for person in people.values()}
    contacts, refusing = contacts_of(session, learner_ids), refusing_calls(session, learner_ids)
    found = {
        call.id: _row(
            call, people[call.enrollment_id], attempts.get(call, ()), known.get(call), in_force, as_of
        )
        for call in calls
        if call.enrollment_id in people
    }
    return {
        call_id: _reached(row, contacts.get(row.learner_id, ()), row.learner_id in refusing)
        for call_id, row in found.items()
    }


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


def headline_figures(
    session: Session, horizon: int, cohort_ids: tuple[int, ...] | None, as_of: dt.date
) -> dict[str, Figure]:
    """The answer rate (D1), the positive exits (D3a) and their bounds (D3b, D3c) at a horizon, by code."""
    ids = [f"{code}.{horizon}" for code in ("D1", "D3a", "D3b", "D3c")]
    found = figures(session, Scope(as_of=as_of, cohort_ids=cohort_ids), ids)
    return {figure.id.partition(".")[0]: figure for figure in found}


def cohort_choices(session: Session) -> tuple[tuple[int, str], ...]:
    """The cohorts that somebody has left, the latest first: id and code."""
    left = select(Enrollment.cohort_id).where(Enrollment.exit_on.is_not(None))
    found = session.execute(
        select(Cohort.id, Cohort.code)
        .where(Cohort.id.in_(left))
        .order_by(Cohort.planned_start.desc(), Cohort.code)
    )
    return tuple((row.id, row.code) for row in found)


def _horizons(criteria: CallCriteria) -> tuple[int, ...]:
    return HORIZONS if criteria.horizon is None else (criteria.horizon,)


def _select(criteria: CallCriteria, horizon: int, *columns: Any) -> Select[Any]:
    """One row per leaver who can still be called, with what is recorded for the horizon; narrowed."""
    statement = (
        select(*columns)
        .select_from(Enrollment)
        .join(Learner, Learner.id == Enrollment.learner_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .outerjoin(FollowUp, and_(FollowUp.enrollment_id == Enrollment.id, FollowUp.horizon == horizon))
        .where(Learner.erased_on.is_(None))
    )
    if criteria.cohort_ids is not None:
        statement = statement.where(Enrollment.cohort_id.in_(criteria.cohort_ids))
    return statement.where(text_condition(criteria.text)) if criteria.text.strip() else statement


def _conditions(horizon: int, as_of: dt.date, in_force: Parameters) -> dict[View, Condition]:
    """What the rows of ``_select`` must meet for each view, as comparisons of the exit with a day."""
    ahead = as_of + dt.timedelta(days=in_force.follow_up_window_before)
    past = as_of - dt.timedelta(days=in_force.follow_up_window_after + 1)
    death = aliased(FollowUp)
    dead = select(death.id).where(
        death.enrollment_id == Enrollment.id,
        death.situation.in_(codes_where("outcome_situation", removed_from_denominators="yes")),
    )
    opened = and_(
        Enrollment.entered_on.is_not(None),
        Enrollment.exit_type.is_not(None),
        Enrollment.exit_on <= min(latest_start(ahead, horizon), as_of),
        func.coalesce(Enrollment.exit_reason, "") != "NE_DEC",
        ~dead.exists(),
    )
    silent = or_(FollowUp.id.is_(None), FollowUp.situation == NOT_ASKED)
    known = func.coalesce(FollowUp.situation.in_(codes_where("outcome_situation", known="yes")), False)
    return {
        "to_call": and_(opened, silent),
        "late": and_(opened, silent, Enrollment.exit_on <= latest_start(past, horizon)),
        "answered": and_(opened, known),
        "all": opened,
    }


def _row(
    call: Call,
    person: Any,
    attempts: tuple[AttemptLine, ...],
    known: tuple[str, dt.date] | None,
    in_force: Parameters,
    as_of: dt.date,
) -> CallRow:
    days = window(person.exit_on, call.horizon, in_force)
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
        phone=person.phone,
        email=person.email,
        attempts=attempts,
        situation=None if silent else situation,
        recorded_on=recorded_on,
    )


def _reached(row: CallRow, contacts: tuple[Contact, ...], refuses_calls: bool) -> CallRow:
    phone = row.phone or next((one.value for one in contacts if one.kind == PHONE), None)
    return replace(row, phone=phone, contacts=contacts, refuses_calls=refuses_calls)


def _situations(session: Session, enrollment_ids: Sequence[int]) -> dict[Call, tuple[str, dt.date]]:
    statement = select(
        FollowUp.enrollment_id, FollowUp.horizon, FollowUp.situation, FollowUp.recorded_on
    ).where(FollowUp.enrollment_id.in_(enrollment_ids))
    return {Call(row[0], row[1]): (row[2], row[3]) for row in session.execute(statement)}
