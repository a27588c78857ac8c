"""What breaks the rules about cohorts: their dates, places, site, course and programme.

One function for each rule, named as the rule is in resources/reference/report_rule.csv.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from gen_desktop.models.cohort import Cohort
from gen_desktop.models.course import Course
from gen_desktop.models.funding_program import FundingProgram, Target
from gen_desktop.models.organization import Site
from gen_desktop.queries.attendance_sql import ends_on, starts_on
from gen_desktop.queries.populations import Condition
from gen_desktop.queries.rule_scope import Case, CohortRule, RuleScope, entered_in

RULES: dict[str, CohortRule] = {}


@entered_in(RULES)
def label_ended(about: RuleScope) -> Case:
    ended = func.coalesce(FundingProgram.label_ends_on, FundingProgram.ends_on)
    return Case(_has_begun(about), ended < starts_on)


@entered_in(RULES)
def certification_not_valid(about: RuleScope) -> Case:
    return Case(_has_begun(about), Course.certification_valid_until < starts_on)


@entered_in(RULES)
def certification_expired(_: RuleScope) -> Case:
    until = Course.certification_valid_until
    return Case(_anyone(), and_(until >= starts_on, until < ends_on))


@entered_in(RULES)
def certification_unknown(_: RuleScope) -> Case:
    return Case(_anyone(), Course.certification_code.is_(None))


@entered_in(RULES)
def no_program(about: RuleScope) -> Case:
    return Case(_has_begun(about), Cohort.funding_program_id.is_(None))


@entered_in(RULES)
def agreement_missing(_: RuleScope) -> Case:
    numbers = (FundingProgram.agreement_number, FundingProgram.label_number)
    return Case(_has_program(), and_(*(number.is_(None) for number in numbers)))


@entered_in(RULES)
def europe_unknown(_: RuleScope) -> Case:
    return Case(_has_program(), FundingProgram.is_eu_cofunded.is_(None))


@entered_in(RULES)
def no_target(about: RuleScope) -> Case:
    on = about.populations.scope.as_of
    in_force = select(Target.funding_program_id).where(
        or_(Target.valid_from.is_(None), Target.valid_from <= on),
        or_(Target.valid_to.is_(None), Target.valid_to >= on),
    )
    return Case(_has_program(), FundingProgram.id.not_in(in_force.correlate(None)))


@entered_in(RULES)
def budget_missing(_: RuleScope) -> Case:
    amounts = (FundingProgram.planned_amount, FundingProgram.realized_amount)
    return Case(_has_program(), or_(*(amount.is_(None) for amount in amounts)))


@entered_in(RULES)
def seats_unknown(about: RuleScope) -> Case:
    return Case(_has_begun(about), Cohort.seats.is_(None))


@entered_in(RULES)
def site_unknown(_: RuleScope) -> Case:
    return Case(_anyone(), Cohort.site_id.is_(None))


@entered_in(RULES)
def site_zoning_unknown(_: RuleScope) -> Case:
    unknown = or_(Site.in_qpv.is_(None), Site.rural_zoning.is_(None))
    return Case(Cohort.site_id.is_not(None), unknown)


@entered_in(RULES)
def actual_dates_unknown(about: RuleScope) -> Case:
    return Case(_has_begun(about), Cohort.actual_start.is_(None))


def _anyone() -> ColumnElement[bool]:
    return Cohort.id.is_not(None)


def _has_begun(about: RuleScope) -> Condition:
    begun: Any = starts_on <= about.populations.scope.as_of
    return begun  # type: ignore[no-any-return]


def _has_program() -> Condition:
    return Cohort.funding_program_id.is_not(None)
