"""Whoever looks like the person being typed: found despite mistakes, quickly, and never too many."""

from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.importing.likeness import Identity
from gen_desktop.importing.while_typed import MOST, lookalikes, namesakes
from gen_desktop.services.learners import LearnerInput, create_learner
from tests.factories import make_learner

BORN = dt.date(1999, 2, 19)


@pytest.fixture
def known(db):
    people = (
        LearnerInput("Delorme", "Kévin", birth_date=BORN),
        LearnerInput("Ben Salah", "Yasmine", birth_date=dt.date(1990, 4, 1)),
        LearnerInput("Martin Dupont", "Zoé"),
    )
    return {one.last_name: create_learner(db, one).created_id for one in people}


def look(db, last, first, born=None, own_id=None, **more):
    with db.read() as session:
        return lookalikes(session, Identity.of((last, first), born, None, **more), own_id)


@pytest.mark.parametrize(
    ("last", "first", "found"),
    [
        ("DELORME", "Kevin", "Delorme"),
        ("delrome", "kevin", "Delorme"),
        ("Kévin", "Delorme", "Delorme"),
        ("Bensalah", "Yasmine", "Ben Salah"),
        ("Martin", "Zoé", "Martin Dupont"),
    ],
)
def test_a_name_typed_otherwise_finds_the_person(db, known, last, first, found):
    assert [one.id for one in look(db, last, first)] == [known[found]]


def test_what_they_have_in_common_is_said(db, known):
    (one,) = look(db, "Delorme", "Kevin", BORN)
    assert (one.name, one.birth_date, one.reasons) == ("Delorme Kévin", BORN, "même nom, même naissance")


def test_somebody_else_is_not_told(db, known):
    assert look(db, "Delorme", "Sophie") == ()
    assert look(db, "Delorne", "Kévin", dt.date(1970, 6, 3)) == ()
    assert look(db, "Delorme", "") == ()
    assert look(db, "Delorme", "K") == ()


def test_a_namesake_born_another_day_is_told_so_that_nobody_takes_one_for_the_other(db, known):
    (one,) = look(db, "Delorme", "Kévin", dt.date(1970, 6, 3))
    assert one.reasons == "même nom"


def test_the_record_being_changed_is_not_its_own_lookalike(db, known):
    assert look(db, "Delorme", "Kévin", BORN, own_id=known["Delorme"]) == ()


def test_there_are_never_many_and_the_most_alike_come_first(db):
    for day in range(1, 9):
        create_learner(db, LearnerInput("Petit", "Léa", birth_date=dt.date(1999, 3, day)))
    found = look(db, "Petit", "Léa", dt.date(1999, 3, 5))
    assert len(found) == MOST
    assert found[0].reasons == "même nom, même naissance"


def test_namesakes_are_those_whom_a_birth_date_does_not_tell_apart(db):
    born = dt.date(1999, 3, 14)
    with db.write("Trois homonymes") as session:
        same, unknown, other = (
            make_learner(session, last_name="Aubert", first_name="Inès", birth_date=day).id
            for day in (born, None, dt.date(1985, 11, 2))
        )
        make_learner(session, last_name="Auber", first_name="Inès", birth_date=born)
    with db.read() as session:
        assert set(namesakes(session, Identity.of(("AUBERT", "Ines"), born, None))) == {same, unknown}
        assert len(namesakes(session, Identity.of(("Aubert", "Inès"), None, None))) == 3
        assert other not in namesakes(session, Identity.of(("Aubert", "Inès"), born, None))
