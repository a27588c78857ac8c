"""The convocation tells when, where, whom to ask, and what to know before (indicator 9)."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import delete

from gen_desktop.models.registry import Attendance, ClassSession, Cohort, Enrollment, Organization
from gen_desktop.reports import person_kinds
from tests.reports.path_center import FIRST, change, make_path
from tests.reports.pdf_checks import assert_conforms, page_texts, reading_order

BEFORE = dt.date(2026, 9, 20)


@pytest.fixture
def path(db):
    """Somebody admitted who did not enter yet."""
    path = make_path(db, entered_on=None, exit_on=None, exit_type=None, decision="admitted")
    with db.write("Préparer") as session:
        session.execute(delete(Attendance))
        session.query(Organization).one().phone = "+33399000000"
        cohort = session.get_one(Cohort, path.cohort_id)
        cohort.welcome_note = "Apportez un ordinateur si vous en avez un. Parking gratuit derrière la mairie."
        cohort.referent, cohort.trainers = "Mathis Roque", "Nadia Berrada, Paul Lestienne"
        session.get_one(ClassSession, path.sessions[0]).place = "Salle 2"
    return path


def load(db, path):
    with db.read() as session:
        (paper,) = person_kinds.load_of_people(session, "convocation", path.enrollments, None, BEFORE)
    return paper


def test_it_tells_day_time_place_room_people_and_what_to_bring(db, path):
    words = "\n".join(reading_order(person_kinds.draw([(load(db, path), None)])))
    for expected in (
        *(
            "lundi 5 octobre 2026 à 9\u202fh",
            "du 5 au 16 octobre 2026",
            "Salle 2",
            "Centre",
            "Parking gratuit",
        ),
        *("Mathis Roque", "Nadia Berrada", "03\u00a099\u00a000\u00a000\u00a000", "vendredi 9 octobre 2026"),
        *("règlement intérieur", "livret d’accueil", "France Travail", "handicap", "absence"),
    ):
        assert expected in words, expected
    assert "12 octobre" not in words, "the first week only"


def test_it_keeps_the_standards_on_one_page(db, path):
    pdf = person_kinds.draw([(load(db, path), None)])
    assert_conforms(pdf, tolerate={"LNK-010"})
    assert len(page_texts(pdf)) == 1


def test_nothing_keeps_a_complete_one_back(db, path):
    assert person_kinds.obstacles(load(db, path)) == ()


def test_what_is_missing_is_a_sentence_each(db, path):
    with db.write("Retirer") as session:
        session.query(Organization).one().phone = None
        session.get_one(Cohort, path.cohort_id).site_id = None
        session.execute(delete(ClassSession))
    change(db, Enrollment, path.enrollments[0], decision="pending")
    sentences = [one.sentence for one in person_kinds.obstacles(load(db, path))]
    assert sentences == [
        "L’admission n’est pas enregistrée.",
        "Le calendrier n’a pas de première demi-journée.",
        "Le lieu de la formation n’est pas renseigné.",
        "L’organisme n’a pas de numéro de téléphone\u00a0: page Organisme.",
    ]


def test_who_enters_late_is_called_for_her_own_first_day(db, path):
    change(db, Enrollment, path.enrollments[0], planned_entry_on=FIRST + dt.timedelta(days=7))
    words = "\n".join(reading_order(person_kinds.draw([(load(db, path), None)])))
    assert "lundi 12 octobre 2026 à 9\u202fh" in words
    assert "lundi 5 octobre" not in words
