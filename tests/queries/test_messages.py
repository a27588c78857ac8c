"""Whom a message goes to, and what stands in it for each person."""

from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.errors import InvalidInput
from gen_desktop.exporting.messages import missing_places, ready_messages
from gen_desktop.models.calling import Call
from gen_desktop.models.contact import Consent
from gen_desktop.models.registry import Enrollment, Learner
from gen_desktop.queries.messages import kept_messages, mail_merge
from gen_desktop.services.contacts import ContactInput, set_contacts
from gen_desktop.services.follow_ups import SituationInput, record_situation
from gen_desktop.services.message_templates import MessageInput, change_message, delete_message, keep_message
from gen_desktop.services.organization import create_sample_organization
from tests.classroom import make_leavers

TODAY = dt.date(2026, 11, 23)
EXIT = dt.date(2026, 5, 28)
PEOPLE = [("Aubert", "Inès"), ("Bakary", "Moussa"), ("Ben Salah", "Yasmine"), ("Cordier", "Théo")]


@pytest.fixture
def left(db):
    """Four people out since 28 May: a mobile and an address each, but for the last, who has a landline."""
    room = make_leavers(db, PEOPLE)
    for number, one in enumerate(room.enrollments[:3]):
        give(db, one, phone=f"+3363998010{number}", email=f"p{number}@exemple.fr")
    give(db, room.enrollments[3], phone="+33386999999")
    return room.enrollments


def give(db, enrollment_id, **facts):
    with db.write("Faits inventés") as session:
        learner = session.get_one(Learner, session.get_one(Enrollment, enrollment_id).learner_id)
        for name, value in facts.items():
            setattr(learner, name, value)
        return learner.id


def merged(db, enrollments, kind, horizons=(6,)):
    calls = [Call(one, horizon).id for one in enrollments for horizon in horizons]
    with db.read() as session:
        return mail_merge(session, calls, kind, TODAY, "C. Lambert")


def texts(db):
    with db.read() as session:
        return kept_messages(session, TODAY)


def test_each_is_written_to_once_at_her_own_address(db, left) -> None:
    learner_id = give(db, left[3])
    set_contacts(
        db, learner_id, [ContactInput("mere@exemple.fr", "mère"), ContactInput("+33639980199", "mère")]
    )
    for kind, missing in (("email", "sans adresse électronique"), ("sms", "sans téléphone mobile")):
        found = merged(db, left, kind, (3, 6))
        assert [one.last_name for one in found.addressees] == ["Aubert", "Bakary", "Ben Salah"]
        assert found.repeated == 3
        # Her mother learns nothing: the line of each horizon says why nobody is written to.
        assert {(one.name, one.reason) for one in found.left_out} == {("Cordier Théo", missing)}
        assert found.cohorts == "TSSR 2026-1"
    set_contacts(db, learner_id, [ContactInput("theo@exemple.fr"), ContactInput("+33739980199")])
    assert merged(db, left, "email").addressees[-1].address == "theo@exemple.fr"
    assert merged(db, left, "sms").addressees[-1].address == "+33739980199"


def test_who_refuses_or_has_answered_is_left_out_and_told(db, left) -> None:
    refusing = give(db, left[0])
    with db.write("Refus") as session:
        session.add(Consent(learner_id=refusing, purpose="follow_up", is_given=False, said_on=EXIT))
    record_situation(db, SituationInput(left[1], 6, TODAY, situation="RECH"))
    record_situation(db, SituationInput(left[2], 6, TODAY, situation="REF"))
    found = merged(db, left[:3], "email")
    assert found.addressees == ()
    assert [one.reason for one in found.left_out] == [
        "ne souhaite pas être recontacté",
        "a déjà répondu pour cette échéance",
        "a refusé de répondre pour cette échéance",
    ]
    # Of another horizon nothing is known yet.
    assert [one.last_name for one in merged(db, left[1:3], "email", (3,)).addressees] == [
        "Bakary",
        "Ben Salah",
    ]


def test_every_line_is_written_to_or_left_out_or_a_repetition(db, left) -> None:
    record_situation(db, SituationInput(left[1], 3, TODAY, situation="RECH"))
    for kind in ("email", "sms"):
        for horizons in ((3,), (6,), (3, 6), (0, 3, 6)):
            found = merged(db, left, kind, horizons)
            written = {one.learner_id for one in found.addressees}
            assert len(written) == len(found.addressees)
            lines = len(left) * len(horizons)
            assert len(found.addressees) + len(found.left_out) + found.repeated == lines


def test_the_facts_of_each_person_take_their_places(db, left) -> None:
    create_sample_organization(db)
    text = next(one for one in texts(db) if one.kind == "email")
    merge = merged(db, left[:1], "email")
    assert missing_places(text, merge) == []
    (message,) = ready_messages(text, merge)
    assert message.subject == "Votre situation après la formation Développement web et web mobile"
    assert message.body.startswith("Bonjour Inès,\n")
    assert "ce qu’elle fait 6\u00a0mois après la formation" in message.body
    assert "au 28/11/2026\u00a0:" in message.body
    assert message.body.endswith("C. Lambert, Numérique en Morvan")
    assert message.parts is None
    brief = next(one for one in texts(db) if one.kind == "sms")
    (sms,) = ready_messages(brief, merged(db, left[:1], "sms"))
    assert (sms.parts, sms.subject, sms.address) == (1, None, "+33639980100")
    assert "’" not in sms.body


def test_a_place_with_nothing_to_stand_there_is_told(db, left) -> None:
    text = next(one for one in texts(db) if one.kind == "email")
    assert missing_places(text, merged(db, left, "email")) == ["organisme"]


def test_a_text_of_the_program_gives_way_to_the_one_kept_under_its_name(db) -> None:
    supplied = texts(db)
    assert all(one.id is None for one in supplied)
    change = keep_message(db, MessageInput("relance", "email", "Bonjour {prénom}", "Bonjour"))
    kept = texts(db)
    assert len(kept) == len(supplied)
    assert (kept[0].id, kept[0].body) == (change.created_id, "Bonjour {prénom}")
    change_message(db, kept[0].id, MessageInput("Vœux", "sms", "Bonjour", "oublié"), version=kept[0].version)
    renamed = texts(db)
    assert len(renamed) == len(supplied) + 1
    assert (renamed[0].kind, renamed[0].subject) == ("sms", None)
    delete_message(db, kept[0].id)
    assert texts(db) == supplied


def test_what_is_wrong_with_a_text_is_said_at_its_field(db) -> None:
    keep_message(db, MessageInput("Relance", "email", "Bonjour", "Objet"))
    for values, field in (
        (MessageInput("RELANCE", "email", "Bonjour", "Objet"), "name"),
        (MessageInput("Autre", "email", "Bonjour {prenon}", "Objet"), "body"),
        (MessageInput("Autre", "email", "Bonjour", "{chien}"), "subject"),
        (MessageInput("Autre", "sms", "1 85 05 78 006 084 91", None), "body"),
    ):
        with pytest.raises(InvalidInput) as refused:
            keep_message(db, values)
        assert [problem.field for problem in refused.value.problems] == [field]
    keep_message(db, MessageInput("Relance", "sms", "Bonjour"))  # another kind, another text
