"""Hours due, present, justified and unjustified, per enrollment: what the attendance rates are made of.

Half-days that nobody recorded are counted apart: they are neither presence nor absence.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, extract, func, or_, select

from gen_desktop.models.attendance import Attendance, due_codes, justified_codes, unjustified_codes
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.queries.scope import Scope


def hours_by_enrollment(scope: Scope) -> Subquery:
    """Minutes per enrollment in the period: due (and recorded), present, justified, unjustified, unrecorded.

    Hours are due from the entry to the exit, both days included (programme.md §3.3, B1). What was planned is
    summed once for all who came and left the same days: crossing everybody with every half-day costs seconds
    in a file of some years.
    """
    planned, recorded = _planned(scope), _recorded(scope)
    measures = ("due", "present", "justified", "unjustified")
    unrecorded = planned.c.minutes - func.coalesce(recorded.c.marked, 0)
    return (
        select(
            Enrollment.id.label("enrollment_id"),
            *(func.coalesce(recorded.c[name], 0).label(name) for name in measures),
            unrecorded.label("unrecorded"),
        )
        .select_from(Enrollment)
        .join(planned, _same_path(planned))
        .outerjoin(recorded, recorded.c.enrollment_id == Enrollment.id)
        .subquery("hours")
    )


def minutes_by_month(scope: Scope) -> tuple[Select[Any], Select[Any]]:
    """Two reads by month (202609): minutes planned for everybody, then those of the marks.

    The first gives (month, minutes), the second (month, marked, due, present, justified, unjustified).
    """
    held_on = ClassSession.held_on
    month: ColumnElement[Any] = (extract("year", held_on) * 100 + extract("month", held_on)).label("month")
    path = (Enrollment.cohort_id, Enrollment.entered_on, Enrollment.exit_on)
    people = select(*path, func.count().label("people")).where(*_people(scope)).group_by(*path)
    paths = people.subquery("path")
    planned = (
        select(month, func.sum(ClassSession.minutes * paths.c.people))
        .select_from(paths)
        .join(ClassSession, ClassSession.cohort_id == paths.c.cohort_id)
        .where(*_days(scope, paths.c.entered_on, paths.c.exit_on))
        .group_by("month")
    )
    return planned, _marks(scope, month).group_by("month")


def _planned(scope: Scope) -> Subquery:
    """Minutes held in the period for each cohort, day of entry and day of exit that somebody has."""
    path = select(Enrollment.cohort_id, Enrollment.entered_on, Enrollment.exit_on).distinct()
    path = path.where(*_people(scope))
    paths = path.subquery("path")
    return (
        select(*paths.c, func.sum(ClassSession.minutes).label("minutes"))
        .select_from(paths)
        .join(ClassSession, ClassSession.cohort_id == paths.c.cohort_id)
        .where(*_days(scope, paths.c.entered_on, paths.c.exit_on))
        .group_by(*paths.c)
        .subquery("planned")
    )


def _same_path(planned: Subquery) -> ColumnElement[bool]:
    return and_(
        planned.c.cohort_id == Enrollment.cohort_id,
        planned.c.entered_on == Enrollment.entered_on,
        planned.c.exit_on.is_not_distinct_from(Enrollment.exit_on),
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
        .where(*_people(scope), *_days(scope, Enrollment.entered_on, Enrollment.exit_on))
    )


def _people(scope: Scope) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Enrollment.entered_on.is_not(None)]
    if scope.cohort_ids is not None:
        conditions.append(Enrollment.cohort_id.in_(scope.cohort_ids))
    if scope.date_from is not None:
        conditions.append(or_(Enrollment.exit_on.is_(None), Enrollment.exit_on >= scope.date_from))
    return conditions


def _days(scope: Scope, entered_on: Any, exit_on: Any) -> list[ColumnElement[bool]]:
    """The half-days of a path within the period, as known at the date."""
    day = ClassSession.held_on
    conditions: list[ColumnElement[bool]] = [
        day >= entered_on,
        day <= scope.as_of,
        or_(exit_on.is_(None), day <= exit_on),
    ]
    if scope.date_from is not None:
        conditions.append(day >= scope.date_from)
    if scope.date_to is not None:
        conditions.append(day <= scope.date_to)
    return conditions
