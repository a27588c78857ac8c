"""Skills of a course keep what was assessed on them."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from gen_desktop.errors import Conflict, InvalidInput, NotFound
from gen_desktop.models.registry import SkillLevel
from gen_desktop.queries.skills import skills_of_course
from gen_desktop.services.skill_levels import set_levels
from gen_desktop.services.skills import SkillInput, set_skills
from gen_desktop.services.undo import undo_last
from tests.assessed import JURY, TITLES, make_assessed


@pytest.fixture
def room(db):
    return make_assessed(db)


def titles(db, room):
    with db.read() as session:
        return [
            [skill.title for skill in block.skills] for block in skills_of_course(session, room.course_id)
        ]


def ids(db, room, block=0):
    with db.read() as session:
        return [skill.id for skill in skills_of_course(session, room.course_id)[block].skills]


def test_skills_are_added_renamed_ordered_and_removed_in_one_gesture(db, room):
    first, second, _third = room.skills[:3]
    typed = [
        *(SkillInput("Sécuriser"), SkillInput(TITLES[0][1], second), SkillInput(" Dessiner ", first)),
        SkillInput("  "),
    ]
    change = set_skills(db, room.course_id, {room.blocks[0]: typed})
    assert change.name == "Compétences de la formation Développement web et web mobile"
    assert titles(db, room) == [["Sécuriser", "Développer l’interface", "Dessiner"], list(TITLES[1])]
    assert ids(db, room)[1:] == [second, first]
    undo_last(db)
    assert titles(db, room) == [list(block) for block in TITLES]


def test_two_skills_that_exchange_their_titles_keep_their_own_levels(db, room):
    first, second, third = room.skills[:3]
    typed = [
        *(SkillInput(TITLES[0][1], first), SkillInput(TITLES[0][0], second)),
        SkillInput(TITLES[0][2], third),
    ]
    set_skills(db, room.course_id, {room.blocks[0]: typed})
    assert ids(db, room) == [second, first, third]


def test_a_skill_with_levels_goes_only_when_that_is_said(db, room):
    set_levels(db, {(one, room.skills[0]): "started" for one in room.people}, "entry", JURY)
    stay = {room.blocks[0]: [SkillInput(TITLES[0][1], room.skills[1])]}
    with pytest.raises(Conflict, match="effacerait aussi 3 évaluations"):
        set_skills(db, room.course_id, stay)
    assert titles(db, room)[0] == list(TITLES[0])
    set_skills(db, room.course_id, stay, with_levels=True)
    assert titles(db, room)[0] == [TITLES[0][1]]
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(SkillLevel)) == 0
    undo_last(db)
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(SkillLevel)) == 3


def test_what_cannot_be_is_said_where_it_is(db, room):
    block = room.blocks[1]
    with pytest.raises(InvalidInput) as refused:
        set_skills(db, room.course_id, {block: [SkillInput("Tester"), SkillInput("tester")]})
    assert [problem.field for problem in refused.value.problems] == [f"title.{block}.1"]
    other = make_assessed(db, code="CDA 2026-1")
    with pytest.raises(NotFound):
        set_skills(db, room.course_id, {other.blocks[0]: []})
