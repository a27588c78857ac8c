"""Attendance as it is read: rates, half-days never recorded, absences in a row.

A rate is minutes of presence over minutes due, on half-days recorded from the entry to the exit (programme.md
§3.3, B1, as in queries/hours.py). Half-days not recorded are counted apart: neither presence nor absence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from gen_desktop.models import attendance as rules
from gen_desktop.models.attendance import Attendance
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import Learner
from gen_desktop.queries.attendance_sql import ends_on, is_due, mark_of_pair, rate_columns, starts_on
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
    presence ends a row; half-days suspended, unrecorded or not due neither end it nor count.
    """
    if threshold is None:
        threshold = parameters(session, as_of).alert_unjustified_half_days
    unjustified = Attendance.status.in_(rules.unjustified_codes())
    # Said apart so that marks are looked for in these cohorts, and not read from the first year on.
    running = select(Cohort.id).where(ends_on >= as_of).correlate(None)
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
            is_due(),
            or_(Enrollment.exit_on.is_(None), Enrollment.exit_on >= as_of),
            Enrollment.cohort_id.in_(running),
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
