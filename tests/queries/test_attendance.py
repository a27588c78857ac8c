from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from gen_desktop.errors import NotFound
from gen_desktop.models.registry import ProgramParameter
from gen_desktop.queries import attendance as queries
from gen_desktop.queries import attendance_grid as grids
from gen_desktop.queries import missing_half_days
from gen_desktop.queries.attendance import AttendanceRate
from gen_desktop.queries.hours import hours_by_enrollment
from gen_desktop.queries.scope import Scope
from gen_desktop.services import attendance
from gen_desktop.services.attendance import MarkInput
from tests.classroom import FRIDAY, MONDAY, change_enrollment, make_classroom

TUESDAY = MONDAY + dt.timedelta(days=1)
SATURDAY = FRIDAY + dt.timedelta(days=1)


@pytest.fixture
def room(db):
    return make_classroom(db, people=[("Aubert", "Inès"), ("Bakary", "Moussa"), ("Petit", "Samuel")])


def mark(db, room, *marks):
    attendance.record(
        db,
        [MarkInput(room.enrollments[who], room.sessions[when], *rest) for who, when, *rest in marks],
    )


def grid(db, room, monday=MONDAY, as_of=None):
    with db.read() as session:
        return grids.week_grid(session, room.cohort_id, monday, as_of)


def test_the_grid_of_a_week_nobody_recorded(db, room):
    shown = grid(db, room)
    assert [half_day.id for half_day in shown.sessions] == list(room.sessions)
    assert [(half_day.held_on, half_day.half_day) for half_day in shown.sessions[:3]] == [
        (MONDAY, "AM"),
        (MONDAY, "PM"),
        (TUESDAY, "AM"),
    ]
    assert [learner.last_name for learner in shown.learners] == ["Aubert", "Bakary", "Petit"]
    assert (shown.marks, shown.not_due) == ({}, {})
    assert shown.period_rate == AttendanceRate(present=0, due=0, unknown=30)
    assert (shown.cohort_code, shown.starts_on, shown.ends_on) == ("DWWM 2026-2", MONDAY, FRIDAY)


def test_marks_totals_and_rates(db, room):
    mark(db, room, (0, 0, "P"), (0, 1, "R", 40), (1, 0, "AI"), (1, 1, "P"), (2, 0, "SUSP"), (2, 1, "P"))
    shown = grid(db, room, as_of=TUESDAY)
    assert [learner.minutes for learner in shown.learners] == [380, 210, 210]
    assert shown.marks[room.enrollments[0], room.sessions[1]].minutes_present == 170
    # A suspended half-day is not due, and only Monday can be unknown on Tuesday morning.
    assert shown.period_rate == AttendanceRate(present=800, due=1050, unknown=0)
    assert shown.cohort_rate == shown.period_rate


def test_absences_of_someone_who_never_entered_are_in_no_rate(db, room):
    mark(db, room, (0, 0, "P"), (1, 0, "AI"))
    assert grid(db, room).period_rate == AttendanceRate(present=210, due=210, unknown=28)


def test_people_of_whom_nothing_is_due_that_week_are_left_out(db, room):
    first, second, third = room.enrollments
    change_enrollment(db, first, decision="refused")
    change_enrollment(db, second, entered_on=MONDAY, exit_on=TUESDAY, exit_type="abandonment")
    change_enrollment(db, third, is_no_show=True)
    shown = grid(db, room)
    assert [learner.enrollment_id for learner in shown.learners] == [second]
    assert {key[1] for key in shown.not_due if key[0] == second} == set(room.sessions[4:])
    assert shown.not_due[second, room.sessions[4]] == "après la sortie (17/11/2026)"


def test_a_mark_outside_what_is_due_stays_visible(db, room):
    mark(db, room, (0, 0, "P"))
    change_enrollment(db, room.enrollments[0], decision="refused", entered_on=None)
    assert [learner.minutes for learner in grid(db, room).learners] == [210, 0, 0]


def test_a_week_without_half_days(db, room):
    shown = grid(db, room, MONDAY - dt.timedelta(days=7))
    assert (shown.sessions, shown.learners) == ((), ())


def test_a_cohort_that_is_gone(db):
    with db.read() as session, pytest.raises(NotFound):
        grids.week_grid(session, 12, MONDAY)


def test_cohorts_in_progress_come_first(db):
    make_classroom(db, code="FINIE", people=[], start=dt.date(2026, 1, 5), end=dt.date(2026, 2, 6))
    make_classroom(db, code="PLUS TARD", people=[], start=dt.date(2027, 1, 4), end=dt.date(2027, 2, 5))
    make_classroom(db, code="EN COURS", people=[])
    with db.read() as session:
        assert [choice.code for choice in queries.cohort_choices(session, TUESDAY)] == [
            "EN COURS",
            "FINIE",
            "PLUS TARD",
        ]


