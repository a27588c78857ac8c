"""Half-days changed and moved: what is recorded goes with them, what cannot be is refused with its reason."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput
from gen_desktop.models.registry import (
    Attendance,
    ClassSession,
    Cohort,
    Enrollment,
    SheetHalfDay,
    SignedSheet,
)
from gen_desktop.services.attendance import MarkInput, record
from gen_desktop.services.class_sessions import remove_class_sessions
from gen_desktop.services.session_changes import change_class_sessions
from gen_desktop.services.session_moves import move_class_session
from gen_desktop.services.undo import undo_last
from tests.classroom import FRIDAY, MONDAY, Classroom, make_classroom
from tests.random_gestures import snapshot

TODAY = dt.date(2026, 11, 23)
SATURDAY = FRIDAY + dt.timedelta(days=1)
LAST = dt.date(2026, 11, 27)


@pytest.fixture
def room(db: Database) -> Classroom:
    """The afternoon of Wednesday the 25th is free."""
    made = make_classroom(db, end=LAST, entered_on=None, decision="admitted")
    remove_class_sessions(db, [made.sessions[15]])
    return made


def half_day(db: Database, one: int) -> ClassSession:
    with db.read() as session:
        found = session.get_one(ClassSession, one)
        session.expunge(found)
    return found


def minutes(db: Database, one: int) -> dict[int, int]:
    with db.read() as session:
        rows = session.execute(
            select(Attendance.enrollment_id, Attendance.minutes_present).where(
                Attendance.class_session_id == one
            )
        )
        return {row[0]: row[1] for row in rows}


def file_sheet(db: Database, room: Classroom, one: int) -> None:
    with db.write("Classer une feuille") as session:
        sheet = SignedSheet(
            cohort_id=room.cohort_id,
            title="S47",
            media_type="application/pdf",
            size=1,
            sha256="0" * 64,
            filed_on=TODAY,
        )
        session.add(sheet)
        session.flush()
        session.add(SheetHalfDay(signed_sheet_id=sheet.id, class_session_id=one))


def test_many_half_days_take_the_same_module_and_keep_the_rest(db: Database, room: Classroom) -> None:
    change_class_sessions(db, [room.sessions[0]], {"place": "Salle 2"})
    change = change_class_sessions(db, room.sessions[:3], {"module": " HTML ", "delivery_mode": "remote"})
    assert change.name == "Modifier 3 demi-journées de DWWM 2026-2"
    found = [half_day(db, one) for one in room.sessions[:4]]
    assert [one.module for one in found] == ["HTML", "HTML", "HTML", None]
    assert (found[0].place, found[0].delivery_mode, found[0].starts_at) == ("Salle 2", "remote", dt.time(9))
    change_class_sessions(db, [room.sessions[0]], {"module": ""})
    assert half_day(db, room.sessions[0]).module is None


def test_a_trainer_is_written_one_way(db: Database, room: Classroom) -> None:
    with db.write("Nommer") as session:
        session.get_one(Cohort, room.cohort_id).trainers = "Élodie Garnier, M. Petit"
    change_class_sessions(db, [room.sessions[0]], {"trainer": "elodie  garnier"})
    change_class_sessions(db, [room.sessions[1]], {"trainer": "Zoé Simon"})
    change_class_sessions(db, [room.sessions[2]], {"trainer": "zoe simon"})
    found = [half_day(db, one).trainer for one in room.sessions[:3]]
    assert found == ["Élodie Garnier", "Zoé Simon", "Zoé Simon"]


def test_new_hours_follow_into_what_is_recorded(db: Database, room: Classroom) -> None:
    present, late, absent = room.enrollments[:3]
    one = room.sessions[0]
    record(db, [MarkInput(present, one, "P"), MarkInput(late, one, "R", 30), MarkInput(absent, one, "AI")])
    before = snapshot(db)
    change_class_sessions(db, [one], {"ends_at": dt.time(12)})
    assert half_day(db, one).minutes == 180
    assert minutes(db, one) == {present: 180, late: 150, absent: 0}
    undo_last(db)
    assert snapshot(db) == before


def test_hours_that_a_lateness_would_fill_are_refused(db: Database, room: Classroom) -> None:
    record(db, [MarkInput(room.enrollments[0], room.sessions[0], "R", 120)])
    with pytest.raises(InvalidInput, match="lundi 16 novembre matin, un retard de 2") as refused:
        change_class_sessions(db, [room.sessions[0]], {"ends_at": dt.time(11)})
    assert refused.value.problems[0].field == "ends_at"
    assert half_day(db, room.sessions[0]).minutes == 210


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_at": dt.time(9)}, "ends_at"),
        ({"ends_at": dt.time(14)}, "starts_at"),
        ({"delivery_mode": "moon"}, "delivery_mode"),
    ],
)
def test_what_cannot_be_changes_nothing(db: Database, room: Classroom, changes, field) -> None:
    before = snapshot(db)
    with pytest.raises(InvalidInput) as refused:
        change_class_sessions(db, [room.sessions[2], room.sessions[0]], changes | {"module": "HTML"})
    assert refused.value.problems[0].field == field
    assert snapshot(db) == before


def test_a_moved_half_day_takes_its_marks_its_sheet_and_the_entries_along(
    db: Database, room: Classroom
) -> None:
    moved, person = room.sessions[0], room.enrollments[0]
    record(db, [MarkInput(person, moved, "P")])
    file_sheet(db, room, moved)
    before = snapshot(db)
    change = move_class_session(db, moved, SATURDAY, "AM", today=TODAY)
    assert change.name == "Déplacer le lun. 16 matin au sam. 21 matin (DWWM 2026-2)"
    assert (half_day(db, moved).held_on, minutes(db, moved)) == (SATURDAY, {person: 210})
    with db.read() as session:
        assert session.get_one(Enrollment, person).entered_on == SATURDAY
        assert session.scalar(select(SheetHalfDay.class_session_id)) == moved
    undo_last(db)
    assert snapshot(db) == before


def test_from_morning_to_afternoon_it_begins_when_afternoons_do_and_lasts_as_long(
    db: Database, room: Classroom
) -> None:
    change_class_sessions(db, [room.sessions[0]], {"ends_at": dt.time(11)})
    move_class_session(db, room.sessions[0], dt.date(2026, 11, 25), "PM", today=TODAY)
    found = half_day(db, room.sessions[0])
    assert (found.starts_at, found.ends_at, found.minutes) == (dt.time(13, 30), dt.time(15, 30), 120)


@pytest.mark.parametrize(
    ("day", "half", "why"),
    [
        (MONDAY, "PM", "La place est prise.: le lundi 16 novembre après-midi est au calendrier"),
        (dt.date(2026, 12, 1), "AM", "hors des dates de la cohorte"),
        (dt.date(2026, 11, 25), "PM", "ne peut pas être déplacé dans l’avenir"),
    ],
)
def test_a_place_that_cannot_be_is_refused_with_its_reason(db: Database, room: Classroom, day, half, why):
    record(db, [MarkInput(room.enrollments[0], room.sessions[0], "P")])
    before = snapshot(db)
    with pytest.raises(InvalidInput, match=why):
        move_class_session(db, room.sessions[0], day, half, today=TODAY)
    assert snapshot(db) == before


def test_nobody_is_marked_on_a_day_after_the_exit(db: Database, room: Classroom) -> None:
    person = room.enrollments[0]
    record(db, [MarkInput(person, room.sessions[0], "P")])
    with db.write("Sortir") as session:
        enrollment = session.get_one(Enrollment, person)
        enrollment.exit_type, enrollment.exit_on = "neutral", FRIDAY
    with pytest.raises(InvalidInput, match="Aubert Inès .après la sortie"):
        move_class_session(db, room.sessions[0], SATURDAY, "AM", today=TODAY)


def test_a_half_day_that_a_sheet_proves_is_not_removed(db: Database, room: Classroom) -> None:
    file_sheet(db, room, room.sessions[3])
    with pytest.raises(Conflict, match="1 feuille signée"):
        remove_class_sessions(db, [room.sessions[3]])
