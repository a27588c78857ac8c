"""One cohort: what its panel and its form show, its half-days, its people, what it may be made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gen_desktop.errors import NotFound
from gen_desktop.models.assessment import BlockRate
from gen_desktop.models.attendance import Attendance
from gen_desktop.models.calendar import HalfDay, PatternSlot
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort, CohortSlot
from gen_desktop.models.cohort_plan import Calendar, closed_days, state_on
from gen_desktop.models.course import CertificationBlock, Course
from gen_desktop.models.document import IssuedDocument
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.funding_program import FundingProgram
from gen_desktop.models.learner import Learner
from gen_desktop.models.names import fold
from gen_desktop.models.organization import Site
from gen_desktop.queries.assessment_tasks import block_rates
from gen_desktop.queries.closures import closed_by_closures
from gen_desktop.queries.populations import enrollment_state


@dataclass(frozen=True, slots=True)
class CohortDetail:
    """Everything known of a cohort but its people and half-days.

    ``closures``: days of the usual week on which nothing is held, public holidays and closures with a reason
    (queries/closures.py) aside; ``closed``: the days that the latter close.
    ``has_marks``: some attendance is recorded.
    """

    id: int
    version: int
    code: str
    course_id: int
    course_code: str
    course_title: str
    course_mode: str | None
    certification_code: str | None
    certification_valid_until: dt.date | None
    site_id: int | None
    site_name: str | None
    holiday_zone: str
    program_id: int | None
    program_code: str | None
    program_name: str | None
    planned_start: dt.date
    planned_end: dt.date
    actual_start: dt.date | None
    actual_end: dt.date | None
    seats: int | None
    minimum_seats: int | None
    declared_applications: int | None
    declared_admissions: int | None
    carif_session_number: str | None
    carif_action_number: str | None
    france_travail_number: str | None
    subcontracting: str | None
    welcome_note: str | None
    referent: str | None
    trainers: str | None
    blocks: tuple[tuple[str, str], ...]
    block_rates: Mapping[str, BlockRate]
    pattern: tuple[PatternSlot, ...]
    closures: tuple[dt.date, ...]
    closed: tuple[dt.date, ...]
    half_days: int
    minutes: int
    has_marks: bool

    @property
    def start(self) -> dt.date:
        """The actual first day, else the planned one."""
        return self.actual_start or self.planned_start

    @property
    def end(self) -> dt.date:
        """The actual last day, else the planned one."""
        return self.actual_end or self.planned_end

    def state(self, today: dt.date) -> str:
        """A code of cohort_state."""
        return state_on(self.start, self.end, today)

    def calendar(self) -> Calendar:
        """What its half-days follow from."""
        closures = frozenset((*self.closures, *self.closed))
        return Calendar(self.pattern, self.start, self.end, self.holiday_zone, closures)


@dataclass(frozen=True, slots=True)
class HalfDayRow:
    """A half-day of a cohort. ``marks``: how many people have something recorded.

    ``delivery_mode``: a code of session_mode, None: as the course says.
    """

    id: int
    held_on: dt.date
    half_day: str
    starts_at: dt.time
    ends_at: dt.time
    minutes: int
    module: str | None
    trainer: str | None
    place: str | None
    delivery_mode: str | None
    counts_for_bpf: bool | None
    note: str | None
    marks: int


@dataclass(frozen=True, slots=True)
class CohortPerson:
    """Someone in a cohort. ``state``: a code of enrollment_state."""

    enrollment_id: int
    learner_id: int
    last_name: str
    first_name: str
    state: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document issued for a cohort; ``number`` and ``person`` where it has them."""

    id: int
    title: str
    issued_on: dt.date
    number: str | None
    person: str | None


@dataclass(frozen=True, slots=True)
class CourseChoice:
    """A course that a cohort may run."""

    id: int
    code: str
    title: str
    certification_code: str | None
    certification_valid_until: dt.date | None
    planned_center_minutes: int | None


@dataclass(frozen=True, slots=True)
class ProgramChoice:
    """A programme that may pay for a cohort."""

    id: int
    code: str
    name: str


def detail(session: Session, cohort_id: int) -> CohortDetail:
    """A cohort as its panel and its form show it. Raises NotFound."""
    found = session.execute(
        select(
            *(getattr(Cohort, name) for name in _COHORT_FACTS),
            *(getattr(Course, name) for name in ("certification_code", "certification_valid_until")),
            Course.code.label("course_code"),
            Course.title.label("course_title"),
            Course.delivery_mode.label("course_mode"),
            Site.name.label("site_name"),
            func.coalesce(Site.holiday_zone, "national").label("holiday_zone"),
            FundingProgram.id.label("program_id"),
            FundingProgram.code.label("program_code"),
            FundingProgram.name.label("program_name"),
        )
        .join(Course, Course.id == Cohort.course_id)
        .outerjoin(Site, Site.id == Cohort.site_id)
        .outerjoin(FundingProgram, FundingProgram.id == Cohort.funding_program_id)
        .where(Cohort.id == cohort_id)
    ).mappings()
    facts = found.first()
    if facts is None:
        raise NotFound("Cette cohorte n’existe plus.")
    held = half_days(session, cohort_id)
    pattern = weekly_pattern(session, cohort_id)
    start = facts["actual_start"] or facts["planned_start"]
    end = facts["actual_end"] or facts["planned_end"]
    usual = Calendar(pattern, start, end, facts["holiday_zone"])
    closed = closed_by_closures(session, cohort_id, facts["site_id"])
    empty = closed_days(usual, {row.held_on for row in held})
    return CohortDetail(
        **cast("dict[str, Any]", dict(facts)),
        blocks=_blocks(session, facts["course_id"]),
        block_rates=block_rates(session, cohort_id),
        pattern=pattern,
        closures=tuple(sorted(empty - closed.keys())),
        closed=tuple(sorted(empty & closed.keys())),
        half_days=len(held),
        minutes=sum(row.minutes for row in held),
        has_marks=any(row.marks for row in held),
    )


