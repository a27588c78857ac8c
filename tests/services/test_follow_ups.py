from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from gen_desktop.errors import Conflict, InvalidInput, NotFound
from gen_desktop.models.follow_up import ContactAttempt, FollowUp
from gen_desktop.models.history import ChangeSet
from gen_desktop.models.placement import Company, Placement
from gen_desktop.services import follow_ups
from gen_desktop.services.follow_ups import AttemptInput, SituationInput
from gen_desktop.services.undo import undo_last
from tests.factories import enroll, make_cohort, make_learner

EXIT = dt.date(2026, 5, 28)
CALL_DAY = dt.date(2026, 11, 23)


@pytest.fixture
def person(db):
    """Yasmine left on 28 May 2026."""
    with db.write("Une personne inventée") as session:
        cohort = make_cohort(session, "TSSR 2026-1")
        learner = make_learner(session, last_name="Ben Salah", first_name="Yasmine")
        session.flush()
        entered = {"entered_on": cohort.planned_start}
        return enroll(session, cohort, learner, exit_type="term", exit_on=EXIT, **entered).id


def rows(db, model):
    with db.read() as session:
        return list(session.execute(select(*model.__table__.c)).mappings())


def attempt(person, day=CALL_DAY, **values):
    return AttemptInput(person, 6, day, **values)


def told(person, **values):
    return SituationInput(person, 6, values.pop("recorded_on", CALL_DAY), **values)


def cdi(person, **values):
    return told(
        person,
        situation="EMP_NP",
        contract_type="CDI",
        starts_on=dt.date(2026, 7, 15),
        working_time="full",
        employer="Datacampus Bourgogne",
        employer_city="Nevers",
        rome_code="m1801",
        is_target_occupation=True,
        salary=Decimal("24800.00"),
        proof="declared",
        **values,
    )


def sentences(raised):
    return {problem.field: problem.sentence for problem in raised.value.problems}


def test_one_gesture_records_situation_spell_contact_and_employer(db, person):
    change = follow_ups.record_situation(db, cdi(person))
    assert change.name == "Insertion à 6 mois\u00a0: Ben Salah Yasmine, CDI"
    assert person in change.ids
    (follow_up,) = rows(db, FollowUp)
    assert (follow_up["situation"], follow_up["horizon"], follow_up["recorded_by"]) == (
        "EMP_CDI",
        6,
        db.author.name,
    )
    (placement,) = rows(db, Placement)
    (company,) = rows(db, Company)
    assert placement["kind"] == "job"
    assert placement["follow_up_id"] == follow_up["id"] == change.created_id
    assert placement["company_id"] == company["id"]
    assert (placement["rome_code"], placement["yearly_gross_salary"]) == ("M1801", Decimal("24800.00"))
    assert (company["name"], company["city"]) == ("Datacampus Bourgogne", "Nevers")
    (contact,) = rows(db, ContactAttempt)
    assert (contact["outcome"], contact["made_on"], contact["author"]) == (
        "reached",
        CALL_DAY,
        db.author.name,
    )
    assert rows(db, ChangeSet)[-1]["name"] == change.name


def test_undo_takes_the_whole_gesture_back(db, person):
    follow_ups.record_situation(db, cdi(person))
    undo_last(db)
    for model in (FollowUp, Placement, ContactAttempt, Company):
        assert rows(db, model) == []


def test_correcting_the_same_day_makes_no_second_call_nor_second_employer(db, person):
    follow_ups.record_situation(db, cdi(person))
    follow_ups.record_situation(
        db, told(person, contract_type="CDD", contract_months=5, employer="datacampus bourgogne, NEVERS")
    )
    (follow_up,) = rows(db, FollowUp)
    (placement,) = rows(db, Placement)
    assert (follow_up["situation"], follow_up["contract_months"]) == ("EMP_CDDC", 5)
    assert (placement["contract_type"], placement["yearly_gross_salary"]) == ("CDD", None)
    assert len(rows(db, Company)) == len(rows(db, ContactAttempt)) == 1


def test_a_situation_without_job_takes_the_spell_away(db, person):
    follow_ups.record_situation(db, cdi(person))
    change = follow_ups.record_situation(db, told(person, situation="RECH"))
    assert change.name.endswith("En recherche d’emploi")
    assert rows(db, Placement) == []


def test_the_length_of_a_contract_comes_from_its_dates(db, person):
    follow_ups.record_situation(
        db,
        told(
            person,
            contract_type="CDD",
            starts_on=dt.date(2026, 7, 15),
            ends_on=dt.date(2027, 1, 14),
        ),
    )
    (follow_up,) = rows(db, FollowUp)
    assert (follow_up["situation"], follow_up["contract_months"]) == ("EMP_CDD6", 6)


def test_a_training_is_a_spell_too(db, person):
    follow_ups.record_situation(db, told(person, situation="FORM_Q", title="Bachelor cybersécurité"))
    (placement,) = rows(db, Placement)
    assert (placement["kind"], placement["title"]) == ("training", "Bachelor cybersécurité")


def test_unreachable_needs_as_many_attempts_as_the_parameter(db, person):
    follow_ups.record_attempt(db, attempt(person, dt.date(2026, 11, 18), contact_mode="email"))
    follow_ups.record_attempt(db, attempt(person, dt.date(2026, 11, 20)))
    with pytest.raises(InvalidInput, match="après 3 tentatives.: il y en a 2"):
        follow_ups.record_situation(db, told(person, situation="INJ"))
    assert len(rows(db, ContactAttempt)) == 2
    follow_ups.record_situation(db, told(person, situation="INJ", attempt_outcome="no_answer"))
    assert [row["outcome"] for row in rows(db, ContactAttempt)] == ["no_answer"] * 3
    assert rows(db, FollowUp)[0]["situation"] == "INJ"


