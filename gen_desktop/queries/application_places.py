"""The places of a cohort, and who waits for one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from gen_desktop.models.application import waiting_order
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.queries.application_stage import stage_sql, takes_place


@dataclass(frozen=True, slots=True)
class Places:
    """``seats`` None: not known, and neither is what is free. ``taken``: admitted or entered, not gone."""

    seats: int | None
    taken: int

    @property
    def free(self) -> int | None:
        """How many places are left; below zero when more were admitted."""
        return None if self.seats is None else self.seats - self.taken


def places(session: Session, cohort_id: int, as_of: dt.date) -> Places:
    """The places of a cohort that day."""
    seats = session.scalar(select(Cohort.seats).where(Cohort.id == cohort_id))
    taken = session.scalar(
        select(func.coalesce(func.sum(case((takes_place(as_of), 1), else_=0)), 0)).where(
            Enrollment.cohort_id == cohort_id
        )
    )
    return Places(seats, taken or 0)


def waiting_list(session: Session, cohort_id: int, as_of: dt.date) -> list[int]:
    """The enrollments on the waiting list of a cohort, the next to be called first."""
    rows = session.execute(
        select(Enrollment.waiting_rank, Enrollment.applied_on, Enrollment.id).where(
            Enrollment.cohort_id == cohort_id, stage_sql(as_of) == "waiting"
        )
    )
    return [key[-1] for key in sorted(waiting_order(*row) for row in rows)]
