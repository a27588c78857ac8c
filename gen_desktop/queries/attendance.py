"""Attendance as it is read: the grid of a week, rates, half-days never recorded, absences in a row.

A rate is minutes of presence over minutes due, on half-days recorded from the entry to the exit (programme.md
§3.3, B1, as in queries/hours.py). Half-days not recorded are counted apart: neither presence nor absence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session

from gen_desktop.errors import NotFound
from gen_desktop.models import attendance as rules
from gen_desktop.models.absence import Delay
from gen_desktop.models.attendance import Attendance, AttendancePeriod
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import Learner
from gen_desktop.models.month_lock import sent_months
from gen_desktop.models.month_statement import SentMonth
from gen_desktop.models.organization import Site
from gen_desktop.queries.attendance_sql import ends_on, mark_of_pair, rate_columns, starts_on
from gen_desktop.queries.scope import parameters

Key = tuple[int, int]
"""What names a cell: enrollment id, class session id."""

_CHUNK = 1000


@dataclass(frozen=True, slots=True)
class AttendanceRate:
    """Minutes of presence over minutes due; ``unknown`` counts the half-days due and not recorded."""

    present: int
    due: int
    unknown: int

    def plus(self, other: AttendanceRate) -> AttendanceRate:
        """The rate of both."""
        return AttendanceRate(
            self.present + other.present, self.due + other.due, self.unknown + other.unknown
        )

    def minus(self, part: AttendanceRate) -> AttendanceRate:
        """The rate of what is left without a part."""
        return self.plus(AttendanceRate(-part.present, -part.due, -part.unknown))


@dataclass(frozen=True, slots=True)
class WeekSession:
    """A half-day of the week: a column of the grid."""

    id: int
    held_on: dt.date
    half_day: str
    minutes: int


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
    ``period_rate``: of these days and people; ``cohort_rate``: of everybody and all days.
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

    @property
    def elsewhere(self) -> AttendanceRate:
        """What the rate of the cohort holds beside these days and people: no key typed here changes it."""
        return self.cohort_rate.minus(self.period_rate)


@dataclass(frozen=True, slots=True)
class CohortChoice:
    """A cohort whose attendance can be opened."""

    id: int
    code: str
    starts_on: dt.date
    ends_on: dt.date


@dataclass(frozen=True, slots=True)
class AbsenceStreak:
    """Unjustified half-days in a row that go on: the last recorded half-day is one of them."""

    enrollment_id: int
    learner_id: int
    last_name: str
    first_name: str
    cohort_id: int
    cohort_code: str
    half_days: int
    since: dt.date


def period_grid(
    session: Session,
    cohort_id: int,
    first: dt.date,
    last: dt.date,
    as_of: dt.date | None = None,
    elsewhere: AttendanceRate | None = None,
) -> AttendanceGrid:
    """Everything the grid of some days shows. ``as_of``: only half-days held before it can be unknown.

    ``elsewhere``: what the same grid said of all other days, not to be summed again. Raises NotFound when the
    cohort does not exist.
    """
    cohort = _cohort(session, cohort_id)
    sessions = tuple(_sessions(session, cohort_id, first, last))
    marks = _marks(session, Attendance.class_session_id.in_([half_day.id for half_day in sessions]))
    people = _people(session, Enrollment.cohort_id == cohort_id)
    rate = _rate(session, as_of, Cohort.id == cohort_id, ClassSession.held_on.between(first, last))
    return _grid(session, cohort, (first, last), sessions, people, marks, rate, as_of, elsewhere)


def week_grid(
    session: Session, cohort_id: int, monday: dt.date, as_of: dt.date | None = None
) -> AttendanceGrid:
    """``period_grid`` of a week."""
    return period_grid(session, cohort_id, monday, monday + dt.timedelta(days=6), as_of)


def learner_grid(
    session: Session,
    enrollment_id: int,
    as_of: dt.date | None = None,
    elsewhere: AttendanceRate | None = None,
) -> AttendanceGrid:
    """The whole course of one person. Raises NotFound when the enrollment does not exist."""
    cohort_id = cohort_of_enrollment(session, enrollment_id)
    if cohort_id is None:
        raise NotFound("Cette inscription n’existe plus.")
    cohort = _cohort(session, cohort_id)
    sessions = tuple(_sessions(session, cohort_id, dt.date.min, dt.date.max))
    marks = _marks(session, Attendance.enrollment_id == enrollment_id)
    people = _people(session, Enrollment.id == enrollment_id)
    rate = _rate(session, as_of, Enrollment.id == enrollment_id)
    days = (cohort.starts_on, cohort.ends_on)
    return _grid(session, cohort, days, sessions, people, marks, rate, as_of, elsewhere)


def people_of_cohort(session: Session, cohort_id: int) -> tuple[tuple[int, str], ...]:
    """Enrollment and name of everybody in a cohort of whom something may be recorded, in order of names."""
    days = _sessions(session, cohort_id, dt.date.min, dt.date.max)
    held = {half_day.held_on for half_day in days}
    return tuple(
        (one[0], f"{one[2]} {one[3]}")
        for one in _people(session, Enrollment.cohort_id == cohort_id)
        if any(one[4].refusal(day) is None for day in held)
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
    elsewhere: AttendanceRate | None,
) -> AttendanceGrid:
    not_due = {
        (enrollment_id, half_day.id): why
        for enrollment_id, _, _, _, period in people
        for half_day in sessions
        if (why := period.refusal(half_day.held_on)) is not None
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
        cohort_rate=elsewhere.plus(rate) if elsewhere else _rate(session, as_of, Cohort.id == cohort.id),
    )


def cohort_choices(session: Session, as_of: dt.date) -> tuple[CohortChoice, ...]:
    """Cohorts in progress first, then those that ended (latest first), then those to come."""
    rank = case((starts_on > as_of, 2), (ends_on < as_of, 1), else_=0)
    rows = session.execute(
        select(Cohort.id, Cohort.code, starts_on, ends_on).order_by(rank, ends_on.desc(), Cohort.code)
    )
    return tuple(CohortChoice(*row) for row in rows)


def place_of_session(session: Session, class_session_id: int) -> tuple[int, dt.date] | None:
    """The cohort and day of a half-day, None when it is gone."""
    row = session.execute(
        select(ClassSession.cohort_id, ClassSession.held_on).where(ClassSession.id == class_session_id)
    ).first()
    return None if row is None else (row[0], row[1])


def cohort_of_enrollment(session: Session, enrollment_id: int) -> int | None:
    """The cohort of an enrollment, None when it is gone."""
    return session.scalar(select(Enrollment.cohort_id).where(Enrollment.id == enrollment_id))


def consecutive_absences(
    session: Session, as_of: dt.date, threshold: int | None = None
) -> tuple[AbsenceStreak, ...]:
    """People still expected with that many unjustified half-days in a row, the longest first.

    ``threshold`` None takes the parameter alert_unjustified_half_days in force. A justified absence or a
    presence ends a row; suspended and unrecorded half-days neither end it nor count.
    """
    if threshold is None:
        threshold = parameters(session, as_of).alert_unjustified_half_days
    unjustified = Attendance.status.in_(rules.unjustified_codes())
    ended = func.sum(case((unjustified, 0), else_=1)).over(
        partition_by=Attendance.enrollment_id,
        order_by=(ClassSession.held_on.desc(), ClassSession.half_day.desc()),
    )
    marks = (
        select(Attendance.enrollment_id, ClassSession.held_on, ended.label("ended"))
        .join(ClassSession, ClassSession.id == Attendance.class_session_id)
        .join(Enrollment, Enrollment.id == Attendance.enrollment_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .where(
            ClassSession.held_on <= as_of,
            Attendance.status.not_in(rules.not_due_codes()),
            or_(Enrollment.exit_on.is_(None), Enrollment.exit_on >= as_of),
            ends_on >= as_of,
        )
        .subquery()
    )
    half_days = func.count().label("half_days")
    rows = session.execute(
        select(
            Enrollment.id,
            Learner.id,
            Learner.last_name,
            Learner.first_name,
            Cohort.id,
            Cohort.code,
            half_days,
            func.min(marks.c.held_on),
        )
        .select_from(marks)
        .join(Enrollment, Enrollment.id == marks.c.enrollment_id)
        .join(Learner, Learner.id == Enrollment.learner_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .where(marks.c.ended == 0)
        .group_by(Enrollment.id)
        .having(half_days >= threshold)
        .order_by(half_days.desc(), Learner.sort_key)
    )
    return tuple(AbsenceStreak(*row) for row in rows)


def rates_by_enrollment(
    session: Session, enrollment_ids: Sequence[int], as_of: dt.date
) -> dict[int, AttendanceRate]:
    """The rate of each of these people up to that day; every id asked for is there."""
    rates = dict.fromkeys(enrollment_ids, AttendanceRate(0, 0, 0))
    for start in range(0, len(enrollment_ids), _CHUNK):
        rows = session.execute(
            select(Enrollment.id, *rate_columns(as_of))
            .select_from(Enrollment)
            .join(Cohort, Cohort.id == Enrollment.cohort_id)
            .join(ClassSession, ClassSession.cohort_id == Cohort.id)
            .outerjoin(Attendance, mark_of_pair())
            .where(
                Enrollment.id.in_(enrollment_ids[start : start + _CHUNK]),
                ClassSession.held_on <= as_of,
            )
            .group_by(Enrollment.id)
        )
        rates.update((row[0], AttendanceRate(*tuple(row)[1:])) for row in rows)
    return rates


def _rate(session: Session, as_of: dt.date | None, *conditions: ColumnElement[bool]) -> AttendanceRate:
    row = session.execute(
        select(*rate_columns(as_of))
        .select_from(Cohort)
        .join(Enrollment, Enrollment.cohort_id == Cohort.id)
        .join(ClassSession, ClassSession.cohort_id == Cohort.id)
        .outerjoin(Attendance, mark_of_pair())
        .where(*conditions)
    ).one()
    return AttendanceRate(*(value or 0 for value in row))


def _sessions(session: Session, cohort_id: int, first: dt.date, last: dt.date) -> Iterator[WeekSession]:
    rows = session.execute(
        select(ClassSession.id, ClassSession.held_on, ClassSession.half_day, ClassSession.minutes)
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
            Enrollment.decision,
            Enrollment.is_no_show,
            Enrollment.planned_entry_on,
            Enrollment.entered_on,
            Enrollment.entry_follows_attendance,
            Enrollment.exit_on,
            starts_on,
            ends_on,
        )
        .join(Learner, Learner.id == Enrollment.learner_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .where(condition)
        .order_by(Learner.sort_key, Enrollment.id)
    )
    return [(row[0], row[1], row[2], row[3], AttendancePeriod(*tuple(row)[4:])) for row in rows]


def _week_learners(
    people: Sequence[_Person],
    sessions: Sequence[WeekSession],
    marks: Mapping[Key, Mark],
    not_due: Mapping[Key, str],
) -> Iterator[WeekLearner]:
    for enrollment_id, learner_id, last_name, first_name, _period in people:
        keys = [(enrollment_id, half_day.id) for half_day in sessions]
        if any(key in marks or key not in not_due for key in keys):
            minutes = sum(marks[key].minutes_present for key in keys if key in marks)
            yield WeekLearner(enrollment_id, learner_id, last_name, first_name, minutes)
