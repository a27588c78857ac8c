"""What is due and what was done, half-day by half-day, as SQL fragments.

They speak of Cohort, Enrollment and ClassSession joined on the cohort; Attendance is outer joined to them.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, Integer, and_, case, cast, false, func, or_

from gen_desktop.models import attendance as rules
from gen_desktop.models.attendance import Attendance
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment

starts_on = func.coalesce(Cohort.actual_start, Cohort.planned_start)
ends_on = func.coalesce(Cohort.actual_end, Cohort.planned_end)


def is_due() -> ColumnElement[bool]:
    """Whether a half-day is due of an enrollment: AttendancePeriod.refusal said in SQL."""
    day = ClassSession.held_on
    expected = or_(Enrollment.planned_entry_on.is_(None), day >= Enrollment.planned_entry_on)
    stated = and_(Enrollment.entered_on.is_not(None), Enrollment.entry_follows_attendance.is_(False))
    welcome = and_(Enrollment.decision == "admitted", Enrollment.is_no_show.is_(False))
    return and_(
        day.between(starts_on, ends_on),
        or_(Enrollment.exit_on.is_(None), day <= Enrollment.exit_on),
        case(
            (stated, day >= Enrollment.entered_on),
            (or_(Enrollment.entered_on.is_not(None), welcome), expected),
            else_=false(),
        ),
    )


def counted_minutes() -> tuple[ColumnElement[int], ColumnElement[int]]:
    """Minutes of presence and minutes due of a mark, for sums: suspended half-days are not due."""
    is_counted = Attendance.status.not_in(rules.not_due_codes())
    return (
        case((is_counted, Attendance.minutes_present), else_=0),
        case((is_counted, ClassSession.minutes), else_=0),
    )


def rate_columns(as_of: dt.date | None) -> tuple[ColumnElement[int], ...]:
    """Minutes present, minutes due, half-days unknown: the sums an AttendanceRate is made of."""
    day = ClassSession.held_on
    in_path = and_(day >= Enrollment.entered_on, or_(Enrollment.exit_on.is_(None), day <= Enrollment.exit_on))
    present, due = counted_minutes()
    held = day < as_of if as_of is not None else day <= dt.date.max
    missing = and_(Attendance.enrollment_id.is_(None), held, is_due())
    return (
        func.coalesce(func.sum(case((in_path, present), else_=0)), 0),
        func.coalesce(func.sum(case((in_path, due), else_=0)), 0),
        func.coalesce(func.sum(cast(missing, Integer)), 0),
    )


def mark_of_pair() -> ColumnElement[bool]:
    """The mark of an enrollment for a class session."""
    return and_(
        Attendance.enrollment_id == Enrollment.id,
        Attendance.class_session_id == ClassSession.id,
    )
