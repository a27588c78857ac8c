"""What breaks the rules about entrants and applicants: their dates, their facts, their exit, their jury.

One function for each rule, named as the rule is in resources/reference/report_rule.csv.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, or_, select, true, tuple_
from sqlalchemy.orm import aliased

from gen_desktop.models.assessment import BlockResult
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.company_period import CompanyPeriod
from gen_desktop.models.course import CertificationBlock, Course
from gen_desktop.models.enrollment import Enrollment, SensitiveFacts
from gen_desktop.models.funding_program import FundingProgram
from gen_desktop.models.learner import Learner
from gen_desktop.models.satisfaction import LEARNER, SatisfactionAnswer
from gen_desktop.queries.attendance_sql import ends_on, starts_on
from gen_desktop.queries.breakdowns import FUNDER
from gen_desktop.queries.populations import Condition, Populations
from gen_desktop.queries.rule_scope import Case, PeopleRule, entered_in

RULES: dict[str, PeopleRule] = {}


@entered_in(RULES)
def exit_before_entry(p: Populations) -> Case:
    return Case(p.left(), Enrollment.exit_on < Enrollment.entered_on)


@entered_in(RULES)
def entry_outside_cohort(p: Populations) -> Case:
    return Case(p.entered(), not_(Enrollment.entered_on.between(starts_on, ends_on)))


@entered_in(RULES)
def twice_in_cohort(_: Populations) -> Case:
    """Two records of one person: the same one cannot be enrolled twice in a cohort (unique in the schema)."""
    person = (Enrollment.cohort_id, Learner.sort_key, Learner.birth_date)
    twice = (
        select(*person)
        .join(Learner, Learner.id == Enrollment.learner_id)
        .where(Learner.birth_date.is_not(None), Learner.erased_on.is_(None))
        .group_by(*person)
        .having(func.count() > 1)
        .correlate(None)
    )
    return Case(true(), tuple_(*person).in_(twice))


@entered_in(RULES)
def overlapping_paths(p: Populations) -> Case:
    other = aliased(Enrollment)
    as_of = p.scope.as_of
    same_days = (
        select(other.id)
        .where(
            other.learner_id == Enrollment.learner_id,
            other.id != Enrollment.id,
            other.entered_on <= as_of,
            other.entered_on <= func.coalesce(Enrollment.exit_on, as_of),
            func.coalesce(other.exit_on, as_of) >= Enrollment.entered_on,
        )
        .correlate(Enrollment)
    )
    return Case(p.entered(), same_days.exists())


@entered_in(RULES)
def still_in(p: Populations) -> Case:
    return Case(p.entered(), and_(p.in_training(), _planned_end() < p.scope.as_of))


@entered_in(RULES)
def exit_without_reason(p: Populations) -> Case:
    return Case(p.abandoned(), Enrollment.exit_reason.is_(None))


@entered_in(RULES)
def exit_actions_unknown(p: Populations) -> Case:
    return Case(p.abandoned(), Enrollment.exit_interview_done.is_(None))


@entered_in(RULES)
def age_unusual(p: Populations) -> Case:
    lowest, highest = p.parameters.report_lowest_age, p.parameters.report_highest_age
    return Case(p.entered(), or_(p.younger_than(lowest), not_(p.younger_than(highest + 1))))


@entered_in(RULES)
def sex_unknown(p: Populations) -> Case:
    return Case(p.entered(), p.sex_unknown())


@entered_in(RULES)
def birth_unknown(p: Populations) -> Case:
    return Case(p.entered(), p.birth_unknown())


@entered_in(RULES)
def level_unknown(p: Populations) -> Case:
    return Case(p.entered(), p.level_unknown())


@entered_in(RULES)
def situation_unknown(p: Populations) -> Case:
    return Case(p.entered(), p.situation_unknown())


@entered_in(RULES)
def unemployment_unknown(p: Populations) -> Case:
    return Case(and_(p.entered(), p.job_seekers()), Enrollment.unemployment_months.is_(None))


@entered_in(RULES)
def qpv_unknown(p: Populations) -> Case:
    return Case(p.entered(), p.qpv_unknown())


@entered_in(RULES)
def qpv_without_vintage(p: Populations) -> Case:
    return Case(and_(p.entered(), p.in_qpv()), _is_blank(Enrollment.qpv_vintage))


@entered_in(RULES)
def rural_unknown(p: Populations) -> Case:
    return Case(p.entered(), p.rural_unknown())


@entered_in(RULES)
def zoning_without_vintage(p: Populations) -> Case:
    return Case(and_(p.entered(), p.rural()), _is_blank(Enrollment.zoning_vintage))


@entered_in(RULES)
def rqth_unknown(p: Populations) -> Case:
    return Case(p.entered(), p.disabled_unknown())


@entered_in(RULES)
def brsa_unknown(p: Populations) -> Case:
    return Case(p.entered(), p.brsa_unknown())


@entered_in(RULES)
def career_change_unknown(p: Populations) -> Case:
    return Case(p.entered(), p.career_change_unknown())


@entered_in(RULES)
def prescriber_unknown(p: Populations) -> Case:
    return Case(p.entered(), func.coalesce(Enrollment.prescriber, "NC") == "NC")


@entered_in(RULES)
def commune_unknown(p: Populations) -> Case:
    return Case(p.entered(), and_(_is_blank(Learner.insee_code), _is_blank(Learner.postal_code)))


@entered_in(RULES)
def funder_unknown(p: Populations) -> Case:
    """An enrollment has one funder, its own or that of its programme: shares add up if nobody lacks it."""
    return Case(p.entered(), FUNDER.key(p).is_(None))


@entered_in(RULES)
def france_travail_id(p: Populations) -> Case:
    return Case(and_(p.entered(), p.job_seekers()), _is_blank(Learner.france_travail_id))


@entered_in(RULES)
def aes(p: Populations) -> Case:
    return Case(p.entered(), Enrollment.aes_on.is_(None))


@entered_in(RULES)
def aes_late(p: Populations) -> Case:
    given = and_(p.entered(), Enrollment.aes_on <= p.scope.as_of)
    return Case(given, Enrollment.aes_on > _days_later(Enrollment.entered_on, p.parameters.aes_delay_days))


@entered_in(RULES)
def esf_entry_missing(p: Populations) -> Case:
    return Case(and_(p.entered(), _is_cofunded()), SensitiveFacts.esf_collected_on.is_(None))


@entered_in(RULES)
def esf_entry_late(p: Populations) -> Case:
    collected = and_(p.entered(), _is_cofunded(), SensitiveFacts.esf_collected_on.is_not(None))
    return Case(collected, SensitiveFacts.esf_collected_on > Enrollment.entered_on)


@entered_in(RULES)
def esf_exit_missing(p: Populations) -> Case:
    over = _days_later(Enrollment.exit_on, p.parameters.esf_exit_days) < p.scope.as_of
    return Case(and_(p.left(), _is_cofunded(), over), SensitiveFacts.esf_exit_collected_on.is_(None))


@entered_in(RULES)
def refusal_without_reason(p: Populations) -> Case:
    known = or_(Enrollment.decided_on.is_(None), Enrollment.decided_on <= p.scope.as_of)
    return Case(and_(Enrollment.decision == "refused", known), _is_blank(Enrollment.decision_reason))


@entered_in(RULES)
def decision_late(p: Populations) -> Case:
    limit = p.scope.as_of - dt.timedelta(days=p.parameters.application_answer_days)
    pending = and_(Enrollment.decision == "pending", Enrollment.entered_on.is_(None))
    return Case(true(), and_(pending, Enrollment.applied_on < limit))


@entered_in(RULES)
def company_period_missing(p: Populations) -> Case:
    of_course = select(Course.planned_company_minutes).where(Course.id == Cohort.course_id).scalar_subquery()
    planned = func.coalesce(Enrollment.planned_company_minutes, of_course) > 0
    return Case(
        and_(p.completed(), planned),
        Enrollment.id.not_in(select(CompanyPeriod.enrollment_id).correlate(None)),
    )


@entered_in(RULES)
def presentation_unknown(p: Populations) -> Case:
    prepared = select(Course.id).where(Course.certification_code.is_not(None)).correlate(None)
    return Case(and_(p.completed(), Cohort.course_id.in_(prepared)), p.presentation_unknown())


@entered_in(RULES)
def result_unknown(p: Populations) -> Case:
    return Case(and_(p.left(), p.presented()), p.result_unknown())


@entered_in(RULES)
def blocks_unknown(p: Populations) -> Case:
    with_blocks = select(CertificationBlock.course_id).correlate(None)
    judged = select(BlockResult.enrollment_id).correlate(None)
    return Case(and_(p.completed(), Cohort.course_id.in_(with_blocks)), Enrollment.id.not_in(judged))


@entered_in(RULES)
def satisfaction_missing(p: Populations) -> Case:
    """Cohorts that answered without names are left aside: nobody can tell who did not."""
    answer = SatisfactionAnswer
    at_the_end = and_(answer.horizon == 0, answer.respondent == LEARNER, answer.answered_on <= p.scope.as_of)
    nameless = select(answer.cohort_id).where(at_the_end, answer.enrollment_id.is_(None))
    named = select(answer.enrollment_id).where(at_the_end, answer.enrollment_id.is_not(None))
    return Case(
        and_(p.left(), Enrollment.cohort_id.not_in(nameless.correlate(None))),
        Enrollment.id.not_in(named.correlate(None)),
    )


def _planned_end() -> ColumnElement[dt.date]:
    return func.coalesce(Enrollment.planned_exit_on, ends_on)


def _is_cofunded() -> Condition:
    """Of a cohort whose programme is co-funded by the European Union."""
    programs = select(FundingProgram.id).where(FundingProgram.is_eu_cofunded.is_(True)).correlate(None)
    return Cohort.funding_program_id.in_(programs)


def _is_blank(column: Any) -> Condition:
    return func.coalesce(func.trim(column), "") == ""


def _days_later(day: Any, days: int) -> ColumnElement[Any]:
    return func.date(day, f"+{days} days")
