"""Cohorts, to list, to choose from and to read one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from gen_desktop.models.attendance import Attendance
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.course import Course
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.names import fold
from gen_desktop.models.organization import Site
from gen_desktop.queries.attendance import AttendanceRate
from gen_desktop.queries.attendance_sql import ends_on, mark_of_pair, rate_columns, starts_on

_CHUNK = 400


@dataclass(frozen=True, slots=True)
class CohortSummary:
    """One line of a list of cohorts; dates are the actual ones where known."""

    id: int
    code: str
    course_title: str
    site_name: str | None
    start: dt.date
    end: dt.date
    seats: int | None
    enrollments: int
    entered: int


@dataclass(frozen=True, slots=True)
class CohortCriteria:
    """Which cohorts, in which order. ``states``: codes of cohort_state, empty for all.

    ``text`` is looked for in the code, the course and the site, accents and case aside.
    ``sort``: one of SORTS.
    """

    states: frozenset[str] = field(default_factory=frozenset)
    text: str = ""
    sort: str = "start"
    descending: bool = True


SORTS = ("code", "course", "site", "start", "end", "seats", "entered", "in_training", "state")


@dataclass(frozen=True, slots=True)
class CohortRow:
    """One line of the page of cohorts. ``state``: a code of cohort_state; dates are the actual ones.

    ``admitted``: people who may still enter. ``entered`` counts every entry, ``in_training`` who is there.
    """

    id: int
    code: str
    course_id: int
    course_title: str
    site_name: str | None
    start: dt.date
    end: dt.date
    seats: int | None
    state: str
    enrollments: int
    admitted: int
    entered: int
    in_training: int


def summaries(session: Session) -> tuple[CohortSummary, ...]:
    """Every cohort, the latest first."""
    rows = session.execute(
        select(
            Cohort.id,
            Cohort.code,
            Course.title.label("course_title"),
            Site.name.label("site_name"),
            starts_on.label("start"),
            ends_on.label("end"),
            Cohort.seats,
            func.count(Enrollment.id).label("enrollments"),
            func.count(Enrollment.entered_on).label("entered"),
        )
        .join(Course, Course.id == Cohort.course_id)
        .outerjoin(Site, Site.id == Cohort.site_id)
        .outerjoin(Enrollment, Enrollment.cohort_id == Cohort.id)
        .group_by(Cohort.id)
        .order_by(starts_on.desc(), Cohort.code)
    ).mappings()
    return tuple(CohortSummary(**row) for row in rows)


def list_rows(session: Session, criteria: CohortCriteria, as_of: dt.date) -> tuple[CohortRow, ...]:
    """The cohorts asked for, with their numbers at that day, in one statement."""
    people = _people_counts(as_of).subquery("people")
    state = _state_sql(as_of)
    counts = [
        func.coalesce(people.c[name], 0).label(name)
        for name in ("enrollments", "admitted", "entered", "in_training")
    ]
    statement = (
        select(
            Cohort.id,
            Cohort.code,
            Course.id,
            Course.title,
            Site.name,
            starts_on,
            ends_on,
            Cohort.seats,
            state,
            *counts,
        )
        .join(Course, Course.id == Cohort.course_id)
        .outerjoin(Site, Site.id == Cohort.site_id)
        .outerjoin(people, people.c.cohort_id == Cohort.id)
    )
    if criteria.states:
        statement = statement.where(state.in_(criteria.states))
    found = [CohortRow(*row) for row in session.execute(statement)]
    if wanted := fold(criteria.text):
        found = [
            row for row in found if wanted in fold(f"{row.code} {row.course_title} {row.site_name or ''}")
        ]
    return tuple(_sorted(found, criteria))


def count_by_state(session: Session, as_of: dt.date) -> dict[str, int]:
    """How many cohorts are in each state that day; states without a cohort are absent."""
    state = _state_sql(as_of)
    rows = session.execute(select(state, func.count()).group_by(state))
    return {row[0]: row[1] for row in rows}


def rates(session: Session, cohort_ids: Sequence[int], as_of: dt.date) -> dict[int, AttendanceRate]:
    """The attendance rate of each of these cohorts up to that day. Heavy with many marks: for a job."""
    found = dict.fromkeys(cohort_ids, AttendanceRate(0, 0, 0))
    for start in range(0, len(cohort_ids), _CHUNK):
        rows = session.execute(
            select(Enrollment.cohort_id, *rate_columns(as_of))
            .select_from(Enrollment)
            .join(Cohort, Cohort.id == Enrollment.cohort_id)
            .join(ClassSession, ClassSession.cohort_id == Cohort.id)
            .outerjoin(Attendance, mark_of_pair())
            .where(Cohort.id.in_(cohort_ids[start : start + _CHUNK]), ClassSession.held_on <= as_of)
            .group_by(Enrollment.cohort_id)
        )
        found.update((row[0], AttendanceRate(*tuple(row)[1:])) for row in rows)
    return found


def ids_by_code(session: Session) -> dict[str, int]:
    """Every cohort by its code."""
    rows = session.execute(select(Cohort.code, Cohort.id).order_by(Cohort.code))
    return {row[0]: row[1] for row in rows}


def _state_sql(as_of: dt.date) -> ColumnElement[str]:
    """models/cohort_plan.state_on, said in SQL."""
    return case((starts_on > as_of, "planned"), (ends_on >= as_of, "running"), else_="ended")


def _people_counts(as_of: dt.date) -> Select[*tuple[Any, ...]]:
    entered = and_(Enrollment.entered_on.is_not(None), Enrollment.entered_on <= as_of)
    gone = and_(Enrollment.exit_type.is_not(None), Enrollment.exit_on <= as_of)
    admitted = and_(
        Enrollment.decision == "admitted",
        Enrollment.is_no_show.is_(False),
        or_(Enrollment.entered_on.is_(None), Enrollment.entered_on > as_of),
    )
    there = and_(entered, func.coalesce(gone, False).is_(False))
    return select(
        Enrollment.cohort_id,
        func.count().label("enrollments"),
        func.sum(case((admitted, 1), else_=0)).label("admitted"),
        func.sum(case((entered, 1), else_=0)).label("entered"),
        func.sum(case((there, 1), else_=0)).label("in_training"),
    ).group_by(Enrollment.cohort_id)


_STATE_ORDER = {"running": 0, "planned": 1, "ended": 2}


def _searched(row: CohortRow) -> str:
    return fold(f"{row.code} {row.course_title} {row.site_name or ''}")


def _sorted(rows: list[CohortRow], criteria: CohortCriteria) -> list[CohortRow]:
    """In Python: SQLite knows no French order, and there are hundreds of cohorts, not thousands."""
    keys = {
        "code": lambda row: fold(row.code),
        "course": lambda row: fold(row.course_title),
        "site": lambda row: fold(row.site_name or ""),
        "start": lambda row: row.start,
        "end": lambda row: row.end,
        "seats": lambda row: row.seats or 0,
        "entered": lambda row: row.entered,
        "in_training": lambda row: row.in_training,
        "state": lambda row: _STATE_ORDER[row.state],
    }
    by_code = sorted(rows, key=lambda row: fold(row.code))
    return sorted(by_code, key=keys[criteria.sort], reverse=criteria.descending)
