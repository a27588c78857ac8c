"""Learners, to list and to read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields

from sqlalchemy import RowMapping, func, select
from sqlalchemy.orm import Session

from gen_desktop.errors import NotFound
from gen_desktop.models import attendance as rules
from gen_desktop.models.absence import Stage, stage_of
from gen_desktop.models.assessment import BlockResult, Certification
from gen_desktop.models.attendance import Attendance
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.course import CertificationBlock, Course
from gen_desktop.models.enrollment import Enrollment, EntryFacts, Sensitive, SensitiveFacts
from gen_desktop.models.follow_up import FollowUp
from gen_desktop.models.learner import Learner
from gen_desktop.models.placement import Company
from gen_desktop.queries.absences import delay_of
from gen_desktop.queries.attendance import AttendanceRate, rates_by_enrollment
from gen_desktop.queries.attendance_sql import ends_on, starts_on
from gen_desktop.queries.criteria import from_learners, lacks_facts, missing_facts
from gen_desktop.queries.populations import enrollment_state
from gen_desktop.queries.rights import may_see_sensitive

_ID_CHUNK = 10_000
"""Ids in one statement; SQLite takes 32,766 values at most."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the certification, with its result if there is one."""

    id: int
    code: str
    title: str
    result: str | None


@dataclass(frozen=True, slots=True)
class FollowUpLine:
    """What was recorded about a horizon, in months after the exit."""

    horizon: int
    situation: str
    recorded_on: dt.date


@dataclass(frozen=True, slots=True)
class MarkLine:
    """One recorded half-day. ``stage``: where an absence stands, None of a presence."""

    held_on: dt.date
    half_day: str
    status: str
    minutes_present: int
    minutes: int
    stage: Stage | None


@dataclass(frozen=True, slots=True)
class EnrollmentDetail:
    """One enrollment of a person, with everything known of it. ``marks``: the latest first.

    ``sensitive`` None: whoever reads is not shown these facts.
    """

    id: int
    cohort_id: int
    cohort_code: str
    course_title: str
    starts_on: dt.date
    ends_on: dt.date
    state: str
    applied_on: dt.date | None
    positioned_on: dt.date | None
    interviewed_on: dt.date | None
    decision: str
    decided_on: dt.date | None
    decision_reason: str | None
    is_no_show: bool
    planned_entry_on: dt.date | None
    entered_on: dt.date | None
    aes_on: dt.date | None
    planned_exit_on: dt.date | None
    exit_type: str | None
    exit_on: dt.date | None
    exit_reason: str | None
    other_exit_reasons: tuple[str, ...]
    exit_interview_done: bool | None
    exit_solutions: str | None
    employer: str | None
    exit_interviewed_on: dt.date | None
    exit_interview_note: str | None
    exit_next_step: str | None
    jury_on: dt.date | None
    is_presented: bool | None
    outcome: str | None
    facts: EntryFacts
    sensitive: Sensitive | None
    rate: AttendanceRate
    blocks: tuple[Block, ...]
    follow_ups: tuple[FollowUpLine, ...]
    marks: tuple[MarkLine, ...]

    @property
    def last_presence_on(self) -> dt.date | None:
        """The last day on which she was there, even in part; None when no presence is recorded."""
        return next((mark.held_on for mark in self.marks if mark.status in rules.presence_codes()), None)

    def absences_in_a_row(self) -> tuple[MarkLine, ...]:
        """The unjustified half-days that go on, the latest first; suspended ones neither end nor count."""
        row = []
        for mark in self.marks:
            if mark.status in rules.unjustified_codes():
                row.append(mark)
            elif mark.status not in rules.not_due_codes():
                break
        return tuple(row)


@dataclass(frozen=True, slots=True)
class LearnerDetail:
    """A person and her enrollments, the latest first. ``missing``: what reports ask and nobody has said.

    ``to_correct``: what was typed and is not right yet (models/learner_completeness.py).
    """

    id: int
    version: int
    last_name: str
    first_name: str
    birth_name: str | None
    birth_date: dt.date | None
    birth_place: str | None
    sex: str | None
    phone: str | None
    second_phone: str | None
    email: str | None
    address: str | None
    postal_code: str | None
    city: str | None
    insee_code: str | None
    relay_contact: str | None
    france_travail_id: str | None
    note: str | None
    to_correct: str | None
    erased_on: dt.date | None
    enrollments: tuple[EnrollmentDetail, ...]
    missing: tuple[str, ...]

    @property
    def current(self) -> EnrollmentDetail | None:
        """The latest enrollment."""
        return self.enrollments[0] if self.enrollments else None


def count_all(session: Session) -> int:
    """How many persons the file holds."""
    return session.scalar(select(func.count()).select_from(Learner)) or 0


def learner_of_enrollment(session: Session, enrollment_id: int) -> int | None:
    """The person of an enrollment, None when it is gone."""
    return session.scalar(select(Enrollment.learner_id).where(Enrollment.id == enrollment_id))


def detail(session: Session, learner_id: int, as_of: dt.date) -> LearnerDetail:
    """Everything known of a person. Raises NotFound."""
    own = [name for name in LearnerDetail.__dataclass_fields__ if name not in ("enrollments", "missing")]
    row = session.execute(
        select(*(getattr(Learner, name) for name in own)).where(Learner.id == learner_id)
    ).first()
    if row is None:
        raise NotFound("Cette personne n’est plus dans le fichier.")
    return LearnerDetail(
        **dict(zip(own, row, strict=True)),
        enrollments=_enrollments(session, learner_id, as_of),
        missing=_missing(session, learner_id),
    )


