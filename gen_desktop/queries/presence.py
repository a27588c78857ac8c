"""Hours of people over a period, as their papers print them: planned, present by place, absences by reason.

What is due is said by queries/attendance_sql.py alone. A half-day that nobody recorded is neither presence nor
absence: it is counted apart, and keeps a paper from being issued.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Session

from gen_desktop.models.attendance import Attendance, justified_codes, not_due_codes, unjustified_codes
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.company_period import CompanyPeriod
from gen_desktop.models.course import Course
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.remote_work import RemoteActivity
from gen_desktop.queries.attendance_sql import is_due, mark_of_pair

CENTER, REMOTE, COMPANY = "center", "remote", "company"
"""Where hours were spent: in the centre; at distance or at home; in a company."""
_PLACES = {"remote": REMOTE, "home": REMOTE, "company": COMPANY}


@dataclass(frozen=True, slots=True)
class HalfDay:
    """A half-day planned for one person. ``status`` None: nobody recorded it. Lengths in minutes."""

    held_on: dt.date
    half_day: str
    minutes: int
    place: str
    status: str | None
    present: int


@dataclass(frozen=True, slots=True)
class CompanyTime:
    """A period in company that ends in the time looked at. ``done`` None: its sheet is not back."""

    host: str
    starts_on: dt.date
    ends_on: dt.date
    planned: int | None
    done: int | None


@dataclass(frozen=True, slots=True)
class Hours:
    """Minutes of one person over a period.

    ``planned`` and ``present`` are by place. ``justified`` is by status. ``late``: missed by late arrivals and
    early leavings. ``unknown_half_days`` are in none of the others but ``planned``. ``activities``: estimated
    time of the distance work planned in the period; ``verified``: of that done and verified (R6341-13).
    """

    planned: Mapping[str, int] = field(default_factory=dict)
    present: Mapping[str, int] = field(default_factory=dict)
    justified: Mapping[str, int] = field(default_factory=dict)
    unjustified: int = 0
    late: int = 0
    unknown: int = 0
    unknown_half_days: int = 0
    activities: int = 0
    verified: int = 0
    company: tuple[CompanyTime, ...] = ()

    @property
    def total_planned(self) -> int:
        """Half-days, distance work and periods in company."""
        in_company = sum(period.planned or 0 for period in self.company)
        return sum(self.planned.values()) + self.activities + in_company

    @property
    def total_present(self) -> int:
        """What was proved, wherever it was."""
        return sum(self.present_in(place) for place in (CENTER, REMOTE, COMPANY))

    @property
    def total_justified(self) -> int:
        return sum(self.justified.values())

    def present_in(self, place: str) -> int:
        """Minutes proved there; distance work counts for its estimated time once verified."""
        marked = self.present.get(place, 0)
        if place == REMOTE:
            return marked + self.verified
        return marked + (sum(period.done or 0 for period in self.company) if place == COMPANY else 0)


def hours_of(
    session: Session, enrollment_ids: Sequence[int], start: dt.date, end: dt.date
) -> dict[int, Hours]:
    """The hours of these people from ``start`` to ``end``, both included; people without any are there."""
    marks = _marks(session, enrollment_ids, start, end)
    remote = _remote(session, enrollment_ids, start, end)
    company = _company(session, enrollment_ids, start, end)
    return {
        key: _hours(marks.get(key, ()), remote.get(key, (0, 0)), company.get(key, ()))
        for key in enrollment_ids
    }


def half_days_of(
    session: Session, enrollment_ids: Sequence[int], start: dt.date, end: dt.date
) -> dict[int, tuple[HalfDay, ...]]:
    """The half-days planned for these people, in the order of time."""
    found: dict[int, list[HalfDay]] = {}
    columns = (
        *(Enrollment.id, ClassSession.held_on, ClassSession.half_day, ClassSession.minutes, _mode()),
        *(Attendance.status, func.coalesce(Attendance.minutes_present, 0)),
    )
    wanted = _planned(columns, enrollment_ids, start, end).order_by(
        ClassSession.held_on, ClassSession.half_day
    )
    for key, held_on, half_day, minutes, mode, status, present in session.execute(wanted):
        one = HalfDay(held_on, half_day, minutes, place_of(mode), status, present)
        found.setdefault(key, []).append(one)
    return {key: tuple(half_days) for key, half_days in found.items()}


def place_of(mode: str | None) -> str:
    """Where a half-day of that mode (code list session_mode) is spent."""
    return _PLACES.get(mode or "", CENTER)


def _mode() -> ColumnElement[Any]:
    """The mode of a half-day: its own, else that of the course."""
    return func.coalesce(ClassSession.delivery_mode, case((Course.delivery_mode == "remote", "remote")))


def _planned(
    columns: Iterable[Any], enrollment_ids: Sequence[int], start: dt.date, end: dt.date
) -> Select[Any]:
    is_held = Attendance.status.is_(None) | Attendance.status.not_in(not_due_codes())
    return (
        select(*columns)
        .select_from(Enrollment)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .join(Course, Course.id == Cohort.course_id)
        .join(ClassSession, ClassSession.cohort_id == Cohort.id)
        .outerjoin(Attendance, mark_of_pair())
        .where(
            Enrollment.id.in_(enrollment_ids),
            ClassSession.held_on.between(start, end),
            and_(ClassSession.held_on >= Enrollment.entered_on, is_due()),
            is_held,
        )
    )


def _marks(
    session: Session, enrollment_ids: Sequence[int], start: dt.date, end: dt.date
) -> dict[int, list[tuple[str, str | None, int, int, int]]]:
    """By enrollment: place, status, minutes, minutes present, half-days."""
    columns = (
        *(Enrollment.id, _mode(), Attendance.status, func.sum(ClassSession.minutes)),
        *(func.coalesce(func.sum(Attendance.minutes_present), 0), func.count()),
    )
    grouped = _planned(columns, enrollment_ids, start, end).group_by(
        Enrollment.id, _mode(), Attendance.status
    )
    found: dict[int, list[tuple[str, str | None, int, int, int]]] = {}
    for key, mode, *rest in session.execute(grouped):
        found.setdefault(key, []).append((place_of(mode), *rest))
    return found


def _remote(
    session: Session, enrollment_ids: Sequence[int], start: dt.date, end: dt.date
) -> dict[int, tuple[int, int]]:
    estimated = RemoteActivity.estimated_minutes
    is_verified = and_(RemoteActivity.done_on.is_not(None), RemoteActivity.verified_on.is_not(None))
    rows = session.execute(
        select(
            RemoteActivity.enrollment_id,
            func.sum(estimated),
            func.sum(case((is_verified, estimated), else_=0)),
        )
        .where(
            RemoteActivity.enrollment_id.in_(enrollment_ids), RemoteActivity.planned_on.between(start, end)
        )
        .group_by(RemoteActivity.enrollment_id)
    )
    return {key: (planned, verified) for key, planned, verified in rows}


def _company(
    session: Session, enrollment_ids: Sequence[int], start: dt.date, end: dt.date
) -> dict[int, tuple[CompanyTime, ...]]:
    columns = (
        *(CompanyPeriod.enrollment_id, CompanyPeriod.host, CompanyPeriod.starts_on, CompanyPeriod.ends_on),
        *(CompanyPeriod.planned_minutes, CompanyPeriod.done_minutes),
    )
    wanted = (CompanyPeriod.enrollment_id.in_(enrollment_ids), CompanyPeriod.ends_on.between(start, end))
    found: dict[int, tuple[CompanyTime, ...]] = {}
    for key, *rest in session.execute(select(*columns).where(*wanted).order_by(CompanyPeriod.starts_on)):
        found[key] = (*found.get(key, ()), CompanyTime(*rest))
    return found


def _hours(
    marks: Iterable[tuple[str, str | None, int, int, int]],
    remote: tuple[int, int],
    company: tuple[CompanyTime, ...],
) -> Hours:
    planned: dict[str, int] = {}
    present: dict[str, int] = {}
    justified: dict[str, int] = {}
    unjustified = late = unknown = unknown_half_days = 0
    for place, status, minutes, minutes_present, count in marks:
        planned[place] = planned.get(place, 0) + minutes
        present[place] = present.get(place, 0) + minutes_present
        missed = minutes - minutes_present
        if status is None:
            unknown, unknown_half_days = unknown + minutes, unknown_half_days + count
        elif status in justified_codes():
            justified[status] = justified.get(status, 0) + missed
        elif status in unjustified_codes():
            unjustified += missed
        else:
            late += missed
    return Hours(
        planned, present, justified, unjustified, late, unknown, unknown_half_days, *remote, company
    )
