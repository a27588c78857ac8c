"""Which horizons and windows are in force for whom: those of the programme, else the parameters.

A programme decides who is called and when one is late. The indicators of a horizon that it does not ask are
computed all the same, over all leavers, so that two programmes stay comparable.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, func, literal, or_, select
from sqlalchemy.orm import Session

from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.follow_up import NOT_ASKED, FollowUp
from gen_desktop.models.funding_program import FundingProgram
from gen_desktop.queries.scope import parameters
from gen_desktop.queries.situation_sql import days_from, months_later
from gen_desktop.reference.parameters import Parameters

_OWN = ("follow_up_horizons", "follow_up_window_before", "follow_up_window_after")
_COLUMNS = tuple(getattr(FundingProgram, name) for name in _OWN)


def settings_by_program(session: Session, in_force: Parameters) -> Mapping[int, Parameters]:
    """The parameters of the programmes that set their own horizons or windows, by id."""
    rows = session.execute(
        select(FundingProgram.id, *_COLUMNS).where(or_(*(column.is_not(None) for column in _COLUMNS)))
    )
    return {row.id: _with_own(in_force, row) for row in rows}


def is_asked_about(in_force: Parameters, horizon: int) -> ColumnElement[bool]:
    """The programme of the cohort asks about that horizon; without horizons of its own, as ``in_force``."""
    asked = _of_program(FundingProgram.follow_up_horizons, in_force.follow_up_horizons)
    return literal("|").concat(asked).concat("|").contains(f"|{horizon}|")


def window_opens_on(in_force: Parameters, horizon: int) -> ColumnElement[Any]:
    """The first day on which the programme of the cohort lets the situation be told."""
    before = _of_program(FundingProgram.follow_up_window_before, in_force.follow_up_window_before)
    return days_from(months_later(Enrollment.exit_on, horizon), "-", before)


def window_is_over(in_force: Parameters, horizon: int, as_of: dt.date) -> ColumnElement[bool]:
    """The last day on which the programme of the cohort asks is past."""
    after = _of_program(FundingProgram.follow_up_window_after, in_force.follow_up_window_after)
    over: ColumnElement[bool] = days_from(months_later(Enrollment.exit_on, horizon), "+", after) < as_of
    return over


def _of_program(column: Any, usual: Any) -> ColumnElement[Any]:
    """The setting of the programme of the cohort, else the usual one."""
    own = select(column).where(FundingProgram.id == Cohort.funding_program_id).scalar_subquery()
    return func.coalesce(own, usual)


def parameters_of(session: Session, enrollment_id: int, on: dt.date) -> Parameters:
    """The parameters in force that day for an enrollment."""
    in_force = parameters(session, on)
    row = session.execute(
        select(*_COLUMNS)
        .join(Cohort, Cohort.funding_program_id == FundingProgram.id)
        .join(Enrollment, Enrollment.cohort_id == Cohort.id)
        .where(Enrollment.id == enrollment_id)
    ).first()
    return in_force if row is None else _with_own(in_force, row)


def horizons_in_use(session: Session, as_of: dt.date) -> tuple[int, ...]:
    """The horizons that somebody is asked about: by the programme of a cohort, else by the parameters.

    Those of which something is recorded already are among them.
    """
    in_force = parameters(session, as_of)
    own = settings_by_program(session, in_force)
    programs = session.scalars(select(Cohort.funding_program_id).distinct()).all() or [None]
    asked = {months for one in programs for months in own.get(one or 0, in_force).horizons}
    recorded = session.scalars(select(FollowUp.horizon).where(FollowUp.situation != NOT_ASKED).distinct())
    return tuple(sorted(asked | set(recorded)))


def _with_own(in_force: Parameters, row: Any) -> Parameters:
    told = {name: getattr(row, name) for name in _OWN}
    return replace(in_force, **{name: value for name, value in told.items() if value is not None})
