"""Hours of attendance as reports print them: by cohort, by month, and who is under the limit."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from operator import add
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gen_desktop.dates import add_months
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.course import Course
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.queries.attendance import AbsenceStreak, consecutive_absences
from gen_desktop.queries.hours import minutes_by_month
from gen_desktop.queries.people_hours import people_hours
from gen_desktop.queries.populations import Condition, Populations
from gen_desktop.queries.scope import Scope

_NAMES = ("due", "present", "justified", "unjustified", "unrecorded")


@dataclass(frozen=True, slots=True)
class Hours:
    """Minutes of a group: due and recorded, present, justified, unjustified, not recorded."""

    label: str
    due: int
    present: int
    justified: int
    unjustified: int
    unrecorded: int


@dataclass(frozen=True, slots=True)
class AttendanceAlert:
    """Somebody whose attendance is under the limit in force; no name, an internal id."""

    enrollment_id: int
    cohort_code: str
    due: int
    present: int
    unjustified: int


@dataclass(frozen=True, slots=True)
class PlannedHours:
    """Minutes planned for the entrants of a cohort: how many entrants they are known for, and their sum.

    What an enrollment does not say is taken from its course.
    """

    cohort_code: str
    entered: int
    center_known: int
    center: int
    company_known: int
    company: int


def planned_hours(session: Session, populations: Populations) -> tuple[PlannedHours, ...]:
    """The lengths planned in the centre and in company, cohort by cohort."""
    p = populations
    columns: list[Any] = []
    for own, of_course in (
        (Enrollment.planned_center_minutes, Course.planned_center_minutes),
        (Enrollment.planned_company_minutes, Course.planned_company_minutes),
    ):
        minutes = func.coalesce(own, of_course)
        columns += [func.count(minutes), func.coalesce(func.sum(minutes), 0)]
    statement = (
        p.select_from(Cohort.code, func.count(), *columns)
        .join(Course, Course.id == Cohort.course_id)
        .where(p.entered())
        .group_by(Cohort.id)
        .order_by(Cohort.code)
    )
    return tuple(PlannedHours(*row) for row in session.execute(statement))


def hours_by_delivery(session: Session, populations: Populations) -> tuple[tuple[str | None, int], ...]:
    """Minutes of class held in the period, each half-day once, by code of delivery_mode (None: not known)."""
    scope = populations.scope
    conditions: list[Condition] = [ClassSession.held_on <= min(scope.date_to or scope.as_of, scope.as_of)]
    if scope.date_from is not None:
        conditions.append(ClassSession.held_on >= scope.date_from)
    if scope.cohort_ids is not None:
        conditions.append(ClassSession.cohort_id.in_(scope.cohort_ids))
    mode = func.coalesce(ClassSession.delivery_mode, Course.delivery_mode).label("mode")
    rows = session.execute(
        select(mode, func.sum(ClassSession.minutes))
        .join(Cohort, Cohort.id == ClassSession.cohort_id)
        .join(Course, Course.id == Cohort.course_id)
        .where(*conditions)
        .group_by("mode")
    )
    return tuple((row[0], int(row[1])) for row in rows)


def hours_by_cohort(session: Session, scope: Scope) -> tuple[Hours, ...]:
    """Hours of each cohort that has some, by code."""
    sums: dict[int, list[int]] = {}
    for one in people_hours(session, scope):
        minutes = (one.due, one.present, one.justified, one.unjustified, one.unrecorded)
        before = sums.setdefault(one.cohort_id, [0] * len(minutes))
        before[:] = map(add, before, minutes)
    codes = session.execute(select(Cohort.id, Cohort.code).order_by(Cohort.code))
    return tuple(Hours(row.code, *sums[row.id]) for row in codes if row.id in sums)


def hours_by_month(session: Session, scope: Scope) -> tuple[tuple[dt.date, Hours], ...]:
    """Hours of each month of a period, with its first day. Needs both bounds of the period."""
    if scope.date_from is None or scope.date_to is None:
        return ()
    planned, marks = (session.execute(read).all() for read in minutes_by_month(scope))
    held: dict[int, int] = {row[0]: row[1] for row in planned}
    marked = {row[0]: tuple(row)[1:] for row in marks}
    found = []
    month = scope.date_from.replace(day=1)
    while month <= min(scope.date_to, scope.as_of):
        key = month.year * 100 + month.month
        recorded, *minutes = marked.get(key, (0,) * len(_NAMES))
        due, present, justified, unjustified = minutes
        unrecorded = held.get(key, 0) - recorded
        found.append((month, Hours(f"{month:%Y-%m}", due, present, justified, unjustified, unrecorded)))
        month = add_months(month, 1)
    return tuple(found)


def attendance_alerts(session: Session, populations: Populations) -> tuple[AttendanceAlert, ...]:
    """People in training whose attendance over the period is under the limit in force, the lowest first."""
    limit = populations.parameters.alert_attendance_rate
    statement = populations.select_from(Enrollment.id, Cohort.code, where=populations.in_training())
    codes: dict[int, str] = {row[0]: row[1] for row in session.execute(statement)}
    found = [
        AttendanceAlert(one.enrollment_id, codes[one.enrollment_id], one.due, one.present, one.unjustified)
        for one in people_hours(session, populations.scope)
        if one.enrollment_id in codes and one.due > 0 and one.present * 100 < one.due * limit
    ]
    return tuple(sorted(found, key=lambda one: (one.present / one.due, one.enrollment_id)))


def absences_in_a_row(session: Session, populations: Populations) -> tuple[AbsenceStreak, ...]:
    """People of the scope whose unjustified half-days in a row go on at the date, the longest first."""
    scope = populations.scope
    found = consecutive_absences(session, scope.as_of, populations.parameters.alert_unjustified_half_days)
    ids = scope.cohort_ids
    return tuple(streak for streak in found if ids is None or streak.cohort_id in ids)
