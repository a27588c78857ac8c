"""What the attendance sheet of a week is drawn from: half-days, people, marks, later corrections."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.models.attendance import Attendance
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.course import Course
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.history import ChangeSet, RecordChange
from gen_desktop.models.learner import Learner
from gen_desktop.models.organization import Site
from gen_desktop.queries.attendance_grid import AttendanceGrid, Mark, week_grid
from gen_desktop.queries.sheet_sql import is_signed_for

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class SheetHalfDay:
    """A half-day that people sign for: a column of the sheet."""

    id: int
    held_on: dt.date
    half_day: str
    starts_at: dt.time
    ends_at: dt.time
    minutes: int
    module: str | None
    trainer: str | None
    place: str | None


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A person's half-day. ``not_due``: why nothing is to be signed; ``mark`` None: nothing is recorded."""

    not_due: str | None = None
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class SheetLearner:
    """A line of the sheet; its cells are in the order of the half-days."""

    enrollment_id: int
    last_name: str
    first_name: str
    cells: tuple[SheetCell, ...]

    @property
    def minutes(self) -> int:
        """Minutes of presence recorded that week."""
        return sum(cell.mark.minutes_present for cell in self.cells if cell.mark is not None)


@dataclass(frozen=True, slots=True)
class Correction:
    """A mark changed after its day. ``before`` and ``after``: status and minutes present, None when none."""

    held_on: dt.date
    half_day: str
    last_name: str
    first_name: str
    before: tuple[str, int] | None
    after: tuple[str, int] | None
    at: dt.datetime
    author: str


@dataclass(frozen=True, slots=True)
class WeekSheet:
    """The sheet of a week of a cohort, of everybody or of one person (``enrollment_id``)."""

    cohort_id: int
    cohort_code: str
    course_title: str
    course_code: str | None
    action_type: str | None
    carif_session_number: str | None
    place: str | None
    monday: dt.date
    half_days: tuple[SheetHalfDay, ...]
    learners: tuple[SheetLearner, ...]
    corrections: tuple[Correction, ...]
    enrollment_id: int | None = None

    @property
    def planned_minutes(self) -> int:
        """Of the half-days signed for."""
        return sum(half_day.minutes for half_day in self.half_days)


def week_sheet(
    session: Session, cohort_id: int, monday: dt.date, enrollment_id: int | None = None
) -> WeekSheet:
    """What is known of a week, for its sheet. Raises NotFound when the cohort does not exist."""
    grid = week_grid(session, cohort_id, monday)
    about = session.execute(
        select(
            Course.title,
            Course.certification_code,
            Course.action_type,
            Cohort.carif_session_number,
            Site.name,
            Site.address,
            Site.postal_code,
            Site.city,
        )
        .select_from(Cohort)
        .join(Course, Course.id == Cohort.course_id)
        .outerjoin(Site, Site.id == Cohort.site_id)
        .where(Cohort.id == cohort_id)
    ).one()
    half_days = _half_days(session, cohort_id, monday)
    people = [one for one in _people(session, grid) if enrollment_id in (None, one[0])]
    learners = tuple(_learner(one, half_days, grid) for one in people)
    return WeekSheet(
        cohort_id=cohort_id,
        cohort_code=grid.cohort_code,
        course_title=about.title,
        course_code=about.certification_code,
        action_type=about.action_type,
        carif_session_number=about.carif_session_number,
        place=_place(tuple(about)[4:]),
        monday=monday,
        half_days=half_days,
        learners=learners,
        corrections=tuple(_corrections(session, half_days, learners)),
        enrollment_id=enrollment_id,
    )


def weeks_with_sheets(session: Session, cohort_id: int) -> tuple[dt.date, ...]:
    """The Mondays of the weeks of a cohort that have half-days to sign for, in order."""
    days = session.scalars(
        select(ClassSession.held_on)
        .where(ClassSession.cohort_id == cohort_id, is_signed_for())
        .distinct()
        .order_by(ClassSession.held_on)
    )
    return tuple(dict.fromkeys(day - dt.timedelta(days=day.weekday()) for day in days))


