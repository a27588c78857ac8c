"""What is taught."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, NotFound, Problem
from gen_desktop.french import NBSP
from gen_desktop.models.assessment import BlockResult
from gen_desktop.models.course import CertificationBlock, Course
from gen_desktop.models.course_codes import formacodes_problem, nsf_problem
from gen_desktop.models.names import fold
from gen_desktop.models.skill import Skill, SkillLevel
from gen_desktop.reference.lists import code_list
from gen_desktop.services.deletion import delete_with_all

KINDS = frozenset({"course", "certification_block", "skill"})


@dataclass(frozen=True, slots=True)
class CourseInput:
    """A course as typed. Planned lengths in minutes. ``code`` None: one is made from the title.

    ``blocks``: code and title of each block of the certification, in order. ``rome_codes`` and
    ``formacodes``: joined by "|". ``action_type`` None: an action de formation.
    """

    title: str
    code: str | None = None
    family: str | None = None
    certification_code: str | None = None
    certification_title: str | None = None
    certification_valid_until: dt.date | None = None
    level: str | None = None
    rome_codes: str | None = None
    rome_version: str | None = None
    objective: str | None = None
    delivery_mode: str | None = None
    planned_center_minutes: int | None = None
    planned_company_minutes: int | None = None
    is_free: bool | None = None
    action_type: str | None = None
    nsf_code: str | None = None
    formacodes: str | None = None
    operational_objectives: str | None = None
    assessment_methods: str | None = None
    blocks: tuple[tuple[str, str], ...] = ()
    skills: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Code of a block → skills to add to it, where it lacks them; those it has stay."""


_APART = ("title", "code", "blocks", "skills")
_COLUMNS = tuple(name for name in CourseInput.__dataclass_fields__ if name not in _APART)


def create_course(db: Database, values: CourseInput) -> Change:
    """Create a course with its blocks. Raises InvalidInput with every problem."""
    name = f"Créer la formation {values.title.strip()}"
    with db.write(name) as session:
        course_id = insert_course(session, values)
    return Change(KINDS, frozenset({course_id}), name, course_id)


def insert_course(session: Session, values: CourseInput) -> int:
    """The same within a unit of work."""
    if problems := course_problems(session, values):
        raise InvalidInput(*problems)
    code = (values.code or "").strip() or _free_code(values.title, set(session.scalars(select(Course.code))))
    course = Course(
        code=code, title=values.title.strip(), **{name: getattr(values, name) for name in _COLUMNS}
    )
    session.add(course)
    _insert_blocks(session, course.id, values.blocks)
    session.flush()
    _add_skills(session, course.id, values.skills)
    return course.id


def update_course(db: Database, course_id: int, values: CourseInput, *, version: int | None = None) -> Change:
    """Change a course and its blocks. ``version``: the one the person was shown.

    Raises NotFound, Conflict when it was changed since or when a block that goes has results, InvalidInput.
    """
    name = f"Modifier la formation {values.title.strip()}"
    with db.write(name) as session:
        course = session.get(Course, course_id)
        if course is None:
            raise NotFound("Cette formation n’existe plus.")
        if version is not None and course.version != version:
            raise Conflict("Cette formation a été modifiée entre-temps.")
        if problems := course_problems(session, values, course_id):
            raise InvalidInput(*problems)
        course.code = (values.code or "").strip() or course.code
        course.title = values.title.strip()
        for column in _COLUMNS:
            setattr(course, column, getattr(values, column))
        _update_blocks(session, course_id, values.blocks)
        session.flush()
        _add_skills(session, course_id, values.skills)
    return Change(KINDS, frozenset({course_id}), name)


def delete_course(db: Database, course_id: int) -> Change:
    """Delete a course with its blocks. Raises NotFound, Conflict while cohorts follow it."""
    with db.read() as session:
        title = session.scalar(select(Course.title).where(Course.id == course_id))
    if title is None:
        raise NotFound("Cette formation n’existe plus.")
    name = f"Supprimer la formation {title}"
    with db.write(name) as session:
        kinds = delete_with_all(session, "course", [course_id])
    return Change(kinds, frozenset({course_id}), name)


