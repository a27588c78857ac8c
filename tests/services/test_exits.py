"""What is known of an early exit: reasons, interview, what came next; and the person is not forgotten."""

from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.errors import InvalidInput
from gen_desktop.models.registry import FollowUp
from gen_desktop.queries.follow_ups import Call, CallCriteria, call_list_ids
from gen_desktop.queries.indicators import figures
from gen_desktop.queries.learners import detail
from gen_desktop.queries.scope import Scope
from gen_desktop.services.enrollments import ExitInput, cancel_exit, record_exit
from gen_desktop.services.undo import undo_last
from tests.classroom import FRIDAY, MONDAY, make_classroom
from tests.random_gestures import snapshot

LATER = dt.date(2027, 7, 1)


@pytest.fixture
def room(db):
    people = [("Aubert", "Inès"), ("Bakary", "Moussa"), ("Petit", "Samuel")]
    return make_classroom(db, people=people, entered_on=MONDAY)


def exit_of(db, enrollment_id):
    from gen_desktop.models.registry import Enrollment

    with db.read() as session:
        learner_id = session.get_one(Enrollment, enrollment_id).learner_id
        (found,) = detail(session, learner_id, LATER).enrollments
    return found


def test_everything_told_on_leaving_is_kept_and_undo_takes_it_back(db, room) -> None:
    one, before = room.enrollments[0], snapshot(db)
    values = ExitInput(
        "abandonment",
        FRIDAY,
        "AB_FINA",
        ("AB_DIST", "AB_FINA"),
        interviewed_on=FRIDAY,
        interview_note=" Trop de route. ",
        solutions="Aide au transport",
        next_step="Cherche plus près",
    )
    record_exit(db, one, values)
    found = exit_of(db, one)
    assert (found.exit_reason, found.other_exit_reasons) == ("AB_FINA", ("AB_DIST",))
    assert (found.exit_interview_done, found.exit_interviewed_on) == (True, FRIDAY)
    assert (found.exit_interview_note, found.exit_next_step) == ("Trop de route.", "Cherche plus près")
    undo_last(db)
    assert snapshot(db) == before


def test_an_exit_taken_back_leaves_nothing_of_it(db, room) -> None:
    one = room.enrollments[0]
    before = snapshot(db)["enrollment"]
    told = {"interviewed_on": FRIDAY, "interview_note": "Vu", "solutions": "Aide", "next_step": "Emploi"}
    record_exit(db, one, ExitInput("abandonment", FRIDAY, "AB_NOUV", ("AB_DIST",), **told))
    cancel_exit(db, one)
    assert snapshot(db)["enrollment"] == before


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"interview_done": False, "interviewed_on": FRIDAY}, "interviewed_on"),
        ({"interviewed_on": MONDAY - dt.timedelta(days=1)}, "interviewed_on"),
        ({"next_step": "Mon numéro\u00a0: 2 90 05 71 014 087 33"}, "next_step"),
    ],
)
def test_what_cannot_be_is_said_under_its_field(db, room, told, field) -> None:
    before = snapshot(db)
    with pytest.raises(InvalidInput) as refused:
        record_exit(db, room.enrollments[0], ExitInput("abandonment", FRIDAY, "AB_NOUV", **told))
    assert [problem.field for problem in refused.value.problems] == [field]
    assert snapshot(db) == before


def test_whoever_left_early_is_called_like_the_others(db, room) -> None:
    early, finished, _ = room.enrollments
    record_exit(db, early, ExitInput("abandonment", FRIDAY, "AB_NOUV"))
    record_exit(db, finished, ExitInput("term", FRIDAY))
    with db.read() as session:
        for horizon in (3, 6):
            calls = call_list_ids(session, CallCriteria(horizon=horizon), LATER)
            assert {Call.of(one).enrollment_id for one in calls} == {early, finished}


def test_a_job_taken_during_the_course_is_an_early_exit_and_a_positive_outcome(db, room) -> None:
    # Three entered; one left for a job and still has it at six months, one finished and nothing is known.
    early, finished, _ = room.enrollments
    record_exit(db, early, ExitInput("abandonment", FRIDAY, "AB_EMPL"))
    record_exit(db, finished, ExitInput("term", FRIDAY))
    due_on = dt.date(2027, 5, 20)
    with db.write("Situation à six mois") as session:
        told = {"situation": "EMP_CDI", "recorded_on": due_on}
        session.add(FollowUp(enrollment_id=early, horizon=6, **told))
    with db.read() as session:
        found = {one.id: one for one in figures(session, Scope(LATER), ["B3", "D1.6", "D3a.6"])}
    assert (found["B3"].n, found["B3"].N) == (1, 3)
    assert (found["D1.6"].n, found["D1.6"].N) == (1, 2)
    assert (found["D3a.6"].n, found["D3a.6"].N) == (1, 1)
