"""The blocks of a course and the skills of each."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gen_desktop.models.course import CertificationBlock
from gen_desktop.models.skill import Skill, SkillLevel


@dataclass(frozen=True, slots=True)
class SkillRow:
    """A skill. ``level_count``: how many assessments of learners would go with it."""

    id: int
    title: str
    level_count: int


@dataclass(frozen=True, slots=True)
class BlockSkills:
    """A block of the certification with its skills, in order."""

    id: int
    code: str
    title: str
    skills: tuple[SkillRow, ...]


def skills_of_course(session: Session, course_id: int) -> tuple[BlockSkills, ...]:
    """The blocks of a course in order; a block without skills is there too."""
    levels = (
        select(func.count())
        .select_from(SkillLevel)
        .where(SkillLevel.skill_id == Skill.id)
        .correlate(Skill)
        .scalar_subquery()
    )
    rows = session.execute(
        select(CertificationBlock.id, Skill.id, Skill.title, levels)
        .join(Skill, Skill.block_id == CertificationBlock.id)
        .where(CertificationBlock.course_id == course_id)
        .order_by(Skill.position, Skill.id)
    )
    skills: dict[int, list[SkillRow]] = {}
    for block_id, *facts in rows:
        skills.setdefault(block_id, []).append(SkillRow(*facts))
    blocks = session.execute(
        select(CertificationBlock.id, CertificationBlock.code, CertificationBlock.title)
        .where(CertificationBlock.course_id == course_id)
        .order_by(CertificationBlock.position, CertificationBlock.id)
    )
    return tuple(BlockSkills(*row, tuple(skills.get(row.id, ()))) for row in blocks)
