"""The half-days held and not recorded: where somebody due has no mark."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session

from gen_desktop.dates import add_months
from gen_desktop.models.attendance import Attendance
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.queries.attendance_sql import ends_on, is_due, mark_of_pair
from gen_desktop.queries.scope import parameters


@dataclass(frozen=True, slots=True)
class MissingHalfDay:
    """A half-day held and not recorded for ``missing`` of the people due."""

    class_session_id: int
    held_on: dt.date
    half_day: str
    missing: int


@dataclass(frozen=True, slots=True)
class CohortMissing:
    """The half-days of a cohort that wait to be recorded, oldest first."""

    cohort_id: int
    cohort_code: str
    half_days: tuple[MissingHalfDay, ...]


@dataclass(frozen=True, slots=True)
class CohortWaiting:
    """How many half-days of a cohort wait to be recorded, the days of the first and of the last one."""

    cohort_id: int
    cohort_code: str
    half_days: int
    first: dt.date
    last: dt.date


def missing_half_days(
    session: Session, as_of: dt.date, cohort_id: int | None = None
) -> tuple[CohortMissing, ...]:
    """Half-days held before ``as_of`` with at least one due person not recorded, by cohort.

    ``cohort_id`` None: every cohort. One that ended without a single mark was never followed in this file: it
    is left out.
    """
    rows = session.execute(
        select(
            Cohort.id,
            Cohort.code,
            ClassSession.id,
            ClassSession.held_on,
            ClassSession.half_day,
            func.count(),
        )
        .select_from(Cohort)
        .join(ClassSession, ClassSession.cohort_id == Cohort.id)
        .join(Enrollment, Enrollment.cohort_id == Cohort.id)
        .outerjoin(Attendance, mark_of_pair())
        .where(
            ClassSession.held_on < as_of,
            Attendance.enrollment_id.is_(None),
            is_due(),
            _is_followed(as_of),
            true() if cohort_id is None else Cohort.id == cohort_id,
        )
        .group_by(ClassSession.id)
        .order_by(Cohort.code, ClassSession.held_on, ClassSession.half_day)
    ).all()
    by_cohort: dict[tuple[int, str], list[MissingHalfDay]] = {}
    for row in rows:
        half_day = MissingHalfDay(row[2], row[3], row[4], row[5])
        by_cohort.setdefault((row[0], row[1]), []).append(half_day)
    return tuple(CohortMissing(*cohort, tuple(half_days)) for cohort, half_days in by_cohort.items())


def cohorts_waiting(session: Session, as_of: dt.date) -> tuple[CohortWaiting, ...]:
    """``missing_half_days`` counted by cohort, of those that are watched: one blank is enough."""
    rows = session.execute(
        select(
            Cohort.id,
            Cohort.code,
            func.count(ClassSession.id),
            func.min(ClassSession.held_on),
            func.max(ClassSession.held_on),
        )
        .join(ClassSession, ClassSession.cohort_id == Cohort.id)
        .where(waits_for_marks(session, as_of))
        .group_by(Cohort.id)
        .order_by(Cohort.code)
    ).all()
    return tuple(CohortWaiting(*row) for row in rows)


def count_missing_half_days(session: Session, as_of: dt.date) -> int:
    """How many half-days ``cohorts_waiting`` counts, for a badge."""
    return sum(cohort.half_days for cohort in cohorts_waiting(session, as_of))


def is_watched(session: Session, as_of: dt.date) -> ColumnElement[bool]:
    """Whether what a cohort lacks is still asked for: it goes on, or ended not too many months ago.

    How many months: the parameter attendance_watch_months. The audit tells the rest.
    """
    return ends_on >= add_months(as_of, -parameters(session, as_of).attendance_watch_months)


def waits_for_marks(session: Session, as_of: dt.date) -> ColumnElement[bool]:
    """Whether a half-day of a watched cohort was held and is not recorded."""
    return and_(is_watched(session, as_of), ClassSession.held_on < as_of, _is_followed(as_of), lacks_a_mark())


def lacks_a_mark() -> ColumnElement[bool]:
    """Whether somebody due at the half-day is not recorded."""
    return (
        select(Enrollment.id)
        .outerjoin(Attendance, mark_of_pair())
        .where(Enrollment.cohort_id == Cohort.id, Attendance.enrollment_id.is_(None), is_due())
        .correlate(Cohort, ClassSession)
        .exists()
    )


def _is_followed(as_of: dt.date) -> ColumnElement[bool]:
    """Whether a cohort goes on, or had a mark once."""
    marked = (
        select(Attendance.enrollment_id)
        .join(Enrollment, Enrollment.id == Attendance.enrollment_id)
        .where(Enrollment.cohort_id == Cohort.id)
        .exists()
    )
    return or_(ends_on >= as_of, marked)
