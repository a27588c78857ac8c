"""Hours of a person or of a cohort over a month or the whole course, half-day by half-day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from gen_desktop.dates import week_start
from gen_desktop.errors import NotFound
from gen_desktop.models.absence import Delay, Stage, stage_of
from gen_desktop.models.assiduity import (
    HalfDayLine,
    Hours,
    RemoteHours,
    doubled_minutes,
    hours_of,
    session_mode,
)
from gen_desktop.models.attendance import ABSENT, Attendance
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.company_period import CompanyPeriod
from gen_desktop.models.course import Course
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import Learner
from gen_desktop.models.organization import Site
from gen_desktop.models.remote_work import RemoteActivity
from gen_desktop.queries.attendance_sql import ends_on, is_counted, mark_of_pair, starts_on
from gen_desktop.queries.scope import parameters


@dataclass(frozen=True, slots=True)
class Period:
    """Days, both included. None: no limit, so that a whole course is told."""

    start: dt.date | None = None
    end: dt.date | None = None

    def days(self, day: Any) -> list[ColumnElement[bool]]:
        """The conditions that keep a column of days within the period."""
        conditions: list[ColumnElement[bool]] = [] if self.start is None else [day >= self.start]
        return conditions if self.end is None else [*conditions, day <= self.end]


WHOLE_COURSE = Period()


@dataclass(frozen=True, slots=True)
class CompanySheet:
    """A period in company that touches the period told. Minutes are of the whole of it, None: not known."""

    host: str
    tutor: str | None
    starts_on: dt.date
    ends_on: dt.date
    planned: int | None
    done: int | None
    sheet_received_on: dt.date | None


@dataclass(frozen=True, slots=True)
class EnrollmentStatement:
    """One person in one cohort. Half-days from the entry to the exit, in the order of time.

    ``weeks``: the hours of each week, by its Monday; they add up to ``hours``.
    """

    enrollment_id: int
    learner_id: int
    last_name: str
    first_name: str
    cohort_id: int
    cohort_code: str
    course_title: str
    entered_on: dt.date | None
    exit_on: dt.date | None
    half_days: tuple[HalfDayLine, ...]
    weeks: tuple[tuple[dt.date, Hours], ...]
    hours: Hours
    remote: RemoteHours
    company: tuple[CompanySheet, ...]

    @property
    def is_blank(self) -> bool:
        """Whether nothing at all is to be told of the period: the person was not in training."""
        return not (self.half_days or self.company or self.remote != RemoteHours())


@dataclass(frozen=True, slots=True)
class CohortStatement:
    """A cohort over a period: its people, in the order of names, and their hours added up."""

    cohort_id: int
    cohort_code: str
    course_title: str
    start: dt.date
    end: dt.date
    people: tuple[EnrollmentStatement, ...]
    hours: Hours
    remote: RemoteHours


def learner_statements(
    session: Session, learner_id: int, period: Period, as_of: dt.date
) -> tuple[EnrollmentStatement, ...]:
    """A statement for each cohort in which the person has something to tell over the period.

    ``as_of``: the day on which an absence may still be justified or not.
    """
    return _told(_statements(session, Enrollment.learner_id == learner_id, period, as_of))


def enrollment_statement(
    session: Session, enrollment_id: int, period: Period, as_of: dt.date
) -> EnrollmentStatement:
    """The statement of one enrollment, even when it is blank. Raises NotFound."""
    found = _statements(session, Enrollment.id == enrollment_id, period, as_of)
    if not found:
        raise NotFound("Cette inscription n’existe plus.")
    return found[0]


def enrollment_statements(
    session: Session, enrollment_ids: Collection[int], period: Period, as_of: dt.date
) -> tuple[EnrollmentStatement, ...]:
    """The statements of these enrollments, by name, blank ones included."""
    return _statements(session, Enrollment.id.in_(enrollment_ids), period, as_of)


def cohort_statement(session: Session, cohort_id: int, period: Period, as_of: dt.date) -> CohortStatement:
    """The statement of a cohort and of everybody who was in training. Raises NotFound."""
    facts = session.execute(
        select(Cohort.id, Cohort.code, Course.title, starts_on, ends_on)
        .join(Course, Course.id == Cohort.course_id)
        .where(Cohort.id == cohort_id)
    ).first()
    if facts is None:
        raise NotFound("Cette cohorte n’existe plus.")
    people = _told(_statements(session, Enrollment.cohort_id == cohort_id, period, as_of))
    hours = sum((person.hours for person in people), Hours())
    remote = sum((person.remote for person in people), RemoteHours())
    return CohortStatement(*facts, people, hours, remote)


def _told(found: tuple[EnrollmentStatement, ...]) -> tuple[EnrollmentStatement, ...]:
    return tuple(one for one in found if not one.is_blank)


def _statements(
    session: Session, who: ColumnElement[bool], period: Period, as_of: dt.date
) -> tuple[EnrollmentStatement, ...]:
    people = session.execute(_people(who)).mappings().all()
    lines = _half_days(session, who, period, as_of)
    remote = _remote_work(session, who, period)
    company = _company_sheets(session, who, period)
    found = []
    for facts in people:
        key = facts["enrollment_id"]
        own = tuple(lines.get(key, ()))
        work = _remote_hours(remote.get(key, ()), own)
        found.append(_statement(facts, own, work, company.get(key, ())))
    return tuple(found)


def _statement(
    facts: Any, lines: tuple[HalfDayLine, ...], remote: RemoteHours, company: tuple[CompanySheet, ...]
) -> EnrollmentStatement:
    by_week: dict[dt.date, list[HalfDayLine]] = {}
    for line in lines:
        by_week.setdefault(week_start(line.held_on), []).append(line)
    weeks = tuple((monday, hours_of(of_week)) for monday, of_week in by_week.items())
    hours = sum((hours for _, hours in weeks), Hours())
    return EnrollmentStatement(
        **facts, half_days=lines, weeks=weeks, hours=hours, remote=remote, company=company
    )


def _people(who: ColumnElement[bool]) -> Any:
    return (
        select(
            Enrollment.id.label("enrollment_id"),
            *(Enrollment.learner_id, Learner.last_name, Learner.first_name, Enrollment.cohort_id),
            *(Cohort.code.label("cohort_code"), Course.title.label("course_title")),
            *(Enrollment.entered_on, Enrollment.exit_on),
        )
        .join(Learner, Learner.id == Enrollment.learner_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .join(Course, Course.id == Cohort.course_id)
        .where(who)
        .order_by(Learner.sort_key, starts_on, Enrollment.id)
    )


def _half_days(
    session: Session, who: ColumnElement[bool], period: Period, as_of: dt.date
) -> Mapping[int, list[HalfDayLine]]:
    """The half-days due from the entry on, by enrollment."""
    days = parameters(session, as_of).absence_justification_days
    statement = (
        select(
            *(Enrollment.id, ClassSession.id, ClassSession.held_on, ClassSession.half_day),
            *(ClassSession.minutes, ClassSession.delivery_mode, Course.delivery_mode),
            *(Attendance.status, Attendance.minutes_present),
            func.coalesce(Site.holiday_zone, "national"),
        )
        .select_from(Enrollment)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .join(Course, Course.id == Cohort.course_id)
        .outerjoin(Site, Site.id == Cohort.site_id)
        .join(ClassSession, ClassSession.cohort_id == Cohort.id)
        .outerjoin(Attendance, mark_of_pair())
        .where(
            who,
            is_counted(),
            *period.days(ClassSession.held_on),
        )
        .order_by(ClassSession.held_on, ClassSession.half_day)
    )
    found: dict[int, list[HalfDayLine]] = {}
    for row in session.execute(statement):
        enrollment_id, one, day, half, minutes, own, of_course, status, present, zone = row
        waits = status == ABSENT and _is_to_justify(day, as_of, Delay(days, zone))
        line = HalfDayLine(one, day, half, minutes, session_mode(own, of_course), status, present or 0, waits)
        found.setdefault(enrollment_id, []).append(line)
    return found


def _is_to_justify(day: dt.date, as_of: dt.date, delay: Delay) -> bool:
    return stage_of(ABSENT, None, day, as_of, delay) is Stage.TO_JUSTIFY


_RemoteDay = tuple[dt.date, int, int, int]
"""A day, then the minutes of the work planned on it: estimated, done and verified, connected."""


def _remote_work(
    session: Session, who: ColumnElement[bool], period: Period
) -> Mapping[int, Sequence[_RemoteDay]]:
    """Estimated minutes of the work planned in the period, and of what of it was done and verified in it.

    R6341-13 speaks of a month: what is done later counts in no month, so that no rate exceeds 100 %.
    """
    verified = RemoteActivity.verified_on.is_not(None)
    done = [RemoteActivity.done_on.is_not(None), *period.days(RemoteActivity.done_on)]
    estimated = RemoteActivity.estimated_minutes
    rows = session.execute(
        select(
            Enrollment.id,
            RemoteActivity.planned_on,
            func.coalesce(func.sum(estimated), 0),
            func.coalesce(func.sum(estimated).filter(verified, *done), 0),
            func.coalesce(func.sum(func.coalesce(RemoteActivity.connected_minutes, 0)), 0),
        )
        .join(RemoteActivity, RemoteActivity.enrollment_id == Enrollment.id)
        .where(who, *period.days(RemoteActivity.planned_on))
        .group_by(Enrollment.id, RemoteActivity.planned_on)
    )
    found: dict[int, list[_RemoteDay]] = {}
    for enrollment_id, day, planned, verified_minutes, connected in rows:
        found.setdefault(enrollment_id, []).append((day, planned, verified_minutes, connected))
    return found


def _remote_hours(days: Sequence[_RemoteDay], lines: Sequence[HalfDayLine]) -> RemoteHours:
    verified = {day: minutes for day, _, minutes, _ in days}
    return RemoteHours(
        planned=sum(day[1] for day in days),
        verified=sum(verified.values()),
        connected=sum(day[3] for day in days),
        doubled=doubled_minutes(lines, verified),
    )


def _company_sheets(
    session: Session, who: ColumnElement[bool], period: Period
) -> Mapping[int, tuple[CompanySheet, ...]]:
    touching: list[ColumnElement[bool]] = []
    if period.start is not None:
        touching.append(CompanyPeriod.ends_on >= period.start)
    if period.end is not None:
        touching.append(CompanyPeriod.starts_on <= period.end)
    rows = session.execute(
        select(
            *(Enrollment.id, CompanyPeriod.host, CompanyPeriod.tutor, CompanyPeriod.starts_on),
            *(CompanyPeriod.ends_on, CompanyPeriod.planned_minutes, CompanyPeriod.done_minutes),
            CompanyPeriod.sheet_received_on,
        )
        .join(CompanyPeriod, CompanyPeriod.enrollment_id == Enrollment.id)
        .where(who, *touching)
        .order_by(CompanyPeriod.starts_on)
    )
    found: dict[int, tuple[CompanySheet, ...]] = {}
    for row in rows:
        found[row[0]] = (*found.get(row[0], ()), CompanySheet(*row[1:]))
    return found
