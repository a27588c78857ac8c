from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from sqlalchemy import select, update

from gen_desktop.db.database import Database
from gen_desktop.models.registry import ClassSession, Cohort, Course
from gen_desktop.queries import radar as queries
from gen_desktop.queries.absences import count_waiting
from gen_desktop.queries.audit import audit
from gen_desktop.queries.dashboard import dashboard
from gen_desktop.queries.missing_half_days import count_missing_half_days
from gen_desktop.queries.planned_hours import planned_hours
from gen_desktop.queries.radar import RadarItem
from gen_desktop.queries.radar_details import radar_details
from gen_desktop.queries.signed_sheets import count_unproved
from gen_desktop.services import attendance
from gen_desktop.services.absence_contacts import AbsenceContactInput, note_absence_contact
from gen_desktop.services.attendance import MarkInput
from tests.classroom import FRIDAY, MONDAY, Classroom, make_classroom

NEXT_MONDAY = MONDAY + dt.timedelta(days=7)
LATER = dt.date(2026, 12, 14)


@pytest.fixture
def room(db: Database) -> Classroom:
    people = [("Aubert", "Inès"), ("Bakary", "Moussa")]
    return make_classroom(db, people=people, end=dt.date(2026, 12, 18), entered_on=MONDAY)


def mark(db: Database, room: Classroom, who: int, marks: str) -> None:
    codes = {"P": "P", "A": "AI", "J": "AJ_MAL"}
    pairs = zip(room.sessions, marks, strict=False)
    attendance.record(db, [MarkInput(room.enrollments[who], session, codes[one]) for session, one in pairs])


def found(db: Database, day: dt.date, kind: str) -> list[RadarItem]:
    """Thing by thing; what is summed says as many."""
    with db.read() as session:
        cohort_id = session.scalars(select(Cohort.id)).one()
        listed = [one for one in radar_details(session, day, cohort_id) if one.kind == kind]
        sums = [one for one in queries.radar(session, day) if one.kind == kind]
    counted, summed = Counter[str | None](), {one.trainer: one.count for one in sums}
    for one in listed:
        counted[one.trainer] += one.count
    assert counted == summed
    return listed


def test_half_days_not_recorded_with_their_trainer(db: Database, room: Classroom) -> None:
    with db.write("Nommer") as session:
        session.execute(update(Cohort).values(trainers="Marie Colin"))
        first = update(ClassSession).where(ClassSession.id == room.sessions[0])
        session.execute(first.values(trainer="Paul Aron"))
    mark(db, room, 0, "PPPP")
    mark(db, room, 1, "PP")
    told = found(db, FRIDAY, queries.NOT_RECORDED)
    assert [one.class_session_id for one in told] == list(room.sessions[2:8])
    assert told[0].what == "mardi 17 novembre matin, 1 personne"
    mark(db, room, 0, "PPPPPPPP")
    mark(db, room, 1, "PPPPPPPP")
    assert found(db, FRIDAY, queries.NOT_RECORDED) == []
    attendance.clear(db, [(room.enrollments[0], room.sessions[0]), (room.enrollments[0], room.sessions[1])])
    assert [one.trainer for one in found(db, FRIDAY, queries.NOT_RECORDED)] == ["Paul Aron", "Marie Colin"]


def test_sheets_to_file_once_their_week_is_over_for_some_days(db: Database, room: Classroom) -> None:
    for who in (0, 1):
        mark(db, room, who, "P" * 10)
    assert found(db, NEXT_MONDAY, queries.SHEET) == []
    told = found(db, LATER, queries.SHEET)
    assert [one.class_session_id for one in told] == list(room.sessions[:10])
    assert told[0].what == "lundi 16 novembre matin, feuille à classer"


def test_absences_that_wait_and_alerts_that_nobody_followed(db: Database, room: Classroom) -> None:
    mark(db, room, 0, "PPPPPPPAAA")
    (absence,) = found(db, FRIDAY, queries.ABSENCE)
    assert absence.what.startswith("Aubert Inès, 3 demi-journées à partir du 19/11/2026\u00a0: à justifier")
    (alert,) = found(db, FRIDAY, queries.ALERT)
    assert alert.what == "Aubert Inès\u00a0: 3 demi-journées injustifiées de suite"
    call = AbsenceContactInput(FRIDAY, "phone", "reached", next_on=NEXT_MONDAY)
    note_absence_contact(db, room.enrollments[0], call, FRIDAY)
    assert found(db, FRIDAY, queries.ALERT) == []
    assert found(db, FRIDAY, queries.ASK_AGAIN) == []
    assert [one.what for one in found(db, NEXT_MONDAY, queries.ASK_AGAIN)] == [
        "Aubert Inès, depuis le 23/11/2026"
    ]


