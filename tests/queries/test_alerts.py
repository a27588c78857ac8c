from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.db.database import Database
from gen_desktop.models.registry import ProgramParameter
from gen_desktop.queries.alerts import Alert, AlertKind, alerts
from gen_desktop.services import attendance
from gen_desktop.services.absence_contacts import AbsenceContactInput, note_absence_contact
from gen_desktop.services.attendance import MarkInput
from tests.classroom import FRIDAY, MONDAY, Classroom, change_enrollment, make_classroom

TUESDAY = MONDAY + dt.timedelta(days=1)


@pytest.fixture
def room(db: Database) -> Classroom:
    people = [("Aubert", "Inès"), ("Bakary", "Moussa"), ("Petit", "Samuel")]
    return make_classroom(db, people=people, entered_on=MONDAY)


def mark(db: Database, room: Classroom, who: int, marks: str) -> None:
    """A letter per half-day: P present, A absent without a reason, J justified."""
    codes = {"P": "P", "A": "AI", "J": "AJ_MAL"}
    attendance.record(
        db,
        [
            MarkInput(room.enrollments[who], session, codes[one])
            for session, one in zip(room.sessions, marks, strict=False)
        ],
    )


def found(db: Database, day: dt.date = FRIDAY) -> list[Alert]:
    with db.read() as session:
        return list(alerts(session, day))


def call(db: Database, room: Classroom, who: int, day: dt.date) -> None:
    values = AbsenceContactInput(day, "phone", "reached", "Marie Colin")
    note_absence_contact(db, room.enrollments[who], values, FRIDAY)


def test_three_in_a_row_then_a_low_rate_then_a_call_to_make(db: Database, room: Classroom) -> None:
    mark(db, room, 0, "PPPPPPAAA")
    mark(db, room, 1, "PJJP")
    mark(db, room, 2, "PPPPPPPPA")
    told = found(db)
    assert [(one.last_name, one.kind) for one in told] == [
        ("Aubert", AlertKind.IN_A_ROW),
        ("Bakary", AlertKind.LOW_RATE),
        ("Petit", AlertKind.TO_CALL),
    ]
    assert [one.words for one in told] == [
        "3 demi-journées injustifiées de suite",
        "50,0\u202f% de présence",
        "1 demi-journée injustifiée",
    ]


def test_somebody_present_again_is_no_longer_to_be_called(db: Database, room: Classroom) -> None:
    mark(db, room, 2, "PPPPPPPAP")
    assert found(db) == []


def test_thresholds_are_parameters(db: Database, room: Classroom) -> None:
    mark(db, room, 0, "PPPPPPPPA")
    with db.write("Régler") as session:
        session.add(ProgramParameter(code="alert_call_half_days", value="2"))
        session.add(ProgramParameter(code="alert_attendance_rate", value="95"))
    assert [one.kind for one in found(db)] == [AlertKind.LOW_RATE]


def test_an_alert_is_followed_by_a_contact_since_the_last_absence(db: Database, room: Classroom) -> None:
    mark(db, room, 0, "PPPPAAA")
    thursday = FRIDAY - dt.timedelta(days=1)
    assert [(one.last_on, one.followed_on) for one in found(db)] == [(thursday, None)]
    call(db, room, 0, TUESDAY)
    assert found(db)[0].followed_on is None
    call(db, room, 0, thursday)
    assert found(db)[0].followed_words == "suivie le 19/11/2026"
    mark(db, room, 0, "PPPPAAAPA")
    assert [(one.kind, one.followed_on) for one in found(db)] == [(AlertKind.LOW_RATE, None)]


def test_what_nobody_followed_comes_first(db: Database, room: Classroom) -> None:
    mark(db, room, 0, "PPPPAAA")
    mark(db, room, 1, "PPPPPPPPA")
    call(db, room, 0, FRIDAY)
    assert [one.last_name for one in found(db)] == ["Bakary", "Aubert"]


def test_whoever_left_raises_no_alert(db: Database, room: Classroom) -> None:
    mark(db, room, 0, "AAAA")
    change_enrollment(db, room.enrollments[0], exit_on=TUESDAY, exit_type="abandonment")
    assert found(db) == []
