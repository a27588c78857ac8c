"""Whom to call first, and at which horizons each programme asks."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from gen_desktop.models.calling import Call
from gen_desktop.models.registry import Cohort, ContactPoint, Enrollment, Learner
from gen_desktop.queries.call_order import CallCriteria, call_list
from gen_desktop.queries.follow_ups import rows
from gen_desktop.services.contacts import note_answers
from gen_desktop.services.follow_ups import AttemptInput, SituationInput, record_attempt, record_situation
from gen_desktop.services.funding_programs import ProgramInput, create_program, update_program
from tests.classroom import make_classroom

TODAY = dt.date(2026, 11, 26)
EXIT = dt.date(2026, 8, 28)
PEOPLE = [("Aubert", "Inès"), ("Bakary", "Moussa"), ("Cordier", "Théo"), ("Delorme", "Kévin")]


@pytest.fixture
def leavers(db):
    """Four people out since 28 August, due at the exit and, on 28 November, at three months."""
    room = make_classroom(
        db, code="TSSR", people=PEOPLE, entered_on=dt.date(2026, 1, 5), exit_on=EXIT, exit_type="term"
    )
    with db.write("Téléphones inventés") as session:
        for number, enrollment_id in enumerate(room.enrollments):
            learner = session.get_one(Learner, session.get_one(Enrollment, enrollment_id).learner_id)
            learner.phone = f"+3363998010{number}"
    return room


def order(db, at=dt.time(10), as_of=TODAY, **criteria):
    with db.read() as session:
        found = call_list(session, CallCriteria(**{"horizon": 3} | criteria), as_of, at)
        names = dict(session.execute(select(Enrollment.id, Learner.last_name).join(Learner)).all())
    return [names[Call.of(line).enrollment_id] for line in found.ids]


def learner_of(db, enrollment_id):
    with db.read() as session:
        return session.get_one(Enrollment, enrollment_id).learner_id


def test_the_exit_is_a_horizon_like_the_others(db, leavers):
    with db.read() as session:
        found = [Call.of(line) for line in call_list(session, CallCriteria(), TODAY).ids]
    assert [call.horizon for call in found] == [0] * 4 + [3] * 4  # those past their window come first


def test_never_tried_first_then_the_other_hour_then_no_number(db, leavers):
    aubert, bakary, cordier, _ = leavers.enrollments
    record_attempt(db, AttemptInput(aubert, 3, dt.date(2026, 11, 24), made_at=dt.time(9)))
    record_attempt(db, AttemptInput(bakary, 3, dt.date(2026, 11, 24), made_at=dt.time(18)))
    with db.write("Un numéro perdu") as session:
        session.get_one(Learner, session.get_one(Enrollment, cordier).learner_id).phone = None
    assert order(db, dt.time(10)) == ["Delorme", "Bakary", "Aubert", "Cordier"]
    assert order(db, dt.time(19)) == ["Delorme", "Aubert", "Bakary", "Cordier"]


def test_a_promise_comes_first_and_who_was_tried_today_later(db, leavers):
    aubert, _, _, delorme = leavers.enrollments
    asked = {"next_on": TODAY, "next_at": dt.time(17)}
    record_attempt(db, AttemptInput(delorme, 3, dt.date(2026, 11, 24), outcome="reached", **asked))
    record_attempt(db, AttemptInput(aubert, 3, TODAY, made_at=dt.time(9)))
    assert order(db, dt.time(17)) == ["Delorme", "Bakary", "Cordier", "Aubert"]
    assert order(db, dt.time(16, 59))[:2] == ["Bakary", "Cordier"]


def test_who_does_not_want_to_be_called_is_last(db, leavers):
    note_answers(db, learner_of(db, leavers.enrollments[0]), {"follow_up": False}, TODAY, None, TODAY)
    assert order(db) == ["Bakary", "Cordier", "Delorme", "Aubert"]


def test_a_wrong_number_gives_way_to_the_next_then_to_a_relay(db, leavers):
    bakary = leavers.enrollments[1]
    with db.write("Un relais") as session:
        session.add(
            ContactPoint(
                learner_id=session.get_one(Enrollment, bakary).learner_id,
                kind="phone",
                value="+33639980199",
                whose="mère",
                is_relay=True,
            )
        )
    attempt = AttemptInput(
        bakary, 0, dt.date(2026, 9, 1), outcome="wrong_number", number="+33639980101", made_at=dt.time(9)
    )
    record_attempt(db, attempt)
    line = Call(bakary, 3)
    with db.read() as session:
        row = rows(session, [line.id], TODAY)[line.id]
    assert (row.phone, row.has_wrong_number) == ("+33639980199", True)  # of whichever horizon it was
    assert order(db)[-1] == "Bakary"


def test_a_programme_sets_its_horizons_and_windows(db, leavers):
    made = create_program(db, ProgramInput("GEN", "Grande École", follow_up_horizons=(6,), targets=()))
    with db.write("Un financement") as session:
        session.get_one(Cohort, leavers.cohort_id).funding_program_id = made.created_id
    assert order(db) == []
    assert order(db, as_of=dt.date(2027, 2, 13), horizon=6)[:1] == ["Aubert"]
    assert order(db, as_of=dt.date(2027, 2, 12), horizon=6) == []
    values = ProgramInput(
        "GEN", "Grande École", follow_up_horizons=(3,), follow_up_window_before=0, follow_up_window_after=10
    )
    update_program(db, made.created_id, values)
    assert order(db, as_of=dt.date(2026, 11, 27)) == []
    assert len(order(db, as_of=dt.date(2026, 11, 28))) == 4
    assert order(db, as_of=dt.date(2026, 12, 8), view="late") == []
    assert len(order(db, as_of=dt.date(2026, 12, 9), view="late")) == 4


@pytest.mark.parametrize("sort", ["before", "name", "cohort", "horizon"])
@pytest.mark.parametrize("view", ["to_call", "late", "answered", "all"])
def test_every_order_holds_the_same_lines(db, leavers, sort, view):
    aubert, bakary, *_ = leavers.enrollments
    record_situation(db, SituationInput(aubert, 0, dt.date(2026, 9, 1), situation="RECH"))
    record_attempt(db, AttemptInput(bakary, 3, TODAY))
    with db.read() as session:
        usual = call_list(session, CallCriteria(view=view), TODAY)
        found = call_list(session, CallCriteria(view=view, sort=sort, descending=True), TODAY)
    assert sorted(found.ids) == sorted(usual.ids)
    assert len(found.ids) == getattr(found.counts, view)
