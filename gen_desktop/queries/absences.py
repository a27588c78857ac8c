"""Absences and where they stand: what waits for a reason, for a document, or for a decision."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gen_desktop.dates import add_months
from gen_desktop.models.absence import Delay, Stage, absence_codes, stage_of, waiting_stages
from gen_desktop.models.attendance import Attendance
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import Learner
from gen_desktop.models.organization import Site
from gen_desktop.queries.attendance import Key
from gen_desktop.queries.attendance_sql import ends_on
from gen_desktop.queries.scope import parameters


@dataclass(frozen=True, slots=True)
class Absence:
    """Half-days in a row of which the same is to be said. ``until``: the last day to justify the first one.

    ``keys``: enrollment and half-day, in the order of time; ``slots``: day, AM or PM of each.
    """

    keys: tuple[Key, ...]
    slots: tuple[tuple[dt.date, str], ...]
    learner_id: int
    last_name: str
    first_name: str
    cohort_id: int
    cohort_code: str
    status: str
    stage: Stage
    until: dt.date
    document_on: dt.date | None
    document_kind: str | None
    attached_document_id: int | None

    @property
    def first(self) -> tuple[dt.date, str]:
        """The first half-day."""
        return self.slots[0]

    @property
    def last(self) -> tuple[dt.date, str]:
        """The last half-day."""
        return self.slots[-1]


def absences(
    session: Session, as_of: dt.date, cohort_id: int | None = None, stages: Iterable[str] | None = None
) -> tuple[Absence, ...]:
    """Absences up to that day, the latest first. ``stages``: codes of absence_stage, None for all.

    Without a cohort: of those that go on or ended since the month before, whose last month is being sent.
    """
    wanted = set(Stage if stages is None else stages)
    runs = [one for one in _in_a_row(_half_days(session, as_of, cohort_id)) if one.stage in wanted]
    return tuple(sorted(runs, key=lambda one: one.last, reverse=True))


def count_waiting(session: Session, as_of: dt.date) -> Mapping[Stage, int]:
    """How many half-days stand at each stage that waits, in the cohorts that ``absences`` takes by itself."""
    found: Counter[Stage] = Counter()
    for rank_and_absence in _half_days(session, as_of, None):
        found[rank_and_absence[1].stage] += 1
    return {Stage(code): found[Stage(code)] for code in waiting_stages()}


def delay_of(session: Session, enrollment_id: int, as_of: dt.date) -> Delay:
    """What the house rules give somebody to justify an absence, at the place of her cohort."""
    zone = session.scalar(
        select(Site.holiday_zone)
        .join(Cohort, Cohort.site_id == Site.id)
        .join(Enrollment, Enrollment.cohort_id == Cohort.id)
        .where(Enrollment.id == enrollment_id)
    )
    return Delay(parameters(session, as_of).absence_justification_days, zone or "national")


def _half_days(session: Session, as_of: dt.date, cohort_id: int | None) -> Iterator[tuple[int, Absence]]:
    """Each half-day of absence with its place among those of the cohort, person by person."""
    days = parameters(session, as_of).absence_justification_days
    rank = func.row_number().over(
        partition_by=ClassSession.cohort_id, order_by=(ClassSession.held_on, ClassSession.half_day)
    )
    followed = (
        ends_on >= add_months(as_of.replace(day=1), -1) if cohort_id is None else Cohort.id == cohort_id
    )
    half_days = (
        select(ClassSession.id, ClassSession.held_on, ClassSession.half_day, rank.label("rank"))
        .join(Cohort, Cohort.id == ClassSession.cohort_id)
        .where(followed)
        .subquery()
    )
    rows = session.execute(
        select(
            half_days.c.rank,
            half_days.c.held_on,
            half_days.c.half_day,
            Attendance.__table__,  # type: ignore[arg-type]  # declared as FromClause
            Learner.id.label("learner_id"),
            Learner.last_name,
            Learner.first_name,
            Cohort.id.label("cohort_id"),
            Cohort.code,
            Site.holiday_zone,
        )
        .join(half_days, half_days.c.id == Attendance.class_session_id)
        .join(Enrollment, Enrollment.id == Attendance.enrollment_id)
        .join(Learner, Learner.id == Enrollment.learner_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .outerjoin(Site, Site.id == Cohort.site_id)
        .where(
            followed,
            Attendance.status.in_(absence_codes()),
            half_days.c.held_on <= as_of,
        )
        .order_by(Learner.sort_key, Enrollment.id, half_days.c.rank)
    )
    for row in rows:
        delay = Delay(days, row.holiday_zone or "national")
        stage = stage_of(row.status, row.document_on, row.held_on, as_of, delay)
        if stage is not None:
            yield (
                row.rank,
                Absence(
                    ((row.enrollment_id, row.class_session_id),),
                    ((row.held_on, row.half_day),),
                    row.learner_id,
                    row.last_name,
                    row.first_name,
                    row.cohort_id,
                    row.code,
                    row.status,
                    stage,
                    delay.last_day(row.held_on),
                    row.document_on,
                    row.document_kind,
                    row.attached_document_id,
                ),
            )


def _in_a_row(half_days: Iterable[tuple[int, Absence]]) -> Iterator[Absence]:
    """Half-days that follow one another, of the same person and of which the same is to be said, as one."""
    current: Absence | None = None
    last_rank = 0
    for rank, one in half_days:
        if current is not None and rank == last_rank + 1 and _same(current, one):
            current = replace(current, keys=current.keys + one.keys, slots=current.slots + one.slots)
        else:
            if current is not None:
                yield current
            current = one
        last_rank = rank
    if current is not None:
        yield current


def _same(one: Absence, other: Absence) -> bool:
    return one.keys[0][0] == other.keys[0][0] and _told(one) == _told(other)


def _told(one: Absence) -> tuple[object, ...]:
    return one.status, one.stage, one.document_on, one.document_kind, one.attached_document_id
