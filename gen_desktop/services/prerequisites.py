"""What a course asks for at the entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, NotFound, Problem
from gen_desktop.french import NBSP, plural
from gen_desktop.models.course import Course
from gen_desktop.models.names import fold
from gen_desktop.models.positioning import Positioning, Prerequisite

KINDS = frozenset({"prerequisite", "course"})


@dataclass(frozen=True, slots=True)
class PrerequisiteInput:
    """One prerequisite as typed; ``id`` of the one that it renames, None for another."""

    name: str
    id: int | None = None


def set_prerequisites(db: Database, course_id: int, wanted: Sequence[PrerequisiteInput]) -> Change:
    """Make these the prerequisites of a course, in that order; those not there any more are deleted.

    An empty name deletes too; a name that the course has already keeps its own levels wherever it is put.
    Raises InvalidInput (fields ``name.0``, ``name.1``…), NotFound, Conflict when candidates were positioned
    on one that goes, or one of them is gone.
    """
    with db.read() as session:
        title = session.scalar(select(Course.title).where(Course.id == course_id))
    if title is None:
        raise NotFound("Cette formation n’existe plus.")
    name = f"Prérequis de la formation {title}"
    if problems := _problems(wanted):
        raise InvalidInput(*problems)
    stay = [PrerequisiteInput(one.name.strip(), one.id) for one in wanted if one.name.strip()]
    with db.write(name) as session:
        known = list(session.scalars(select(Prerequisite).where(Prerequisite.course_id == course_id)))
        kept = _kept(known, stay)
        for one in known:
            if one not in kept.values():
                _delete(session, one)
        session.flush()  # so that a name is free before another takes it
        for place, typed in enumerate(stay):
            _write(session, course_id, kept.get(place), typed.name, place + 1)
    return Change(KINDS, frozenset({course_id}), name)


def _problems(wanted: Sequence[PrerequisiteInput]) -> list[Problem]:
    seen: set[str] = set()
    problems = []
    for place, name in enumerate(one.name.strip() for one in wanted):
        if name and fold(name) in seen:
            sentence = f"«{NBSP}{name}{NBSP}» est deux fois dans la liste."
            problems.append(Problem(f"name.{place}", sentence))
        seen.add(fold(name))
    return problems


def _kept(known: Sequence[Prerequisite], wanted: Sequence[PrerequisiteInput]) -> dict[int, Prerequisite]:
    """The place in the list → the prerequisite that has it: of that name, else the one it renames."""
    by_name = {fold(one.name): one for one in known}
    by_id = {one.id: one for one in known}
    kept = {place: by_name[fold(one.name)] for place, one in enumerate(wanted) if fold(one.name) in by_name}
    for place, one in enumerate(wanted):
        if place in kept or one.id is None:
            continue
        if one.id not in by_id:
            raise Conflict("Un de ces prérequis a été supprimé entre-temps.")
        if by_id[one.id] not in kept.values():
            kept[place] = by_id[one.id]
    return kept


def _delete(session: Session, prerequisite: Prerequisite) -> None:
    used = session.scalar(
        select(func.count()).select_from(Positioning).where(Positioning.prerequisite_id == prerequisite.id)
    )
    if used:
        people = plural(used, "candidat positionné", "candidats positionnés")
        raise Conflict(f"«{NBSP}{prerequisite.name}{NBSP}» ne peut pas être retiré{NBSP}: {people} dessus.")
    session.delete(prerequisite)


def _write(
    session: Session, course_id: int, prerequisite: Prerequisite | None, name: str, place: int
) -> None:
    if prerequisite is None:
        session.add(Prerequisite(course_id=course_id, name=name, position=place))
    elif (prerequisite.name, prerequisite.position) != (name, place):
        prerequisite.name, prerequisite.position = name, place
