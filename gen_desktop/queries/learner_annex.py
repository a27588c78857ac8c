"""The people that a follow-up report counts, one by one: state, dates, hours, and what their records lack."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import Learner
from gen_desktop.queries.criteria import missing_facts
from gen_desktop.queries.hours import hours_by_enrollment
from gen_desktop.queries.populations import Populations, enrollment_state
from gen_desktop.queries.scope import Scope, parameters


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """An entrant of the period. Hours in minutes: due and recorded, present, due that nobody recorded.

    ``state``: a code of enrollment_state; ``missing``: names of fields that the reports ask.
    """

    cohort_code: str
    last_name: str
    first_name: str
    state: str
    entered_on: dt.date
    exit_on: dt.date | None
    due: int
    present: int
    unrecorded: int
    missing: tuple[str, ...]


def annex_rows(session: Session, scope: Scope) -> tuple[AnnexRow, ...]:
    """The entrants of the scope by cohort and name, those erased left out."""
    p = Populations(scope, parameters(session, scope.as_of))
    hours, lacks = hours_by_enrollment(scope), missing_facts()
    statement = (
        p.select_from(
            *(Cohort.code, Learner.last_name, Learner.first_name, enrollment_state(scope.as_of)),
            *(Enrollment.entered_on, Enrollment.exit_on),
            *(hours.c.due, hours.c.present, hours.c.unrecorded),
            *lacks.values(),
        )
        .outerjoin(hours, hours.c.enrollment_id == Enrollment.id)
        .where(p.entered(), Learner.erased_on.is_(None))
        .order_by(Cohort.code, Learner.sort_key, Enrollment.id)
    )
    found = []
    for code, last, first, state, entered_on, exit_on, *rest in session.execute(statement):
        minutes, missing = rest[:3], rest[3:]
        left_on = exit_on if exit_on is not None and exit_on <= scope.as_of else None
        names = tuple(name for name, is_missing in zip(lacks, missing, strict=True) if is_missing)
        due, present, unrecorded = (value or 0 for value in minutes)
        found.append(AnnexRow(code, last, first, state, entered_on, left_on, due, present, unrecorded, names))
    return tuple(found)
