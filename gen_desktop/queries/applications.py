"""The candidates of a cohort: who, where each stands, and how many at each step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from gen_desktop.errors import NotFound
from gen_desktop.models.application import waiting_order
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.course import Course
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import Learner
from gen_desktop.models.names import fold
from gen_desktop.models.positioning import Positioning, Prerequisite
from gen_desktop.queries.application_places import Places, places
from gen_desktop.queries.application_stage import stage_sql
from gen_desktop.queries.attendance_sql import ends_on, starts_on
from gen_desktop.queries.breakdowns import count
from gen_desktop.queries.indicators import Figure, figures
from gen_desktop.queries.populations import Populations
from gen_desktop.queries.scope import Scope, parameters
from gen_desktop.reference.lists import code_list

SORTS = ("name", "applied_on", "stage", "positioning", "interviewed_on", "decided_on", "rank", "prescriber")

REASONS = 30
"""Reasons offered while one is typed."""


@dataclass(frozen=True, slots=True)
class CohortIntake:
    """A cohort in the picker; dates are the actual ones where known."""

    id: int
    code: str
    course_id: int
    course_title: str
    start: dt.date
    end: dt.date


@dataclass(frozen=True, slots=True)
class CandidateCriteria:
    """Which candidates. ``stages``: codes of application_stage, empty for all; ``sort``: one of SORTS."""

    cohort_id: int
    stages: frozenset[str] = field(default_factory=frozenset)
    text: str = ""
    sort: str = "name"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """One line of the list. ``rank``: her place on the waiting list, None when she is not on it.

    ``levels``: code of positioning_level → on how many prerequisites. A date that is None is not known.
    """

    enrollment_id: int
    learner_id: int
    last_name: str
    first_name: str
    sort_key: str
    birth_date: dt.date | None
    phone: str | None
    prescriber: str | None
    applied_on: dt.date | None
    stage: str
    positioned_on: dt.date | None
    positioning_method: str | None
    interviewed_on: dt.date | None
    interviewer: str | None
    interview_note: str | None
    decided_on: dt.date | None
    decision_reason: str | None
    is_erased: bool
    levels: Mapping[str, int]
    rank: int | None


@dataclass(frozen=True, slots=True)
class Funnel:
    """How many applications passed each step; ``stages``: how many stand at each (they sum to ``applied``).

    ``admission``: the indicator A1, with the applications that the cohort only declares.
    """

    applied: int
    positioned: int
    interviewed: int
    admitted: int
    entered: int
    stages: Mapping[str, int]
    admission: Figure
    places: Places


@dataclass(frozen=True, slots=True)
class AskedFor:
    """A prerequisite of the course, and the level of one candidate (None: not known)."""

    prerequisite_id: int
    name: str
    level: str | None = None


def cohort_intakes(session: Session, as_of: dt.date) -> tuple[CohortIntake, ...]:
    """Every cohort, those to come first, the soonest of them first; then the others, the latest first."""
    rows = session.execute(
        select(Cohort.id, Cohort.code, Course.id, Course.title, starts_on, ends_on).join(
            Course, Course.id == Cohort.course_id
        )
    )
    found = [CohortIntake(*row) for row in rows]
    coming = sorted((one for one in found if one.start > as_of), key=lambda one: (one.start, one.code))
    begun = sorted((one for one in found if one.start <= as_of), key=lambda one: one.code)
    return (*coming, *sorted(begun, key=lambda one: one.start, reverse=True))


def candidates(session: Session, criteria: CandidateCriteria, as_of: dt.date) -> tuple[Candidate, ...]:
    """The candidates asked for, in that order."""
    rows = session.execute(_candidate_rows(criteria.cohort_id, as_of)).mappings().all()
    levels = _levels(session, criteria.cohort_id)
    waiting = [row for row in rows if row["stage"] == "waiting"]
    waiting.sort(key=lambda row: waiting_order(row["waiting_rank"], row["applied_on"], row["enrollment_id"]))
    ranks = {row["enrollment_id"]: place for place, row in enumerate(waiting, start=1)}
    found = [
        Candidate(
            **{name: value for name, value in row.items() if name != "waiting_rank"},
            levels=levels.get(row["enrollment_id"], {}),
            rank=ranks.get(row["enrollment_id"]),
        )
        for row in rows
    ]
    if criteria.stages:
        found = [one for one in found if one.stage in criteria.stages]
    if wanted := fold(criteria.text):
        found = [one for one in found if wanted in fold(f"{one.last_name} {one.first_name}")]
    return tuple(_sorted(found, criteria))


def funnel(session: Session, cohort_id: int, as_of: dt.date) -> Funnel:
    """The steps of the applications of a cohort, counted by the populations of the indicators."""
    scope = Scope(as_of=as_of, cohort_ids=(cohort_id,))
    one = Populations(scope, parameters(session, as_of))
    codes = [stage.code for stage in code_list("application_stage")]
    steps = (one.applied(), one.positioned(), one.interviewed(), one.admitted(), one.entered())
    counts = count(session, one, *steps, *(one.at_stage(code) for code in codes))
    (admission,) = figures(session, scope, ["A1"])
    applied, positioned, interviewed, admitted, entered = counts[: len(steps)]
    return Funnel(
        applied,
        positioned,
        interviewed,
        admitted,
        entered,
        stages=dict(zip(codes, counts[len(steps) :], strict=True)),
        admission=admission,
        places=places(session, cohort_id, as_of),
    )


def prerequisites(session: Session, course_id: int) -> tuple[AskedFor, ...]:
    """What a course asks for, in its order."""
    rows = session.execute(
        select(Prerequisite.id, Prerequisite.name)
        .where(Prerequisite.course_id == course_id)
        .order_by(Prerequisite.position, Prerequisite.id)
    )
    return tuple(AskedFor(*row) for row in rows)


def levels_of(session: Session, enrollment_id: int) -> tuple[AskedFor, ...]:
    """What the course asks a candidate for, with her levels. Raises NotFound."""
    course_id = session.scalar(
        select(Cohort.course_id)
        .join(Enrollment, Enrollment.cohort_id == Cohort.id)
        .where(Enrollment.id == enrollment_id)
    )
    if course_id is None:
        raise NotFound("Cette candidature n’est plus dans le fichier.")
    rows = session.execute(
        select(Positioning.prerequisite_id, Positioning.level).where(
            Positioning.enrollment_id == enrollment_id
        )
    )
    levels = {row.prerequisite_id: row.level for row in rows}
    return tuple(
        AskedFor(one.prerequisite_id, one.name, levels.get(one.prerequisite_id))
        for one in prerequisites(session, course_id)
    )


def reasons(session: Session, decision: str) -> tuple[str, ...]:
    """The reasons given so far for that decision (code of application_decision), the most usual first."""
    rows = session.scalars(
        select(Enrollment.decision_reason)
        .where(Enrollment.decision == decision, Enrollment.decision_reason.is_not(None))
        .group_by(Enrollment.decision_reason)
        .order_by(func.count().desc(), Enrollment.decision_reason)
        .limit(REASONS)
    )
    return tuple(reason for reason in rows if reason)


def _candidate_rows(cohort_id: int, as_of: dt.date) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Enrollment.id.label("enrollment_id"),
            Enrollment.learner_id,
            Learner.last_name,
            Learner.first_name,
            Learner.sort_key,
            Learner.birth_date,
            Learner.phone,
            Enrollment.prescriber,
            Enrollment.applied_on,
            stage_sql(as_of).label("stage"),
            Enrollment.positioned_on,
            Enrollment.positioning_method,
            Enrollment.interviewed_on,
            Enrollment.interviewer,
            Enrollment.interview_note,
            Enrollment.decided_on,
            Enrollment.decision_reason,
            Learner.erased_on.is_not(None).label("is_erased"),
            Enrollment.waiting_rank,
        )
        .join(Learner, Learner.id == Enrollment.learner_id)
        .where(
            Enrollment.cohort_id == cohort_id,
            func.coalesce(Enrollment.applied_on <= as_of, True),
        )
    )


def _levels(session: Session, cohort_id: int) -> dict[int, dict[str, int]]:
    rows = session.execute(
        select(Positioning.enrollment_id, Positioning.level, func.count())
        .join(Enrollment, Enrollment.id == Positioning.enrollment_id)
        .where(Enrollment.cohort_id == cohort_id)
        .group_by(Positioning.enrollment_id, Positioning.level)
    )
    found: dict[int, dict[str, int]] = {}
    for enrollment_id, level, number in rows:
        found.setdefault(enrollment_id, {})[level] = number
    return found


def _sorted(found: list[Candidate], criteria: CandidateCriteria) -> list[Candidate]:
    """In Python: there are hundreds of candidates, not thousands. What is not known comes last."""
    stages = {stage.code: stage.position for stage in code_list("application_stage")}

    def key(one: Candidate) -> Any:
        if criteria.sort == "name":
            return one.sort_key
        if criteria.sort == "stage":
            return stages[one.stage]
        if criteria.sort == "positioning":
            return (-one.levels.get("none", 0), one.levels.get("held", 0)) if one.levels else None
        return getattr(one, criteria.sort)

    by_name = sorted(found, key=lambda one: one.sort_key)
    known = [one for one in by_name if key(one) is not None]
    unknown = [one for one in by_name if key(one) is None]
    return sorted(known, key=key, reverse=criteria.descending) + unknown
