from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.errors import InvalidInput
from gen_desktop.queries.assessment_grid import assessment_grid
from gen_desktop.services.skill_levels import set_levels
from gen_desktop.services.undo import undo_last
from tests.assessed import JURY, make_assessed
from tests.classroom import change_enrollment


@pytest.fixture
def room(db):
    return make_assessed(db)


def levels(db, room, stage):
    with db.read() as session:
        return dict(assessment_grid(session, room.cohort_id).levels.get(stage, {}))


def test_each_stage_has_its_own_level(db, room):
    cell = (room.people[0], room.skills[0])
    change = set_levels(db, {cell: "none"}, "entry", JURY)
    assert change.name == "Compétence «\u00a0Maquetter\u00a0», à l’entrée\u00a0: Aubert Inès"
    set_levels(db, {cell: "acquired"}, "end", JURY)
    assert levels(db, room, "entry") == {cell: "none"}
    assert levels(db, room, "end") == {cell: "acquired"}
    assert levels(db, room, "during") == {}


def test_what_is_so_already_writes_nothing_and_none_takes_away(db, room):
    cells = {(one, room.skills[0]): "guided" for one in room.people}
    assert set_levels(db, cells, "during", JURY).name == "3 niveaux de compétence, en cours"
    assert set_levels(db, cells, "during", JURY + dt.timedelta(days=1)).kinds == frozenset()
    set_levels(db, {**cells, (room.people[0], room.skills[0]): None}, "during", JURY)
    assert len(levels(db, room, "during")) == 2
    undo_last(db)
    assert len(levels(db, room, "during")) == 3


def test_one_cell_that_cannot_be_refuses_them_all(db, room):
    other = make_assessed(db, code="CDA 2026-1")
    good = {(room.people[0], room.skills[0]): "guided"}
    with pytest.raises(InvalidInput, match="n’est pas de la formation"):
        set_levels(db, {**good, (room.people[1], other.skills[0]): "guided"}, "during", JURY)
    with pytest.raises(InvalidInput, match="Ce niveau"):
        set_levels(db, {**good, (room.people[1], room.skills[0]): "expert"}, "during", JURY)
    change_enrollment(db, room.people[1], entered_on=None)
    with pytest.raises(InvalidInput, match="Bakary Moussa.*pas d’entrée"):
        set_levels(db, {**good, (room.people[1], room.skills[0]): "guided"}, "during", JURY)
    assert levels(db, room, "during") == {}
