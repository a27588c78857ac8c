"""The list of learners: who is in it, in which order, and what each line says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, RowMapping, select
from sqlalchemy.orm import Session

from gen_desktop.jobs import Job
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.course import Course
from gen_desktop.models.enrollment import Enrollment, SensitiveFacts
from gen_desktop.models.follow_up import FollowUp
from gen_desktop.models.funding_program import FundingProgram
from gen_desktop.models.learner import Learner
from gen_desktop.models.learner_completeness import typed_texts
from gen_desktop.models.organization import Site
from gen_desktop.queries.attendance import AttendanceRate, rates_by_enrollment
from gen_desktop.queries.criteria import (
    LearnerCriteria,
    conditions,
    from_learners,
    is_incomplete,
    lacks_facts,
    missing_facts,
)
from gen_desktop.queries.list_filters import funder_sql
from gen_desktop.queries.placements import derived_situations
from gen_desktop.queries.populations import enrollment_state
from gen_desktop.queries.rights import may_see_sensitive, refuse_to_name
from gen_desktop.queries.sorting import ordering

CHUNK = 1000
"""People read in one statement; SQLite takes 32,766 values at most."""


@dataclass(frozen=True, slots=True)
class FollowUpSeen:
    """The latest situation as it is counted: months after the exit, code of outcome_situation, day.

    ``recorded_on`` None: nobody answered, a dated job, business or training tells it.
    """

    horizon: int
    situation: str
    recorded_on: dt.date | None


@dataclass(frozen=True, slots=True)
class LearnerRow:
    """One person in a list, with the enrollment shown (None without any). ``rate``: up to the day asked.

    ``missing``: names of the facts that reports ask and nobody has said. ``tells_sensitive``: whether
    whoever reads is shown ``is_rqth`` and ``is_brsa``; they are None otherwise.
    """

    id: int
    last_name: str
    first_name: str
    birth_date: dt.date | None
    sex: str | None
    phone: str | None
    email: str | None
    address: str | None
    postal_code: str | None
    city: str | None
    france_travail_id: str | None
    enrollment_id: int | None
    cohort_code: str | None
    course_title: str | None
    program_name: str | None
    site_name: str | None
    applied_on: dt.date | None
    entered_on: dt.date | None
    planned_exit_on: dt.date | None
    exit_on: dt.date | None
    exit_reason: str | None
    prescriber: str | None
    funder: str | None
    remuneration: str | None
    situation_before: str | None
    unemployment_months: int | None
    in_qpv: bool | None
    rural_zoning: str | None
    highest_diploma: str | None
    state: str | None
    rate: AttendanceRate | None
    follow_up: FollowUpSeen | None
    missing: tuple[str, ...]
    to_correct: tuple[str, ...]
    tells_sensitive: bool
    is_rqth: bool | None
    is_brsa: bool | None


def ids(session: Session, criteria: LearnerCriteria, as_of: dt.date) -> list[int]:
    """The persons that meet the criteria, in order: every id, so that a list knows its length.

    Raises Forbidden when being in the list would tell what the reader is not shown.
    """
    return [row.id for row in _found(session, criteria, as_of)]


def ids_and_incomplete(session: Session, criteria: LearnerCriteria, as_of: dt.date) -> tuple[list[int], int]:
    """The same, and how many of them lack something that reports ask."""
    found = _found(session, criteria, as_of, is_incomplete().label("is_incomplete"))
    return [row.id for row in found], sum(bool(row.is_incomplete) for row in found)


def _found(session: Session, criteria: LearnerCriteria, as_of: dt.date, *columns: Any) -> Sequence[Row[Any]]:
    met = conditions(criteria, as_of)
    refuse_to_name(session, *met)
    statement = from_learners(Learner.id, *columns, cohort_ids=criteria.cohort_ids)
    found = session.execute(statement.where(*met).order_by(*ordering(criteria, as_of))).all()
    if criteria.learner_ids is None:
        return found
    # Here and not in SQL: a figure may count more people than a statement takes parameters.
    wanted = set(criteria.learner_ids)
    return [row for row in found if row.id in wanted]


def rows(
    session: Session, learner_ids: Sequence[int], as_of: dt.date, cohort_ids: Sequence[int] | None = None
) -> Mapping[int, LearnerRow]:
    """What a list shows of these persons (a page of them, at most CHUNK), by id.

    ``cohort_ids``: those of the criteria, so that the enrollment shown is the one that met them.
    """
    tells_sensitive = may_see_sensitive(session)
    missing = missing_facts()
    statement = from_learners(
        *_columns(as_of),
        Learner.to_correct,
        lacks_facts().label("lacks_facts"),
        *(condition.label(f"missing_{name}") for name, condition in missing.items()),
        *(_SENSITIVE if tells_sensitive else ()),
        cohort_ids=cohort_ids,
    )
    statement = (
        statement.outerjoin(Course, Course.id == Cohort.course_id)
        .outerjoin(Site, Site.id == Cohort.site_id)
        .outerjoin(FundingProgram, FundingProgram.id == Cohort.funding_program_id)
    )
    if tells_sensitive:
        statement = statement.outerjoin(SensitiveFacts, SensitiveFacts.enrollment_id == Enrollment.id)
    found = session.execute(statement.where(Learner.id.in_(learner_ids))).mappings().all()
    enrolled = [row["enrollment_id"] for row in found if row["enrollment_id"] is not None]
    rates = rates_by_enrollment(session, enrolled, as_of)
    followed = _follow_ups(session, enrolled, as_of)
    return {
        row["id"]: _row(row, tuple(missing), rates, followed, tells_sensitive=tells_sensitive)
        for row in found
    }


def all_rows(
    session: Session,
    learner_ids: Sequence[int],
    as_of: dt.date,
    cohort_ids: Sequence[int] | None = None,
    job: Job = Job(),  # noqa: B008 - it keeps nothing
) -> Iterator[LearnerRow]:
    """The rows of any number of persons, in their order; whoever is gone since is left out."""
    for start in range(0, len(learner_ids), CHUNK):
        job.step(start, len(learner_ids), "Lecture de la liste")
        chunk = learner_ids[start : start + CHUNK]
        found = rows(session, chunk, as_of, cohort_ids)
        yield from (found[one] for one in chunk if one in found)


_SENSITIVE = (SensitiveFacts.is_rqth, SensitiveFacts.is_brsa)
_OWN = (
    *("id", "last_name", "first_name", "birth_date", "sex", "phone", "email", "address", "postal_code"),
    *("city", "france_travail_id"),
)
_OF_ENROLLMENT = (
    *("applied_on", "entered_on", "planned_exit_on", "exit_on", "exit_reason", "prescriber", "remuneration"),
    *("situation_before", "unemployment_months", "in_qpv", "rural_zoning", "highest_diploma"),
)
_NAMED = ("enrollment_id", "cohort_code", "course_title", "program_name", "site_name", "funder")


def _columns(as_of: dt.date) -> list[Any]:
    return [
        *(getattr(Learner, name) for name in _OWN),
        *(getattr(Enrollment, name) for name in _OF_ENROLLMENT),
        Enrollment.id.label("enrollment_id"),
        Cohort.code.label("cohort_code"),
        Course.title.label("course_title"),
        FundingProgram.name.label("program_name"),
        Site.name.label("site_name"),
        funder_sql().label("funder"),
        enrollment_state(as_of).label("state"),
    ]


def _row(
    row: RowMapping,
    missing: Sequence[str],
    rates: Mapping[int, AttendanceRate],
    followed: Mapping[int, FollowUpSeen],
    *,
    tells_sensitive: bool,
) -> LearnerRow:
    enrollment_id = row["enrollment_id"]
    return LearnerRow(
        **{name: row[name] for name in (*_OWN, *_OF_ENROLLMENT, *_NAMED)},
        state=row["state"] if enrollment_id is not None else None,
        rate=rates.get(enrollment_id),
        follow_up=followed.get(enrollment_id),
        missing=tuple(name for name in missing if row[f"missing_{name}"]) if row["lacks_facts"] else (),
        to_correct=tuple(typed_texts(row["to_correct"])),
        tells_sensitive=tells_sensitive,
        is_rqth=row["is_rqth"] if tells_sensitive else None,
        is_brsa=row["is_brsa"] if tells_sensitive else None,
    )


def _follow_ups(session: Session, enrollment_ids: Sequence[int], as_of: dt.date) -> dict[int, FollowUpSeen]:
    found = session.execute(
        select(FollowUp.enrollment_id, FollowUp.horizon, FollowUp.situation, FollowUp.recorded_on)
        .where(FollowUp.enrollment_id.in_(enrollment_ids), FollowUp.recorded_on <= as_of)
        .order_by(FollowUp.recorded_on, FollowUp.horizon)
    )
    seen = {row[0]: FollowUpSeen(*row[1:]) for row in found}
    derived = derived_situations(session, as_of, enrollment_ids=enrollment_ids)
    for horizon in sorted(derived):
        for enrollment_id, code in derived[horizon].items():
            told = seen.get(enrollment_id)
            if told is None or told.horizon <= horizon:
                seen[enrollment_id] = FollowUpSeen(horizon, code, None)
    return seen
