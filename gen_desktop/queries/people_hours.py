"""The hours of each person of a scope, read once: a report counts them over and over."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.models.enrollment import Enrollment
from gen_desktop.queries.hours import hours_by_enrollment
from gen_desktop.queries.remembered import remembered
from gen_desktop.queries.scope import Scope


class PersonHours(NamedTuple):
    """Minutes of an enrollment, as ``hours_by_enrollment`` counts them."""

    enrollment_id: int
    cohort_id: int
    due: int
    present: int
    justified: int
    unjustified: int
    due_but_justified: int
    unrecorded: int


def people_hours(session: Session, scope: Scope) -> tuple[PersonHours, ...]:
    """Everybody of whom something was planned in the period."""

    def read() -> tuple[PersonHours, ...]:
        hours = hours_by_enrollment(scope).c
        minutes = [hours[name] for name in PersonHours._fields[2:]]
        statement = select(Enrollment.id, Enrollment.cohort_id, *minutes).join(
            hours.enrollment_id.table, hours.enrollment_id == Enrollment.id
        )
        return tuple(PersonHours(*row) for row in session.execute(statement))

    return remembered(session, "hours of people", scope, read)
