"""Sessions of the jury, who came before it, and the certificates."""

from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.errors import InvalidInput, NotFound
from gen_desktop.queries.assessment_grid import JuryFacts, assessment_grid
from gen_desktop.queries.assessment_tasks import certificates_to_hand_over, results_missing
from gen_desktop.services import jury_facts
from gen_desktop.services.assessments import CertificationInput, record_certification
from gen_desktop.services.jury_sessions import JuryInput, delete_jury, plan_jury, update_jury
from gen_desktop.services.undo import undo_last
from tests.assessed import JURY, make_assessed
from tests.classroom import MONDAY

DAY = dt.timedelta(days=1)


@pytest.fixture
def room(db):
    return make_assessed(db)


def grid(db, room):
    with db.read() as session:
        return assessment_grid(session, room.cohort_id)


def test_a_day_typed_makes_its_session_once(db, room):
    change = jury_facts.set_jury_day(db, room.people[:2], JURY)
    assert change.name == "Jury du 27/11/2026\u00a0: 2 personnes"
    jury_facts.set_jury_day(db, room.people[2:], JURY)
    (held,) = grid(db, room).sessions
    assert (held.held_on, held.people, held.waiting) == (JURY, 3, 3)
    with pytest.raises(InvalidInput, match="avant l’entrée"):
        jury_facts.set_jury_day(db, room.people, MONDAY - DAY)


def test_moving_a_session_moves_its_people_and_deleting_it_frees_those_who_wait(db, room):
    held = plan_jury(db, room.cohort_id, JuryInput(JURY, " Nevers ")).created_id
    jury_facts.set_jury_day(db, room.people, JURY)
    jury_facts.set_outcome(db, room.people[:1], "full")
    update_jury(db, held, JuryInput(JURY + DAY, "Autun", "PV 12", JURY + 9 * DAY))
    told = grid(db, room)
    assert {told.jury_of(one).jury_on for one in room.people} == {JURY + DAY}
    assert (told.sessions[0].place, told.sessions[0].record_number) == ("Autun", "PV 12")
    delete_jury(db, held)
    told = grid(db, room)
    assert [told.jury_of(one).jury_on for one in room.people] == [JURY + DAY, None, None]
    undo_last(db)
    assert grid(db, room).sessions[0].people == 3


def test_a_session_that_cannot_be_is_refused(db, room):
    plan_jury(db, room.cohort_id, JuryInput(JURY))
    for values, field in (
        (JuryInput(None), "held_on"),
        (JuryInput(JURY), "held_on"),
        (JuryInput(JURY + DAY, record_received_on=JURY), "record_received_on"),
    ):
        with pytest.raises(InvalidInput) as refused:
            plan_jury(db, room.cohort_id, values)
        assert refused.value.problems[0].field == field
    with pytest.raises(NotFound):
        update_jury(db, 1, JuryInput(JURY))


def test_presence_cannot_contradict_the_result(db, room):
    ines = room.people[:1]
    jury_facts.set_presented(db, ines, True)
    jury_facts.set_outcome(db, ines, "absent")
    assert grid(db, room).jury_of(ines[0]).is_presented is False
    with pytest.raises(InvalidInput, match="Absent à l’examen"):
        jury_facts.set_presented(db, ines, True)


def test_certificates_come_then_are_handed_over_to_many_at_once(db, room):
    jury_facts.set_jury_day(db, room.people, JURY)
    jury_facts.set_outcome(db, room.people[:2], "full")
    jury_facts.set_outcome(db, room.people[2:], "failed")
    with pytest.raises(InvalidInput, match="pas de titre"):
        jury_facts.set_received(db, room.people, JURY + DAY)
    with pytest.raises(InvalidInput, match="avant le jury"):
        jury_facts.set_received(db, room.people[:2], JURY - DAY)
    jury_facts.set_received(db, room.people[:2], JURY + 30 * DAY)
    with pytest.raises(InvalidInput, match="avant d’arriver"):
        jury_facts.set_handed_over(db, room.people[:2], JURY + 29 * DAY)
    with db.read() as session:
        (waiting,) = certificates_to_hand_over(session, JURY + 31 * DAY)
    assert (waiting.cohort_code, waiting.people, waiting.since) == ("DWWM 2026-2", 2, JURY + 30 * DAY)
    change = jury_facts.set_handed_over(db, room.people[:2], JURY + 30 * DAY)
    assert change.name == "Titres remis\u00a0: 2 personnes"
    with db.read() as session:
        assert certificates_to_hand_over(session, JURY + 31 * DAY) == ()


def test_a_number_belongs_to_one_certificate(db, room):
    jury_facts.set_certificate_number(db, room.people[0], " T-1 ")
    with pytest.raises(InvalidInput, match="Aubert Inès a déjà"):
        jury_facts.set_certificate_number(db, room.people[1], "T-1")
    jury_facts.set_certificate_number(db, room.people[0], "")
    assert grid(db, room).juries == {}


def test_results_are_missing_the_day_after_the_jury(db, room):
    jury_facts.set_jury_day(db, room.people, JURY)
    jury_facts.set_outcome(db, room.people[:1], "full")
    jury_facts.set_presented(db, room.people[1:2], False)
    with db.read() as session:
        assert results_missing(session, JURY) == ()
        (waiting,) = results_missing(session, JURY + DAY)
    assert (waiting.cohort_id, waiting.people, waiting.since) == (room.cohort_id, 1, JURY)


def test_the_form_of_the_person_leaves_the_certificate_and_follows_the_session(db, room):
    ines = room.people[0]
    plan_jury(db, room.cohort_id, JuryInput(JURY))
    jury_facts.set_certificate_number(db, ines, "T-1")
    record_certification(db, ines, CertificationInput(JURY, None, "full"))
    told = grid(db, room)
    assert told.jury_of(ines) == JuryFacts(JURY, True, "full", "T-1")
    record_certification(db, ines, CertificationInput())
    assert grid(db, room).jury_of(ines) == JuryFacts(certificate_number="T-1")
