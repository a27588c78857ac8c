"""What papers certify of somebody's path: who, which course, from when to when, for whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.errors import NotFound
from gen_desktop.models.assessment import BlockResult, Certification
from gen_desktop.models.cohort import Cohort, CohortSlot
from gen_desktop.models.course import CertificationBlock, Course
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.funding_program import FundingProgram
from gen_desktop.models.learner import Learner
from gen_desktop.models.organization import Site
from gen_desktop.models.placement import Company
from gen_desktop.queries.attendance_sql import ends_on, starts_on


@dataclass(frozen=True, slots=True)
class CertifiedPath:
    """One enrollment as papers tell it. Codes are stored codes; planned lengths are minutes."""

    enrollment_id: int
    learner_id: int
    last_name: str
    first_name: str
    sex: str | None
    birth_date: dt.date | None
    france_travail_id: str | None
    cohort_id: int
    cohort_code: str
    course_id: int
    course_title: str
    action_type: str | None
    delivery_mode: str | None
    certification_code: str | None
    certification_title: str | None
    objectives: str | None
    assessment_methods: str | None
    course_center_minutes: int | None
    course_company_minutes: int | None
    own_center_minutes: int | None
    own_company_minutes: int | None
    cohort_start: dt.date
    cohort_end: dt.date
    decision: str
    planned_entry_on: dt.date | None
    planned_exit_on: dt.date | None
    entered_on: dt.date | None
    exit_on: dt.date | None
    exit_type: str | None
    exit_reason: str | None
    bpf_status: str | None
    employer: str | None
    funder: str | None
    payer_file_number: str | None
    carif_session_number: str | None
    france_travail_number: str | None
    site_name: str | None
    site_address: str | None
    site_postal_code: str | None
    site_city: str | None
    program_name: str | None
    program_kind: str | None
    program_funder: str | None
    agreement_number: str | None
    scheme: str | None
    is_eu_cofunded: bool | None

    @property
    def center_minutes(self) -> int | None:
        """Planned for this person, else for the course."""
        return self.course_center_minutes if self.own_center_minutes is None else self.own_center_minutes

    @property
    def company_minutes(self) -> int | None:
        return self.course_company_minutes if self.own_company_minutes is None else self.own_company_minutes


@dataclass(frozen=True, slots=True)
class BlockLine:
    """A block of the certification and what the person obtained; None: not assessed yet."""

    code: str
    title: str
    result: str | None


@dataclass(frozen=True, slots=True)
class Assessed:
    """What was assessed of one person: block by block, then the jury."""

    blocks: tuple[BlockLine, ...] = ()
    outcome: str | None = None
    jury_on: dt.date | None = None


_SOURCES = {
    **{"learner_id": Learner.id, "last_name": Learner.last_name, "first_name": Learner.first_name},
    **{"sex": Learner.sex, "birth_date": Learner.birth_date, "france_travail_id": Learner.france_travail_id},
    **{"enrollment_id": Enrollment.id, "cohort_id": Cohort.id, "cohort_code": Cohort.code},
    **{"course_id": Course.id, "course_title": Course.title, "action_type": Course.action_type},
    **{"delivery_mode": Course.delivery_mode, "certification_code": Course.certification_code},
    **{"certification_title": Course.certification_title, "objectives": Course.operational_objectives},
    **{"assessment_methods": Course.assessment_methods, "cohort_start": starts_on, "cohort_end": ends_on},
    "course_center_minutes": Course.planned_center_minutes,
    "course_company_minutes": Course.planned_company_minutes,
    "own_center_minutes": Enrollment.planned_center_minutes,
    "own_company_minutes": Enrollment.planned_company_minutes,
    **{"carif_session_number": Cohort.carif_session_number, "site_name": Site.name},
    **{"france_travail_number": Cohort.france_travail_number, "site_address": Site.address},
    **{"employer": Company.name, "site_postal_code": Site.postal_code, "site_city": Site.city},
    **{"program_name": FundingProgram.name, "program_kind": FundingProgram.kind},
    **{"program_funder": FundingProgram.funder, "agreement_number": FundingProgram.agreement_number},
    **{"scheme": FundingProgram.scheme, "is_eu_cofunded": FundingProgram.is_eu_cofunded},
}
"""Where a field of CertifiedPath is read; the others are columns of Enrollment of the same name."""


def certified_paths(session: Session, enrollment_ids: Sequence[int]) -> tuple[CertifiedPath, ...]:
    """The paths of these enrollments, by name; those that no longer exist are left out."""
    columns: list[Any] = [
        _SOURCES.get(field.name, getattr(Enrollment, field.name, None)) for field in fields(CertifiedPath)
    ]
    rows = session.execute(
        select(*columns)
        .select_from(Enrollment)
        .join(Learner, Learner.id == Enrollment.learner_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .join(Course, Course.id == Cohort.course_id)
        .outerjoin(Site, Site.id == Cohort.site_id)
        .outerjoin(FundingProgram, FundingProgram.id == Cohort.funding_program_id)
        .outerjoin(Company, Company.id == Enrollment.employer_company_id)
        .where(Enrollment.id.in_(enrollment_ids))
        .order_by(Learner.sort_key, Enrollment.id)
    )
    return tuple(CertifiedPath(*tuple(row)) for row in rows)


def people_of_cohort(session: Session, cohort_id: int) -> tuple[int, ...]:
    """The enrollments of a cohort of whom papers are made, by name: those who entered or are admitted."""
    concerned = Enrollment.entered_on.is_not(None) | (Enrollment.decision == "admitted")
    rows = session.scalars(
        select(Enrollment.id)
        .join(Learner, Learner.id == Enrollment.learner_id)
        .where(Enrollment.cohort_id == cohort_id, concerned)
        .order_by(Learner.sort_key, Enrollment.id)
    )
    return tuple(rows)


def enrollment_of(session: Session, cohort_id: int, learner_id: int) -> int:
    """The enrollment of a person in a cohort. Raises NotFound."""
    own = (Enrollment.cohort_id == cohort_id, Enrollment.learner_id == learner_id)
    found = session.scalar(select(Enrollment.id).where(*own))
    if found is None:
        raise NotFound("Cette personne n’est pas inscrite dans cette cohorte.")
    return found


def assessed(session: Session, enrollment_ids: Sequence[int]) -> dict[int, Assessed]:
    """The results of these people; the blocks of the course are there even without a result."""
    blocks: dict[int, list[BlockLine]] = {}
    rows = session.execute(
        select(Enrollment.id, CertificationBlock.code, CertificationBlock.title, BlockResult.result)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .join(CertificationBlock, CertificationBlock.course_id == Cohort.course_id)
        .outerjoin(
            BlockResult,
            (BlockResult.enrollment_id == Enrollment.id) & (BlockResult.block_id == CertificationBlock.id),
        )
        .where(Enrollment.id.in_(enrollment_ids))
        .order_by(CertificationBlock.position, CertificationBlock.id)
    )
    for key, *block in rows:
        blocks.setdefault(key, []).append(BlockLine(*block))
    juries = session.execute(
        select(Certification.enrollment_id, Certification.outcome, Certification.jury_on).where(
            Certification.enrollment_id.in_(enrollment_ids)
        )
    )
    passed = {key: (outcome, jury_on) for key, outcome, jury_on in juries}
    return {
        key: Assessed(tuple(blocks.get(key, ())), *passed.get(key, (None, None))) for key in enrollment_ids
    }


def weekly_minutes(session: Session, cohort_ids: Collection[int]) -> dict[int, int]:
    """Minutes of the usual week of these cohorts; those without a pattern are absent."""
    slot = CohortSlot
    rows = session.execute(
        select(slot.cohort_id, slot.starts_at, slot.ends_at).where(slot.cohort_id.in_(cohort_ids))
    )
    found: dict[int, int] = {}
    for cohort_id, starts_at, ends_at in rows:
        length = (ends_at.hour - starts_at.hour) * 60 + ends_at.minute - starts_at.minute
        found[cohort_id] = found.get(cohort_id, 0) + length
    return found
