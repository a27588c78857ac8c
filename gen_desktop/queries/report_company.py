"""Periods in company as reports tell them: who went, for how long, and who was hired there afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, exists, func, select
from sqlalchemy.orm import Session

from gen_desktop.models.cohort import Cohort
from gen_desktop.models.company_period import CompanyPeriod
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.placement import Placement
from gen_desktop.queries.populations import Condition, Populations
from gen_desktop.queries.scope import Scope


@dataclass(frozen=True, slots=True)
class CompanyLine:
    """The periods in company of a cohort that were under way in the scope. Lengths in minutes.

    ``planned_known``, ``done_known``: periods whose length is known. ``at_known``: people whose company is
    one of those known, ``hired``: those of them who then had a job there.
    """

    cohort_id: int
    cohort_code: str
    people: int
    periods: int
    planned: int
    planned_known: int
    done: int
    done_known: int
    sheets: int
    at_known: int
    hired: int


def company_lines(session: Session, populations: Populations) -> tuple[CompanyLine, ...]:
    """By cohort, the periods begun by the date that touch the period of the scope."""
    p, scope = populations, populations.scope
    period = CompanyPeriod

    def people(condition: Condition) -> Any:
        return func.count(func.distinct(case((condition, Enrollment.id))))

    statement = (
        p.select_from(
            Cohort.id,
            Cohort.code,
            func.count(func.distinct(Enrollment.id)),
            func.count(period.id),
            func.coalesce(func.sum(period.planned_minutes), 0),
            func.count(period.planned_minutes),
            func.coalesce(func.sum(period.done_minutes), 0),
            func.count(period.done_minutes),
            func.count(case((period.sheet_received_on <= scope.as_of, period.id))),
            people(period.company_id.is_not(None)),
            people(_hired(scope)),
        )
        .join(period, period.enrollment_id == Enrollment.id)
        .where(p.entered(), _under_way(scope))
        .group_by(Cohort.id)
        .order_by(Cohort.code)
    )
    return tuple(CompanyLine(*row) for row in session.execute(statement))


def in_company(p: Populations) -> Condition:
    """The entrants with such a period."""
    return and_(p.entered(), _has_period(_under_way(p.scope)))


def hired_there(p: Populations) -> Condition:
    """Those of them who then had a job in that company."""
    return and_(p.entered(), _has_period(_under_way(p.scope), _hired(p.scope)))


def _has_period(*conditions: Condition) -> Condition:
    own = CompanyPeriod.enrollment_id == Enrollment.id
    return exists(select(CompanyPeriod.id).where(own, *conditions).correlate(Enrollment))


def _under_way(scope: Scope) -> Condition:
    begun = CompanyPeriod.starts_on <= min(scope.date_to or scope.as_of, scope.as_of)
    return begun if scope.date_from is None else and_(begun, CompanyPeriod.ends_on >= scope.date_from)


def _hired(scope: Scope) -> Condition:
    job = and_(
        Placement.enrollment_id == Enrollment.id,
        Placement.company_id == CompanyPeriod.company_id,
        Placement.kind == "job",
        Placement.starts_on >= CompanyPeriod.starts_on,
        Placement.starts_on <= scope.as_of,
    )
    return exists(select(Placement.id).where(job).correlate(Enrollment, CompanyPeriod))
