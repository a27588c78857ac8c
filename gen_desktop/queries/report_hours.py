"""Hours of attendance as reports print them: by cohort, by month, and who is under the limit."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gen_desktop.dates import add_months, days_in_month
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.queries.hours import hours_by_enrollment
from gen_desktop.queries.populations import Populations
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


def hours_by_cohort(session: Session, scope: Scope) -> tuple[Hours, ...]:
    """Hours of each cohort that has some, by code."""
    hours = hours_by_enrollment(scope).c
    rows = session.execute(
        select(Cohort.code, *(func.sum(hours[name]) for name in _NAMES))
        .select_from(hours.enrollment_id.table)
        .join(Enrollment, Enrollment.id == hours.enrollment_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .group_by(Cohort.id)
        .order_by(Cohort.code)
    )
    return tuple(Hours(*row) for row in rows)


def hours_by_month(session: Session, scope: Scope) -> tuple[tuple[dt.date, Hours], ...]:
    """Hours of each month of a period, with its first day. Needs both bounds of the period."""
    if scope.date_from is None or scope.date_to is None:
        return ()
    found = []
    month = scope.date_from.replace(day=1)
    last = min(scope.date_to, scope.as_of)
    while month <= last:
        end = month.replace(day=days_in_month(month.year, month.month))
        part = Scope(scope.as_of, scope.cohort_ids, max(month, scope.date_from), min(end, last))
        hours = hours_by_enrollment(part).c
        row = session.execute(select(*(func.coalesce(func.sum(hours[name]), 0) for name in _NAMES))).one()
        found.append((month, Hours(f"{month:%Y-%m}", *row)))
        month = add_months(month, 1)
    return tuple(found)


def attendance_alerts(session: Session, populations: Populations) -> tuple[AttendanceAlert, ...]:
    """People in training whose attendance over the period is under the limit in force, the lowest first."""
    hours = hours_by_enrollment(populations.scope).c
    limit = populations.parameters.alert_attendance_rate
    statement = (
        populations.select_from(Enrollment.id, Cohort.code, hours.due, hours.present, hours.unjustified)
        .join(hours.enrollment_id.table, hours.enrollment_id == Enrollment.id)
        .where(populations.in_training(), hours.due > 0, hours.present * 100 < hours.due * limit)
        .order_by(hours.present * 1.0 / hours.due, Enrollment.id)
    )
    return tuple(AttendanceAlert(*row) for row in session.execute(statement))
