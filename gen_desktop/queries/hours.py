"""Hours due, present, justified and unjustified, per enrollment: what the attendance rates are made of.

Half-days that nobody recorded are counted apart: they are neither presence nor absence.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, extract, func, or_, select

from gen_desktop.models.attendance import Attendance, due_codes, justified_codes, unjustified_codes
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.queries.attendance_sql import (
    ends_on,
    first_day,
    has_exceptions,
    is_counted,
    is_excused,
    is_in_dates,
    last_day,
    starts_on,
)
from gen_desktop.queries.scope import Scope

# The greater and the lesser of two days: with two arguments SQLite does not aggregate.
_first = func.max(first_day, starts_on)
_last = func.min(func.coalesce(last_day, ends_on), ends_on)


def hours_by_enrollment(scope: Scope) -> Subquery:
    """Minutes per enrollment in the period: due (and recorded), present, justified, unjustified, unrecorded.

    ``due_but_justified``: due, less the justified absences.

    Hours are due from the entry to the exit, both days included (programme.md §3.3, B1), as
    attendance_sql.is_counted says; marks on half-days that are not due are left out. What was planned is
    summed once for all who came and left the same days, and what exemptions and periods in company take away
    once more for their people: crossing everybody with every half-day costs seconds in a file of some years.
    """
    planned, recorded, excused = _planned(scope), _recorded(scope), _excused_of_people(scope)
    measures = ("due", "present", "justified", "unjustified")
    unrecorded = planned.c.minutes - func.coalesce(excused.c.minutes, 0) - func.coalesce(recorded.c.marked, 0)
    return (
        select(
            Enrollment.id.label("enrollment_id"),
            *(func.coalesce(recorded.c[name], 0).label(name) for name in measures),
            func.coalesce(recorded.c.due - recorded.c.justified, 0).label("due_but_justified"),
            unrecorded.label("unrecorded"),
        )
        .select_from(Enrollment)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .join(planned, _same_path(planned))
        .outerjoin(excused, excused.c.enrollment_id == Enrollment.id)
        .outerjoin(recorded, recorded.c.enrollment_id == Enrollment.id)
        .subquery("hours")
    )


def minutes_by_month(scope: Scope) -> tuple[Select[Any], Select[Any]]:
    """Two reads by month (202609): minutes planned for everybody, then those of the marks.

    The first gives (month, minutes), the second (month, marked, due, present, justified, unjustified).
    """
    held_on = ClassSession.held_on
    month: ColumnElement[Any] = (extract("year", held_on) * 100 + extract("month", held_on)).label("month")
    path = _path()
    people = _of_cohort(*path, func.count().label("people")).where(*_people(scope)).group_by(*path)
    paths = people.subquery("path")
    minutes = func.sum(ClassSession.minutes * paths.c.people).label("minutes")
    planned = _held(scope, paths, month, minutes).group_by("month")
    taken = _excused(scope, month, -func.sum(ClassSession.minutes)).group_by("month")
    both = planned.union_all(taken).subquery("by_month")
    by_month = select(both.c.month, func.sum(both.c.minutes)).group_by(both.c.month)
    return by_month, _marks(scope, month).group_by("month")


def _planned(scope: Scope) -> Subquery:
    """Minutes held in the period for each cohort, first and last day of a path that somebody has."""
    paths = _of_cohort(*_path()).where(*_people(scope)).distinct().subquery("path")
    minutes = func.sum(ClassSession.minutes).label("minutes")
    return _held(scope, paths, *paths.c, minutes).group_by(*paths.c).subquery("planned")


def _path() -> tuple[ColumnElement[Any], ...]:
    """What those who share it have planned in common, exceptions aside: a cohort, a first and a last day.

    Both days are within those of the cohort, so that an index finds the half-days between them.
    """
    return Enrollment.cohort_id.label("cohort_id"), _first.label("first"), _last.label("last")


def _of_cohort(*columns: ColumnElement[Any]) -> Select[Any]:
    return select(*columns).select_from(Enrollment).join(Cohort, Cohort.id == Enrollment.cohort_id)


def _held(scope: Scope, paths: Subquery, *columns: ColumnElement[Any]) -> Select[Any]:
    """The half-days of these paths in the period."""
    return (
        select(*columns)
        .select_from(paths)
        .join(ClassSession, ClassSession.cohort_id == paths.c.cohort_id)
        .where(ClassSession.held_on.between(paths.c.first, paths.c.last), *_days(scope))
    )


def _same_path(planned: Subquery) -> ColumnElement[bool]:
    return and_(
        planned.c.cohort_id == Enrollment.cohort_id, planned.c.first == _first, planned.c.last == _last
    )


def _excused_of_people(scope: Scope) -> Subquery:
    key = Enrollment.id.label("enrollment_id")
    minutes = func.sum(ClassSession.minutes).label("minutes")
    return _excused(scope, key, minutes).group_by(Enrollment.id).subquery("excused")


def _excused(scope: Scope, *columns: ColumnElement[Any]) -> Select[Any]:
    """The half-days of the period that exemptions and periods in company take away from their people."""
    return (
        select(*columns)
        .select_from(Enrollment)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .join(ClassSession, ClassSession.cohort_id == Enrollment.cohort_id)
        .where(
            has_exceptions(),
            *_people(scope),
            *_days(scope),
            ClassSession.held_on >= Enrollment.entered_on,
            is_in_dates(),
            is_excused(),
        )
    )


def _recorded(scope: Scope) -> Subquery:
    """Minutes of the marks of the period, by enrollment; ``marked``: of those of any status."""
    key = Enrollment.id.label("enrollment_id")
    return _marks(scope, key).group_by(Enrollment.id).subquery("recorded")


def _marks(scope: Scope, key: ColumnElement[Any]) -> Select[Any]:
    """Minutes of the marks of the period, to be grouped by that key."""
    minutes, status = ClassSession.minutes, Attendance.status
    due = status.in_(due_codes())
    return (
        select(
            key,
            func.sum(minutes).label("marked"),
            func.sum(case((due, minutes), else_=0)).label("due"),
            func.sum(case((due, Attendance.minutes_present), else_=0)).label("present"),
            func.sum(case((status.in_(justified_codes()), minutes), else_=0)).label("justified"),
            func.sum(case((status.in_(unjustified_codes()), minutes), else_=0)).label("unjustified"),
        )
        .select_from(Attendance)
        .join(Enrollment, Enrollment.id == Attendance.enrollment_id)
        .join(ClassSession, ClassSession.id == Attendance.class_session_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .where(*_people(scope), *_days(scope), is_counted())
    )


def _people(scope: Scope) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Enrollment.entered_on.is_not(None)]
    if scope.cohort_ids is not None:
        conditions.append(Enrollment.cohort_id.in_(scope.cohort_ids))
    if scope.date_from is not None:
        conditions.append(or_(last_day.is_(None), last_day >= scope.date_from))
        # Said so that marks are looked for in these cohorts, and not read from the first year on.
        running = select(Cohort.id).where(ends_on >= scope.date_from).correlate(None)
        conditions.append(Enrollment.cohort_id.in_(running))
    return conditions


def _days(scope: Scope) -> list[ColumnElement[bool]]:
    """The half-days within the period, as known at the date."""
    day = ClassSession.held_on
    conditions: list[ColumnElement[bool]] = [day <= scope.as_of]
    if scope.date_from is not None:
        conditions.append(day >= scope.date_from)
    if scope.date_to is not None:
        conditions.append(day <= scope.date_to)
    return conditions
