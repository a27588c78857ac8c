"""Early exits of which something is still to be said: the reason, whether somebody met the person."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import Learner
from gen_desktop.queries.scope import parameters


def exits_without_reason(session: Session, as_of: dt.date) -> tuple[int, ...]:
    """The learners who left early by that day without a reason noted."""
    return _learners(
        session,
        Enrollment.exit_type.in_(("abandonment", "neutral")),
        Enrollment.exit_reason.is_(None),
        Enrollment.exit_on <= as_of,
    )


def exits_without_interview(session: Session, as_of: dt.date) -> tuple[int, ...]:
    """The learners who abandoned lately, of whom nobody said whether they were met; « not held » is said.

    Lately: the parameter ``exit_interview_watch_days``. A neutral exit (force majeure, death) asks for none.
    """
    first = as_of - dt.timedelta(days=parameters(session, as_of).exit_interview_watch_days)
    return _learners(
        session,
        Enrollment.exit_type == "abandonment",
        Enrollment.exit_interview_done.is_(None),
        Enrollment.exit_on.between(first, as_of),
    )


def _learners(session: Session, *conditions: ColumnElement[bool]) -> tuple[int, ...]:
    statement = (
        select(Enrollment.learner_id)
        .join(Learner, Learner.id == Enrollment.learner_id)
        .where(Learner.erased_on.is_(None), *conditions)
        .order_by(Learner.sort_key)
    )
    return tuple(dict.fromkeys(session.scalars(statement)))
