"""Questionnaires of satisfaction: handed out, entered, corrected, and what is refused."""

from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.errors import Conflict, InvalidInput, NotFound
from gen_desktop.models.satisfaction import Answers
from gen_desktop.queries.satisfaction import questionnaires
from gen_desktop.services.satisfaction import (
    Questionnaire,
    change_answer,
    delete_answers,
    record_answer,
    remind,
    send_anonymous,
    send_to,
)
from gen_desktop.services.undo import undo_last
from tests.classroom import FRIDAY, MONDAY, make_classroom
from tests.random_gestures import snapshot

TODAY = FRIDAY + dt.timedelta(days=3)
MARKS = {"welcome": 5, "content": 4, "trainers": 5, "equipment": 2, "support": 3}


@pytest.fixture
def room(db):
    people = [("Aubert", "Inès"), ("Bakary", "Moussa"), ("Petit", "Samuel")]
    return make_classroom(db, people=people, entered_on=MONDAY, exit_on=FRIDAY, exit_type="term")


def rows(db, room, horizon=0):
    with db.read() as session:
        return questionnaires(session, room.cohort_id, horizon, TODAY)


def answer(db, room, place=0, answers=None, **where):
    which = Questionnaire(room.cohort_id, 0, room.enrollments[place], **where)
    return record_answer(db, which, answers or Answers(TODAY, MARKS, " Très bien. "), TODAY)


def test_a_questionnaire_is_sent_reminded_and_answered(db, room) -> None:
    send_to(db, room.enrollments[:2], 0, FRIDAY, TODAY)
    first, second, third = rows(db, room)
    assert (first.sent_on, second.sent_on, third.sent_on) == (FRIDAY, FRIDAY, None)
    remind(db, [second.answer_id], TODAY, TODAY)
    change = answer(db, room)
    assert change.name == "Questionnaire de satisfaction\u00a0: Aubert Inès"
    first, second, _ = rows(db, room)
    assert (first.answered_on, first.comment, first.marks) == (TODAY, "Très bien.", MARKS)
    assert first.mean == pytest.approx(19 / 5)
    assert (second.reminded_on, second.answered_on, second.mean) == (TODAY, None, None)


def test_whoever_was_given_it_keeps_the_first_day(db, room) -> None:
    send_to(db, room.enrollments[:1], 0, MONDAY, TODAY)
    send_to(db, room.enrollments, 0, FRIDAY, TODAY)
    assert [row.sent_on for row in rows(db, room)] == [MONDAY, FRIDAY, FRIDAY]
    with pytest.raises(Conflict, match="déjà reçu"):
        send_to(db, room.enrollments, 0, TODAY, TODAY)


def test_an_answer_without_a_name_takes_the_place_of_one_handed_out(db, room) -> None:
    which = Questionnaire(room.cohort_id, 0)
    send_anonymous(db, which, 2, FRIDAY, TODAY)
    for _ in range(3):
        record_answer(db, which, Answers(TODAY, {"welcome": 3}), TODAY)
    nameless = [row for row in rows(db, room) if row.enrollment_id is None]
    assert sorted(row.sent_on is None for row in nameless) == [False, False, True]
    assert all(row.answered_on == TODAY for row in nameless)


def test_a_mark_left_blank_is_no_mark(db, room) -> None:
    answer(db, room, answers=Answers(TODAY, {"welcome": 4}))
    assert rows(db, room)[0].marks == {"welcome": 4}


def test_a_correction_replaces_every_mark_and_undo_gives_them_back(db, room) -> None:
    answer(db, room)
    before, row = snapshot(db), rows(db, room)[0]
    change_answer(db, row.answer_id, Answers(TODAY, {"welcome": 1}), TODAY, shown=row.answers)
    assert rows(db, room)[0].marks == {"welcome": 1}
    undo_last(db)
    assert snapshot(db) == before


def test_a_correction_of_marks_alone_refuses_a_stale_one(db, room) -> None:
    answer(db, room)
    row = rows(db, room)[0]
    one = Answers(TODAY, MARKS | {"welcome": 1}, row.comment)
    change_answer(db, row.answer_id, one, TODAY, shown=row.answers)
    with pytest.raises(Conflict, match="entre-temps"):
        change_answer(db, row.answer_id, one, TODAY, shown=row.answers)


def test_the_same_person_is_entered_once(db, room) -> None:
    answer(db, room)
    before = snapshot(db)
    with pytest.raises(Conflict, match="corrigez-le"):
        answer(db, room)
    assert snapshot(db) == before


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        (Answers(TODAY, {"welcome": 6}), "welcome"),
        (Answers(TODAY, {"welcome": 0}), "welcome"),
        (Answers(TODAY, {"parking": 3}), "marks"),
        (Answers(TODAY, {}), "marks"),
        (Answers(TODAY + dt.timedelta(days=1), MARKS), "answered_on"),
        (Answers(TODAY, MARKS, "Mon numéro est le 2 90 05 71 014 087 33"), "comment"),
        (Answers(TODAY, MARKS, mode="pigeon"), "mode"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(db, room, answers, field) -> None:
    before = snapshot(db)
    with pytest.raises(InvalidInput) as refused:
        answer(db, room, answers=answers)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert snapshot(db) == before


def test_a_horizon_that_nobody_asks_at_is_refused(db, room) -> None:
    with pytest.raises(InvalidInput, match="quand"):
        record_answer(db, Questionnaire(room.cohort_id, 5), Answers(TODAY, MARKS), TODAY)


def test_nothing_is_sent_in_the_future_and_no_reminder_precedes_it(db, room) -> None:
    with pytest.raises(InvalidInput):
        send_to(db, room.enrollments, 0, TODAY + dt.timedelta(days=1), TODAY)
    send_to(db, room.enrollments, 0, FRIDAY, TODAY)
    with pytest.raises(InvalidInput, match="avant la remise"):
        remind(db, [rows(db, room)[0].answer_id], MONDAY, TODAY)


def test_one_that_answered_is_not_reminded(db, room) -> None:
    answer(db, room)
    with pytest.raises(Conflict):
        remind(db, [rows(db, room)[0].answer_id], TODAY, TODAY)


def test_a_questionnaire_is_deleted_with_its_marks_and_given_back(db, room) -> None:
    answer(db, room)
    before = snapshot(db)
    change = delete_answers(db, [rows(db, room)[0].answer_id])
    assert change.kinds == {"satisfaction_answer", "satisfaction_score"}
    assert snapshot(db)["satisfaction_score"] == {}
    undo_last(db)
    assert snapshot(db) == before
    with pytest.raises(NotFound):
        delete_answers(db, [1])
