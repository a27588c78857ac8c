"""What is due and what was done, half-day by half-day, as SQL fragments.

They speak of Cohort, Enrollment and ClassSession joined on the cohort; Attendance is outer joined to them.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, and_, case, extract, false, func, not_, or_, select

from gen_desktop.models import attendance as rules
from gen_desktop.models.attendance import Attendance
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.company_period import CompanyPeriod
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.exemption import Exemption
from gen_desktop.models.path import IN_COMPANY

starts_on = func.coalesce(Cohort.actual_start, Cohort.planned_start)
ends_on = func.coalesce(Cohort.actual_end, Cohort.planned_end)
last_day = func.coalesce(Enrollment.exit_on, Enrollment.planned_exit_on)
"""The last day of a path: an exit that took place replaces the one planned."""
first_day: ColumnElement[Any] = case(
    (
        and_(
            Enrollment.entry_follows_attendance.is_(True),
            Enrollment.planned_entry_on > Enrollment.entered_on,
        ),
        Enrollment.planned_entry_on,
    ),
    else_=Enrollment.entered_on,
)
"""The first day that counts of somebody who entered; null for anybody else."""


def is_due() -> ColumnElement[bool]:
    """Whether a half-day is due of an enrollment: AttendancePeriod.refusal said in SQL."""
    return and_(is_in_dates(), not_(is_excused()))


def is_in_dates() -> ColumnElement[bool]:
    """Whether a half-day is within the dates of the cohort and of the person's path."""
    day = ClassSession.held_on
    expected = or_(Enrollment.planned_entry_on.is_(None), day >= Enrollment.planned_entry_on)
    stated = and_(Enrollment.entered_on.is_not(None), Enrollment.entry_follows_attendance.is_(False))
    welcome = and_(Enrollment.decision == "admitted", Enrollment.is_no_show.is_(False))
    return and_(
        day.between(starts_on, ends_on),
        or_(last_day.is_(None), day <= last_day),
        case(
            (stated, day >= Enrollment.entered_on),
            (or_(Enrollment.entered_on.is_not(None), welcome), expected),
            else_=false(),
        ),
    )


def is_excused() -> ColumnElement[bool]:
    """Whether an exemption or a period in company takes the half-day away (PathExceptions.reason).

    Whether there is any such record at all is asked once, so that files without any lose no time.
    """
    day, mode = ClassSession.held_on, func.coalesce(ClassSession.delivery_mode, "")
    weekday = (extract("dow", day) + 6) % 7
    exempted = _some(
        Exemption,
        or_(Exemption.starts_on.is_(None), day >= Exemption.starts_on),
        or_(Exemption.ends_on.is_(None), day <= Exemption.ends_on),
        or_(Exemption.weekday.is_(None), weekday == Exemption.weekday),
        or_(Exemption.half_day.is_(None), ClassSession.half_day == Exemption.half_day),
        or_(Exemption.module.is_(None), ClassSession.module == Exemption.module),
    )
    in_company = _some(
        CompanyPeriod, mode != IN_COMPANY, day.between(CompanyPeriod.starts_on, CompanyPeriod.ends_on)
    )
    return or_(exempted, in_company)


def has_exceptions() -> ColumnElement[bool]:
    """Whether an enrollment has an exemption or a period in company."""
    exempted, in_company = select(Exemption.enrollment_id), select(CompanyPeriod.enrollment_id)
    return Enrollment.id.in_(exempted.correlate(None).union(in_company.correlate(None)))


def _some(record: type[Exemption | CompanyPeriod], *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    anybody = select(record.id).correlate(None).exists()
    own = select(record.id).where(record.enrollment_id == Enrollment.id, *conditions)
    return and_(anybody, own.correlate(Enrollment, ClassSession).exists())


def is_counted() -> ColumnElement[bool]:
    """Whether a half-day counts in rates: due, and not before the entry (programme.md §3.3, B1)."""
    return and_(ClassSession.held_on >= Enrollment.entered_on, is_due())


def counted_minutes() -> tuple[ColumnElement[int], ColumnElement[int]]:
    """Minutes of presence and minutes due of a mark, for sums: suspended half-days are not due."""
    is_counted = Attendance.status.not_in(rules.not_due_codes())
    return (
        case((is_counted, Attendance.minutes_present), else_=0),
        case((is_counted, ClassSession.minutes), else_=0),
    )


def rate_columns(as_of: dt.date | None) -> tuple[ColumnElement[int], ...]:
    """Minutes present, minutes due, half-days unknown: the sums an AttendanceRate is made of.

    A mark on a half-day that is not due is in neither: marks_not_due lists it (queries/marks_not_due.py).
    """
    day = ClassSession.held_on
    present, due = counted_minutes()
    marked = and_(Attendance.enrollment_id.is_not(None), is_counted())
    held = day < as_of if as_of is not None else day <= dt.date.max
    missing = and_(Attendance.enrollment_id.is_(None), held, is_due())
    return (
        func.coalesce(func.sum(case((marked, present), else_=0)), 0),
        func.coalesce(func.sum(case((marked, due), else_=0)), 0),
        func.coalesce(func.sum(case((missing, 1), else_=0)), 0),
    )


def mark_of_pair() -> ColumnElement[bool]:
    """The mark of an enrollment for a class session."""
    return and_(
        Attendance.enrollment_id == Enrollment.id,
        Attendance.class_session_id == ClassSession.id,
    )
