"""What a convocation tells beside the path: when and where one is expected first, and whom to ask."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort

WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class FirstHalfDay:
    """A half-day of somebody's first week."""

    held_on: dt.date
    starts_at: dt.time
    ends_at: dt.time
    place: str | None


@dataclass(frozen=True, slots=True)
class Welcome:
    """``half_days``: those of the seven days from the first one on, in the order of time."""

    half_days: tuple[FirstHalfDay, ...] = ()
    note: str | None = None
    referent: str | None = None
    trainers: str | None = None


def welcomes(session: Session, cohort_ids: Collection[int], start: dt.date) -> dict[int, Welcome]:
    """By cohort, for people who enter on that day. Unknown cohorts are absent."""
    half_days: dict[int, list[FirstHalfDay]] = {}
    rows = session.execute(
        select(
            ClassSession.cohort_id,
            ClassSession.held_on,
            ClassSession.starts_at,
            ClassSession.ends_at,
            ClassSession.place,
        )
        .where(ClassSession.cohort_id.in_(cohort_ids), ClassSession.held_on >= start)
        .order_by(ClassSession.held_on, ClassSession.starts_at)
    )
    for row in rows:
        found = half_days.setdefault(row.cohort_id, [])
        one = FirstHalfDay(row.held_on, row.starts_at, row.ends_at, row.place)
        if not found or one.held_on < found[0].held_on + WEEK:
            found.append(one)
    columns = (Cohort.id, Cohort.welcome_note, Cohort.referent, Cohort.trainers)
    return {
        cohort_id: Welcome(tuple(half_days.get(cohort_id, ())), *rest)
        for cohort_id, *rest in session.execute(select(*columns).where(Cohort.id.in_(cohort_ids)))
    }
