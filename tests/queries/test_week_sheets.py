"""What the sheet of a week is drawn from."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select, update

from gen_desktop.errors import NotFound
from gen_desktop.models.registry import ChangeSet, ClassSession, Cohort, Exemption
from gen_desktop.queries.week_sheets import week_sheet, weeks_with_sheets
from gen_desktop.services import attendance
from gen_desktop.services.attendance import MarkInput
from gen_desktop.services.undo import undo_last
from tests.classroom import FRIDAY, MONDAY, change_enrollment, make_classroom


@pytest.fixture
def room(db):
    return make_classroom(db)


def sheet(db, room, monday=MONDAY, **values):
    with db.read() as session:
        return week_sheet(session, room.cohort_id, monday, **values)


def record(db, room, person, slot, status, minutes):
    attendance.record(db, [MarkInput(room.enrollments[person], room.sessions[slot], status, minutes)])


def set_clock_back(db, days):
    """Every gesture done so far was done that many days before the Monday of the week."""
    moment = dt.datetime.combine(MONDAY + dt.timedelta(days=days), dt.time(12), tzinfo=dt.UTC)
    with db.write("Changer l’heure des gestes") as session:
        session.execute(update(ChangeSet).values(at=moment.isoformat(timespec="milliseconds")))


def test_everybody_expected_has_a_cell_for_each_half_day(db, room):
    found = sheet(db, room)
    assert len(found.learners) == 15
    assert len(found.half_days) == 10
    assert all(len(one.cells) == 10 for one in found.learners)
    assert found.planned_minutes == 35 * 60
    assert found.course_title == "Développement web et web mobile"


def test_one_person_can_have_a_sheet_alone(db, room):
    found = sheet(db, room, enrollment_id=room.enrollments[3])
    assert [one.last_name for one in found.learners] == ["Cordier"]
    assert found.enrollment_id == room.enrollments[3]


def test_whoever_is_away_the_whole_week_is_listed_with_the_reason(db, room):
    change_enrollment(db, room.enrollments[0], entered_on=MONDAY, entry_follows_attendance=False)
    with db.write("Dispenser") as session:
        session.add(Exemption(enrollment_id=room.enrollments[0], starts_on=MONDAY, ends_on=FRIDAY))
    cells = next(one for one in sheet(db, room).learners if one.last_name == "Aubert").cells
    assert len(cells) == 10
    assert all(cell.not_due and cell.not_due.startswith("dispense") for cell in cells)


def test_whoever_left_before_or_comes_later_is_not_on_the_sheet(db, room):
    left, late = room.enrollments[0], room.enrollments[1]
    friday = MONDAY - dt.timedelta(days=3)
    change_enrollment(db, left, entered_on=friday, exit_on=friday, entry_follows_attendance=False)
    later = FRIDAY + dt.timedelta(days=3)
    change_enrollment(db, late, entered_on=later, entry_follows_attendance=False)
    assert [one.last_name for one in sheet(db, room).learners][:2] == ["Ben Salah", "Cordier"]


def test_half_days_in_company_or_at_distance_are_not_signed_for(db, room):
    with db.write("Changer le mode") as session:
        session.get_one(ClassSession, room.sessions[0]).delivery_mode = "company"
        session.get_one(ClassSession, room.sessions[1]).delivery_mode = "remote"
    found = sheet(db, room)
    assert [one.id for one in found.half_days] == list(room.sessions[2:])
    assert all(len(one.cells) == 8 for one in found.learners)


def test_a_mark_changed_the_same_day_is_no_correction(db, room):
    record(db, room, 0, 0, "AI", 0)
    record(db, room, 0, 0, "P", 0)
    set_clock_back(db, 0)
    assert sheet(db, room).corrections == ()


def test_a_mark_changed_later_is_told_with_its_author(db, room):
    record(db, room, 0, 0, "AI", 0)
    set_clock_back(db, 0)
    record(db, room, 0, 0, "R", 40)
    later(db)
    (one,) = sheet(db, room).corrections
    assert (one.last_name, one.held_on, one.half_day) == ("Aubert", MONDAY, "AM")
    assert (one.before, one.after) == (("AI", 0), ("R", 170))
    assert one.at.date() == MONDAY + dt.timedelta(days=14)
    assert one.author


def later(db):
    """The last gesture was done two weeks after the Monday."""
    with db.write("Changer l’heure") as session:
        last = session.scalars(select(ChangeSet.id).order_by(ChangeSet.position.desc()).limit(1)).one()
        at = dt.datetime.combine(MONDAY + dt.timedelta(days=14), dt.time(10), tzinfo=dt.UTC)
        session.execute(update(ChangeSet).where(ChangeSet.id == last).values(at=at.isoformat()))


def test_a_mark_taken_away_later_is_a_correction_and_a_first_one_is_not(db, room):
    record(db, room, 0, 0, "P", 0)
    later(db)
    assert sheet(db, room).corrections == (), "recorded late, but not changed"
    attendance.clear(db, [(room.enrollments[0], room.sessions[0])])
    later(db)
    (one,) = sheet(db, room).corrections
    assert (one.before, one.after) == (("P", 210), None)


def test_a_correction_taken_back_is_not_told(db, room):
    record(db, room, 0, 0, "AI", 0)
    set_clock_back(db, 0)
    record(db, room, 0, 0, "P", 0)
    later(db)
    undo_last(db)
    later(db)
    assert sheet(db, room).corrections == ()


def test_weeks_to_sign_are_listed(db):
    room = make_classroom(db, start=MONDAY, end=MONDAY + dt.timedelta(days=18))
    with db.read() as session:
        assert weeks_with_sheets(session, room.cohort_id) == tuple(
            MONDAY + dt.timedelta(days=7 * week) for week in range(3)
        )


def test_a_cohort_that_is_gone_has_no_sheet(db):
    with db.read() as session, pytest.raises(NotFound):
        week_sheet(session, 12, MONDAY)


def test_the_title_on_the_sheet_is_that_of_the_course_whatever_the_cohort(db, room):
    with db.write("Renommer") as session:
        session.get_one(Cohort, room.cohort_id).code = "Autre"
    assert sheet(db, room).course_title == "Développement web et web mobile"
