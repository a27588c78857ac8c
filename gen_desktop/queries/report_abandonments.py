"""Who left before the end, month by month of the course, and what was done about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import and_, func
from sqlalchemy.orm import Session

from gen_desktop.dates import months_between
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.queries.breakdowns import count
from gen_desktop.queries.populations import Condition, Populations


@dataclass(frozen=True, slots=True)
class ExitActions:
    """What was done when somebody left early: an interview held, not held, not known; solutions noted."""

    abandoned: int
    interviewed: int
    not_interviewed: int
    unknown: int
    solutions: int


def abandonments_by_month(session: Session, populations: Populations) -> tuple[tuple[int, int], ...]:
    """How many abandonments in each month of the course: (1 for the first month, count)."""
    months = Counter(month for _, month in _months_of_abandonments(session, populations))
    return tuple(sorted(months.items()))


def abandoned_in_month(session: Session, populations: Populations, month: int) -> Iterator[int]:
    """The enrollments abandoned in that month of the course (from 1)."""
    return (one for one, own in _months_of_abandonments(session, populations) if own == month)


def _months_of_abandonments(session: Session, populations: Populations) -> Iterator[tuple[int, int]]:
    statement = populations.select_from(Enrollment.id, Enrollment.entered_on, Enrollment.exit_on).where(
        populations.abandoned()
    )
    for enrollment_id, entered_on, exit_on in session.execute(statement):
        yield enrollment_id, max(0, months_between(entered_on, exit_on)) + 1


def interviewed(p: Populations) -> Condition:
    """Abandonments with an interview held."""
    return and_(p.abandoned(), Enrollment.exit_interview_done.is_(True))


def not_interviewed(p: Populations) -> Condition:
    """Abandonments of which it is known that no interview was held."""
    return and_(p.abandoned(), Enrollment.exit_interview_done.is_(False))


def interview_unknown(p: Populations) -> Condition:
    """Abandonments of which nobody said whether there was an interview."""
    return and_(p.abandoned(), Enrollment.exit_interview_done.is_(None))


def solutions_noted(p: Populations) -> Condition:
    """Abandonments with solutions written down."""
    return and_(p.abandoned(), func.coalesce(func.trim(Enrollment.exit_solutions), "") != "")


def exit_actions(session: Session, populations: Populations) -> ExitActions:
    """What was done about the abandonments."""
    groups = (Populations.abandoned, interviewed, not_interviewed, interview_unknown, solutions_noted)
    return ExitActions(*count(session, populations, *(group(populations) for group in groups)))
