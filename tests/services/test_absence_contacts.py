from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from gen_desktop.db.database import Database
from gen_desktop.errors import InvalidInput, NotFound
from gen_desktop.queries.absence_contacts import absence_contact, absence_contacts, to_ask_again
from gen_desktop.services.absence_contacts import (
    AbsenceContactInput,
    change_absence_contact,
    delete_absence_contact,
    note_absence_contact,
)
from gen_desktop.services.undo import undo_last
from tests.classroom import FRIDAY, MONDAY, Classroom, change_enrollment, make_classroom

CALL = AbsenceContactInput(
    made_on=MONDAY,
    contact_mode="phone",
    outcome="reached",
    author="Marie Colin",
    said="Panne de voiture.",
    offered="Covoiturage.",
    next_on=FRIDAY,
)


@pytest.fixture
def room(db: Database) -> Classroom:
    return make_classroom(db, people=[("Aubert", "Inès"), ("Bakary", "Moussa")], entered_on=MONDAY)


def test_a_contact_is_noted_corrected_and_deleted(db: Database, room: Classroom) -> None:
    who = room.enrollments[0]
    change = note_absence_contact(db, who, CALL, FRIDAY)
    assert change.name == "Contact après une absence\u00a0: Aubert Inès"
    with db.read() as session:
        (kept,) = absence_contacts(session, who)
    assert (kept.made_on, kept.said, kept.next_on) == (MONDAY, "Panne de voiture.", FRIDAY)
    change_absence_contact(db, kept.id, replace(CALL, outcome="no_answer", said=None), FRIDAY)
    with db.read() as session:
        assert (absence_contact(session, kept.id).outcome, absence_contact(session, kept.id).said) == (
            "no_answer",
            None,
        )
    delete_absence_contact(db, kept.id)
    with db.read() as session:
        assert absence_contacts(session, who) == ()
    undo_last(db)
    with db.read() as session:
        assert len(absence_contacts(session, who)) == 1


def test_the_latest_contact_comes_first(db: Database, room: Classroom) -> None:
    who = room.enrollments[0]
    for day in (MONDAY, FRIDAY):
        note_absence_contact(db, who, replace(CALL, made_on=day, next_on=None), FRIDAY)
    with db.read() as session:
        assert [one.made_on for one in absence_contacts(session, who)] == [FRIDAY, MONDAY]


@pytest.mark.parametrize(
    ("facts", "field", "sentence"),
    [
        ({"made_on": FRIDAY + dt.timedelta(days=1), "next_on": None}, "made_on", "est dans l’avenir"),
        ({"contact_mode": "x"}, "contact_mode", "Choisissez comment"),
        ({"outcome": ""}, "outcome", "Choisissez le résultat"),
        ({"next_on": MONDAY - dt.timedelta(days=1)}, "next_on", "avant celui-ci"),
        ({"said": "2 55 08 14 168 025 38"}, "said", "sécurité sociale"),
    ],
)
def test_what_cannot_be_is_refused(
    db: Database, room: Classroom, facts: dict[str, object], field: str, sentence: str
) -> None:
    with pytest.raises(InvalidInput, match=sentence) as refused:
        note_absence_contact(db, room.enrollments[0], replace(CALL, **facts), FRIDAY)  # type: ignore[arg-type]
    assert [problem.field for problem in refused.value.problems] == [field]
    with db.read() as session:
        assert absence_contacts(session, room.enrollments[0]) == ()


def test_a_contact_that_is_gone(db: Database) -> None:
    with pytest.raises(NotFound):
        change_absence_contact(db, 1, CALL, FRIDAY)
    with pytest.raises(NotFound):
        delete_absence_contact(db, 1)


def test_a_day_to_ask_again_comes_back_until_somebody_asks(db: Database, room: Classroom) -> None:
    who = room.enrollments[0]
    note_absence_contact(db, who, CALL, MONDAY)

    def names(day: dt.date) -> list[str]:
        with db.read() as session:
            return [one.last_name for one in to_ask_again(session, day)]

    assert names(FRIDAY - dt.timedelta(days=1)) == []
    assert names(FRIDAY) == ["Aubert"]
    note_absence_contact(db, who, replace(CALL, made_on=FRIDAY, next_on=None), FRIDAY)
    assert names(FRIDAY) == []


def test_nobody_is_asked_again_after_the_exit(db: Database, room: Classroom) -> None:
    who = room.enrollments[0]
    note_absence_contact(db, who, CALL, MONDAY)
    change_enrollment(db, who, exit_on=MONDAY, exit_type="abandonment")
    with db.read() as session:
        assert to_ask_again(session, FRIDAY) == ()
