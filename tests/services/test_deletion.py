"""What people made can be deleted with all that goes with it, and comes back exactly as it was."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select

from gen_desktop.errors import Conflict, NotFound
from gen_desktop.models.registry import (
    Attendance,
    Base,
    BlockResult,
    ContactAttempt,
    Course,
    Enrollment,
    Erasure,
    FollowUp,
    FundingProgram,
    Learner,
    Placement,
    SensitiveFacts,
    Site,
)
from gen_desktop.queries.belongings import what_goes_with
from gen_desktop.services import (
    assessments,
    attendance,
    cohorts,
    enrollments,
    follow_ups,
    learners,
)
from gen_desktop.services import bin as bin_service
from gen_desktop.services.attendance import MarkInput
from gen_desktop.services.undo import redo_last, undo_gesture, undo_last
from tests.random_gestures import snapshot

START = dt.date(2026, 5, 4)


@pytest.fixture
def center(db):
    """Two people in a cohort; the first has everything a person can have."""
    cohort = cohorts.CohortInput(
        "DWWM 2026-1",
        "Développeur web",
        START,
        dt.date(2026, 5, 29),
        site_name="Autun",
        program_code="GEN",
        blocks=(("CCP1", "Front-end"),),
        targets=(("A3.femmes", 30),),
    )
    cohorts.create_cohort(db, cohort)
    cohort_id = only(db, Base.metadata.tables["cohort"].c.id)
    sensitive = enrollments.Sensitive(is_rqth=True)
    for last, first in (("Delorme", "Kévin"), ("Petit", "Samuel")):
        put_in = enrollments.EnrollmentInput(0, cohort_id, sensitive=sensitive)
        learners.create_learner(db, learners.LearnerInput(last, first), put_in)
    with db.read() as session:
        enrolled = session.scalars(select(Enrollment.id).order_by(Enrollment.id)).all()
        half_days = session.scalars(select(Base.metadata.tables["class_session"].c.id)).all()
        block = session.scalar(select(Base.metadata.tables["certification_block"].c.id))
    attendance.record(db, [MarkInput(enrolled[0], one, "P") for one in half_days[:10]])
    values = assessments.CertificationInput(blocks={block: "acquired"})
    assessments.record_certification(db, enrolled[0], values)
    enrollments.record_exit(db, enrolled[0], enrollments.ExitInput("term", dt.date(2026, 5, 29)))
    told = follow_ups.SituationInput(
        enrolled[0], 3, dt.date(2026, 9, 1), contract_type="CDI", employer="Mairie", employer_city="Autun"
    )
    follow_ups.record_situation(db, told)
    return enrolled


def only(db, column):
    with db.read() as session:
        return session.scalars(select(column).order_by(column)).first()


def count(db, model):
    with db.read() as session:
        return session.scalar(select(func.count()).select_from(model))


def learner_of(db, enrollment_id):
    with db.read() as session:
        return session.get_one(Enrollment, enrollment_id).learner_id


def test_a_person_goes_with_everything_and_comes_back(db, center):
    learner_id = learner_of(db, center[0])
    before = snapshot(db)
    with db.read() as session:
        goes = what_goes_with(session, "learner", learner_id)
    assert goes.words == (
        "1 inscription, 10 demi-journées d’émargement, 1 certification, 1 résultat de bloc, 1 suivi, "
        "1 prise de contact, 1 emploi ou formation"
    )
    change = bin_service.delete(db, "learner", learner_id)
    assert change.name == "Supprimer Delorme Kévin"
    gone = (Attendance, BlockResult, ContactAttempt, FollowUp, Placement)
    assert [count(db, model) for model in gone] == [0] * len(gone)
    assert (count(db, Learner), count(db, Enrollment), count(db, SensitiveFacts)) == (1, 1, 1)
    after = snapshot(db)
    undo_last(db)
    assert snapshot(db) == before
    redo_last(db)
    assert snapshot(db) == after


@pytest.mark.parametrize("kind", ["learner", "enrollment", "cohort", "class_session", "company", "follow_up",
                                  "contact_attempt", "placement"])  # fmt: skip
def test_each_kind_comes_back_whole(db, center, kind):
    before = snapshot(db)
    change = bin_service.delete(db, kind, only(db, Base.metadata.tables[kind].c.id))
    assert change.name.startswith("Supprimer ")
    assert len(snapshot(db)[kind]) == len(before[kind]) - 1
    undo_last(db)
    assert snapshot(db) == before


@pytest.mark.parametrize("kind", list(bin_service.DELETIONS))
def test_what_is_not_there_is_said(db, kind):
    with pytest.raises(NotFound):
        bin_service.delete(db, kind, 1)


@pytest.mark.parametrize(
    ("kind", "model"), [("course", Course), ("funding_program", FundingProgram), ("site", Site)]
)
def test_what_a_cohort_needs_stays_and_names_the_cohort(db, center, kind, model):
    record_id, before = only(db, model.id), snapshot(db)
    with pytest.raises(Conflict, match=r"1 cohorte s’en sert encore \(DWWM 2026-1\)"):
        bin_service.delete(db, kind, record_id)
    assert snapshot(db) == before
    bin_service.delete(db, "cohort", only(db, Base.metadata.tables["cohort"].c.id))
    bin_service.delete(db, kind, record_id)
    assert count(db, model) == 0


def test_a_job_keeps_the_name_of_an_employer_that_is_deleted(db, center):
    company_id = only(db, Base.metadata.tables["company"].c.id)
    with db.read() as session:
        assert what_goes_with(session, "company", company_id).loose == 1
    change = bin_service.delete(db, "company", company_id)
    assert change.name == "Supprimer l’entreprise Mairie, Autun"
    with db.read() as session:
        row = session.execute(select(Placement.employer, Placement.company_id)).one()
    assert row == ("Mairie", None)


def test_an_entry_moves_when_the_half_day_of_its_presence_is_deleted(db, center):
    with db.read() as session:
        entered = session.get_one(Enrollment, center[0]).entered_on
        first = session.execute(
            select(Attendance.class_session_id)
            .join(Base.metadata.tables["class_session"])
            .order_by(Base.metadata.tables["class_session"].c.held_on)
        ).all()
    assert entered == START
    for half_day in first[:2]:
        bin_service.delete(db, "class_session", half_day[0])
    with db.read() as session:
        assert session.get_one(Enrollment, center[0]).entered_on == START + dt.timedelta(days=1)


def test_a_person_whose_data_were_erased_stays_nameless(db, center):
    learner_id = learner_of(db, center[0])
    with db.write("Effacer") as session:
        session.add(Erasure(learner_id=learner_id, cause="request", reason="Demande", erased_on=START))
    with pytest.raises(Conflict, match="déjà effacées"):
        bin_service.delete(db, "learner", learner_id)


def gesture(db, name):
    with db.read() as session:
        sets = Base.metadata.tables["change_set"]
        return session.scalars(select(sets.c.id).where(sets.c.name == name)).one()


def test_a_deletion_is_not_given_back_under_something_that_is_gone(db, center):
    enrollment = bin_service.delete(db, "enrollment", center[0]).name
    learner_id = only(db, Learner.id)
    bin_service.delete(db, "learner", learner_id)
    with pytest.raises(Conflict, match=r"a été supprimé depuis \(«\u00a0Supprimer Delorme Kévin\u00a0»\)"):
        undo_gesture(db, gesture(db, enrollment))


def test_a_deletion_is_not_given_back_where_something_else_is(db, center):
    cohort_id = only(db, Base.metadata.tables["cohort"].c.id)
    learner_id = learner_of(db, center[0])
    name = bin_service.delete(db, "enrollment", center[0]).name
    again = enrollments.enroll(db, enrollments.EnrollmentInput(learner_id, cohort_id)).name
    with pytest.raises(Conflict, match=rf"a pris sa place depuis \(«\u00a0{again}\u00a0»\)"):
        undo_gesture(db, gesture(db, name))


def test_an_import_is_not_taken_back_over_what_was_deleted_since(db, center):
    creation = gesture(db, "Créer Petit Samuel")
    bin_service.delete(db, "learner", learner_of(db, center[1]))
    before = snapshot(db)
    with pytest.raises(Conflict, match="Supprimer Petit Samuel"):
        undo_gesture(db, creation)
    assert snapshot(db) == before
