"""Random gestures on skills, results and juries, for tests/random_gestures.py."""

from __future__ import annotations

import datetime as dt
import random

from sqlalchemy import select

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.models.registry import CertificationBlock, Cohort, Enrollment, JurySession, Skill
from gen_desktop.reference.lists import code_list
from gen_desktop.services import block_results, jury_facts, jury_sessions, skill_levels, skills
from gen_desktop.services.jury_sessions import JuryInput
from gen_desktop.services.skills import SkillInput

JURY = dt.date(2026, 3, 16)
TITLES = ("Maquetter", "Développer", "Tester", "Déployer", "Documenter")


def _ids(db: Database, column: object, *which: object) -> list[int]:
    with db.read() as session:
        return list(session.scalars(select(column).where(*which)))  # type: ignore[call-overload]


def _cohort_of(db: Database, rng: random.Random) -> tuple[list[int], int] | None:
    """Some people who came into one cohort, and its course."""
    with db.read() as session:
        rows = session.execute(
            select(Enrollment.id, Enrollment.cohort_id, Cohort.course_id)
            .join(Cohort, Cohort.id == Enrollment.cohort_id)
            .where(Enrollment.entered_on.is_not(None))
        ).all()
    if not rows:
        return None
    one = rng.choice(rows)
    people = [row.id for row in rows if row.cohort_id == one.cohort_id]
    return rng.sample(people, min(len(people), rng.randint(1, 3))), one.course_id


def _day(rng: random.Random) -> dt.date | None:
    return JURY + dt.timedelta(days=rng.randrange(20)) if rng.random() < 0.8 else None


def _code(rng: random.Random, name: str) -> str | None:
    return rng.choice([*(one.code for one in code_list(name).codes), None])


def set_skills(db: Database, rng: random.Random) -> Change | None:
    blocks = _ids(db, CertificationBlock.id)
    if not blocks:
        return None
    block_id = rng.choice(blocks)
    (course_id,) = _ids(db, CertificationBlock.course_id, CertificationBlock.id == block_id)
    known = _ids(db, Skill.id, Skill.block_id == block_id)
    titles = rng.sample(TITLES, rng.randint(0, 3))
    typed = [SkillInput(title, rng.choice([*known, None])) for title in titles]
    return skills.set_skills(db, course_id, {block_id: typed}, with_levels=rng.random() < 0.5)


def set_levels(db: Database, rng: random.Random) -> Change | None:
    found = _cohort_of(db, rng)
    if found is None:
        return None
    people, course_id = found
    in_course = CertificationBlock.course_id == course_id
    taught = _ids(db, Skill.id, Skill.block_id.in_(select(CertificationBlock.id).where(in_course)))
    cells = [(one, skill) for one in people for skill in taught]
    stage = rng.choice(("entry", "during", "end"))
    levels = {cell: _code(rng, "skill_level") for cell in cells}
    return skill_levels.set_levels(db, levels, stage, JURY) if cells else None


def set_block_results(db: Database, rng: random.Random) -> Change | None:
    found = _cohort_of(db, rng)
    if found is None:
        return None
    people, course_id = found
    blocks = _ids(db, CertificationBlock.id, CertificationBlock.course_id == course_id)
    results = {(one, block): _code(rng, "block_result") for one in people for block in blocks}
    return block_results.set_block_results(db, results) if results else None


def set_jury_day(db: Database, rng: random.Random) -> Change | None:
    found = _cohort_of(db, rng)
    return found and jury_facts.set_jury_day(db, found[0], _day(rng))


def set_presented(db: Database, rng: random.Random) -> Change | None:
    found = _cohort_of(db, rng)
    return found and jury_facts.set_presented(db, found[0], rng.choice((True, False, None)))


def set_outcome(db: Database, rng: random.Random) -> Change | None:
    found = _cohort_of(db, rng)
    return found and jury_facts.set_outcome(db, found[0], _code(rng, "certification_outcome"))


def set_certificate_number(db: Database, rng: random.Random) -> Change | None:
    found = _cohort_of(db, rng)
    return found and jury_facts.set_certificate_number(db, found[0][0], rng.choice(("", "T-1", "T-2", "T-3")))


def set_received(db: Database, rng: random.Random) -> Change | None:
    found = _cohort_of(db, rng)
    return found and jury_facts.set_received(db, found[0], _day(rng))


def set_handed_over(db: Database, rng: random.Random) -> Change | None:
    found = _cohort_of(db, rng)
    return found and jury_facts.set_handed_over(db, found[0], _day(rng))


def plan_jury(db: Database, rng: random.Random) -> Change | None:
    cohorts = _ids(db, Cohort.id)
    return jury_sessions.plan_jury(db, rng.choice(cohorts), _jury(rng)) if cohorts else None


def update_jury(db: Database, rng: random.Random) -> Change | None:
    held = _ids(db, JurySession.id)
    return jury_sessions.update_jury(db, rng.choice(held), _jury(rng)) if held else None


def delete_jury(db: Database, rng: random.Random) -> Change | None:
    held = _ids(db, JurySession.id)
    return jury_sessions.delete_jury(db, rng.choice(held)) if held else None


def _jury(rng: random.Random) -> JuryInput:
    return JuryInput(_day(rng), rng.choice((None, "Nevers")), rng.choice((None, "PV 12")), _day(rng))


LEARNED_GESTURES = {
    set_skills: (skills.set_skills, 2),
    set_levels: (skill_levels.set_levels, 2),
    set_block_results: (block_results.set_block_results, 2),
    set_jury_day: (jury_facts.set_jury_day, 2),
    set_presented: (jury_facts.set_presented, 1),
    set_outcome: (jury_facts.set_outcome, 1),
    set_certificate_number: (jury_facts.set_certificate_number, 1),
    set_received: (jury_facts.set_received, 1),
    set_handed_over: (jury_facts.set_handed_over, 1),
    plan_jury: (jury_sessions.plan_jury, 1),
    update_jury: (jury_sessions.update_jury, 1),
    delete_jury: (jury_sessions.delete_jury, 1),
}
