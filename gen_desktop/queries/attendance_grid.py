"""The grid of attendance: the days of a cohort, or the whole course of one person, with all that it shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Date, bindparam, select
from sqlalchemy.orm import Session

from gen_desktop.errors import NotFound
from gen_desktop.models.absence import Delay
from gen_desktop.models.attendance import Attendance, AttendancePeriod
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import Learner
from gen_desktop.models.month_lock import sent_months
from gen_desktop.models.month_statement import SentMonth
from gen_desktop.models.organization import Site
from gen_desktop.models.path import Slot
from gen_desktop.queries.attendance import AttendanceRate, Key, cohort_of_enrollment
from gen_desktop.queries.attendance_periods import PERIOD_COLUMNS, exceptions_of, period
from gen_desktop.queries.attendance_sql import ends_on, mark_of_pair, rate_columns, starts_on
from gen_desktop.queries.scope import parameters


@dataclass(frozen=True, slots=True)
class WeekSession:
    """A half-day of the week: a column of the grid. ``mode``: code of session_mode, None as the course."""

    id: int
    held_on: dt.date
    half_day: str
    minutes: int
    mode: str | None = None
    module: str | None = None
    starts_at: dt.time = dt.time.min

    @property
    def slot(self) -> Slot:
        """What decides of whom it is due."""
        return Slot(self.held_on, self.half_day, self.mode, self.module)


@dataclass(frozen=True, slots=True)
class WeekLearner:
    """A person of whom something is due or recorded that week: a line of the grid. ``minutes``: present."""

    enrollment_id: int
    learner_id: int
    last_name: str
    first_name: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Mark:
    """What is recorded in a cell."""

    status: str
    minutes_present: int
    document_on: dt.date | None


@dataclass(frozen=True, slots=True)
class AttendanceGrid:
    """Days of a cohort: a week, a month, or the whole course of one person.

    ``not_due``: why nothing can be recorded in a cell, as the end of a sentence. ``sent``: the months that
    were sent to a payer, by their first day. ``delay``: until when an absence can be justified.
    ``period_rate``: of these days and people; ``cohort_rate``: of everybody and all days. ``person``: the
    enrollment whose whole course it is.
    """

    cohort_id: int
    cohort_code: str
    starts_on: dt.date
    ends_on: dt.date
    first: dt.date
    last: dt.date
    sessions: tuple[WeekSession, ...]
    learners: tuple[WeekLearner, ...]
    marks: Mapping[Key, Mark]
    not_due: Mapping[Key, str]
    sent: Mapping[dt.date, SentMonth]
    delay: Delay
    period_rate: AttendanceRate
    cohort_rate: AttendanceRate
    person: int | None = None


def period_grid(
    session: Session,
    cohort_id: int,
    first: dt.date,
    last: dt.date,
    as_of: dt.date | None = None,
) -> AttendanceGrid:
    """Everything the grid of some days shows. ``as_of``: only half-days held before it can be unknown.

    Raises NotFound when the cohort does not exist.
    """
    cohort = _cohort(session, cohort_id)
    sessions = tuple(_sessions(session, cohort_id, first, last))
    marks = _marks(session, Attendance.class_session_id.in_([half_day.id for half_day in sessions]))
    people = _people(session, Enrollment.cohort_id == cohort_id)
    rate = _rate(session, "cohort", cohort_id, as_of, (first, last))
    return _grid(session, cohort, (first, last), sessions, people, marks, rate, as_of)


def week_grid(
    session: Session, cohort_id: int, monday: dt.date, as_of: dt.date | None = None
) -> AttendanceGrid:
    """``period_grid`` of a week."""
    return period_grid(session, cohort_id, monday, monday + dt.timedelta(days=6), as_of)


def learner_grid(session: Session, enrollment_id: int, as_of: dt.date | None = None) -> AttendanceGrid:
    """The whole course of one person. Raises NotFound when the enrollment does not exist."""
    cohort_id = cohort_of_enrollment(session, enrollment_id)
    if cohort_id is None:
        raise NotFound("Cette inscription n’existe plus.")
    cohort = _cohort(session, cohort_id)
    sessions = tuple(_sessions(session, cohort_id, dt.date.min, dt.date.max))
    marks = _marks(session, Attendance.enrollment_id == enrollment_id)
    people = _people(session, Enrollment.id == enrollment_id)
    rate = _rate(session, "person", enrollment_id, as_of)
    days = (cohort.starts_on, cohort.ends_on)
    return replace(_grid(session, cohort, days, sessions, people, marks, rate, as_of), person=enrollment_id)


def with_marks_read_again(
    session: Session, grid: AttendanceGrid, as_of: dt.date | None = None
) -> AttendanceGrid:
    """A grid after marks of its own cells, and nothing else, were written: much less is read again.

    What the rate of the cohort holds beside these days and people is as it was: it is not summed again.
    """
    first, last = grid.first, grid.last
    condition: ColumnElement[bool]
    if grid.person is None:
        condition = Attendance.class_session_id.in_([half_day.id for half_day in grid.sessions])
        rate = _rate(session, "cohort", grid.cohort_id, as_of, (first, last))
    else:
        condition = Attendance.enrollment_id == grid.person
        rate = _rate(session, "person", grid.person, as_of)
    marks = _marks(session, condition)
    return replace(
        grid,
        marks=marks,
        learners=tuple(
            replace(one, minutes=_minutes(one.enrollment_id, grid.sessions, marks)) for one in grid.learners
        ),
        period_rate=rate,
        cohort_rate=grid.cohort_rate.minus(grid.period_rate).plus(rate),
    )


def people_of_cohort(session: Session, cohort_id: int) -> tuple[tuple[int, str], ...]:
    """Enrollment and name of everybody in a cohort of whom something may be recorded, in order of names."""
    days = _sessions(session, cohort_id, dt.date.min, dt.date.max)
    held = {half_day.slot for half_day in days}
    return tuple(
        (one[0], f"{one[2]} {one[3]}")
        for one in _people(session, Enrollment.cohort_id == cohort_id)
        if any(one[4].refusal(slot) is None for slot in held)
    )


class _CohortFacts(NamedTuple):
    id: int
    code: str
    starts_on: dt.date
    ends_on: dt.date
    zone: str | None


def _cohort(session: Session, cohort_id: int) -> _CohortFacts:
    row = session.execute(
        select(Cohort.id, Cohort.code, starts_on, ends_on, Site.holiday_zone)
        .outerjoin(Site, Site.id == Cohort.site_id)
        .where(Cohort.id == cohort_id)
    ).first()
    if row is None:
        raise NotFound("Cette cohorte n’existe plus.")
    return _CohortFacts(*row)


def _grid(
    session: Session,
    cohort: _CohortFacts,
    days: tuple[dt.date, dt.date],
    sessions: tuple[WeekSession, ...],
    people: Sequence[_Person],
    marks: Mapping[Key, Mark],
    rate: AttendanceRate,
    as_of: dt.date | None,
) -> AttendanceGrid:
    not_due = {
        (enrollment_id, half_day.id): why
        for enrollment_id, _, _, _, of_person in people
        for half_day in sessions
        if (why := of_person.refusal(half_day.slot)) is not None
    }
    months = sent_months(session, [cohort.id])
    justification_days = parameters(session, as_of or cohort.starts_on).absence_justification_days
    return AttendanceGrid(
        cohort_id=cohort.id,
        cohort_code=cohort.code,
        starts_on=cohort.starts_on,
        ends_on=cohort.ends_on,
        first=days[0],
        last=days[1],
        sessions=sessions,
        learners=tuple(_week_learners(people, sessions, marks, not_due)),
        marks=marks,
        not_due=not_due,
        sent={month: sent for (_, month), sent in months.items()},
        delay=Delay(justification_days, cohort.zone or "national"),
        period_rate=rate,
        cohort_rate=_rate(session, "cohort", cohort.id, as_of),
    )


def _rate(
    session: Session,
    whose: Literal["cohort", "person"],
    one: int,
    as_of: dt.date | None,
    days: tuple[dt.date, dt.date] = (dt.date.min, dt.date.max),
) -> AttendanceRate:
    """The rate of a cohort, or of one enrollment, over some days."""
    told = {"one": one, "as_of": as_of or dt.date.max, "first": days[0], "last": days[1]}
    row = session.execute(_rate_statement(whose), told).one()
    return AttendanceRate(*(value or 0 for value in row))


@cache
def _rate_statement(whose: Literal["cohort", "person"]) -> Any:
    """Made once: asked after every key, it takes longer to be put together than to be answered."""
    owner = Cohort.id if whose == "cohort" else Enrollment.id
    as_of: Any = bindparam("as_of", type_=Date)
    return (
        select(*rate_columns(as_of))
        .select_from(Cohort)
        .join(Enrollment, Enrollment.cohort_id == Cohort.id)
        .join(ClassSession, ClassSession.cohort_id == Cohort.id)
        .outerjoin(Attendance, mark_of_pair())
        .where(
            owner == bindparam("one"),
            ClassSession.held_on.between(bindparam("first"), bindparam("last")),
        )
    )


def _sessions(session: Session, cohort_id: int, first: dt.date, last: dt.date) -> Iterator[WeekSession]:
    rows = session.execute(
        select(
            ClassSession.id,
            ClassSession.held_on,
            ClassSession.half_day,
            ClassSession.minutes,
            ClassSession.delivery_mode,
            ClassSession.module,
            ClassSession.starts_at,
        )
        .where(ClassSession.cohort_id == cohort_id, ClassSession.held_on.between(first, last))
        .order_by(ClassSession.held_on, ClassSession.half_day)
    )
    for row in rows:
        yield WeekSession(*row)


def _marks(session: Session, condition: ColumnElement[bool]) -> dict[Key, Mark]:
    rows = session.execute(
        select(
            Attendance.enrollment_id,
            Attendance.class_session_id,
            Attendance.status,
            Attendance.minutes_present,
            Attendance.document_on,
        ).where(condition)
    )
    return {(row[0], row[1]): Mark(row[2], row[3], row[4]) for row in rows}


_Person = tuple[int, int, str, str, AttendancePeriod]


def _people(session: Session, condition: ColumnElement[bool]) -> list[_Person]:
    rows = session.execute(
        select(
            Enrollment.id,
            Learner.id,
            Learner.last_name,
            Learner.first_name,
            *PERIOD_COLUMNS,
        )
        .join(Learner, Learner.id == Enrollment.learner_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .where(condition)
        .order_by(Learner.sort_key, Enrollment.id)
    )
    exceptions = exceptions_of(session, condition)
    return [(row[0], row[1], row[2], row[3], period(tuple(row)[4:], exceptions.get(row[0]))) for row in rows]


def _week_learners(
    people: Sequence[_Person],
    sessions: Sequence[WeekSession],
    marks: Mapping[Key, Mark],
    not_due: Mapping[Key, str],
) -> Iterator[WeekLearner]:
    for enrollment_id, learner_id, last_name, first_name, _period in people:
        keys = [(enrollment_id, half_day.id) for half_day in sessions]
        if any(key in marks or key not in not_due for key in keys):
            minutes = _minutes(enrollment_id, sessions, marks)
            yield WeekLearner(enrollment_id, learner_id, last_name, first_name, minutes)


def _minutes(enrollment_id: int, sessions: Sequence[WeekSession], marks: Mapping[Key, Mark]) -> int:
    found = (marks.get((enrollment_id, half_day.id)) for half_day in sessions)
    return sum(mark.minutes_present for mark in found if mark is not None)
