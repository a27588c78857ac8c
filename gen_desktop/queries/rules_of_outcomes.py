"""What breaks the rules about what became of leavers, and about the spells they lived.

One function for each rule, named as the rule is in resources/reference/report_rule.csv.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.follow_up import JOB_UNSPECIFIED, ContactAttempt, FollowUp
from gen_desktop.models.placement import Placement
from gen_desktop.queries.follow_up_settings import is_asked_about, window_is_over, window_opens_on
from gen_desktop.queries.populations import Condition, Populations
from gen_desktop.queries.rule_scope import Case, OutcomeRule, PeopleRule, entered_in
from gen_desktop.reference.lists import codes_where

RULES: dict[str, OutcomeRule] = {}
SPELL_RULES: dict[str, PeopleRule] = {}


@entered_in(RULES)
def follow_up_late(p: Populations, horizon: int) -> Case:
    over = window_is_over(p.parameters, horizon, p.scope.as_of)
    return Case(p.due(horizon), and_(_is_to_ask(p, horizon), over))


@entered_in(RULES)
def not_asked(p: Populations, horizon: int) -> Case:
    over = window_is_over(p.parameters, horizon, p.scope.as_of)
    return Case(p.due(horizon), and_(_is_to_ask(p, horizon), ~over))


@entered_in(RULES)
def contradicted(p: Populations, horizon: int) -> Case:
    return Case(p.answered(horizon), p.contradicted(horizon))


@entered_in(RULES)
def answered_too_early(p: Populations, horizon: int) -> Case:
    """The first day on which a situation may be told is a setting of the programme."""
    opens_on = window_opens_on(p.parameters, horizon)
    told = _told(horizon, p.scope.as_of)
    early = told.where(FollowUp.recorded_on < opens_on).correlate(Enrollment, Cohort)
    return Case(and_(p.due(horizon), told.correlate(Enrollment).exists()), early.exists())


@entered_in(RULES)
def unreachable_too_soon(p: Populations, horizon: int) -> Case:
    tried = (
        select(func.count())
        .select_from(ContactAttempt)
        .where(ContactAttempt.enrollment_id == Enrollment.id, ContactAttempt.horizon == horizon)
        .correlate(Enrollment)
        .scalar_subquery()
    )
    return Case(p.unreachable(horizon), tried < p.parameters.attempts_before_unreachable)


@entered_in(RULES)
def response_low(p: Populations, horizon: int) -> Case:
    return Case(p.due(horizon), p.unknown(horizon))


@entered_in(RULES)
def small_base(p: Populations, horizon: int) -> Case:
    return Case(p.due(horizon), p.due(horizon))


@entered_in(RULES)
def mode_unknown(p: Populations, horizon: int) -> Case:
    told = _told(horizon, p.scope.as_of)
    silent = told.where(FollowUp.contact_mode.is_(None)).correlate(Enrollment)
    return Case(and_(p.due(horizon), told.correlate(Enrollment).exists()), silent.exists())


@entered_in(RULES)
def proof_unknown(p: Populations, horizon: int) -> Case:
    return Case(p.answered(horizon), p.situations.proof(horizon).is_(None))


@entered_in(RULES)
def job_unspecified(p: Populations, horizon: int) -> Case:
    return Case(p.employed(horizon), p.situation_code(horizon) == JOB_UNSPECIFIED)


@entered_in(RULES)
def occupation_unknown(p: Populations, horizon: int) -> Case:
    return Case(p.employed(horizon), p.situations.is_target_occupation(horizon).is_(None))


@entered_in(SPELL_RULES)
def spell_ends_before_start(p: Populations) -> Case:
    return _spells(p, Placement.ends_on < Placement.starts_on)


@entered_in(SPELL_RULES)
def open_ended_with_end(p: Populations) -> Case:
    open_ended = codes_where("contract_type", situation_unknown="EMP_CDI")
    return _spells(p, and_(Placement.contract_type.in_(open_ended), Placement.ends_on.is_not(None)))


@entered_in(SPELL_RULES)
def spell_without_start(p: Populations) -> Case:
    return _spells(p, Placement.starts_on.is_(None))


def _spells(p: Populations, broken: Condition) -> Case:
    """Entrants with a spell, and those with one that meets the condition."""
    known = or_(Placement.recorded_on.is_(None), Placement.recorded_on <= p.scope.as_of)
    whose = select(Placement.enrollment_id).where(known)
    among = Enrollment.id.in_(whose.correlate(None))
    return Case(and_(p.entered(), among), Enrollment.id.in_(whose.where(broken).correlate(None)))


def _told(horizon: int, as_of: dt.date) -> Select[Any]:
    """The known situations that somebody told of that horizon, of Enrollment."""
    return select(FollowUp.id).where(
        FollowUp.enrollment_id == Enrollment.id,
        FollowUp.horizon == horizon,
        FollowUp.recorded_on <= as_of,
        FollowUp.situation.in_(codes_where("outcome_situation", known="yes")),
    )


def _is_to_ask(p: Populations, horizon: int) -> Condition:
    return and_(p.not_asked(horizon), is_asked_about(p.parameters, horizon))
