from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select

from gen_desktop.errors import Conflict, InvalidInput, NotFound
from gen_desktop.models.enrollment import EntryFacts, Sensitive
from gen_desktop.models.registry import ChangeSet, Enrollment, Learner, SensitiveFacts
from gen_desktop.services.enrollments import EnrollmentInput
from gen_desktop.services.learners import LearnerInput, create_learner, update_learner
from gen_desktop.services.undo import undo_last
from tests.factories import make_cohort

KEVIN = LearnerInput("Delorme", "Kévin", birth_date=dt.date(1999, 2, 19), sex="M", phone="+33612457803")


@pytest.fixture
def cohort_id(db):
    with db.write("Une cohorte") as session:
        return make_cohort(session, "CDA 2025-3").id


def get(db, model, record_id):
    with db.read() as session:
        record = session.get_one(model, record_id)
        session.expunge(record)
        return record


def count(db, model):
    with db.read() as session:
        return session.scalar(select(func.count()).select_from(model))


def test_creating_keeps_what_was_typed_without_its_spaces(db):
    change = create_learner(db, LearnerInput(" O’Brien ", "Chloé", city="  ", postal_code="58 120"))
    learner = get(db, Learner, change.created_id)
    assert (learner.last_name, learner.city, learner.postal_code) == ("O’Brien", None, "58120")
    assert learner.sort_key == "o brien  chloe"
    assert change.name == "Créer O’Brien Chloé"


def test_a_person_is_searched_by_name_birth_name_phone_and_id(db):
    values = LearnerInput(
        "Petit", "Léa", birth_name="Hoarau", phone="+33612457803", france_travail_id="8203145K"
    )
    learner = get(db, Learner, create_learner(db, values).created_id)
    assert learner.search_text == "petit lea hoarau 0612457803 8203145k"


def test_everything_wrong_is_said_at_once_and_nothing_written(db, cohort_id):
    wrong = LearnerInput(" ", "", birth_date=dt.date(2199, 1, 1), sex="Z", email="kevin", postal_code="581")
    enrollment = EnrollmentInput(
        0, 12, "maybe", facts=EntryFacts(highest_diploma="N99", unemployment_months=-1)
    )
    with pytest.raises(InvalidInput) as error:
        create_learner(db, wrong, enrollment)
    assert [problem.field for problem in error.value.problems] == [
        *("last_name", "first_name", "birth_date", "sex", "email", "postal_code"),
        *("highest_diploma", "unemployment_months", "cohort_id", "decision"),
    ]
    assert count(db, Learner) == 0


def test_created_and_enrolled_in_one_gesture(db, cohort_id):
    facts = EntryFacts(highest_diploma="N4", in_qpv=True)
    enrollment = EnrollmentInput(0, cohort_id, facts=facts, sensitive=Sensitive(is_brsa=True))
    change = create_learner(db, KEVIN, enrollment)
    with db.read() as session:
        row = session.execute(
            select(Enrollment.learner_id, Enrollment.highest_diploma, SensitiveFacts.is_brsa).join(
                SensitiveFacts, SensitiveFacts.enrollment_id == Enrollment.id
            )
        ).one()
    assert tuple(row) == (change.created_id, "N4", True)
    undo_last(db)
    assert (count(db, Learner), count(db, Enrollment), count(db, SensitiveFacts)) == (0, 0, 0)


def test_changing_a_person_and_the_facts_at_the_entry_is_one_gesture(db, cohort_id):
    learner_id = create_learner(db, KEVIN, EnrollmentInput(0, cohort_id)).created_id
    with db.read() as session:
        enrollment_id = session.scalar(select(Enrollment.id))
    change = update_learner(
        db,
        learner_id,
        LearnerInput("Delorme-Roy", "Kévin"),
        entry=(enrollment_id, EntryFacts(situation_before="DE"), Sensitive(is_rqth=False)),
    )
    assert change.name == "Modifier Delorme-Roy Kévin"
    assert change.ids == {learner_id, enrollment_id}
    learner = get(db, Learner, learner_id)
    assert (learner.sort_key, learner.birth_date, learner.phone) == ("delorme roy  kevin", None, None)
    assert get(db, Enrollment, enrollment_id).situation_before == "DE"
    assert count(db, SensitiveFacts) == 1
    undo_last(db)
    assert get(db, Learner, learner_id).birth_date == dt.date(1999, 2, 19)
    assert get(db, Enrollment, enrollment_id).situation_before is None


def test_saving_what_is_already_so_leaves_no_trace(db):
    learner_id = create_learner(db, KEVIN).created_id
    before = count(db, ChangeSet)
    update_learner(db, learner_id, KEVIN)
    assert count(db, ChangeSet) == before


def test_a_stale_edit_is_refused(db):
    learner_id = create_learner(db, KEVIN).created_id
    update_learner(db, learner_id, LearnerInput("Delorme", "Kevin"), version=1)
    with pytest.raises(Conflict, match="modifiée entre-temps"):
        update_learner(db, learner_id, KEVIN, version=1)
    with pytest.raises(NotFound):
        update_learner(db, 1, KEVIN)


def test_a_social_security_number_is_kept_in_no_field(db):
    wrong = LearnerInput("Petit", "Léa", note="NIR 2 55 08 14 168 025 38", relay_contact="2550814168025")
    with pytest.raises(InvalidInput) as error:
        create_learner(db, wrong)
    assert [problem.field for problem in error.value.problems] == ["relay_contact", "note"]
    assert count(db, Learner) == 0
