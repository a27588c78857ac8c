"""Marks on half-days of which nothing is due: an exemption, an exit or a move came after them.

They stay as they are and count in no rate, until somebody takes them away or what took the half-day away.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import not_, select, true
from sqlalchemy.orm import Session

from gen_desktop.models.attendance import Attendance
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import Learner
from gen_desktop.models.path import PathExceptions, Slot
from gen_desktop.queries.attendance_periods import PERIOD_COLUMNS, exceptions_of, period
from gen_desktop.queries.attendance_sql import is_due


@dataclass(frozen=True, slots=True)
class MarkNotDue:
    """One of them. ``why``: the end of a sentence, as the grid says it."""

    enrollment_id: int
    learner_id: int
    last_name: str
    first_name: str
    cohort_id: int
    cohort_code: str
    class_session_id: int
    held_on: dt.date
    half_day: str
    status: str
    why: str


def marks_not_due(
    session: Session, cohort_id: int | None = None, enrollment_id: int | None = None
) -> tuple[MarkNotDue, ...]:
    """Every such mark, of everybody or of one cohort or enrollment, by cohort, name and day."""
    about = (
        true() if cohort_id is None else Enrollment.cohort_id == cohort_id,
        true() if enrollment_id is None else Enrollment.id == enrollment_id,
    )
    rows = session.execute(
        select(
            Enrollment.id,
            Learner.id,
            Learner.last_name,
            Learner.first_name,
            Cohort.id,
            Cohort.code,
            ClassSession.id,
            ClassSession.held_on,
            ClassSession.half_day,
            Attendance.status,
            ClassSession.delivery_mode,
            ClassSession.module,
            *PERIOD_COLUMNS,
        )
        .select_from(Attendance)
        .join(Enrollment, Enrollment.id == Attendance.enrollment_id)
        .join(ClassSession, ClassSession.id == Attendance.class_session_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .join(Learner, Learner.id == Enrollment.learner_id)
        .where(*about, not_(is_due()))
        .order_by(Cohort.code, Learner.sort_key, ClassSession.held_on, ClassSession.half_day)
    ).all()
    exceptions = exceptions_of(session, *about)
    return tuple(MarkNotDue(*row[:10], why=_why(row, exceptions)) for row in rows)


def _why(row: Sequence[Any], exceptions: Mapping[int, PathExceptions]) -> str:
    slot = Slot(row[7], row[8], mode=row[10], module=row[11])
    return period(row[12:], exceptions.get(row[0])).refusal(slot) or ""
