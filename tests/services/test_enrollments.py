from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.errors import Conflict, InvalidInput, NotFound
from gen_desktop.models.registry import Enrollment
from gen_desktop.services import attendance, enrollments
from gen_desktop.services.attendance import MarkInput
from gen_desktop.services.enrollments import DecisionInput, EnrollmentInput, ExitInput
from gen_desktop.services.undo import undo_last
from tests.classroom import FRIDAY, MONDAY, change_enrollment, make_classroom
from tests.factories import make_learner

TUESDAY = MONDAY + dt.timedelta(days=1)


@pytest.fixture
def room(db):
    return make_classroom(db, people=[("Delorme", "Kévin"), ("O’Brien", "Chloé")])


@pytest.fixture
def kevin(room):
    return room.enrollments[0]


def get(db, enrollment_id):
    with db.read() as session:
        record = session.get_one(Enrollment, enrollment_id)
        session.expunge(record)
        return record


def fields(call, *arguments):
    with pytest.raises(InvalidInput) as error:
        call(*arguments)
    return [problem.field for problem in error.value.problems]


def mark(db, room, who, when, status="P"):
    attendance.record(db, [MarkInput(room.enrollments[who], room.sessions[when], status)])


def test_enrolling_somebody_twice_in_a_cohort_is_refused(db, room):
    with db.write("Une personne") as session:
        learner_id = make_learner(session, last_name="Petit", first_name="Samuel").id
    change = enrollments.enroll(db, EnrollmentInput(learner_id, room.cohort_id, decision="pending"))
    assert change.name == "Inscrire Petit Samuel en DWWM 2026-2"
    assert get(db, change.created_id).decision == "pending"
    with pytest.raises(InvalidInput, match="déjà inscrite en DWWM 2026-2"):
        enrollments.enroll(db, EnrollmentInput(learner_id, room.cohort_id))
    with pytest.raises(NotFound):
        enrollments.enroll(db, EnrollmentInput(1, room.cohort_id))


def test_who_withdraws_without_an_admission_was_not_admitted(db, kevin):
    change_enrollment(db, kevin, decision="pending")
    withdrawn = DecisionInput("withdrawn", MONDAY)
    assert fields(enrollments.record_decision, db, kevin, withdrawn) == ["decided_on"]
    enrollments.record_decision(db, kevin, DecisionInput("admitted", MONDAY))
    enrollments.record_decision(db, kevin, withdrawn)
    enrollments.record_decision(db, kevin, DecisionInput("withdrawn", TUESDAY))
    assert (get(db, kevin).decision, get(db, kevin).decided_on) == ("withdrawn", TUESDAY)


def test_a_rank_on_the_waiting_list_is_lost_with_the_place(db, kevin):
    change_enrollment(db, kevin, decision="waiting", waiting_rank=3)
    enrollments.record_decision(db, kevin, DecisionInput("waiting", MONDAY))
    assert get(db, kevin).waiting_rank == 3
    enrollments.record_decision(db, kevin, DecisionInput("pending"))
    enrollments.record_decision(db, kevin, DecisionInput("waiting", MONDAY))
    assert get(db, kevin).waiting_rank is None


def test_a_decision(db, kevin):
    change = enrollments.record_decision(db, kevin, DecisionInput("refused", MONDAY, " Dossier incomplet "))
    assert change.name == "Refusé\u00a0: Delorme Kévin"
    enrollment = get(db, kevin)
    assert (enrollment.decision, enrollment.decision_reason) == ("refused", "Dossier incomplet")


def test_nobody_who_came_can_be_refused_and_no_decision_comes_before_its_application(db, kevin):
    change_enrollment(db, kevin, entered_on=MONDAY, applied_on=MONDAY)
    decision = DecisionInput("refused", MONDAY - dt.timedelta(days=1))
    assert fields(enrollments.record_decision, db, kevin, decision) == ["decision", "decided_on"]
    assert fields(enrollments.record_decision, db, kevin, DecisionInput("maybe")) == ["decision"]