def _half_days(session: Session, cohort_id: int, monday: dt.date) -> tuple[SheetHalfDay, ...]:
    columns = [getattr(ClassSession, name) for name in SheetHalfDay.__dataclass_fields__]
    rows = session.execute(
        select(*columns)
        .where(
            ClassSession.cohort_id == cohort_id,
            ClassSession.held_on.between(monday, monday + dt.timedelta(days=6)),
            is_signed_for(),
        )
        .order_by(ClassSession.held_on, ClassSession.half_day)
    )
    return tuple(SheetHalfDay(*row) for row in rows)


def _place(site: Sequence[str | None]) -> str | None:
    name, address, postal_code, city = site
    town = " ".join(part for part in (postal_code, city) if part)
    return ", ".join(part for part in (name, address, town) if part) or None


def _people(session: Session, grid: AttendanceGrid) -> list[tuple[int, str, str]]:
    """Those of the grid, and those who were on the course that week without anything due of them.

    Whoever is in a company, or dispensed, for the whole week is not on the grid: an auditor would miss them.
    """
    ids = {one.enrollment_id for one in grid.learners}
    sunday = grid.first + dt.timedelta(days=6)
    rows = session.execute(
        select(Enrollment.id, Learner.last_name, Learner.first_name)
        .join(Learner, Learner.id == Enrollment.learner_id)
        .where(
            Enrollment.cohort_id == grid.cohort_id,
            Enrollment.id.in_(ids)
            | (
                (Enrollment.entered_on <= sunday)
                & (Enrollment.exit_on.is_(None) | (Enrollment.exit_on >= grid.first))
            ),
        )
        .order_by(Learner.sort_key, Enrollment.id)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def _learner(
    person: tuple[int, str, str], half_days: Sequence[SheetHalfDay], grid: AttendanceGrid
) -> SheetLearner:
    keys = [(person[0], half_day.id) for half_day in half_days]
    return SheetLearner(*person, tuple(SheetCell(grid.not_due.get(key), grid.marks.get(key)) for key in keys))


def _corrections(
    session: Session, half_days: Sequence[SheetHalfDay], learners: Sequence[SheetLearner]
) -> Iterator[Correction]:
    """The changes of marks made on a later day than theirs, the first made first; those taken back apart."""
    places = {
        f"{learner.enrollment_id}:{half_day.id}": (half_day, learner, cell)
        for learner in learners
        for half_day, cell in zip(half_days, learner.cells, strict=True)
    }
    keys = list(places)
    for start in range(0, len(keys), _CHUNK):
        rows = session.execute(
            select(
                RecordChange.record_key,
                RecordChange.before,
                RecordChange.after,
                ChangeSet.at,
                ChangeSet.author_name,
            )
            .join(ChangeSet, ChangeSet.id == RecordChange.change_set_id)
            .where(
                RecordChange.kind == Attendance.__tablename__,
                RecordChange.record_key.in_(keys[start : start + _CHUNK]),
                RecordChange.before.is_not(None),
                ChangeSet.undone_by_id.is_(None),
                ChangeSet.undoes_id.is_(None),
            )
            .order_by(ChangeSet.position)
        )
        for key, before, after, at, author in rows:
            half_day, learner, cell = places[key]
            made = dt.datetime.fromisoformat(at).astimezone()
            states = _states(before, after, cell.mark)
            if made.date() > half_day.held_on and states[0] != states[1]:
                yield Correction(
                    half_day.held_on,
                    half_day.half_day,
                    learner.last_name,
                    learner.first_name,
                    *states,
                    made,
                    author,
                )


def _states(
    before: str | None, after: str | None, now: Mark | None
) -> tuple[tuple[str, int] | None, tuple[str, int] | None]:
    """Status and minutes before and after. The log keeps what changed: the rest is as it is now."""
    rest = {"status": now.status, "minutes_present": now.minutes_present} if now is not None else {}
    first = rest | json.loads(before or "{}")
    then = None if after is None else rest | json.loads(after)
    return _state(first), None if then is None else _state(then)


def _state(values: Mapping[str, Any]) -> tuple[str, int]:
    return values.get("status", ""), values.get("minutes_present", 0)
