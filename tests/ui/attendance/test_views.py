"""The month and the course of one person: the same marks, the same keys."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gen_desktop.services.attendance import MarkInput, record
from gen_desktop.ui.attendance.page import AttendancePage
from tests.classroom import NAMES, make_classroom
from tests.ui.attendance.test_page import SHIFT_P, here, marks, strike

TODAY = dt.date(2026, 11, 24)


@pytest.fixture
def room(db):
    return make_classroom(db, people=NAMES[:4], end=dt.date(2026, 12, 18))


@pytest.fixture
def page(ctx, room, qtbot):
    made = AttendancePage(replace(ctx, today=lambda: TODAY))
    qtbot.addWidget(made)
    made.resize(1100, 650)
    made.show()
    qtbot.waitExposed(made)
    made.view.setFocus()
    qtbot.waitUntil(made.view.hasFocus)
    return made


def alt(page, letter):
    QTest.keyClick(page.view, letter, Qt.KeyboardModifier.AltModifier)


def titles(page):
    model = page.model
    return [str(model.headerData(at, Qt.Orientation.Horizontal)) for at in range(model.columnCount())]


def test_keys_and_the_switch_go_from_one_view_to_another(page):
    alt(page, "m")
    assert page.model.view == "month"
    assert page.head.views.code() == "month"
    alt(page, "a")
    assert page.model.view == "learner"
    page.head.view_chosen.emit("week")
    assert (page.model.view, page.monday) == ("week", dt.date(2026, 11, 23))
    assert page.view.hasFocus()


def test_a_month_has_its_half_days_and_the_hours_of_each_week(page, db, room):
    record(db, [MarkInput(room.enrollments[1], slot, "P") for slot in room.sessions[:12]])
    page.show_view("month")
    assert page.model.row_count == 4
    shown = titles(page)
    assert shown[:2] == ["Apprenant", "lundi 16 novembre matin"]
    assert shown[-1] == "Réalisé"
    weekly = [at for at in range(len(shown)) if page.model.is_total(at)]
    assert [page.model.text_at(1, at) for at in weekly] == ["35\u202fh", "7\u202fh", "0\u202fh", "42\u202fh"]
    assert page.view.isColumnHidden(0)  # the names stand at the side, and stay there
    assert page.view.verticalHeader().isVisible()


def test_a_month_is_typed_and_walked_by_the_same_keys(page, db, room):
    page.show_view("month")
    page.view.go_to(3, 10)
    strike(page, "pa", Qt.Key.Key_Left, "p")
    assert marks(db) == {
        (room.enrollments[3], room.sessions[9]): ("P", 210),
        (room.enrollments[0], room.sessions[10]): ("AI", 0),  # the top of the next half-day
        (room.enrollments[1], room.sessions[9]): ("P", 210),
    }


def test_the_cursor_steps_over_the_sums_of_weeks(page):
    page.show_view("month")
    page.view.go_to(0, 10)
    strike(page, Qt.Key.Key_Right)
    assert here(page) == (0, 12)
    strike(page, Qt.Key.Key_Left)
    assert here(page) == (0, 10)


def test_months_are_stepped(page):
    page.show_view("month")
    strike(page, Qt.Key.Key_PageDown)
    assert titles(page)[1] == "mardi 1er décembre matin"
    strike(page, Qt.Key.Key_PageUp)
    assert titles(page)[1] == "lundi 16 novembre matin"


def test_a_person_is_shown_by_weeks_and_typed_along_the_days(page, db, room):
    page.view.go_to(2, 3)
    page.show_view("learner")
    assert page.head.person_chip.text() == "Ben Salah Yasmine ▾"
    assert page.model.row_count == 5
    assert [page.model.text_at(row, 0) for row in (0, 4)] == [
        "Sem. 47 du 16/11 au 20/11",
        "Sem. 51 du 14/12 au 18/12",
    ]
    assert here(page) == (1, 3)  # the same half-day
    page.view.go_to(0, 10)
    strike(page, "pa")
    person = room.enrollments[2]
    assert marks(db) == {(person, room.sessions[9]): ("P", 210), (person, room.sessions[10]): ("AI", 0)}
    assert here(page) == (1, 2)
    assert page.model.spoken_at(1, 1).startswith("lundi 23 novembre matin\u00a0: absent")


def test_maj_p_fills_the_week_of_one_person(page, db, room):
    page.show_view("learner")
    page.view.go_to(0, 1)
    strike(page, "a", SHIFT_P)
    kept = marks(db)
    assert len(kept) == 10
    assert kept[room.enrollments[0], room.sessions[0]] == ("AI", 0)
    assert kept[room.enrollments[0], room.sessions[9]] == ("P", 210)


def test_people_are_stepped_and_chosen(page, room):
    page.show_view("learner")
    strike(page, Qt.Key.Key_PageDown)
    assert page.head.person_chip.value == room.enrollments[1]
    page.head.person_chosen.emit(room.enrollments[3])
    assert page.model.key_at(0, 1) == (room.enrollments[3], room.sessions[0])


def test_another_page_can_point_at_a_person(page, room):
    page.show_target(("learner", room.enrollments[2]))
    assert page.model.view == "learner"
    assert page.model.key_at(0, 1) == (room.enrollments[2], room.sessions[0])


def test_the_rate_of_the_cohort_follows_each_key_in_every_view(page, db, room):
    record(db, [MarkInput(room.enrollments[0], slot, "P") for slot in room.sessions[:3]])
    page.show_week(room.cohort_id, dt.date(2026, 11, 23))
    for view in ("week", "month", "learner"):
        page.show_view(view)
        strike(page, "a")
        typed = page.model.grid.cohort_rate
        page.reload()
        assert page.model.grid.cohort_rate == typed
        assert page.head.rates.full_text().split(" · ")[1].startswith("cohorte")
