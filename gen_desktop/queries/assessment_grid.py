"""What the page of assessments shows of a cohort: who, which blocks and skills, what is recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.errors import NotFound
from gen_desktop.models.assessment import BlockResult, Certification
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.course import Course
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.jury_session import JurySession
from gen_desktop.models.learner import Learner
from gen_desktop.models.skill import SkillLevel
from gen_desktop.queries.skills import BlockSkills, skills_of_course


@dataclass(frozen=True, slots=True)
class AssessedLearner:
    """Somebody who came into the course. ``has_left_early``: before its term, for whatever reason."""

    enrollment_id: int
    learner_id: int
    last_name: str
    first_name: str
    exit_on: dt.date | None
    has_left_early: bool


@dataclass(frozen=True, slots=True)
class JuryFacts:
    """What is known of somebody's certification."""

    jury_on: dt.date | None = None
    is_presented: bool | None = None
    outcome: str | None = None
    certificate_number: str | None = None
    certificate_received_on: dt.date | None = None
    certificate_handed_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class JuryRow:
    """A session of the jury. ``people``: how many are before it; ``waiting``: those without a result."""

    id: int
    version: int
    held_on: dt.date
    place: str | None
    record_number: str | None
    record_received_on: dt.date | None
    note: str | None
    people: int
    waiting: int


@dataclass(frozen=True, slots=True)
class AssessmentGrid:
    """``results``: by enrollment and block. ``levels``: by enrollment and skill, at each stage."""

    cohort_id: int
    cohort_code: str
    course_id: int
    course_title: str
    blocks: tuple[BlockSkills, ...]
    learners: tuple[AssessedLearner, ...]
    results: Mapping[tuple[int, int], str]
    levels: Mapping[str, Mapping[tuple[int, int], str]]
    juries: Mapping[int, JuryFacts]
    sessions: tuple[JuryRow, ...]

    def jury_of(self, enrollment_id: int) -> JuryFacts:
        """What is known of somebody's certification; all unknown when nothing is."""
        return self.juries.get(enrollment_id, JuryFacts())


def assessment_grid(session: Session, cohort_id: int) -> AssessmentGrid:
    """Everything the page shows of a cohort, people by name. Raises NotFound."""
    cohort = session.execute(
        select(Cohort.id, Cohort.code, Course.id, Course.title)
        .join(Course, Course.id == Cohort.course_id)
        .where(Cohort.id == cohort_id)
    ).first()
    if cohort is None:
        raise NotFound("Cette cohorte n’existe plus.")
    juries = _juries(session, cohort_id)
    return AssessmentGrid(
        *cohort,
        blocks=skills_of_course(session, cohort[2]),
        learners=_learners(session, cohort_id),
        results=_results(session, cohort_id),
        levels=_levels(session, cohort_id),
        juries=juries,
        sessions=_sessions(session, cohort_id, juries),
    )


def _learners(session: Session, cohort_id: int) -> tuple[AssessedLearner, ...]:
    rows = session.execute(
        select(
            Enrollment.id,
            Learner.id,
            Learner.last_name,
            Learner.first_name,
            Enrollment.exit_on,
            Enrollment.exit_type,
        )
        .join(Learner, Learner.id == Enrollment.learner_id)
        .where(Enrollment.cohort_id == cohort_id, Enrollment.entered_on.is_not(None))
        .order_by(Learner.sort_key, Enrollment.id)
    )
    return tuple(AssessedLearner(*row[:5], row.exit_type not in (None, "term")) for row in rows)


def _results(session: Session, cohort_id: int) -> dict[tuple[int, int], str]:
    rows = session.execute(
        select(BlockResult.enrollment_id, BlockResult.block_id, BlockResult.result)
        .join(Enrollment, Enrollment.id == BlockResult.enrollment_id)
        .where(Enrollment.cohort_id == cohort_id)
    )
    return {(enrollment_id, block_id): result for enrollment_id, block_id, result in rows}


def _levels(session: Session, cohort_id: int) -> dict[str, dict[tuple[int, int], str]]:
    rows = session.execute(
        select(SkillLevel.stage, SkillLevel.enrollment_id, SkillLevel.skill_id, SkillLevel.level)
        .join(Enrollment, Enrollment.id == SkillLevel.enrollment_id)
        .where(Enrollment.cohort_id == cohort_id)
    )
    found: dict[str, dict[tuple[int, int], str]] = {}
    for stage, enrollment_id, skill_id, level in rows:
        found.setdefault(stage, {})[enrollment_id, skill_id] = level
    return found


def _juries(session: Session, cohort_id: int) -> dict[int, JuryFacts]:
    columns = [getattr(Certification, name) for name in JuryFacts.__dataclass_fields__]
    rows = session.execute(
        select(Certification.enrollment_id, *columns)
        .join(Enrollment, Enrollment.id == Certification.enrollment_id)
        .where(Enrollment.cohort_id == cohort_id)
    )
    return {enrollment_id: JuryFacts(*facts) for enrollment_id, *facts in rows}


def _sessions(session: Session, cohort_id: int, juries: Mapping[int, JuryFacts]) -> tuple[JuryRow, ...]:
    names = [name for name in JuryRow.__dataclass_fields__ if name not in ("people", "waiting")]
    rows = session.execute(
        select(*(getattr(JurySession, name) for name in names))
        .where(JurySession.cohort_id == cohort_id)
        .order_by(JurySession.held_on, JurySession.id)
    )
    found = []
    for row in rows:
        own = [one for one in juries.values() if one.jury_on == row.held_on]
        waiting = [one for one in own if one.outcome is None and one.is_presented is not False]
        facts = row._asdict()
        found.append(JuryRow(**facts, people=len(own), waiting=len(waiting)))
    return tuple(found)
