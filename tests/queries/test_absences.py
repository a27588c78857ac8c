from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.models.absence import Stage
from gen_desktop.queries.absences import absences, count_waiting
from gen_desktop.services.attendance import MarkInput, record
from gen_desktop.services.justifications import ReceivedDocument, receive_document
from tests.classroom import MONDAY, NAMES, make_classroom

THURSDAY = dt.date(2026, 11, 19)


@pytest.fixture
def room(db):
    """Inès ill since Monday, back on Tuesday afternoon; Moussa absent today; Yasmine there."""
    made = make_classroom(db, people=NAMES[:3])
    ines, moussa, yasmine = made.enrollments
    record(db, [MarkInput(ines, slot, "AJ_MAL") for slot in made.sessions[:3]])
    record(db, [MarkInput(ines, made.sessions[3], "P"), MarkInput(ines, made.sessions[4], "AJ_MAL")])
    record(db, [MarkInput(moussa, made.sessions[6], "AI"), MarkInput(moussa, made.sessions[0], "AI")])
    record(db, [MarkInput(yasmine, slot, "P") for slot in made.sessions[:7]])
    return made


def told(db, **asked):
    with db.read() as session:
        found = absences(session, THURSDAY, **asked)
    return [(one.first_name, len(one.keys), one.first, one.last, one.status, one.stage) for one in found]


def test_half_days_in_a_row_are_told_once_the_latest_first(db, room):
    tuesday, wednesday = MONDAY + dt.timedelta(days=1), MONDAY + dt.timedelta(days=2)
    assert told(db) == [
        ("Moussa", 1, (THURSDAY, "AM"), (THURSDAY, "AM"), "AI", Stage.TO_JUSTIFY),
        ("Inès", 1, (wednesday, "AM"), (wednesday, "AM"), "AJ_MAL", Stage.DOCUMENT_AWAITED),
        ("Inès", 1, (tuesday, "AM"), (tuesday, "AM"), "AJ_MAL", Stage.DOCUMENT_AWAITED),
        ("Inès", 2, (MONDAY, "AM"), (MONDAY, "PM"), "AJ_MAL", Stage.DOCUMENT_MISSING),
        ("Moussa", 1, (MONDAY, "AM"), (MONDAY, "AM"), "AI", Stage.UNJUSTIFIED),
    ]
    with db.read() as session:
        waiting = count_waiting(session, THURSDAY)
    assert waiting == {Stage.TO_JUSTIFY: 1, Stage.DOCUMENT_AWAITED: 2, Stage.DOCUMENT_MISSING: 2}


def test_a_document_received_justifies(db, room):
    keys = [(room.enrollments[0], slot) for slot in (*room.sessions[:3], room.sessions[4])]
    receive_document(db, keys, ReceivedDocument(THURSDAY, "sick_note"), THURSDAY)
    justified = told(db, stages=[Stage.JUSTIFIED])
    assert [(row[1], row[5]) for row in justified] == [(1, Stage.JUSTIFIED), (3, Stage.JUSTIFIED)]


def test_cohorts_ended_long_ago_wait_for_nothing_by_themselves(db, room):
    later = dt.date(2027, 1, 4)
    with db.read() as session:
        assert absences(session, dt.date(2026, 12, 31)) != ()
        assert absences(session, later) == ()
        assert sum(count_waiting(session, later).values()) == 0
        assert absences(session, later, room.cohort_id) != ()


def test_an_absence_told_in_advance_is_not_listed_before_its_day(db, room):
    assert all(row[3][0] <= THURSDAY for row in told(db))
    record(db, [MarkInput(room.enrollments[1], room.sessions[9], "AJ_ENT")])
    assert len(told(db)) == 5
