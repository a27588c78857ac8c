"""Rates cohort by cohort, in one read for all of them, and the earlier cohorts to compare with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.queries.catalogue import Indicator, catalogue
from gen_desktop.queries.populations import Populations
from gen_desktop.queries.scope import Scope, parameters

MOST_EARLIER = 8
"""So many earlier cohorts are compared, the latest: beyond, courses and publics are no longer the same."""

_start = func.coalesce(Cohort.actual_start, Cohort.planned_start)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A rate as a numerator and a denominator."""

    n: int
    N: int


@dataclass(frozen=True, slots=True)
class CohortRates:
    """The rates of one cohort, in the order in which they were asked for."""

    id: int
    code: str
    rates: tuple[Ratio, ...]


def cohort_rates(
    session: Session, as_of: dt.date, cohort_ids: Sequence[int], indicator_ids: Sequence[str]
) -> tuple[CohortRates, ...]:
    """These indicators for each of these cohorts, in the order of their first days.

    Only indicators that count persons, and nothing that cohorts merely declare.
    """
    p = Populations(Scope(as_of, tuple(cohort_ids)), parameters(session, as_of))
    known = {entry.id: entry for entry in catalogue() if isinstance(entry, Indicator)}
    wanted = [known[indicator_id] for indicator_id in indicator_ids]
    parts = [part(p) for entry in wanted for part in (entry.numerator, entry.denominator)]
    sums: list[Any] = [func.coalesce(func.sum(case((part, 1), else_=0)), 0) for part in parts]
    rows = session.execute(p.select_from(Enrollment.cohort_id, *sums).group_by(Enrollment.cohort_id))
    counts = {row[0]: [int(value) for value in row[1:]] for row in rows}
    nobody = [0] * len(parts)
    codes = session.execute(
        select(Cohort.id, Cohort.code).where(Cohort.id.in_(cohort_ids)).order_by(_start, Cohort.code)
    )
    return tuple(
        CohortRates(cohort_id, code, tuple(map(Ratio, own[::2], own[1::2])))
        for cohort_id, code in codes
        for own in (counts.get(cohort_id, nobody),)
    )


def earlier_cohorts(session: Session, cohort_ids: Sequence[int]) -> tuple[int, ...]:
    """The cohorts of the same courses begun before all of these: the MOST_EARLIER latest, by their id."""
    theirs = Cohort.id.in_(cohort_ids)
    first = select(func.min(_start)).where(theirs).scalar_subquery()
    courses = select(Cohort.course_id).where(theirs)
    statement = (
        select(Cohort.id)
        .where(Cohort.course_id.in_(courses), Cohort.id.not_in(cohort_ids), _start < first)
        .order_by(_start.desc(), Cohort.code)
        .limit(MOST_EARLIER)
    )
    return tuple(session.scalars(statement).all())
