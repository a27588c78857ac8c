"""What a correction changed: against what was sent before, from the change log."""

from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.queries.month_statements import Said, changes_of_correction, payers, statements
from gen_desktop.services.attendance import MarkInput, clear, record
from gen_desktop.services.month_statements import open_correction, send_correction, send_month
from gen_desktop.services.undo import undo_last
from tests.classroom import MONDAY, NAMES, make_classroom

TODAY = dt.date(2026, 12, 3)


@pytest.fixture
def room(db):
    """A sent month: Inès late on Monday morning, Moussa there, and a correction open."""
    made = make_classroom(db, people=NAMES[:2])
    ines, moussa = made.enrollments
    record(db, [MarkInput(ines, made.sessions[0], "R", 40), MarkInput(moussa, made.sessions[0], "P")])
    send_month(db, made.cohort_id, MONDAY, "France Travail", TODAY, TODAY)
    open_correction(db, made.cohort_id, MONDAY, "Feuille relue", TODAY)
    return made


def changes(db, room, number=1):
    with db.read() as session:
        found = changes_of_correction(session, room.cohort_id, MONDAY, number)
    return [(one.who, one.half_day, one.before, one.after) for one in found]


def test_what_was_changed_cleared_and_added_is_told_once(db, room):
    ines, moussa = room.enrollments
    record(db, [MarkInput(ines, room.sessions[0], "AI")])
    record(db, [MarkInput(ines, room.sessions[0], "R", 15)])
    clear(db, [(moussa, room.sessions[0])])
    record(db, [MarkInput(moussa, room.sessions[1], "P")])
    assert changes(db, room) == [
        ("Aubert Inès", "AM", Said("R", 40), Said("R", 15)),
        ("Bakary Moussa", "AM", Said("P", 0), None),
        ("Bakary Moussa", "PM", None, Said("P", 0)),
    ]
    with db.read() as session:
        (first, *_) = changes_of_correction(session, room.cohort_id, MONDAY, 1)
    assert first.author == db.author.name


def test_what_was_put_back_is_no_change(db, room):
    record(db, [MarkInput(room.enrollments[0], room.sessions[0], "AI")])
    undo_last(db)
    assert changes(db, room) == []


def test_each_correction_has_its_own_changes(db, room):
    ines = room.enrollments[0]
    record(db, [MarkInput(ines, room.sessions[0], "P")])
    send_correction(db, room.cohort_id, MONDAY, TODAY, TODAY)
    open_correction(db, room.cohort_id, MONDAY, "Encore", TODAY)
    record(db, [MarkInput(ines, room.sessions[0], "AI")])
    assert changes(db, room, 1) == [("Aubert Inès", "AM", Said("R", 40), Said("P", 0))]
    assert changes(db, room, 2) == [("Aubert Inès", "AM", Said("P", 0), Said("AI", 0))]
    assert changes(db, room, 3) == []
    with db.read() as session:
        sent = statements(session, room.cohort_id, MONDAY)
        assert payers(session) == ("France Travail",)
    assert [(one.number, one.reason, one.sent_on) for one in sent] == [
        (0, None, TODAY),
        (1, "Feuille relue", TODAY),
        (2, "Encore", None),
    ]
