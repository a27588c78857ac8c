"""The results of a certification, block by block."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from gen_desktop.models.assessment import BlockResult
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.course import CertificationBlock, Course
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.queries.populations import Condition, Populations
from gen_desktop.reference.lists import codes_where

BLOCK_PARTS: dict[str, Condition] = {
    "acquired": BlockResult.result.in_(codes_where("block_result", counts_as_acquired="yes")),
    "not_acquired": BlockResult.result == "not_acquired",
    "not_presented": BlockResult.result == "not_presented",
    "unknown": BlockResult.result.is_(None),
}
"""The results counted in each part of a BlockLine, in their order."""


@dataclass(frozen=True, slots=True)
class BlockLine:
    """Results for one block of a certification, and how many entrants of the course have none yet."""

    id: int
    course: str
    code: str
    title: str
    acquired: int
    not_acquired: int
    not_presented: int
    unknown: int


def block_lines(session: Session, populations: Populations) -> tuple[BlockLine, ...]:
    """The results of the entrants, block by block, for every course of the scope whose blocks are known."""
    p = populations
    entrants = p.select_from(Enrollment.id, Cohort.course_id).where(p.entered()).subquery()

    def sum_of(condition: Condition) -> Any:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    rows = session.execute(
        select(
            CertificationBlock.id,
            Course.title,
            CertificationBlock.code,
            CertificationBlock.title,
            *(sum_of(is_result) for is_result in BLOCK_PARTS.values()),
        )
        .select_from(CertificationBlock)
        .join(Course, Course.id == CertificationBlock.course_id)
        .join(entrants, entrants.c.course_id == Course.id)
        .outerjoin(
            BlockResult,
            and_(BlockResult.block_id == CertificationBlock.id, BlockResult.enrollment_id == entrants.c.id),
        )
        .group_by(CertificationBlock.id)
        .order_by(Course.title, Course.id, CertificationBlock.position, CertificationBlock.code)
    )
    return tuple(BlockLine(*row) for row in rows)


def of_block(block_id: int, part: str) -> Callable[[Populations], Condition]:
    """The entrants whose result of that block counts in that part of its line."""
    in_course = Cohort.course_id == (
        select(CertificationBlock.course_id).where(CertificationBlock.id == block_id).scalar_subquery()
    )
    rows = select(BlockResult.enrollment_id).where(BlockResult.block_id == block_id)
    if part == "unknown":  # no result at all included
        whose = Enrollment.id.not_in(rows.where(BlockResult.result.is_not(None)))
    else:
        whose = Enrollment.id.in_(rows.where(BLOCK_PARTS[part]))
    return lambda p: and_(p.entered(), in_course, whose)
