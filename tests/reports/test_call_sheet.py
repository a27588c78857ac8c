"""Call sheets: everything needed to call somebody is on one block, which no page cuts."""

from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.models.calling import Call
from gen_desktop.models.contact import Consent
from gen_desktop.models.registry import Enrollment, Learner
from gen_desktop.reference.lists import choices
from gen_desktop.reports.call_sheet import PAGE
from gen_desktop.reports.registry import build_call_sheets
from gen_desktop.services.contacts import ContactInput, set_contacts
from gen_desktop.services.follow_ups import AttemptInput, record_attempt
from tests.classroom import make_leavers
from tests.reports.boxes import assert_apart, recorded
from tests.reports.nasty_names import NASTY
from tests.reports.pdf_checks import assert_conforms, opened, page_texts

TODAY = dt.date(2026, 11, 23)
EXIT = dt.date(2026, 5, 28)
PEOPLE = (("Aubert", "Inès"), ("Ben Salah", "Yasmine"), ("Cordier", "Théo"))


@pytest.fixture
def left(db):
    """``left(people)``: enrollments of people out since 28 May, each with a telephone."""

    def make(people):
        room = make_leavers(db, people)
        with db.write("Téléphones inventés") as session:
            for number, enrollment_id in enumerate(room.enrollments):
                learner_of(session, enrollment_id).phone = f"+3363998{number:04d}"
        return room.enrollments

    return make


def learner_of(session, enrollment_id) -> Learner:
    return session.get_one(Learner, session.get_one(Enrollment, enrollment_id).learner_id)


def sheets(db, enrollments, horizon=6):
    return build_call_sheets(db, [Call(one, horizon).id for one in enrollments], TODAY, "C. Lambert")


def flat(pdf: bytes) -> str:
    return " ".join(" ".join(page_texts(pdf)).replace("\u00a0", " ").replace("\u202f", " ").split())


def test_a_sheet_says_how_to_reach_somebody_and_what_to_ask(db, left) -> None:
    first, *_ = left(PEOPLE)
    with db.write("Faits inventés") as session:
        learner = learner_of(session, first)
        learner.second_phone, learner.relay_contact = "+33386999999", "l’assistante sociale"
        learner.email = "ines@exemple.fr"
        learner_id = learner.id
    set_contacts(db, learner_id, [ContactInput("+33639980099", "mère")])
    record_attempt(db, AttemptInput(first, 6, dt.date(2026, 11, 18), number="+33639980000"))
    record_attempt(
        db, AttemptInput(first, 6, dt.date(2026, 11, 19), outcome="wrong_number", number="+33639980000")
    )
    asked = AttemptInput(
        first,
        6,
        dt.date(2026, 11, 20),
        outcome="reached",
        note="au travail",
        next_on=dt.date(2026, 11, 25),
        next_at=dt.time(18, 30),
    )
    record_attempt(db, asked)
    pdf, data = sheets(db, [first])
    said = flat(pdf)
    assert (data.people, data.refusing, data.cohorts) == (1, 0, "TSSR 2026-1")
    for told in (
        "Aubert Inès",
        "À 6 mois, avant le",
        "TSSR 2026-1, Développement web et web mobile, sortie le 28/05/2026",
        "03 86 99 99 99 · 06 39 98 00 99 (mère)",
        "relais : l’assistante sociale",
        "ines@exemple.fr",
        "20/11/2026, Téléphone, joint (au travail)",
        "Rappel demandé le 25/11/2026 à 18 h 30",
        "Au 28/11/2026",
        "C. Lambert",
    ):
        assert told in said
    assert "06 39 98 00 00" not in said  # found wrong
    for name in ("attempt_outcome", "contract_type", "proof_kind", "working_time", "satisfaction_item"):
        assert all(one.label in said for one in choices(name, TODAY))
    assert "En recherche d’emploi" in said
    assert "Décès" not in said
    assert_conforms(pdf, tolerate=["LNK-010"])  # her address is there to be read, nobody clicks on paper


def test_who_does_not_want_to_be_called_has_no_sheet(db, left) -> None:
    people = left(PEOPLE)
    with db.write("Refus") as session:
        learner_id = learner_of(session, people[1]).id
        session.add(Consent(learner_id=learner_id, purpose="follow_up", is_given=False, said_on=EXIT))
    pdf, data = sheets(db, people)
    assert (len(data.calls), data.people, data.refusing) == (2, 2, 1)
    assert "Ben Salah" not in flat(pdf)
    assert "1 personne de la liste ne souhaite pas être rappelée" in flat(pdf)


def test_marks_of_satisfaction_are_asked_where_a_questionnaire_is(db, left) -> None:
    people = left(PEOPLE[:1])
    assert "Notes de 1 à 5" in flat(sheets(db, people, 6)[0])
    assert "Notes de 1 à 5" not in flat(sheets(db, people, 12)[0])


def test_no_sheet_is_cut_and_no_text_meets_another(db, left) -> None:
    people = left([*NASTY, *(("Dupré", f"Zoé {n}") for n in range(30 - len(NASTY)))])
    for day in range(10, 14):
        endless = AttemptInput(people[0], 6, dt.date(2026, 11, day), note="Rappeler plus tard. " * 200)
        record_attempt(db, endless)
    with recorded() as drawn:
        pdf, data = sheets(db, people)
    assert len(data.calls) == 30
    assert_apart(drawn, PAGE.width, PAGE.height, PAGE.margin)
    lowest = [box for box in drawn if box.text.startswith("Remarques")]
    assert all(box.bottom <= PAGE.content_bottom for box in lowest)
    texts = page_texts(pdf)
    # A sheet begins with « Appel 1 » and ends with « Remarques »: each page has as many of both.
    assert all(text.count("Appel 1") == text.count("Remarques") for text in texts)
    assert sum(text.count("Appel 1") for text in texts) == 30
    assert all("Fiches d’appel" in text for text in texts)
    assert len(texts) <= 17
    assert len(opened(pdf).pdf.open_outline().root) == 1


def test_nobody_to_call_is_said(db) -> None:
    assert "Personne n’est à appeler" in flat(sheets(db, [])[0])
