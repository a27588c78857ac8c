"""What waits in the recruitment: applications without an answer, places that could be given."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import Learner, full_name
from gen_desktop.queries.application_places import waiting_list
from gen_desktop.queries.application_stage import stage_sql, takes_place
from gen_desktop.queries.attendance_sql import ends_on, starts_on
from gen_desktop.queries.scope import parameters
from gen_desktop.reference.lists import codes_where


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Applications of a cohort without a decision for more than ``days``; ``oldest``: the first of them."""

    cohort_id: int
    cohort_code: str
    count: int
    oldest: dt.date
    days: int


@dataclass(frozen=True, slots=True)
class FreePlace:
    """A cohort with free places and people waiting. ``first``: the name of the next to be called."""

    cohort_id: int
    cohort_code: str
    free: int
    waiting: int
    first: str


def unanswered(session: Session, as_of: dt.date) -> tuple[Unanswered, ...]:
    """By cohort that is not over, the oldest application first. What has no date waits since nobody knows."""
    days = parameters(session, as_of).application_answer_days
    rows = session.execute(
        select(Cohort.id, Cohort.code, func.count(), func.min(Enrollment.applied_on))
        .join(Enrollment, Enrollment.cohort_id == Cohort.id)
        .join(Learner, Learner.id == Enrollment.learner_id)
        .where(
            ends_on >= as_of,
            Learner.erased_on.is_(None),
            Enrollment.applied_on < as_of - dt.timedelta(days=days),
            stage_sql(as_of).in_(codes_where("application_stage", open="yes")),
        )
        .group_by(Cohort.id)
        .order_by(func.min(Enrollment.applied_on), Cohort.code)
    )
    return tuple(Unanswered(row[0], row[1], row[2], oldest=row[3], days=days) for row in rows if row[3])


def free_places(session: Session, as_of: dt.date) -> tuple[FreePlace, ...]:
    """The cohorts where the waiting list can move on: to come, or begun so lately that one may enter."""
    late = dt.timedelta(days=parameters(session, as_of).late_entry_days)
    taken = func.sum(case((takes_place(as_of), 1), else_=0))
    waiting = func.sum(case((stage_sql(as_of) == "waiting", 1), else_=0))
    rows = session.execute(
        select(Cohort.id, Cohort.code, Cohort.seats - taken, waiting)
        .join(Enrollment, Enrollment.cohort_id == Cohort.id)
        .where(ends_on >= as_of, starts_on >= as_of - late)
        .group_by(Cohort.id)
        .having(Cohort.seats - taken > 0, waiting > 0)
        .order_by(starts_on, Cohort.code)
    ).all()
    return tuple(
        FreePlace(row[0], row[1], row[2], row[3], _first_waiting(session, row[0], as_of)) for row in rows
    )


def _first_waiting(session: Session, cohort_id: int, as_of: dt.date) -> str:
    first, *_ = waiting_list(session, cohort_id, as_of)
    row = session.execute(
        select(Learner.last_name, Learner.first_name)
        .join(Enrollment, Enrollment.learner_id == Learner.id)
        .where(Enrollment.id == first)
    ).one()
    return full_name(*row)
