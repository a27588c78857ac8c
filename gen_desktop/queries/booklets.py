"""What a learner's booklet tells beside the path and the hours: positioning, skills, interviews, the jury."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.models.assessment import Certification
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.course import CertificationBlock
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.positioning import Positioning, Prerequisite
from gen_desktop.models.skill import Skill, SkillLevel


@dataclass(frozen=True, slots=True)
class SkillLine:
    """A skill of a block. ``levels``: by stage; a stage that is not there was not assessed."""

    block_code: str
    block_title: str
    title: str
    levels: tuple[tuple[str, str], ...]

    def level_at(self, stage: str) -> str | None:
        """The level at a stage, None when it was not assessed."""
        return dict(self.levels).get(stage)


@dataclass(frozen=True, slots=True)
class Booklet:
    """Codes are stored codes. ``positioning``: each prerequisite and its level, None where nobody looked."""

    positioned_on: dt.date | None = None
    positioning_method: str | None = None
    positioning: tuple[tuple[str, str | None], ...] = ()
    interviewed_on: dt.date | None = None
    interviewer: str | None = None
    exit_interviewed_on: dt.date | None = None
    skills: tuple[SkillLine, ...] = ()
    is_presented: bool | None = None
    certificate_number: str | None = None
    certificate_handed_on: dt.date | None = None
    assessed_on: tuple[dt.date, ...] = field(default_factory=tuple)
    """The days on which skills were assessed."""


def booklets(session: Session, enrollment_ids: Sequence[int]) -> dict[int, Booklet]:
    """The booklet of each of these enrollments; those that no longer exist are left out."""
    positioning = _positioning(session, enrollment_ids)
    skills, days = _skills(session, enrollment_ids)
    rows = session.execute(
        select(
            Enrollment.id,
            Enrollment.positioned_on,
            Enrollment.positioning_method,
            Enrollment.interviewed_on,
            Enrollment.interviewer,
            Enrollment.exit_interviewed_on,
            Certification.is_presented,
            Certification.certificate_number,
            Certification.certificate_handed_on,
        )
        .outerjoin(Certification, Certification.enrollment_id == Enrollment.id)
        .where(Enrollment.id.in_(enrollment_ids))
    )
    found = {}
    for row in rows:
        facts = row._asdict()
        key = facts.pop("id")
        found[key] = Booklet(
            **facts,
            positioning=tuple(positioning.get(key, ())),
            skills=tuple(skills.get(key, ())),
            assessed_on=tuple(sorted(days.get(key, ()))),
        )
    return found


def _positioning(session: Session, enrollment_ids: Sequence[int]) -> dict[int, list[tuple[str, str | None]]]:
    level = (Positioning.prerequisite_id == Prerequisite.id) & (Positioning.enrollment_id == Enrollment.id)
    rows = session.execute(
        select(Enrollment.id, Prerequisite.name, Positioning.level)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .join(Prerequisite, Prerequisite.course_id == Cohort.course_id)
        .outerjoin(Positioning, level)
        .where(Enrollment.id.in_(enrollment_ids))
        .order_by(Prerequisite.position, Prerequisite.id)
    )
    found: dict[int, list[tuple[str, str | None]]] = {}
    for key, name, told in rows:
        found.setdefault(key, []).append((name, told))
    return found


def _skills(
    session: Session, enrollment_ids: Sequence[int]
) -> tuple[dict[int, list[SkillLine]], dict[int, set[dt.date]]]:
    levels: dict[tuple[int, int], list[tuple[str, str]]] = {}
    days: dict[int, set[dt.date]] = {}
    rows = session.execute(
        select(
            SkillLevel.enrollment_id,
            SkillLevel.skill_id,
            SkillLevel.stage,
            SkillLevel.level,
            SkillLevel.assessed_on,
        )
        .where(SkillLevel.enrollment_id.in_(enrollment_ids))
        .order_by(SkillLevel.stage)
    )
    for enrollment_id, skill_id, stage, level, assessed_on in rows:
        levels.setdefault((enrollment_id, skill_id), []).append((stage, level))
        days.setdefault(enrollment_id, set()).add(assessed_on)
    lines: dict[int, list[SkillLine]] = {}
    taught = session.execute(
        select(Enrollment.id, Skill.id, CertificationBlock.code, CertificationBlock.title, Skill.title)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .join(CertificationBlock, CertificationBlock.course_id == Cohort.course_id)
        .join(Skill, Skill.block_id == CertificationBlock.id)
        .where(Enrollment.id.in_(enrollment_ids))
        .order_by(CertificationBlock.position, CertificationBlock.id, Skill.position, Skill.id)
    )
    for enrollment_id, skill_id, code, block, title in taught:
        told = tuple(levels.get((enrollment_id, skill_id), ()))
        lines.setdefault(enrollment_id, []).append(SkillLine(code, block, title, told))
    return lines, days
