"""The spell that tells the situation at a horizon, as SQL: models/situation.py says it in Python.

A test draws thousands of paths and holds both together.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, false, func, literal, or_, select
from sqlalchemy.orm import aliased

from gen_desktop.models.follow_up import FollowUp
from gen_desktop.models.placement import Placement
from gen_desktop.reference.lists import code_list
from gen_desktop.reference.parameters import Parameters


def months_later(day: Any, months: int) -> ColumnElement[Any]:
    """``dates.add_months`` of a column: the same day of that month, or its last day when it has no such day.

    Where a month lacks the day, adding months overflows into the next one: the earlier of both is right.
    """
    same_day = func.date(day, f"+{months} months")
    last_of_month = func.date(day, "start of month", f"+{months + 1} months", "-1 day")
    return func.min(same_day, last_of_month)


def days_from(day: Any, sign: str, days: Any) -> ColumnElement[Any]:
    """The day that many days later (``sign`` "+") or earlier ("-"); ``days``: a column or a number."""
    return func.date(day, literal(sign).concat(days).concat(" days"))


@dataclass(frozen=True, slots=True)
class Leaver:
    """The columns of a leaver that a situation depends on; ``opens_on``: the first day of the window."""

    enrollment_id: ColumnElement[int]
    entered_on: ColumnElement[dt.date]
    due_on: ColumnElement[dt.date]
    opens_on: ColumnElement[dt.date]


def telling_spell_id(leaver: Leaver, as_of: dt.date, parameters: Parameters) -> ScalarSelect[int]:
    """The id of the spell that tells the situation on the day due (``telling_spell``), else null."""
    spell, told = aliased(Placement), aliased(FollowUp)
    return (
        select(spell.id)
        .select_from(spell)
        .outerjoin(told, told.id == spell.follow_up_id)
        .where(
            spell.enrollment_id == leaver.enrollment_id,
            tells(spell, told, leaver.due_on, leaver.opens_on, as_of),
        )
        .order_by(_rank(spell, leaver, parameters), spell.starts_on.desc(), spell.id.desc())
        .limit(1)
        .correlate(leaver.enrollment_id.table)  # type: ignore[attr-defined]  # a column of a table
        .scalar_subquery()
    )


def tells(
    spell: Any, told: Any, due_on: ColumnElement[dt.date], opens_on: ColumnElement[dt.date], as_of: dt.date
) -> ColumnElement[bool]:
    """The spell covers the day due, and was known, or confirmed, once the window was open.

    ``told``: the answer that the spell came with, if it did, whose day is that of the spell.
    """
    recorded_on = func.coalesce(spell.recorded_on, told.recorded_on)
    confirmed = and_(spell.confirmed_on >= opens_on, spell.confirmed_on <= as_of)
    return and_(
        spell.starts_on <= due_on,
        or_(spell.ends_on.is_(None), spell.ends_on >= due_on),
        recorded_on <= as_of,
        or_(recorded_on >= opens_on, func.coalesce(confirmed, false())),
    )


def situation_of_spell(spell: Any, leaver: Leaver, parameters: Parameters) -> ColumnElement[str]:
    """``spell_situation`` of a spell of the leaver."""
    kinds = code_list("placement_kind").codes
    before_entry = {kind.code: kind["situation_before_entry"] for kind in kinds}
    no_contract = {kind.code: kind["situation"] for kind in kinds}
    return case(
        (spell.starts_on < leaver.entered_on, case(before_entry, value=spell.kind)),
        (spell.contract_type.is_(None), case(no_contract, value=spell.kind)),
        else_=_of_contract(spell, parameters),
    )


def reaches(months: Any, parameters: Parameters) -> ColumnElement[bool]:
    """``Parameters.is_long`` of a length in months; null when the length is not known."""
    limit = parameters.seuil_emploi_durable_mois
    condition: ColumnElement[bool] = (
        months > limit if parameters.seuil_emploi_durable_comparaison == ">" else months >= limit
    )
    return condition


def _of_contract(spell: Any, parameters: Parameters) -> ColumnElement[str]:
    contracts = code_list("contract_type").codes
    unknown = {one.code: one["situation_unknown"] for one in contracts}
    by_length = [one for one in contracts if one["needs_months"] == "yes"]
    long = {one.code: one["situation_long"] for one in by_length}
    short = {one.code: one["situation_short"] for one in by_length}
    is_long = reaches(spell.contract_months, parameters)
    told = and_(spell.contract_months.is_not(None), spell.contract_type.in_(list(long)))
    return case(
        (and_(told, is_long), case(long, value=spell.contract_type)),
        (told, case(short, value=spell.contract_type)),
        else_=case(unknown, value=spell.contract_type),
    )


def _rank(spell: Any, leaver: Leaver, parameters: Parameters) -> ColumnElement[int]:
    ranks = {one.code: int(one["spell_rank"]) for one in code_list("outcome_situation") if one["spell_rank"]}
    return case(ranks, value=situation_of_spell(spell, leaver, parameters))