def _missing(session: Session, learner_id: int) -> tuple[str, ...]:
    facts = missing_facts()
    columns = [condition.label(name) for name, condition in facts.items()]
    row = session.execute(
        from_learners(lacks_facts().label("concerned"), *columns).where(Learner.id == learner_id)
    ).one()
    return tuple(name for name in facts if getattr(row, name)) if row.concerned else ()


_FACTS = tuple(one.name for one in fields(EntryFacts))
_SENSITIVE = tuple(one.name for one in fields(Sensitive))
_OWN = (
    *("id", "cohort_id", "applied_on", "decision", "decided_on", "decision_reason", "is_no_show"),
    *("planned_entry_on", "entered_on", "aes_on", "planned_exit_on", "exit_type", "exit_on", "exit_reason"),
    *("exit_interview_done", "exit_solutions", "positioned_on", "interviewed_on"),
    *("exit_interviewed_on", "exit_interview_note", "exit_next_step"),
)
_JURY = ("jury_on", "is_presented", "outcome")


def _enrollments(session: Session, learner_id: int, as_of: dt.date) -> tuple[EnrollmentDetail, ...]:
    # What may not be shown is not even read.
    sensitive = _SENSITIVE if may_see_sensitive(session) else ()
    found = session.execute(
        select(
            *(getattr(Enrollment, name) for name in (*_OWN, *_FACTS)),
            *(getattr(SensitiveFacts, name) for name in sensitive),
            *(getattr(Certification, name) for name in _JURY),
            Enrollment.other_exit_reasons,
            Cohort.code.label("cohort_code"),
            Cohort.course_id,
            Course.title.label("course_title"),
            starts_on.label("starts_on"),
            ends_on.label("ends_on"),
            enrollment_state(as_of).label("state"),
            *(Company.name.label("employer_name"), Company.city.label("employer_city")),
        )
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .join(Course, Course.id == Cohort.course_id)
        .outerjoin(SensitiveFacts, SensitiveFacts.enrollment_id == Enrollment.id)
        .outerjoin(Certification, Certification.enrollment_id == Enrollment.id)
        .outerjoin(Company, Company.id == Enrollment.employer_company_id)
        .where(Enrollment.learner_id == learner_id)
        .order_by(starts_on.desc(), Enrollment.id.desc())
    ).mappings()
    rows_found = list(found)
    rates = rates_by_enrollment(session, [row["id"] for row in rows_found], as_of)
    return tuple(_enrollment(session, row, rates[row["id"]], as_of) for row in rows_found)


def _enrollment(session: Session, row: RowMapping, rate: AttendanceRate, as_of: dt.date) -> EnrollmentDetail:
    own = {name: row[name] for name in (*_OWN, *_JURY)}
    cohort = {name: row[name] for name in ("cohort_code", "course_title", "starts_on", "ends_on", "state")}
    return EnrollmentDetail(
        **own,
        **cohort,
        other_exit_reasons=tuple((row["other_exit_reasons"] or "").split("|"))
        if row["other_exit_reasons"]
        else (),
        employer=", ".join(filter(None, (row["employer_name"], row["employer_city"]))) or None,
        facts=EntryFacts(**{name: row[name] for name in _FACTS}),
        sensitive=Sensitive(**{name: row[name] for name in _SENSITIVE})
        if may_see_sensitive(session)
        else None,
        rate=rate,
        blocks=_blocks(session, row["id"], row["course_id"]),
        follow_ups=_follow_ups(session, row["id"]),
        marks=_marks(session, row["id"], as_of),
    )


def _blocks(session: Session, enrollment_id: int, course_id: int) -> tuple[Block, ...]:
    statement = (
        select(CertificationBlock.id, CertificationBlock.code, CertificationBlock.title, BlockResult.result)
        .outerjoin(
            BlockResult,
            (BlockResult.block_id == CertificationBlock.id) & (BlockResult.enrollment_id == enrollment_id),
        )
        .where(CertificationBlock.course_id == course_id)
        .order_by(CertificationBlock.position, CertificationBlock.code)
    )
    return tuple(Block(*row) for row in session.execute(statement))


def _follow_ups(session: Session, enrollment_id: int) -> tuple[FollowUpLine, ...]:
    statement = (
        select(FollowUp.horizon, FollowUp.situation, FollowUp.recorded_on)
        .where(FollowUp.enrollment_id == enrollment_id)
        .order_by(FollowUp.horizon)
    )
    return tuple(FollowUpLine(*row) for row in session.execute(statement))


def _marks(session: Session, enrollment_id: int, as_of: dt.date) -> tuple[MarkLine, ...]:
    statement = (
        select(
            ClassSession.held_on,
            ClassSession.half_day,
            Attendance.status,
            Attendance.minutes_present,
            ClassSession.minutes,
            Attendance.document_on,
        )
        .join(ClassSession, ClassSession.id == Attendance.class_session_id)
        .where(Attendance.enrollment_id == enrollment_id)
        .order_by(ClassSession.held_on.desc(), ClassSession.half_day.desc())
    )
    delay = delay_of(session, enrollment_id, as_of)
    return tuple(
        MarkLine(*row[:-1], stage_of(row.status, row.document_on, row.held_on, as_of, delay))
        for row in session.execute(statement)
    )
