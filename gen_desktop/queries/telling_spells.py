"""Of whom a spell, or the reason of the exit, tells the situation, in the whole file."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session, aliased

from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.follow_up import FollowUp
from gen_desktop.models.funding_program import FundingProgram
from gen_desktop.models.placement import Placement
from gen_desktop.models.situation import codes_that_tell
from gen_desktop.queries.scope import parameters
from gen_desktop.queries.situation_sql import days_from, months_later, tells
from gen_desktop.reference.horizons import RECORDED_HORIZONS


def told_by_spell(
    session: Session, as_of: dt.date, cohort_ids: tuple[int, ...] | None = None
) -> dict[int, set[int]]:
    """The enrollments that have a spell which tells their situation, by horizon (0: the exit)."""
    days = _days(parameters(session, as_of).follow_up_window_before)
    row = session.execute(_statement(days, as_of, cohort_ids)).one()
    return {
        horizon: set(map(int, people.split(","))) if people else set()
        for horizon, people in zip(RECORDED_HORIZONS, row, strict=True)
    }


def said_on_leaving(session: Session, cohort_ids: tuple[int, ...] | None = None) -> set[int]:
    """The enrollments whose reason of exit tells the situation at it."""
    said = Enrollment.exit_reason.in_(codes_that_tell())
    statement = select(func.group_concat(Enrollment.id)).where(said, Enrollment.exit_on.is_not(None))
    if cohort_ids is not None:
        statement = statement.where(Enrollment.cohort_id.in_(cohort_ids))
    people = session.scalar(statement)
    return set(map(int, people.split(","))) if people else set()


def _statement(days: CTE, as_of: dt.date, cohort_ids: tuple[int, ...] | None) -> Select[Any]:
    # One text of ids for each horizon: a row for each would take most of the time.
    spell, told = aliased(Placement), aliased(FollowUp)
    people = [
        func.group_concat(
            case(
                (
                    tells(spell, told, days.c[f"due_on_{horizon}"], days.c[f"opens_on_{horizon}"], as_of),
                    spell.enrollment_id,
                )
            )
        )
        for horizon in RECORDED_HORIZONS
    ]
    statement = (
        select(*people)
        .select_from(spell)
        .join(Enrollment, Enrollment.id == spell.enrollment_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .join(
            days,
            (days.c.exit_on == Enrollment.exit_on)
            & (days.c.program_id == func.coalesce(Cohort.funding_program_id, 0)),
        )
        .outerjoin(told, told.id == spell.follow_up_id)
    )
    return statement if cohort_ids is None else statement.where(Enrollment.cohort_id.in_(cohort_ids))


def _days(usual_window_before: int) -> CTE:
    """The days of exit of each programme with what they lead to: far fewer than leavers."""
    program_id = func.coalesce(Cohort.funding_program_id, 0).label("program_id")
    exits = (
        select(Enrollment.exit_on, program_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .where(Enrollment.exit_on.is_not(None))
        .distinct()
        .subquery()
    )
    before = func.coalesce(FundingProgram.follow_up_window_before, usual_window_before)
    columns: list[ColumnElement[Any]] = []
    for horizon in RECORDED_HORIZONS:
        due_on = months_later(exits.c.exit_on, horizon)
        columns.append(due_on.label(f"due_on_{horizon}"))
        opens_on = days_from(due_on, "-", before)
        columns.append(opens_on.label(f"opens_on_{horizon}"))
    statement = select(exits.c.exit_on, exits.c.program_id, *columns).outerjoin(
        FundingProgram, FundingProgram.id == exits.c.program_id
    )
    return statement.cte("days").prefix_with("MATERIALIZED")