def test_a_stated_entry_no_longer_follows_the_marks(db, room, kevin):
    mark(db, room, 0, 2)
    assert get(db, kevin).entry_follows_attendance
    enrollments.record_entry(db, kevin, MONDAY, aes_on=TUESDAY)
    enrollment = get(db, kevin)
    assert (enrollment.entered_on, enrollment.aes_on) == (MONDAY, TUESDAY)
    assert not enrollment.entry_follows_attendance


def test_an_entry_stands_inside_the_cohort_and_before_the_first_presence(db, room, kevin):
    assert fields(enrollments.record_entry, db, kevin, MONDAY - dt.timedelta(days=1)) == ["entered_on"]
    mark(db, room, 0, 0)
    assert fields(enrollments.record_entry, db, kevin, TUESDAY) == ["entered_on"]


def test_somebody_who_never_came(db, kevin):
    enrollments.record_no_show(db, kevin)
    assert get(db, kevin).is_no_show
    enrollments.record_entry(db, kevin, MONDAY)
    assert not get(db, kevin).is_no_show
    with pytest.raises(Conflict, match="est entrée en formation le 16/11/2026"):
        enrollments.record_no_show(db, kevin)


def test_an_early_exit_and_back(db, room):
    chloe = room.enrollments[1]
    change_enrollment(db, chloe, entered_on=MONDAY)
    values = ExitInput("abandonment", TUESDAY, "AB_EMPL", ("AB_FINA", "AB_EMPL"), True, " Aide au permis ")
    change = enrollments.record_exit(db, chloe, values)
    assert change.name == "Sortie anticipée\u00a0: O’Brien Chloé"
    enrollment = get(db, chloe)
    assert (enrollment.exit_type, enrollment.exit_on, enrollment.exit_reason) == (
        "abandonment",
        TUESDAY,
        "AB_EMPL",
    )
    assert (enrollment.other_exit_reasons, enrollment.exit_solutions) == ("AB_FINA", "Aide au permis")
    enrollments.cancel_exit(db, chloe)
    enrollment = get(db, chloe)
    assert (enrollment.exit_type, enrollment.exit_on, enrollment.other_exit_reasons) == (None, None, None)
    with pytest.raises(Conflict):
        enrollments.cancel_exit(db, chloe)
    undo_last(db)
    assert get(db, chloe).exit_reason == "AB_EMPL"


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        (ExitInput("abandonment", MONDAY - dt.timedelta(days=3)), ["exit_on", "reason"]),
        (ExitInput("abandonment", TUESDAY, "NE_FM"), ["reason"]),
        (ExitInput("neutral", TUESDAY, "AB_EMPL"), ["reason"]),
        (ExitInput("gone", TUESDAY), ["exit_type"]),
        (ExitInput("term", FRIDAY, other_reasons=("AB_XXX",)), ["other_reasons"]),
    ],
)
def test_an_exit_that_cannot_be(db, kevin, values, wrong):
    change_enrollment(db, kevin, entered_on=MONDAY)
    assert fields(enrollments.record_exit, db, kevin, values) == wrong
    assert get(db, kevin).exit_type is None


def test_nobody_leaves_without_having_entered_nor_before_a_presence(db, room, kevin):
    assert fields(enrollments.record_exit, db, kevin, ExitInput("term", FRIDAY)) == ["exit_on"]
    mark(db, room, 0, 0)
    mark(db, room, 0, 4)
    mark(db, room, 0, 6, "AI")
    with pytest.raises(InvalidInput, match="Une présence est enregistrée le 18/11/2026, après cette date"):
        enrollments.record_exit(db, kevin, ExitInput("abandonment", TUESDAY, "AB_NOUV"))
    enrollments.record_exit(db, kevin, ExitInput("abandonment", dt.date(2026, 11, 18), "AB_NOUV"))
