from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from gen_desktop.errors import Conflict, InvalidInput, NotFound
from gen_desktop.french import NBSP
from gen_desktop.queries.attendance_grid import week_grid
from gen_desktop.queries.individual_path import individual_path, modules_of
from gen_desktop.queries.marks_not_due import marks_not_due
from gen_desktop.services import attendance, undo
from gen_desktop.services.attendance import MarkInput
from gen_desktop.services.exemptions import (
    ExemptionInput,
    add_exemption,
    change_exemption,
    remove_exemption,
)
from gen_desktop.services.month_statements import send_month
from tests.classroom import FRIDAY, MONDAY, make_classroom

FRIDAY_AFTERNOON = ExemptionInput(weekday=4, half_day="PM", reason="  Cours  de conduite ")


@pytest.fixture
def room(db):
    return make_classroom(db, people=[("Aubert", "Inès"), ("Bakary", "Moussa")])


def path(db, enrollment_id):
    with db.read() as session:
        return individual_path(session, enrollment_id)


def grid(db, room):
    with db.read() as session:
        return week_grid(session, room.cohort_id, MONDAY)


def test_a_half_day_dispensed_is_not_due_and_cannot_be_recorded(db, room):
    change = add_exemption(db, room.enrollments[0], FRIDAY_AFTERNOON)
    assert change.name == f"Dispenser Aubert Inès{NBSP}: le vendredi après-midi"
    last = room.sessions[-1]
    assert grid(db, room).not_due == {(room.enrollments[0], last): f"dispense{NBSP}: le vendredi après-midi"}
    with pytest.raises(InvalidInput, match="dispense"):
        attendance.record(db, [MarkInput(room.enrollments[0], last, "P")])
    attendance.record(db, [MarkInput(room.enrollments[1], last, "P")])
    known = path(db, room.enrollments[0])
    assert known.exemptions[0].reason == "Cours de conduite"
    assert known.due_center == 35 * 60 - 210


def test_a_mark_that_was_there_stays_is_told_and_counts_in_no_rate(db, room):
    who, last = room.enrollments[0], room.sessions[-1]
    attendance.record(db, [MarkInput(who, room.sessions[0], "AI"), MarkInput(who, room.sessions[1], "P")])
    attendance.record(db, [MarkInput(who, last, "P")])
    assert (grid(db, room).cohort_rate.present, grid(db, room).cohort_rate.due) == (420, 630)
    add_exemption(db, who, FRIDAY_AFTERNOON)
    shown = grid(db, room)
    assert shown.marks[who, last].minutes_present == 210
    assert (shown.cohort_rate.present, shown.cohort_rate.due) == (210, 420)
    with db.read() as session:
        (found,) = marks_not_due(session)
        assert marks_not_due(session, enrollment_id=room.enrollments[1]) == ()
    assert (found.last_name, found.held_on, found.half_day, found.status) == ("Aubert", FRIDAY, "PM", "P")
    assert found.why == f"dispense{NBSP}: le vendredi après-midi"
    assert path(db, who).not_due == (found,)
    attendance.clear(db, [(who, last)])
    assert path(db, who).not_due == ()


def test_changed_then_removed_then_taken_back(db, room):
    who = room.enrollments[0]
    added = add_exemption(db, who, FRIDAY_AFTERNOON)
    kept = path(db, who).exemptions[0]
    assert added.created_id == kept.id
    change_exemption(db, kept.id, ExemptionInput(weekday=0), version=kept.version)
    assert path(db, who).exemptions[0].slots.words == "le lundi"
    with pytest.raises(Conflict):
        change_exemption(db, kept.id, FRIDAY_AFTERNOON, version=kept.version)
    remove_exemption(db, kept.id)
    assert path(db, who).exemptions == ()
    undo.undo_last(db)
    assert path(db, who).exemptions[0].slots.words == "le lundi"


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        (ExemptionInput(reason="Rien d’autre", module="  "), "", "Dites de quoi"),
        (ExemptionInput(starts_on=FRIDAY, ends_on=MONDAY), "ends_on", "avant son début"),
        (ExemptionInput(weekday=7), "weekday", "n’existe pas"),
        (ExemptionInput(half_day="soir"), "half_day", "n’existe pas"),
    ],
)
def test_what_is_refused_changes_nothing(db, room, values, field, said):
    with pytest.raises(InvalidInput) as refused:
        add_exemption(db, room.enrollments[0], values)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert said in str(refused.value)
    assert path(db, room.enrollments[0]).exemptions == ()


def test_a_module_that_the_calendar_does_not_hold_takes_nothing_away(db, room):
    add_exemption(db, room.enrollments[0], ExemptionInput(module="Anglais"))
    assert path(db, room.enrollments[0]).due_center == 35 * 60
    with db.read() as session:
        assert modules_of(session, room.enrollments[0]) == ()


def test_what_is_gone_is_said(db, room):
    for gesture in (lambda: remove_exemption(db, 1), lambda: add_exemption(db, 1, FRIDAY_AFTERNOON)):
        with pytest.raises(NotFound):
            gesture()
    with pytest.raises(NotFound):
        change_exemption(db, 1, FRIDAY_AFTERNOON, version=1)


def test_without_a_start_a_month_that_was_sent_asks_for_one(db, room):
    send_month(db, room.cohort_id, MONDAY.replace(day=1), None, FRIDAY, FRIDAY)
    with pytest.raises(InvalidInput) as refused:
        add_exemption(db, room.enrollments[0], FRIDAY_AFTERNOON)
    (problem,) = refused.value.problems
    assert problem.field == "starts_on"
    assert problem.sentence.startswith("Sans date de début, cette dispense change aussi des mois envoyés")
    assert path(db, room.enrollments[0]).exemptions == ()
    add_exemption(db, room.enrollments[0], replace(FRIDAY_AFTERNOON, starts_on=dt.date(2026, 12, 1)))
    with pytest.raises(Conflict, match="ouvrez un rectificatif"):
        add_exemption(db, room.enrollments[0], replace(FRIDAY_AFTERNOON, starts_on=MONDAY))