def test_half_days_never_recorded(db, room):
    everyone = range(3)
    mark(db, room, *((who, 0, "P") for who in everyone), (0, 1, "P"), (1, 2, "P"))
    with db.read() as session:
        (missing,) = missing_half_days.missing_half_days(session, TUESDAY + dt.timedelta(days=1))
        assert missing.cohort_code == "DWWM 2026-2"
        assert missing.half_days == (
            missing_half_days.MissingHalfDay(room.sessions[1], MONDAY, "PM", 2),
            missing_half_days.MissingHalfDay(room.sessions[2], TUESDAY, "AM", 2),
            missing_half_days.MissingHalfDay(room.sessions[3], TUESDAY, "PM", 3),
        )
        (waiting,) = missing_half_days.cohorts_waiting(session, TUESDAY + dt.timedelta(days=1))
        assert (waiting.half_days, waiting.first, waiting.last) == (3, MONDAY, TUESDAY)
        assert missing_half_days.count_missing_half_days(session, MONDAY) == 0


def test_a_cohort_that_ended_without_any_mark_was_not_followed_here(db, room):
    with db.read() as session:
        assert missing_half_days.count_missing_half_days(session, FRIDAY) == 8
        assert missing_half_days.count_missing_half_days(session, SATURDAY) == 0
    mark(db, room, (0, 0, "P"))
    with db.read() as session:
        assert missing_half_days.count_missing_half_days(session, SATURDAY) == 10


def streaks(db, as_of=FRIDAY, **options):
    with db.read() as session:
        return [
            (row.last_name, row.half_days, row.since)
            for row in queries.consecutive_absences(session, as_of, **options)
        ]


def test_absences_in_a_row(db, room):
    mark(db, room, (0, 0, "P"), (0, 1, "AI"), (0, 2, "AI"), (0, 4, "SUSP"), (0, 5, "AI"))
    mark(db, room, (1, 0, "AI"), (1, 1, "AI"), (1, 2, "AI"), (1, 3, "P"))  # came back
    mark(db, room, (2, 0, "AI"), (2, 1, "AJ_MAL"), (2, 2, "AI"), (2, 3, "AI"))  # a justified one between
    assert streaks(db) == [("Aubert", 3, MONDAY)]
    assert streaks(db, threshold=2) == [("Aubert", 3, MONDAY), ("Petit", 2, TUESDAY)]
    change_enrollment(db, room.enrollments[0], exit_on=TUESDAY, exit_type="abandonment")
    assert streaks(db) == []


def test_the_number_of_absences_in_a_row_is_a_parameter(db, room):
    mark(db, room, (0, 0, "AI"), (0, 1, "AI"))
    assert streaks(db) == []
    with db.write("Régler l’alerte") as session:
        session.add(ProgramParameter(code="alert_unjustified_half_days", value="2"))
    assert streaks(db) == [("Aubert", 2, MONDAY)]


def test_rates_of_people(db, room):
    first, second, third = room.enrollments
    mark(db, room, (0, 0, "P"), (0, 1, "AI"), (1, 0, "P"), (1, 4, "P"))
    with db.read() as session:
        rates = queries.rates_by_enrollment(session, room.enrollments, TUESDAY)
        assert queries.rates_by_enrollment(session, [], TUESDAY) == {}
    assert rates == {
        first: AttendanceRate(present=210, due=420, unknown=0),
        second: AttendanceRate(present=210, due=210, unknown=1),
        third: AttendanceRate(present=0, due=0, unknown=2),
    }


def test_rates_are_those_of_the_indicators(db, room):
    mark(db, room, (0, 0, "AI"), (0, 1, "AI"), (0, 2, "P"), (0, 3, "SUSP"), (1, 0, "R", 30), (1, 1, "AJ_FAM"))
    mark(db, room, (2, 0, "P"), (2, 5, "P"))
    change_enrollment(db, room.enrollments[2], exit_on=TUESDAY, exit_type="abandonment")
    hours = hours_by_enrollment(Scope(as_of=FRIDAY, cohort_ids=(room.cohort_id,)))
    with db.read() as session:
        rows = session.execute(select(hours.c.enrollment_id, hours.c.present, hours.c.due))
        expected = {row[0]: (row[1], row[2]) for row in rows}
        rates = queries.rates_by_enrollment(session, room.enrollments, FRIDAY)
    assert {key: (rate.present, rate.due) for key, rate in rates.items()} == expected
    rate = grid(db, room).cohort_rate
    assert (rate.present, rate.due) == (210 + 180 + 210, 210 + 420 + 210)


def test_the_grid_of_a_long_course_holds_its_week_alone(db):
    start = dt.date(2026, 1, 5)
    room = make_classroom(db, code="LONGUE", start=start, end=dt.date(2026, 9, 25))
    marks = [MarkInput(who, when, "P") for who in room.enrollments for when in room.sessions]
    with db.write("Tout le monde présent") as session:
        attendance.insert_marks(session, marks)
    shown = grid(db, room, start + dt.timedelta(days=70))
    assert len(shown.marks) == 150
    assert len(shown.sessions) == 10
