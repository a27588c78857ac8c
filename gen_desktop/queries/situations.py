"""The situation of leavers at each horizon, in rows of a query: told, else derived from their spells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, and_, case, false, func, null, or_, select
from sqlalchemy.orm import aliased

from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.follow_up import FollowUp
from gen_desktop.models.funding_program import FundingProgram
from gen_desktop.models.placement import Placement
from gen_desktop.models.situation import codes_that_tell
from gen_desktop.queries.once import conditions_made_once
from gen_desktop.queries.situation_sql import (
    Leaver,
    days_from,
    months_later,
    reaches,
    situation_of_spell,
    telling_spell_id,
)
from gen_desktop.queries.worked_out import WorkedOut
from gen_desktop.reference.lists import codes_where
from gen_desktop.reference.parameters import Parameters

Condition = ColumnElement[bool]

FIXED_TERM = ("EMP_CDD6", "EMP_CDDC", "EMP_INT6", "EMP_INTC")
"""The situations whose label says a length, which a known length corrects."""


@conditions_made_once
class Situations:
    """Columns and conditions on the situation, as known on ``as_of``, of rows that ``join`` has completed.

    The rows speak of Enrollment. Everything is null, or false, where nothing is known. Situations are worked
    out once per leaver in a table of their own for each horizon, because a figure asks about each dozens of
    times.
    """

    def __init__(self, as_of: dt.date, parameters: Parameters, among: Condition) -> None:
        self.as_of = as_of
        self.parameters = parameters
        self._among = among
        self.worked_out = WorkedOut()

    def join(self, statement: Select[Any], *asked: ColumnElement[Any]) -> Select[Any]:
        """The same rows, each with its situation at the horizons that what is asked speaks about."""
        return self.worked_out.join(statement, *asked)

    def code(self, horizon: int) -> ColumnElement[str | None]:
        """The code of outcome_situation (INJ, REF when no spell tells more); null: nothing is recorded."""
        return self._column("code", horizon)

    def contract_months(self, horizon: int) -> ColumnElement[int | None]:
        """The length of the contract behind the situation; null when it is unknown or has no end."""
        return self._column("months", horizon)

    def is_target_occupation(self, horizon: int) -> ColumnElement[bool | None]:
        """Whether the job is the occupation aimed at; null when nobody said."""
        return self._column("aimed", horizon)

    def proof(self, horizon: int) -> ColumnElement[str | None]:
        """What supports the situation, a code of proof_kind; null when nothing is known to."""
        return self._column("proof", horizon)

    def spell_id(self, horizon: int) -> ColumnElement[int | None]:
        """The spell that covers the day and was known then, whether or not somebody also answered."""
        return self._column("spell_id", horizon)

    def is_due(self, horizon: int) -> Condition:
        """The exit is that many months old, and nobody told of a death, of the horizon or of the exit."""
        removed = codes_where("outcome_situation", removed_from_denominators="yes")
        return and_(
            func.coalesce(self._column("is_due", horizon), false()), ~self.is_one_of(horizon, removed)
        )

    def is_told(self, horizon: int) -> Condition:
        """Somebody answered about the horizon."""
        return func.coalesce(self._column("is_told", horizon), false())

    def is_derived(self, horizon: int) -> Condition:
        """Nobody answered, and a spell, or the reason of the exit, tells the situation."""
        tells = or_(self.spell_id(horizon).is_not(None), self._column("on_leaving", horizon).is_not(None))
        return and_(~self.is_told(horizon), tells)

    def contradicts(self, horizon: int) -> Condition:
        """The answer says neither job nor training, and a spell known then covers the same day."""
        searching = codes_where("outcome_situation", esf="job_searching")
        idle = searching + codes_where("outcome_situation", esf="inactive")
        return and_(self.is_told(horizon), self.is_one_of(horizon, idle), self.spell_id(horizon).is_not(None))

    def is_one_of(self, horizon: int, codes: tuple[str, ...]) -> Condition:
        """The situation is known to be one of these codes."""
        return func.coalesce(self.code(horizon).in_(codes), false())

    def is_lasting(self, horizon: int) -> Condition:
        """In lasting employment (models/follow_up.is_durable): by the contract, and by its length.

        A known length decides over the label chosen when the threshold was another one.
        """
        months = self.contract_months(horizon)
        long = func.coalesce(reaches(months, self.parameters), false())
        always = tuple(c for c in codes_where("outcome_situation", durable="yes") if c not in FIXED_TERM)
        by_length = codes_where("outcome_situation", durable="by_duration")
        if self.parameters.work_study_counts_as_durable:
            by_length += codes_where("outcome_situation", durable="by_parameter")
        labelled_long = tuple(c for c in FIXED_TERM if c in codes_where("outcome_situation", durable="yes"))
        return or_(
            self.is_one_of(horizon, always),
            and_(self.is_one_of(horizon, FIXED_TERM + by_length), long),
            and_(self.is_one_of(horizon, labelled_long), months.is_(None)),
        )

    def _column(self, name: str, horizon: int) -> ColumnElement[Any]:
        made = partial(_by_leaver, horizon, self.as_of, self.parameters, self._among)
        return self.worked_out.table(horizon, made).c[name]


def _by_leaver(horizon: int, as_of: dt.date, parameters: Parameters, among: Condition) -> Select[Any]:
    """One row per leaver: the situation at the horizon, its contract, and where they come from."""
    leavers = _leavers(horizon, parameters, among)
    leaver = Leaver(leavers.c.enrollment_id, leavers.c.entered_on, leavers.c.due_on, leavers.c.opens_on)
    answer, spell = aliased(FollowUp), aliased(Placement)
    told = and_(
        answer.enrollment_id == leaver.enrollment_id,
        answer.horizon == horizon,
        answer.recorded_on <= as_of,
    )
    return (
        select(
            leavers.c.enrollment_id,
            and_(leaver.due_on <= as_of, ~leavers.c.died).label("is_due"),
            leavers.c.on_leaving,
            *_columns(leaver, answer, spell, leavers.c.on_leaving, parameters),
        )
        .select_from(leavers)
        .outerjoin(answer, told)
        .outerjoin(spell, spell.id == telling_spell_id(leaver, as_of, parameters))
    )


def _leavers(horizon: int, parameters: Parameters, among: Condition) -> CTE:
    """The leavers, with the day of the horizon and the first day on which it may be told."""
    before = func.coalesce(FundingProgram.follow_up_window_before, parameters.follow_up_window_before)
    due_on = months_later(Enrollment.exit_on, horizon)
    statement = (
        select(
            Enrollment.id.label("enrollment_id"),
            Enrollment.entered_on,
            func.coalesce(Enrollment.exit_reason == "NE_DEC", false()).label("died"),
            (null() if horizon else _said_on_leaving()).label("on_leaving"),
            due_on.label("due_on"),
            days_from(due_on, "-", before).label("opens_on"),
        )
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .outerjoin(FundingProgram, FundingProgram.id == Cohort.funding_program_id)
        .where(Enrollment.exit_on.is_not(None), among)
    )
    return statement.cte().prefix_with("MATERIALIZED")


def _said_on_leaving() -> ColumnElement[str | None]:
    """``situation_on_leaving`` of the enrollment."""
    return case(codes_that_tell(), value=Enrollment.exit_reason)


def _columns(
    leaver: Leaver, answer: Any, spell: Any, on_leaving: Any, parameters: Parameters
) -> Iterator[ColumnElement[Any]]:
    is_told = answer.situation.in_(codes_where("outcome_situation", known="yes"))
    code = case(
        (is_told, answer.situation),
        (spell.id.is_not(None), situation_of_spell(spell, leaver, parameters)),
        else_=func.coalesce(on_leaving, answer.situation),
    )
    yield code.label("code")
    yield is_told.label("is_told")
    yield spell.id.label("spell_id")
    for name, column in (
        ("months", "contract_months"),
        ("aimed", "is_target_occupation"),
        ("proof", "proof"),
    ):
        found = case((is_told, getattr(answer, column)), else_=getattr(spell, column))
        yield found.label(name)
