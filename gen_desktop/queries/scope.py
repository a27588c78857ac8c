"""Which enrollments a figure is about: cohorts, a period, and the day from which we look back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.errors import InvalidInput, NotFound
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.funding_program import ProgramParameter
from gen_desktop.reference.parameters import Parameters, parameters_on


@dataclass(frozen=True, slots=True)
class Scope:
    """What is counted. ``cohort_ids`` None: all cohorts. Bounds of the period are included; None: open.

    A person in training at any time of the period is in it; someone who never entered is in it by the day of
    the application (of the decision, of the cohort's first day, whichever is known first).
    Nothing that happened after ``as_of`` is counted.
    """

    as_of: dt.date
    cohort_ids: tuple[int, ...] | None = None
    date_from: dt.date | None = None
    date_to: dt.date | None = None

    def __post_init__(self) -> None:
        if self.date_from and self.date_to and self.date_from > self.date_to:
            raise InvalidInput.one("date_to", "La fin de la période est avant son début.")


def default_as_of(date_to: dt.date | None, today: dt.date) -> dt.date:
    """The day from which one looks back when none is given: the end of the period, never the future."""
    return min(date_to, today) if date_to else today


def cohort_ids(session: Session, codes: tuple[str, ...]) -> tuple[int, ...] | None:
    """The cohorts of these codes, None without any code: every cohort. Raises NotFound naming the unknown."""
    if not codes:
        return None
    rows = session.execute(select(Cohort.code, Cohort.id).where(Cohort.code.in_(codes)))
    known = {row.code: row.id for row in rows}
    missing = [code for code in codes if code not in known]
    if missing:
        raise NotFound(f"Aucune cohorte ne porte le code « {' », « '.join(missing)} ».")
    return tuple(known[code] for code in codes)


def cohorts_ending_in(session: Session, year: int) -> tuple[int, ...]:
    """The cohorts whose last day (actual, else planned) is in that year: the promotion of an evaluation."""
    rows = session.execute(select(Cohort.id, Cohort.planned_end, Cohort.actual_end)).all()
    return tuple(row.id for row in rows if (row.actual_end or row.planned_end).year == year)


def parameters(session: Session, on: dt.date) -> Parameters:
    """The parameters of counting in force that day: the organisation's own before the defaults."""
    rows = session.execute(
        select(
            ProgramParameter.code,
            ProgramParameter.value,
            ProgramParameter.valid_from,
            ProgramParameter.valid_to,
        ).order_by(ProgramParameter.id)
    ).all()
    own = {
        row.code: row.value
        for row in rows
        if (row.valid_from is None or row.valid_from <= on) and (row.valid_to is None or on <= row.valid_to)
    }
    return parameters_on(on, own)
