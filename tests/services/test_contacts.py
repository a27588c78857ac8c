"""Further contacts, found by search and shown to whoever calls; answers that stay as proof."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, NotFound
from gen_desktop.exporting.call_list import write_call_list
from gen_desktop.models.calling import Call
from gen_desktop.models.contact import contact_kind, contact_problem
from gen_desktop.models.history import ChangeSet
from gen_desktop.models.learner import search_text, searched_again, with_contacts
from gen_desktop.models.privacy import REQUEST
from gen_desktop.models.registry import Consent, ContactPoint, Learner
from gen_desktop.queries.contacts import answers, contacts, not_informed, refusing_calls
from gen_desktop.queries.follow_up_form import form_state
from gen_desktop.queries.follow_ups import rows
from gen_desktop.queries.search import find
from gen_desktop.services.contacts import ContactInput, note_answers, set_contacts
from gen_desktop.services.learners import LearnerInput, create_learner, update_learner
from gen_desktop.services.privacy import erase_people
from gen_desktop.services.undo import undo_last
from tests.factories import enroll, make_cohort, make_learner

TODAY = dt.date(2026, 11, 26)
MOTHER = ContactInput("+33639980199", "mère")
WORKER = ContactInput("educateur@exemple.fr", "éducateur")


@pytest.fixture
def person(db: Database) -> int:
    created = create_learner(db, LearnerInput("Delorme", "Kévin", phone="+33612457803")).created_id
    assert created is not None
    return created


def known(db: Database, person: int):
    with db.read() as session:
        return contacts(session, person)


def found(db: Database, text: str) -> list[int]:
    with db.read() as session:
        return [hit.id for hit in find(session, text)]


def searched(db: Database, person: int) -> str:
    with db.read() as session:
        return session.scalar(select(Learner.search_text).where(Learner.id == person)) or ""


def test_contacts_are_added_changed_and_deleted_in_one_gesture(db, person) -> None:
    set_contacts(db, person, [MOTHER, WORKER, ContactInput("  ")])
    one, two = known(db, person)
    assert [(each.kind, each.value, each.whose) for each in (one, two)] == [
        ("phone", "+33639980199", "mère"),
        ("email", "educateur@exemple.fr", "éducateur"),
    ]
    set_contacts(
        db, person, [ContactInput("+33386000000", " ", one.id), ContactInput("", None, two.id), WORKER]
    )
    again = known(db, person)
    assert [(each.value, each.whose) for each in again] == [
        ("+33386000000", None),
        (WORKER.value, "éducateur"),
    ]
    assert again[0].id == one.id
    undo_last(db)
    assert known(db, person) == (one, two)
    with db.read() as session:
        names = list(session.scalars(select(ChangeSet.name).order_by(ChangeSet.position)))
    assert names[1] == "Modifier les contacts de Delorme Kévin"


def test_a_number_of_the_mother_finds_the_person_whatever_changes_since(db, person) -> None:
    set_contacts(db, person, [MOTHER, WORKER])
    for text in ("0639980199", "educateur@exemple", "delorme 06399801"):
        assert found(db, text) == [person]
    update_learner(db, person, LearnerInput("Martin", "Kévin", second_phone="+33386112233"))
    for text in ("0639980199", "0386112233", "martin"):
        assert found(db, text) == [person]
    assert found(db, "0612457803") == []
    set_contacts(db, person, [])
    assert found(db, "0639980199") == []
    assert searched(db, person) == "martin kevin 0386112233"


@given(st.lists(st.text(max_size=12), max_size=4), st.text(max_size=12), st.text(max_size=12))
def test_what_is_searched_keeps_contacts_and_record_apart(values, before, after) -> None:
    first, second = search_text(before, "", None, None, None), search_text(after, "", None, None, None)
    assert searched_again(with_contacts(first, values), second) == with_contacts(second, values)
    assert with_contacts(with_contacts(first, values), []) == first


@pytest.mark.parametrize("value", ["06", "mère", "a@b", "zoé@exemple", "+33", "1" * 20])
def test_what_is_no_contact_is_refused_under_its_field(db, person, value) -> None:
    with pytest.raises(InvalidInput) as refused:
        set_contacts(db, person, [MOTHER, ContactInput(value)])
    assert [problem.field for problem in refused.value.problems] == ["value.1"]
    assert known(db, person) == ()


@given(st.text(max_size=40))
def test_any_text_is_a_contact_or_has_its_sentence(value) -> None:
    assert contact_kind(value) in ("phone", "email")
    assert contact_problem(value) == "" or contact_problem(value).endswith(".")


def test_somebody_gone_or_erased_and_a_contact_deleted_since(db, person) -> None:
    set_contacts(db, person, [MOTHER])
    (one,) = known(db, person)
    set_contacts(db, person, [])
    with pytest.raises(Conflict):
        set_contacts(db, person, [ContactInput("+33386000000", None, one.id)])
    with pytest.raises(NotFound):
        set_contacts(db, 1, [MOTHER])
    set_contacts(db, person, [MOTHER])
    note_answers(db, person, {"information": True}, TODAY, None, TODAY)
    erase_people(db, [person], cause=REQUEST, reason="Demande", today=TODAY)
    with db.read() as session:
        assert session.scalars(select(ContactPoint.id)).all() == []
        assert session.scalars(select(Consent.id)).all() == []
    assert found(db, "0639980199") == []
    for gesture in (
        lambda: set_contacts(db, person, [MOTHER]),
        lambda: note_answers(db, person, {"image": True}, TODAY, None, TODAY),
    ):
        with pytest.raises(Conflict):
            gesture()


def test_the_latest_answer_counts_and_the_earlier_stay(db, person) -> None:
    note_answers(db, person, {"follow_up": True, "image": False}, dt.date(2026, 9, 1), "paper", TODAY)
    note_answers(db, person, {"follow_up": False}, dt.date(2026, 10, 12), "phone", TODAY)
    note_answers(db, person, {"image": True}, dt.date(2026, 8, 1), None, TODAY)
    with db.read() as session:
        told = {one.purpose: one for one in answers(session, person)}
        assert refusing_calls(session, [person]) == {person}
    assert [one.is_given for one in told["follow_up"].answers] == [False, True]
    assert told["follow_up"].latest.way == "phone"
    assert told["image"].latest.is_given is False, "what was said later, not what was noted later"
    assert told["sharing"].latest is None
    note_answers(db, person, {"follow_up": True}, TODAY, "oral", TODAY)
    with db.read() as session:
        assert refusing_calls(session, [person]) == frozenset()


@pytest.mark.parametrize(
    ("said", "day", "field"),
    [
        ({}, TODAY, ""),
        ({"image": True}, None, "said_on"),
        ({"image": True}, dt.date(2026, 11, 27), "said_on"),
    ],
)
def test_an_answer_without_a_day_or_to_come_is_refused(db, person, said, day, field) -> None:
    with pytest.raises(InvalidInput) as refused:
        note_answers(db, person, said, day, None, TODAY)
    assert [problem.field for problem in refused.value.problems] == [field]
    with pytest.raises(NotFound):
        note_answers(db, person, {"no such purpose": True}, TODAY, None, TODAY)


def test_whoever_comes_in_is_to_be_informed_once(db) -> None:
    with db.write("Créer") as session:
        cohort = make_cohort(session)
        people = [make_learner(session, number) for number in range(5)]
        ids = [one.id for one in people]
        enroll(session, cohort, people[0], entered_on=dt.date(2026, 1, 5), decision="admitted")
        enroll(session, cohort, people[1], decision="admitted")
        enroll(session, cohort, people[2], decision="refused")
        left = enroll(session, cohort, people[3], entered_on=dt.date(2026, 1, 5), decision="admitted")
        left.exit_type, left.exit_on = "term", dt.date(2026, 3, 1)
    with db.read() as session:
        assert not_informed(session, TODAY) == (ids[0], ids[1])
    note_answers(db, ids[0], {"information": True}, TODAY, "paper", TODAY)
    note_answers(db, ids[1], {"information": False}, TODAY, "paper", TODAY)
    with db.read() as session:
        assert not_informed(session, TODAY) == (ids[1],)


def test_whoever_calls_sees_every_number_and_a_refusal(db, tmp_path) -> None:
    with db.write("Créer") as session:
        learner = make_learner(session, email="z@exemple.fr")
        enrollment = enroll(session, make_cohort(session), learner, entered_on=dt.date(2026, 1, 5))
        enrollment.exit_type, enrollment.exit_on = "term", dt.date(2026, 3, 1)
        person, call = learner.id, Call(enrollment.id, 6)
    set_contacts(db, person, [WORKER, MOTHER])
    note_answers(db, person, {"follow_up": False}, TODAY, None, TODAY)
    with db.read() as session:
        row = rows(session, [call.id], TODAY)[call.id]
        state = form_state(session, call, TODAY)
    assert (row.phone, row.refuses_calls, len(row.contacts)) == ("+33639980199", True, 2)
    assert (state.refuses_calls, state.contacts) == (True, row.contacts)
    write_call_list(db, [call.id], tmp_path / "appels.csv")
    said = "ne souhaite pas être recontacté · educateur@exemple.fr (éducateur) · 06 39 98 01 99 (mère)"
    assert said in (tmp_path / "appels.csv").read_text(encoding="utf-8-sig").replace("\u00a0", " ")
