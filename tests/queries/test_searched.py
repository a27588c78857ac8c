"""The entries read again after each gesture are those of the whole file."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from gen_desktop.changes import PROGRAM
from gen_desktop.models.privacy import REQUEST
from gen_desktop.models.registry import Cohort
from gen_desktop.queries import searched
from gen_desktop.queries.search_index import LIMITS, Entry, SearchIndex
from gen_desktop.services import undo
from gen_desktop.services.attached_documents import Source, attach
from gen_desktop.services.bin import delete
from gen_desktop.services.contacts import ContactInput, set_contacts
from gen_desktop.services.privacy import erase_people
from tests.factories import enroll, make_cohort, make_learner
from tests.random_gestures import attempt, draw, set_up

GESTURES = 25
TODAY = dt.date(2026, 11, 23)


def everything(db) -> dict[tuple[str, int], Entry]:
    with db.read() as session:
        return {(entry.kind, entry.id): entry for entry in searched.every_entry(session)}


def follow(db, known: dict[tuple[str, int], Entry], since: int) -> int:
    """Bring ``known`` up to date as the window does; the new position."""
    with db.read() as session:
        update = searched.touched_since(session, since)
    if update.everything:
        known.clear()
        known.update(everything(db))
    for key in update.gone:
        known.pop(key, None)
    known.update({(entry.kind, entry.id): entry for entry in update.entries})
    return update.position


@pytest.mark.parametrize("seed", range(4))
def test_what_gestures_touched_is_enough_to_know_everything(db, seed) -> None:
    rng = random.Random(seed)
    set_up(db, rng)
    known = everything(db)
    with db.read() as session:
        position = searched.position(session)
    for _ in range(GESTURES):
        attempt(db, rng, draw(rng))
        if rng.random() < 0.2:
            undo.undo_last(db)
        position = follow(db, known, position)
        assert known == everything(db)


@pytest.fixture
def people(db):
    with db.write("Deux personnes") as session:
        cohort = make_cohort(session, "DWWM 2026-1")
        learners = [make_learner(session, 1, last_name="Delorme", first_name="Kévin", phone="+33612457803"),
                    make_learner(session, 2, last_name="Ben Salah", first_name="Zoé")]  # fmt: skip
        session.flush()
        for one in learners:
            enroll(session, cohort, one)
        return [one.id for one in learners]


def found(db, text):
    return [
        (one.entry.title, one.entry.detail) for one in SearchIndex(everything(db).values()).find(text, LIMITS)
    ]


def test_people_are_found_by_what_their_record_and_their_contacts_say(db, people) -> None:
    set_contacts(db, people[1], [ContactInput("+33386851234", "mère")])
    assert [title for title, _detail in found(db, "06 12 45")] == ["Delorme Kévin"]
    assert [title for title, _detail in found(db, "03 86 85")] == ["Ben Salah Zoé"]
    assert [title for title, _detail in found(db, "bensalah")] == ["Ben Salah Zoé"]


def test_a_paper_names_its_person(db, people) -> None:
    attach(db, people[0], [Source("Attestation.txt", lambda: b"bonjour")], TODAY)
    ((title, detail),) = found(db, "attestation delorme")
    assert title == "Attestation"
    assert detail.startswith("Delorme Kévin, ")


def test_who_is_deleted_or_erased_is_not_found(db, people) -> None:
    known = everything(db)
    with db.read() as session:
        position = searched.position(session)
    delete(db, "learner", people[0])
    erase_people(db, [people[1]], cause=REQUEST, reason="À sa demande", today=TODAY)
    follow(db, known, position)
    assert [key for key in known if key[0] == "learner"] == []
    assert known == everything(db)


def test_a_new_code_of_a_cohort_is_said_of_its_people(db, people) -> None:
    known = everything(db)
    with db.read() as session:
        position = searched.position(session)
    with db.write("Renommer") as session:
        session.query(Cohort).one().code = "DWWM 2027-1"
    follow(db, known, position)
    assert known["learner", people[0]].detail.startswith("DWWM 2027-1")


def test_after_much_at_once_everything_is_read_again(db, monkeypatch) -> None:
    monkeypatch.setattr(searched, "MANY", 3)
    with db.write("Beaucoup") as session:
        for number in range(5):
            make_learner(session, number)
    with db.acting_as(PROGRAM).read() as session:
        assert searched.touched_since(session, 0).everything
        assert not searched.touched_since(session, searched.position(session)).entries