def test_hours_of_cohorts_that_go_on(db: Database, room: Classroom) -> None:
    with db.write("Prévoir") as session:
        session.execute(update(Course).values(planned_center_minutes=60))
    assert [one.cohort_id for one in found(db, FRIDAY, queries.HOURS)] == [room.cohort_id]
    assert found(db, dt.date(2027, 1, 4), queries.HOURS) == []


def test_the_bar_counts_what_the_list_shows(db: Database, room: Classroom) -> None:
    mark(db, room, 0, "PPPPPPPAAA")
    mark(db, room, 1, "P" * 10)
    with db.read() as session:
        waiting = sum(count_waiting(session, LATER).values())
        missing, unproved = count_missing_half_days(session, LATER), count_unproved(session, LATER)
        counted = queries.count_half_days_waiting(session, LATER)
    assert counted == missing + unproved + waiting > 0
    assert len(found(db, LATER, queries.NOT_RECORDED)) == missing
    assert len(found(db, LATER, queries.SHEET)) == unproved


def test_the_home_page_counts_the_same(db: Database, room: Classroom) -> None:
    mark(db, room, 0, "PPPPPPPAAA")
    mark(db, room, 1, "P" * 10)
    with db.read() as session:
        board = dashboard(session, LATER)
    assert sum(one.to_file + one.with_defects for one in board.unproved) == len(
        found(db, LATER, queries.SHEET)
    )
    assert len(board.alerts) == len(found(db, LATER, queries.ALERT))


def test_a_cohort_is_summed_by_kind_and_trainer(db: Database, room: Classroom) -> None:
    with db.write("Nommer") as session:
        session.execute(update(Cohort).values(trainers="Marie Colin"))
        first = update(ClassSession).where(ClassSession.id == room.sessions[0])
        session.execute(first.values(trainer=" Paul Aron "))
    with db.read() as session:
        sums = queries.radar(session, FRIDAY)
    assert [(one.kind, one.trainer, one.count, one.what) for one in sums] == [
        ("not_recorded", "Marie Colin", 7, "7 demi-journées à partir du 16/11/2026"),
        ("not_recorded", "Paul Aron", 1, "1 demi-journée le 16/11/2026"),
    ]
    assert queries.said(sums) == "8 demi-journées"


def test_absences_are_counted_in_half_days_everywhere(db: Database, room: Classroom) -> None:
    mark(db, room, 0, "PPPPPPPAAA")
    mark(db, room, 1, "PPPPPPPPAP")
    with db.read() as session:
        board = dashboard(session, FRIDAY)
        sums = [one for one in queries.radar(session, FRIDAY) if one.kind == queries.ABSENCE]
    assert [one.count for one in found(db, FRIDAY, queries.ABSENCE)] == [3, 1]
    assert queries.said(sums) == "4 demi-journées"
    assert board.absences_waiting == 4


def test_a_cohort_that_ended_long_ago_is_left_to_the_audit(db: Database, room: Classroom) -> None:
    mark(db, room, 0, "P")
    in_time, too_late = dt.date(2027, 12, 18), dt.date(2027, 12, 19)
    assert len(found(db, in_time, queries.NOT_RECORDED)) > 0
    assert found(db, too_late, queries.NOT_RECORDED) == []
    with db.read() as session:
        assert queries.count_half_days_waiting(session, too_late) == 0
        assert "not_recorded" in {one.rule for one in audit(session, too_late)}


def test_hours_in_company_count_as_on_the_page_of_the_cohort(db: Database, room: Classroom) -> None:
    with db.read() as session:
        planned = planned_hours(session, room.cohort_id)
    with db.write("Prévoir") as session:
        session.execute(
            update(Course).values(planned_center_minutes=planned.center, planned_company_minutes=140 * 60)
        )
    (told,) = found(db, FRIDAY, queries.HOURS)
    with db.read() as session:
        assert told.what == ", ".join(planned_hours(session, room.cohort_id).sentences())
        assert dashboard(session, FRIDAY).hours_differ == (told.cohort_code,)
    assert "140\u202fh prévues" in told.what
