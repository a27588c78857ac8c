"""The skills of each block of a course."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, NotFound, Problem
from gen_desktop.french import NBSP, plural
from gen_desktop.models.course import CertificationBlock, Course
from gen_desktop.models.names import fold
from gen_desktop.models.skill import Skill, SkillLevel

KINDS = frozenset({"skill", "skill_level", "course"})


@dataclass(frozen=True, slots=True)
class SkillInput:
    """One skill as typed; ``id`` of the one that it renames, None for another."""

    title: str
    id: int | None = None


def set_skills(
    db: Database, course_id: int, wanted: Mapping[int, Sequence[SkillInput]], *, with_levels: bool = False
) -> Change:
    """Make these the skills of blocks of a course (block id → skills in order); other blocks are left alone.

    An empty title deletes. A skill that goes takes its levels along only if ``with_levels`` says so. Raises
    InvalidInput (fields ``title.<block id>.<place>``), NotFound, Conflict that says what would go.
    """
    with db.read() as session:
        course = session.get(Course, course_id)
        if course is None:
            raise NotFound("Cette formation n’existe plus.")
        blocks = set(
            session.scalars(select(CertificationBlock.id).where(CertificationBlock.course_id == course_id))
        )
        name = f"Compétences de la formation {course.title}"
    if not blocks.issuperset(wanted):
        raise NotFound("Un de ces blocs n’est plus dans la formation.")
    if problems := [problem for block_id in wanted for problem in _problems(block_id, wanted[block_id])]:
        raise InvalidInput(*problems)
    with db.write(name) as session:
        going = [one for block_id, typed in wanted.items() for one in _write_block(session, block_id, typed)]
        _delete(session, going, with_levels=with_levels)
        session.flush()
    return Change(KINDS, frozenset({course_id}), name)


def _problems(block_id: int, typed: Sequence[SkillInput]) -> list[Problem]:
    seen: set[str] = set()
    problems = []
    for place, title in enumerate(one.title.strip() for one in typed):
        if title and fold(title) in seen:
            sentence = f"«{NBSP}{title}{NBSP}» est deux fois dans ce bloc."
            problems.append(Problem(f"title.{block_id}.{place}", sentence))
        seen.add(fold(title))
    return problems


def _write_block(session: Session, block_id: int, typed: Sequence[SkillInput]) -> list[Skill]:
    """Add, rename and order the skills of a block; returns those that are not wanted any more."""
    known = list(session.scalars(select(Skill).where(Skill.block_id == block_id)))
    stay = [SkillInput(one.title.strip(), one.id) for one in typed if one.title.strip()]
    kept = _kept(known, stay)
    for place, wanted in enumerate(stay):
        skill = kept.get(place)
        if skill is None:
            session.add(Skill(block_id=block_id, title=wanted.title, position=place + 1))
        elif (skill.title, skill.position) != (wanted.title, place + 1):
            skill.title, skill.position = wanted.title, place + 1
    return [one for one in known if one not in kept.values()]


def _kept(known: Sequence[Skill], wanted: Sequence[SkillInput]) -> dict[int, Skill]:
    """The place in the list → the skill that has it: of that title, else the one it renames."""
    by_title = {fold(one.title): one for one in known}
    by_id = {one.id: one for one in known}
    kept = {
        place: by_title[fold(one.title)] for place, one in enumerate(wanted) if fold(one.title) in by_title
    }
    for place, one in enumerate(wanted):
        if place in kept or one.id is None:
            continue
        if one.id not in by_id:
            raise Conflict("Une de ces compétences a été supprimée entre-temps.")
        if by_id[one.id] not in kept.values():
            kept[place] = by_id[one.id]
    return kept


def _delete(session: Session, going: Sequence[Skill], *, with_levels: bool) -> None:
    ids = [one.id for one in going]
    levels = list(session.scalars(select(SkillLevel).where(SkillLevel.skill_id.in_(ids))))
    if levels and not with_levels:
        what = plural(len(levels), "évaluation")
        titles = ", ".join(f"«{NBSP}{one.title}{NBSP}»" for one in going)
        raise Conflict(f"Retirer {titles} effacerait aussi {what} d’apprenants.")
    for row in [*levels, *going]:
        session.delete(row)