_COHORT_FACTS = (
    *(
        "id",
        "version",
        "code",
        "course_id",
        "site_id",
        "planned_start",
        "planned_end",
        "actual_start",
        "actual_end",
    ),
    *("seats", "minimum_seats", "declared_applications", "declared_admissions"),
    *("carif_session_number", "carif_action_number", "france_travail_number"),
    *("subcontracting", "welcome_note", "referent", "trainers"),
)


def half_days(session: Session, cohort_id: int) -> tuple[HalfDayRow, ...]:
    """The half-days of a cohort, in the order of time."""
    marks = (
        select(func.count())
        .where(Attendance.class_session_id == ClassSession.id)
        .correlate(ClassSession)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            ClassSession.id,
            ClassSession.held_on,
            ClassSession.half_day,
            ClassSession.starts_at,
            ClassSession.ends_at,
            ClassSession.minutes,
            ClassSession.module,
            ClassSession.trainer,
            ClassSession.place,
            ClassSession.delivery_mode,
            ClassSession.counts_for_bpf,
            ClassSession.note,
            marks,
        )
        .where(ClassSession.cohort_id == cohort_id)
        .order_by(ClassSession.held_on, ClassSession.half_day)
    )
    return tuple(HalfDayRow(*tuple(row)) for row in rows)


def people(session: Session, cohort_id: int, as_of: dt.date) -> tuple[CohortPerson, ...]:
    """Everyone who applied to a cohort, in the order of names, with their state that day."""
    rows = session.execute(
        select(Enrollment.id, Learner.id, Learner.last_name, Learner.first_name, enrollment_state(as_of))
        .join(Learner, Learner.id == Enrollment.learner_id)
        .where(Enrollment.cohort_id == cohort_id)
        .order_by(Learner.sort_key)
    )
    return tuple(CohortPerson(*row) for row in rows)


def documents(session: Session, cohort_id: int) -> tuple[DocumentRow, ...]:
    """The documents issued for a cohort, the latest first."""
    rows = session.execute(
        select(
            IssuedDocument.id,
            IssuedDocument.title,
            func.substr(IssuedDocument.issued_at, 1, 10),
            IssuedDocument.number,
            Learner.last_name,
            Learner.first_name,
        )
        .outerjoin(Enrollment, Enrollment.id == IssuedDocument.enrollment_id)
        .outerjoin(Learner, Learner.id == Enrollment.learner_id)
        .where(IssuedDocument.cohort_id == cohort_id)
        .order_by(IssuedDocument.issued_at.desc())
    )
    return tuple(
        DocumentRow(key, title, dt.date.fromisoformat(day), number, " ".join(filter(None, name)) or None)
        for key, title, day, number, *name in rows
    )


def course_choices(session: Session) -> tuple[CourseChoice, ...]:
    """The courses, in the order of their titles."""
    rows = session.execute(
        select(
            Course.id,
            Course.code,
            Course.title,
            Course.certification_code,
            Course.certification_valid_until,
            Course.planned_center_minutes,
        )
    )
    return tuple(sorted((CourseChoice(*row) for row in rows), key=lambda one: fold(one.title)))


def program_choices(session: Session) -> tuple[ProgramChoice, ...]:
    """The programmes, in the order of their names."""
    rows = session.execute(select(FundingProgram.id, FundingProgram.code, FundingProgram.name))
    return tuple(sorted((ProgramChoice(*row) for row in rows), key=lambda one: fold(one.name)))


def weekly_pattern(session: Session, cohort_id: int) -> tuple[PatternSlot, ...]:
    """The usual week of a cohort."""
    rows = session.execute(
        select(CohortSlot.weekday, CohortSlot.half_day, CohortSlot.starts_at, CohortSlot.ends_at)
        .where(CohortSlot.cohort_id == cohort_id)
        .order_by(CohortSlot.weekday, CohortSlot.half_day)
    )
    return tuple(PatternSlot(row[0], cast(HalfDay, row[1]), row[2], row[3]) for row in rows)


def _blocks(session: Session, course_id: int) -> tuple[tuple[str, str], ...]:
    rows = session.execute(
        select(CertificationBlock.code, CertificationBlock.title)
        .where(CertificationBlock.course_id == course_id)
        .order_by(CertificationBlock.position)
    )
    return tuple((row[0], row[1]) for row in rows)
