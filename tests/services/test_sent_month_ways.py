"""Ways to change what a sent month told without touching its marks: each is refused, or changes nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from gen_desktop.errors import Conflict
from gen_desktop.models.registry import ClassSession, Cohort, CompanyPeriod, Course, RemoteActivity
from gen_desktop.queries.statement import Period, cohort_statement
from gen_desktop.services import (
    attendance,
    company_periods,
    exemptions,
    month_statements,
    remote_work,
    undo,
)
from gen_desktop.services.attendance import MarkInput
from gen_desktop.services.bin import delete, restore
from gen_desktop.services.company_periods import CompanyPeriodInput
from tests.classroom import NAMES, change_enrollment, make_classroom

OCTOBER = Period(dt.date(2026, 10, 1), dt.date(2026, 10, 31))
SENT, TODAY = dt.date(2026, 11, 3), dt.date(2026, 11, 20)
WEDNESDAY, FRIDAY, NEXT_TUESDAY = dt.date(2026, 10, 28), dt.date(2026, 10, 30), dt.date(2026, 11, 3)
NEXT_MONDAY, NEXT_FRIDAY = dt.date(2026, 11, 2), dt.date(2026, 11, 6)


@pytest.fixture
def room(db):
    """Two weeks over the end of October; the first two days recorded, one piece of distance work planned."""
    made = make_classroom(db, people=NAMES[:2], start=dt.date(2026, 10, 26), end=NEXT_FRIDAY)
    attendance.record(db, [MarkInput(one, key, "P") for one in made.enrollments for key in made.sessions[:4]])
    remote_work.plan_activity(db, made.enrollments[0], work(WEDNESDAY))
    return made


@pytest.fixture
def sent(db, room):
    month_statements.send_month(db, room.cohort_id, WEDNESDAY, "France Travail", SENT, TODAY)
    return room


def work(day, minutes=60):
    return remote_work.ActivityInput(
        title="Lecture", kind="exercise", estimated_minutes=minutes, planned_on=day
    )


def change_one(db, model, **facts):
    with db.write("Changer une fiche") as session:
        one = session.scalars(select(model).limit(1)).one()
        for name, value in facts.items():
            setattr(one, name, value)


def told(db, room):
    with db.read() as session:
        statement = cohort_statement(session, room.cohort_id, OCTOBER, TODAY)
        return statement.people, statement.hours, statement.remote


def go(db, room, starts_on, ends_on):
    company_periods.add_company_period(db, room.enrollments[0], CompanyPeriodInput(starts_on, ends_on))


CHANGING = {
    "a period in company within it": lambda db, room: go(db, room, WEDNESDAY, FRIDAY),
    "a period in company that begins in it": lambda db, room: go(db, room, FRIDAY, NEXT_TUESDAY),
    "the cohort began later": lambda db, room: change_one(db, Cohort, actual_start=dt.date(2026, 10, 27)),
    "the cohort ended earlier": lambda db, room: change_one(db, Cohort, actual_end=WEDNESDAY),
    "an exit planned": lambda db, room: change_enrollment(db, room.enrollments[0], planned_exit_on=WEDNESDAY),
    "an entry planned later": lambda db, room: change_enrollment(
        db, room.enrollments[0], planned_entry_on=WEDNESDAY
    ),
    "the course is at distance": lambda db, room: change_one(db, Course, delivery_mode="remote"),
    "more distance work": lambda db, room: remote_work.plan_activity(
        db, room.enrollments[0], work(WEDNESDAY)
    ),
    "distance work longer": lambda db, room: change_one(db, RemoteActivity, estimated_minutes=90),
    "distance work put off": lambda db, room: change_one(db, RemoteActivity, planned_on=NEXT_MONDAY),
    "distance work verified": lambda db, room: change_one(
        db, RemoteActivity, done_on=WEDNESDAY, verified_on=NEXT_MONDAY, verified_by="N. Petit"
    ),
}
HARMLESS = {
    "a period in company after it": lambda db, room: go(db, room, NEXT_MONDAY, NEXT_FRIDAY),
    "the cohort ended earlier, after it": lambda db, room: change_one(db, Cohort, actual_end=NEXT_TUESDAY),
    "an exit planned after it": lambda db, room: change_enrollment(
        db, room.enrollments[0], planned_exit_on=NEXT_TUESDAY
    ),
    "the course is in the centre, as it was": lambda db, room: change_one(
        db, Course, delivery_mode="on_site"
    ),
    "distance work done the month after": lambda db, room: change_one(
        db, RemoteActivity, done_on=NEXT_MONDAY, verified_on=NEXT_TUESDAY, verified_by="N. Petit"
    ),
    "a module named": lambda db, room: change_one(db, ClassSession, module="SQL"),
}


@pytest.mark.parametrize("way", CHANGING.values(), ids=CHANGING)
def test_nothing_changes_what_was_sent(db, sent, way):
    before = told(db, sent)
    with pytest.raises(Conflict, match="Octobre 2026 a été envoyé à France Travail"):
        way(db, sent)
    assert told(db, sent) == before


@pytest.mark.parametrize("way", CHANGING.values(), ids=CHANGING)
def test_each_of_these_ways_does_change_a_month_that_is_open(db, room, way):
    before = told(db, room)
    way(db, room)
    assert told(db, room) != before


@pytest.mark.parametrize("way", HARMLESS.values(), ids=HARMLESS)
def test_what_changes_nothing_of_it_is_written(db, sent, way):
    before = told(db, sent)
    way(db, sent)
    assert told(db, sent) == before


def test_the_sheet_of_a_company_is_told_in_the_month_of_its_end(db, room):
    go(db, room, FRIDAY, NEXT_TUESDAY)
    month_statements.send_month(db, room.cohort_id, WEDNESDAY, "France Travail", SENT, TODAY)
    change_one(db, CompanyPeriod, done_minutes=420, sheet_received_on=NEXT_FRIDAY, tutor="A. Leroy")
    change_one(db, CompanyPeriod, done_minutes=400)
    with pytest.raises(Conflict):
        change_one(db, CompanyPeriod, ends_on=FRIDAY)
    with pytest.raises(Conflict):
        change_one(db, CompanyPeriod, starts_on=NEXT_MONDAY)


def test_hours_that_a_company_told_are_sent_with_the_month(db, room):
    go(db, room, WEDNESDAY, FRIDAY)
    month_statements.send_month(db, room.cohort_id, WEDNESDAY, "France Travail", SENT, TODAY)
    change_one(db, CompanyPeriod, done_minutes=420, sheet_received_on=NEXT_FRIDAY)  # its sheet came late
    with pytest.raises(Conflict):
        change_one(db, CompanyPeriod, done_minutes=400)


def test_a_module_somebody_is_exempted_from_counts(db, room):
    exemption = exemptions.ExemptionInput(module="SQL")
    exemptions.add_exemption(db, room.enrollments[0], exemption)
    month_statements.send_month(db, room.cohort_id, WEDNESDAY, "France Travail", SENT, TODAY)
    change_one(db, ClassSession, module="Réseaux")
    with pytest.raises(Conflict):
        change_one(db, ClassSession, module="SQL")


def last_gesture(db):
    with db.read() as session:
        return undo.last_undoable(session).change_set_id


def opened(db, room):
    """The gesture that opens a correction of the month that was sent."""
    month_statements.open_correction(db, room.cohort_id, WEDNESDAY, "Arrêt reçu en retard", TODAY)
    return last_gesture(db)


def test_a_correction_is_not_taken_back_from_under_what_it_changed(db, sent):
    correction, before = opened(db, sent), told(db, sent)
    attendance.record(db, [MarkInput(sent.enrollments[0], sent.sessions[0], "AI")])
    with pytest.raises(Conflict, match="ne s’annule qu’aussitôt"):
        undo.undo_gesture(db, correction)
    undo.undo_last(db)
    undo.undo_gesture(db, correction)
    assert told(db, sent) == before


def test_nor_from_under_the_undoing_of_older_work(db, room):
    attendance.record(db, [MarkInput(room.enrollments[0], room.sessions[4], "AI")])
    older = last_gesture(db)
    month_statements.send_month(db, room.cohort_id, WEDNESDAY, "France Travail", SENT, TODAY)
    correction, before = opened(db, room), told(db, room)
    undo.undo_gesture(db, older)
    with pytest.raises(Conflict, match="ne s’annule qu’aussitôt"):
        undo.undo_last(db)
    undo.redo_last(db)
    assert told(db, room) == before
    undo.undo_gesture(db, correction)


def test_a_month_is_not_unsent_once_work_went_on(db, sent):
    sending = last_gesture(db)
    make_classroom(db, code="Autre", people=NAMES[:1])
    with pytest.raises(Conflict, match="Ouvrez un rectificatif"):
        undo.undo_gesture(db, sending)


def test_a_cohort_deleted_with_its_sent_months_comes_back_though_work_went_on(db, sent):
    opened(db, sent)
    before = told(db, sent)
    delete(db, "cohort", sent.cohort_id)
    deletion = last_gesture(db)
    make_classroom(db, code="Autre", people=NAMES[:1])
    restore(db, deletion)
    assert told(db, sent) == before
