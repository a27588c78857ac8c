"""An invented cohort whose course has two blocks of skills, for whatever is tested about assessments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from gen_desktop.db.database import Database
from gen_desktop.models.registry import CertificationBlock, Cohort, Skill
from tests.classroom import FRIDAY, MONDAY, NAMES, change_enrollment, make_classroom

JURY = FRIDAY + dt.timedelta(days=7)
TITLES = (("Maquetter", "Développer l’interface", "Tester"), ("Concevoir la base", "Développer le serveur"))


@dataclass(frozen=True)
class Assessed:
    """Ids: people in the order of names, blocks and skills in the order of the course."""

    cohort_id: int
    course_id: int
    people: tuple[int, ...]
    blocks: tuple[int, ...]
    skills: tuple[int, ...]


def make_assessed(
    db: Database, people: Sequence[tuple[str, str]] = NAMES[:3], *, code: str = "DWWM 2026-2"
) -> Assessed:
    """Everybody came in on the first day."""
    room = make_classroom(db, people=people, code=code)
    for enrollment_id in room.enrollments:
        change_enrollment(db, enrollment_id, entered_on=MONDAY)
    with db.write("Deux blocs et leurs compétences") as session:
        course_id = session.scalars(select(Cohort.course_id).where(Cohort.id == room.cohort_id)).one()
        blocks = [
            CertificationBlock(course_id=course_id, code=f"BC0{n}", title=f"Bloc {n}", position=n)
            for n in (1, 2)
        ]
        session.add_all(blocks)
        session.flush()
        skills = [
            Skill(block_id=block.id, title=title, position=place)
            for block, titles in zip(blocks, TITLES, strict=True)
            for place, title in enumerate(titles, start=1)
        ]
        session.add_all(skills)
        session.flush()
        return Assessed(
            room.cohort_id,
            course_id,
            room.enrollments,
            tuple(block.id for block in blocks),
            tuple(skill.id for skill in skills),
        )