def test_attempts_of_another_horizon_do_not_count(db, person):
    for day in (1, 2, 3):
        follow_ups.record_attempt(db, AttemptInput(person, 3, dt.date(2026, 9, day)))
    with pytest.raises(InvalidInput, match="il y en a 0"):
        follow_ups.record_situation(db, told(person, situation="INJ"))


def test_a_refusal_is_recorded_as_such(db, person):
    change = follow_ups.record_attempt(db, attempt(person, outcome="refused", note="Ne rappelez pas"))
    assert change.name == "Insertion à 6 mois\u00a0: Ben Salah Yasmine, Refus de répondre"
    assert rows(db, FollowUp)[0]["situation"] == "REF"
    assert [row["outcome"] for row in rows(db, ContactAttempt)] == ["refused"]


def test_an_attempt_is_named_by_its_outcome(db, person):
    change = follow_ups.record_attempt(db, attempt(person, outcome="message_left"))
    assert change.name == "Contact à 6 mois\u00a0: Ben Salah Yasmine, message laissé"
    assert rows(db, FollowUp) == []


def test_what_an_employer_tells_is_no_attempt_to_reach_the_person(db, person):
    follow_ups.record_situation(db, told(person, contract_type="CDI", contact_mode="employer"))
    assert rows(db, ContactAttempt) == []


def test_everything_wrong_is_said_at_once_and_nothing_is_written(db, person):
    wrong = told(
        person,
        recorded_on=dt.date(2026, 11, 12),
        contract_type="CDD",
        starts_on=dt.date(2026, 7, 15),
        ends_on=dt.date(2026, 7, 1),
        rome_code="informatique",
    )
    with pytest.raises(InvalidInput) as raised:
        follow_ups.record_situation(db, wrong)
    found = sentences(raised)
    assert set(found) == {"recorded_on", "ends_on", "rome_code"}
    assert "à partir du 13/11/2026" in found["recorded_on"]
    assert rows(db, FollowUp) == []


@pytest.mark.parametrize(
    ("days", "field", "sentence"),
    [
        ({"starts_on": dt.date(2026, 11, 29)}, "starts_on", "Commence après le 28/11/2026"),
        ({"ends_on": dt.date(2026, 11, 27)}, "ends_on", "Finit avant le 28/11/2026"),
        ({"starts_on": dt.date(2026, 11, 28)}, "", ""),
        ({"ends_on": dt.date(2026, 11, 28)}, "", ""),
        ({}, "", ""),
    ],
)
@pytest.mark.parametrize("contract_type", ["CDD", "IND"])
def test_a_job_says_something_of_the_day_asked_about(db, person, days, field, sentence, contract_type):
    values = told(person, contract_type=contract_type, **days)
    with db.read() as session:
        problems = {one.field: one.sentence for one in follow_ups.situation_problems(session, values)}
    assert list(problems) == ([field] if field else [])
    assert problems.get(field, "").startswith(sentence)


def test_a_training_may_begin_later(db, person):
    values = told(person, situation="FORM_Q", starts_on=dt.date(2027, 1, 4))
    with db.read() as session:
        assert follow_ups.situation_problems(session, values) == []


def test_the_first_day_of_the_window_is_accepted(db, person):
    follow_ups.record_situation(db, told(person, recorded_on=dt.date(2026, 11, 13), situation="RECH"))
    assert len(rows(db, FollowUp)) == 1


def test_nobody_still_in_training_is_followed_up(db):
    with db.write("Une personne en formation") as session:
        cohort, learner = make_cohort(session), make_learner(session)
        session.flush()
        enrollment_id = enroll(session, cohort, learner, entered_on=cohort.planned_start).id
    with pytest.raises(InvalidInput, match="pas sortie de formation"):
        follow_ups.record_situation(db, told(enrollment_id, situation="RECH"))
    with pytest.raises(InvalidInput, match="pas sortie de formation"):
        follow_ups.record_attempt(db, attempt(enrollment_id))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"contact_mode": "pigeon"}, "contact_mode"),
        ({"outcome": "asleep"}, "outcome"),
        ({"day": dt.date(2026, 5, 1)}, "made_on"),
    ],
)
def test_a_wrong_attempt_is_refused(db, person, values, field):
    with pytest.raises(InvalidInput) as raised:
        follow_ups.record_attempt(db, attempt(person, **values))
    assert field in sentences(raised)


def test_an_unknown_horizon_or_person_is_refused(db, person):
    with pytest.raises(InvalidInput, match="échéance"):
        follow_ups.record_situation(db, SituationInput(person, 5, CALL_DAY, situation="RECH"))
    with pytest.raises(NotFound):
        follow_ups.record_situation(db, told(12345, situation="RECH"))


def test_clearing_makes_it_not_asked_again_and_keeps_the_calls(db, person):
    follow_ups.record_situation(db, cdi(person))
    change = follow_ups.clear_situation(db, person, 6)
    assert change.name == "Supprimer l’insertion à 6 mois\u00a0: Ben Salah Yasmine"
    assert rows(db, FollowUp) == rows(db, Placement) == []
    assert len(rows(db, ContactAttempt)) == 1
    with pytest.raises(Conflict):
        follow_ups.clear_situation(db, person, 6)


def test_an_employer_is_known_by_its_siret(db, person):
    follow_ups.record_situation(db, cdi(person, employer_siret="732 829 320 00074"))
    follow_ups.record_situation(
        db,
        told(person, contract_type="CDI", employer="Data Campus", employer_siret="73282932000074"),
    )
    with db.read() as session:
        assert session.scalar(select(func.count(Company.id))) == 1