def course_problems(session: Session, values: CourseInput, course_id: int | None = None) -> list[Problem]:
    """Everything that keeps the course from being written; ``course_id``: the one being changed."""
    problems = []
    if not values.title.strip():
        problems.append(Problem("course_title", "Donnez l’intitulé de la formation."))
    code = (values.code or "").strip()
    taken = session.scalar(select(Course.id).where(Course.code == code)) if code else None
    if taken is not None and taken != course_id:
        sentence = f"Une formation porte déjà le code «{NBSP}{code}{NBSP}»."
        problems.append(Problem("course_code", sentence))
    for column in ("planned_center_minutes", "planned_company_minutes"):
        minutes = getattr(values, column)
        if minutes is not None and minutes < 0:
            problems.append(Problem(column, "Une durée ne peut pas être négative."))
    for name, sentence in (
        ("nsf_code", nsf_problem(values.nsf_code)),
        ("formacodes", formacodes_problem(values.formacodes)),
    ):
        if sentence:
            problems.append(Problem(name, sentence))
    if values.action_type is not None and values.action_type not in code_list("action_type"):
        sentence = f"Le type d’action «{NBSP}{values.action_type}{NBSP}» n’existe pas."
        problems.append(Problem("action_type", sentence))
    codes = [code.strip() for code, _ in values.blocks]
    if len(set(codes)) < len(codes) or "" in codes:
        problems.append(Problem("blocks", "Chaque bloc a son propre code."))
    return problems


def course_id_for(
    session: Session, code: str | None, title: str, blocks: tuple[tuple[str, str], ...] = (), **facts: object
) -> int:
    """The course of that code, else of that title; it is made, with its blocks, when there is none."""
    wanted = (code or "").strip()
    for row in session.execute(select(Course.id, Course.code, Course.title)):
        if (wanted and row.code == wanted) or (not wanted and fold(row.title) == fold(title)):
            return int(row.id)
    return insert_course(session, CourseInput(title, wanted or None, blocks=blocks, **facts))  # type: ignore[arg-type]


def _insert_blocks(session: Session, course_id: int, blocks: Sequence[tuple[str, str]]) -> None:
    for position, (code, title) in enumerate(blocks, start=1):
        session.add(
            CertificationBlock(course_id=course_id, code=code.strip(), title=title.strip(), position=position)
        )


def _update_blocks(session: Session, course_id: int, blocks: Sequence[tuple[str, str]]) -> None:
    """A block keeps its identity by its code: results hang on it."""
    known = {
        block.code: block
        for block in session.scalars(
            select(CertificationBlock).where(CertificationBlock.course_id == course_id)
        )
    }
    for position, (code, title) in enumerate(blocks, start=1):
        block = known.pop(code.strip(), None)
        if block is None:
            block = CertificationBlock(course_id=course_id, code=code.strip())
            session.add(block)
        block.title, block.position = title.strip(), position
    for block in known.values():
        if session.scalar(select(BlockResult.id).where(BlockResult.block_id == block.id).limit(1)):
            raise Conflict(f"Le bloc {block.code} a des résultats{NBSP}: il ne peut pas être retiré.")
        _delete_skills(session, block)
        session.delete(block)


def _delete_skills(session: Session, block: CertificationBlock) -> None:
    for skill in session.scalars(select(Skill).where(Skill.block_id == block.id)):
        if session.scalar(select(SkillLevel.id).where(SkillLevel.skill_id == skill.id).limit(1)):
            sentence = f"Le bloc {block.code} a des compétences évaluées{NBSP}: il ne peut pas être retiré."
            raise Conflict(sentence)
        session.delete(skill)
    session.flush()


def _add_skills(session: Session, course_id: int, skills: Mapping[str, Sequence[str]]) -> None:
    blocks = session.execute(
        select(CertificationBlock.code, CertificationBlock.id).where(
            CertificationBlock.course_id == course_id, CertificationBlock.code.in_(skills)
        )
    )
    for code, block_id in blocks:
        known = list(session.scalars(select(Skill.title).where(Skill.block_id == block_id)))
        folded = {fold(title) for title in known}
        new = [title for title in skills[code] if fold(title) not in folded]
        for position, title in enumerate(new, start=len(known) + 1):
            session.add(Skill(block_id=block_id, title=title, position=position))


def _free_code(title: str, taken: set[str]) -> str:
    words = [word for word in re.split(r"[^a-z0-9]+", fold(title)) if len(word) > 2]
    base = "".join(word[0] for word in words)[:6].upper() or "F"
    number, code = 1, base
    while code in taken:
        number += 1
        code = f"{base}{number}"
    return code
