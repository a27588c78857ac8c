"""How far learners are with the skills of their course."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import InvalidInput
from gen_desktop.french import NBSP, plural
from gen_desktop.models.course import CertificationBlock
from gen_desktop.models.history import name_gesture
from gen_desktop.models.skill import Skill, SkillLevel
from gen_desktop.reference.lists import code_list, label
from gen_desktop.services.certification_rows import Entrant, entrants

KINDS = frozenset({"skill_level"})

Cell = tuple[int, int]
"""Enrollment and skill."""


def set_levels(db: Database, levels: Mapping[Cell, str | None], stage: str, on: dt.date) -> Change:
    """Record, replace or (None) take away levels at a stage, all or none, in one gesture.

    ``on``: the day of the assessment. A level that is already so keeps its day; a Change without kinds tells
    that nothing was written. Raises InvalidInput when one of them cannot be,
    NotFound.
    """
    with db.write("Compétences") as session:
        people = entrants(session, {cell[0] for cell in levels})
        _check(session, levels, stage, people)
        name = _name(session, levels, stage, people)
        name_gesture(session, name)
        is_changed = _write(session, levels, stage, on)
    return Change(KINDS if is_changed else frozenset(), frozenset(cell[0] for cell in levels), name)


def _check(
    session: Session, levels: Mapping[Cell, str | None], stage: str, people: Mapping[int, Entrant]
) -> None:
    if stage not in code_list("skill_stage"):
        raise InvalidInput.one("stage", "Ce moment n’existe pas dans la liste.")
    if any(level is not None and level not in code_list("skill_level") for level in levels.values()):
        raise InvalidInput.one("level", "Ce niveau n’existe pas dans la liste.")
    rows = session.execute(
        select(Skill.id, CertificationBlock.course_id)
        .join(CertificationBlock, CertificationBlock.id == Skill.block_id)
        .where(Skill.id.in_({cell[1] for cell in levels}))
    )
    taught_in = {skill.id: skill.course_id for skill in rows}
    for enrollment_id, skill_id in levels:
        if taught_in.get(skill_id) != people[enrollment_id].course_id:
            raise InvalidInput.one("skill_id", "Cette compétence n’est pas de la formation de cette cohorte.")


def _write(session: Session, levels: Mapping[Cell, str | None], stage: str, on: dt.date) -> bool:
    rows = session.scalars(
        select(SkillLevel).where(
            SkillLevel.enrollment_id.in_({cell[0] for cell in levels}),
            SkillLevel.skill_id.in_({cell[1] for cell in levels}),
            SkillLevel.stage == stage,
        )
    )
    known = {(row.enrollment_id, row.skill_id): row for row in rows}
    is_changed = False
    for cell, level in levels.items():
        row = known.get(cell)
        if (row.level if row is not None else None) == level:
            continue
        is_changed = True
        if level is None:
            session.delete(row)
        elif row is None:
            session.add(
                SkillLevel(enrollment_id=cell[0], skill_id=cell[1], stage=stage, level=level, assessed_on=on)
            )
        else:
            row.level, row.assessed_on = level, on
    return is_changed


def _name(
    session: Session, levels: Mapping[Cell, str | None], stage: str, people: Mapping[int, Entrant]
) -> str:
    """« Compétence « Maquetter », en fin de formation : Delorme Kévin », « 12 compétences, en cours »."""
    when = label("skill_stage", stage)
    when = f"{when[0].lower()}{when[1:]}"
    if len(levels) != 1:
        return f"{plural(len(levels), 'niveau de compétence', 'niveaux de compétence')}, {when}"
    ((enrollment_id, skill_id),) = levels
    skill = session.get(Skill, skill_id)
    title = skill.title if skill is not None else ""
    return f"Compétence «{NBSP}{title}{NBSP}», {when}{NBSP}: {people[enrollment_id].name}"
