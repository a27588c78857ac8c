"""The people certified in a year, as France compétences asks about a promotion, and how each counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from gen_desktop.dates import add_months
from gen_desktop.models.assessment import Certification
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.course import Course
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import Learner
from gen_desktop.models.placement import Placement
from gen_desktop.queries.definition_groups import DefinitionGroups
from gen_desktop.queries.populations import Populations
from gen_desktop.queries.scope import Scope, parameters

FIRST_HORIZON, SECOND_HORIZON = 6, 24
"""Six months and two years after the exit: the horizons of the national directory."""


@dataclass(frozen=True, slots=True)
class Held:
    """The job or business of the day of a horizon; every fact may be unknown (None)."""

    title: str | None = None
    contract_type: str | None = None
    is_executive: bool | None = None
    yearly_gross_salary: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """Where a person stands in D8 and D9 at a horizon; the rest are neutralised or not due yet."""

    situation: str
    in_denominator: bool
    employed: bool
    in_occupation: bool
    is_unknown: bool
    occupation_unknown: bool


@dataclass(frozen=True, slots=True)
class PromotionLine:
    """One certified person. ``certification``: the code of the directory, None when the course has none."""

    enrollment_id: int
    learner_id: int
    last_name: str
    first_name: str
    birth_date: dt.date | None
    cohort_code: str
    certification: str | None
    certification_title: str
    jury_on: dt.date
    exit_on: dt.date | None
    first: Counted
    second: Counted
    job: Held
    later_job: Held


@dataclass(frozen=True, slots=True)
class PromotionSum:
    """The certified of one certification in a year. ``base`` and ``later_base``: counted at each horizon.

    ``aimed``: in the occupation aimed at; ``unknown``: due and of unknown situation, in no base.
    """

    certification: str | None
    title: str
    year: int
    certified: int
    base: int
    employed: int
    aimed: int
    unknown: int
    later_base: int
    later_aimed: int
    later_unknown: int


def promotion_sums(lines: Sequence[PromotionLine], year: int) -> tuple[PromotionSum, ...]:
    """The lines of a promotion summed up, certification by certification, in their order."""
    by_certification = groupby(lines, lambda one: (one.certification, one.certification_title))
    return tuple(_sum(code, title, year, list(group)) for (code, title), group in by_certification)


def _sum(code: str | None, title: str, year: int, lines: Sequence[PromotionLine]) -> PromotionSum:
    first, second = [line.first for line in lines], [line.second for line in lines]
    return PromotionSum(
        certification=code,
        title=title,
        year=year,
        certified=len(lines),
        base=sum(one.in_denominator for one in first),
        employed=sum(one.employed for one in first),
        aimed=sum(one.in_occupation for one in first),
        unknown=sum(one.is_unknown for one in first),
        later_base=sum(one.in_denominator for one in second),
        later_aimed=sum(one.in_occupation for one in second),
        later_unknown=sum(one.is_unknown for one in second),
    )


def promotion(
    session: Session, year: int, as_of: dt.date, *, with_erased: bool = False
) -> tuple[PromotionLine, ...]:
    """Everybody certified in that calendar year, by certification and name.

    The erased are left out, but where people are only counted.
    """
    p = Populations(Scope(as_of), parameters(session, as_of))
    groups = DefinitionGroups(p, year)
    columns = {
        "enrollment_id": Enrollment.id,
        "learner_id": Learner.id,
        "last_name": Learner.last_name,
        "first_name": Learner.first_name,
        "birth_date": Learner.birth_date,
        "cohort_code": Cohort.code,
        "certification": Course.certification_code,
        "certification_title": Course.title,
        "jury_on": Certification.jury_on,
        "exit_on": Enrollment.exit_on,
    }
    labelled: list[Any] = [column.label(name) for name, column in columns.items()]
    for horizon in (FIRST_HORIZON, SECOND_HORIZON):
        labelled += [column.label(f"{name}_{horizon}") for name, column in _counted(groups, horizon)]
    statement = (
        p.select_from(*labelled, where=groups.certified())
        .join(Course, Course.id == Cohort.course_id)
        .where(true() if with_erased else Learner.erased_on.is_(None))
        .order_by(Course.certification_code, Course.title, Learner.sort_key, Enrollment.id)
    )
    rows = session.execute(statement).mappings().all()
    jobs = _jobs(session, [row["enrollment_id"] for row in rows], as_of)
    return tuple(
        PromotionLine(
            **{name: row[name] for name in columns},
            first=_told(row, FIRST_HORIZON),
            second=_told(row, SECOND_HORIZON),
            job=_held(jobs, row, FIRST_HORIZON),
            later_job=_held(jobs, row, SECOND_HORIZON),
        )
        for row in rows
    )


def _counted(groups: DefinitionGroups, horizon: int) -> Iterator[tuple[str, ColumnElement[Any]]]:
    yield "situation", groups.populations.situation_code(horizon)
    yield "in_denominator", groups.certified_answering(horizon)
    yield "employed", groups.certified_employed(horizon)
    yield "in_occupation", groups.certified_in_occupation(horizon)
    yield "is_unknown", groups.certified_unknown(horizon)
    yield "occupation_unknown", groups.occupation_unknown(horizon)


def _told(row: Any, horizon: int) -> Counted:
    situation, *flags = (row[f"{one.name}_{horizon}"] for one in fields(Counted))
    return Counted(situation, *(bool(flag) for flag in flags))


def _jobs(session: Session, ids: Collection[int], as_of: dt.date) -> dict[int, list[Placement]]:
    statement = (
        select(Placement)
        .where(
            Placement.enrollment_id.in_(ids),
            Placement.kind.in_(("job", "creation")),
            Placement.starts_on <= as_of,
        )
        .order_by(Placement.starts_on, Placement.id)
    )
    found: dict[int, list[Placement]] = {}
    for spell in session.scalars(statement):
        if spell.recorded_on is None or spell.recorded_on <= as_of:
            found.setdefault(spell.enrollment_id, []).append(spell)
    return found


def _held(jobs: dict[int, list[Placement]], row: Any, horizon: int) -> Held:
    """The job of that day, the latest begun; nothing of somebody who is not counted as employed."""
    if row["exit_on"] is None or not row[f"employed_{horizon}"]:
        return Held()
    day = add_months(row["exit_on"], horizon)
    for spell in reversed(jobs.get(row["enrollment_id"], [])):
        if spell.starts_on is not None and spell.starts_on <= day and (spell.ends_on or day) >= day:
            return Held(spell.title, spell.contract_type, spell.is_executive, spell.yearly_gross_salary)
    return Held()
