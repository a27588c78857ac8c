"""A course and a programme as their forms show them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.errors import NotFound
from gen_desktop.models.course import CertificationBlock, Course
from gen_desktop.models.funding_program import FundingProgram, Target


@dataclass(frozen=True, slots=True)
class CourseRecord:
    """Everything that can be changed of a course. Lengths in minutes; ``version`` guards the change."""

    id: int
    version: int
    code: str
    title: str
    family: str | None
    certification_code: str | None
    certification_title: str | None
    certification_valid_until: dt.date | None
    level: str | None
    rome_codes: str | None
    rome_version: str | None
    objective: str | None
    delivery_mode: str | None
    planned_center_minutes: int | None
    planned_company_minutes: int | None
    is_free: bool | None
    action_type: str | None
    nsf_code: str | None
    formacodes: str | None
    operational_objectives: str | None
    assessment_methods: str | None
    blocks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target of a programme."""

    indicator: str
    percent: Decimal
    valid_from: dt.date | None
    valid_to: dt.date | None
    source: str | None


@dataclass(frozen=True, slots=True)
class ProgramRecord:
    """Everything that can be changed of a programme. ``version`` guards the change."""

    id: int
    version: int
    code: str
    name: str
    kind: str | None
    funder: str | None
    agreement_number: str | None
    scheme: str | None
    starts_on: dt.date | None
    ends_on: dt.date | None
    label_number: str | None
    label_ends_on: dt.date | None
    is_eu_cofunded: bool | None
    planned_amount: Decimal | None
    realized_amount: Decimal | None
    last_payment_on: dt.date | None
    follow_up_horizons: str | None
    follow_up_window_before: int | None
    follow_up_window_after: int | None
    logo_sha256: str | None
    targets: tuple[TargetRow, ...]


def course_record(session: Session, course_id: int) -> CourseRecord:
    """One course with its blocks in order. Raises NotFound."""
    course = session.get(Course, course_id)
    if course is None:
        raise NotFound("Cette formation n’existe plus.")
    blocks = session.execute(
        select(CertificationBlock.code, CertificationBlock.title)
        .where(CertificationBlock.course_id == course_id)
        .order_by(CertificationBlock.position)
    )
    names = [name for name in CourseRecord.__dataclass_fields__ if name != "blocks"]
    facts = {name: getattr(course, name) for name in names}
    return CourseRecord(**facts, blocks=tuple((row[0], row[1]) for row in blocks))


def program_record(session: Session, program_id: int) -> ProgramRecord:
    """One programme with its targets. Raises NotFound."""
    program = session.get(FundingProgram, program_id)
    if program is None:
        raise NotFound("Ce programme n’existe plus.")
    targets = session.execute(
        select(Target.indicator, Target.percent, Target.valid_from, Target.valid_to, Target.source)
        .where(Target.funding_program_id == program_id)
        .order_by(Target.indicator, Target.valid_from)
    )
    names = [name for name in ProgramRecord.__dataclass_fields__ if name != "targets"]
    facts = {name: getattr(program, name) for name in names}
    return ProgramRecord(**facts, targets=tuple(TargetRow(*row) for row in targets))
