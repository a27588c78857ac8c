from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from sqlalchemy import delete, func, select

from gen_desktop.models.registry import Attendance, ChangeSet, ClassSession
from gen_desktop.services import attendance as services
from gen_desktop.services.attendance import MarkInput
from gen_desktop.services.undo import undo_last
from gen_desktop.ui.attendance.page import AttendancePage
from tests import typed_week
from tests.classroom import FRIDAY, MONDAY, change_enrollment, make_classroom

NEXT_MONDAY = MONDAY + dt.timedelta(days=7)


@pytest.fixture
def room(db):
    return make_classroom(db, end=dt.date(2026, 12, 18))


@pytest.fixture
def page(ctx, room, qtbot):
    made = AttendancePage(replace(ctx, today=lambda: FRIDAY))
    qtbot.addWidget(made)
    made.resize(1100, 650)
    made.show()
    qtbot.waitExposed(made)
    made.view.setFocus()
    qtbot.waitUntil(made.view.hasFocus)
    return made


def marks(db):
    with db.read() as session:
        rows = session.execute(
            select(
                Attendance.enrollment_id,
                Attendance.class_session_id,
                Attendance.status,
                Attendance.minutes_present,
            )
        )
        return {(row[0], row[1]): (row[2], row[3]) for row in rows}


def last_name(db):
    with db.read() as session:
        return session.scalar(select(ChangeSet.name).order_by(ChangeSet.position.desc()).limit(1))


def count_gestures(db):
    with db.read() as session:
        return session.scalar(select(func.count(ChangeSet.id)))


def strike(page, *keys):
    """Press keys one after another: letters and digits of a text, or Qt keys, or (key, modifier)."""
    for key in keys:
        if isinstance(key, str):
            for letter in key:
                QTest.keyClick(page.view, letter)
        elif isinstance(key, tuple):
            QTest.keyClick(page.view, *key)
        else:
            QTest.keyClick(page.view, key)


def here(page):
    index = page.view.currentIndex()
    return index.row(), index.column()


def cell(room, row, column):
    return room.enrollments[row], room.sessions[column - 1]


SHIFT_P = (Qt.Key.Key_P, Qt.KeyboardModifier.ShiftModifier)
SHIFT_A = (Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
CTRL_D = (Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
SHIFT_DOWN = (Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)


def test_it_opens_on_this_week_at_the_first_cell_to_fill(page, room):
    assert (page.cohort_id, page.monday) == (room.cohort_id, MONDAY)
    assert page.head.cohort_chip.text() == "DWWM 2026-2 ▾"
    assert page.model.row_count == 15
    assert here(page) == (0, 1)


def test_each_key_is_stored_and_the_cursor_goes_down(page, db, room):
    strike(page, "pa")
    assert marks(db) == {cell(room, 0, 1): ("P", 210), cell(room, 1, 1): ("AI", 0)}
    assert here(page) == (2, 1)
    assert page.model.text_at(1, 1) == "A"
    assert last_name(db) == "Absent\u00a0: Bakary Moussa, lun. 16 matin"
    assert page.key_bar.saved_text.startswith("Enregistré ")


def test_a_column_flows_into_the_next(page, db, room):
    strike(page, "p" * 16)
    assert marks(db)[cell(room, 0, 2)] == ("P", 210)
    assert here(page) == (1, 2)


def test_capitals_by_caps_lock_are_the_same_keys(page, db, room):
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_P, Qt.KeyboardModifier.NoModifier, "P")
    QApplication.sendEvent(page.view, event)
    assert list(marks(db)) == [cell(room, 0, 1)]


def test_a_justified_absence_takes_its_reason_from_one_more_key(page, db, room):
    strike(page, "j")
    assert page.key_bar.shows_reasons
    assert marks(db) == {}
    strike(page, "m")
    assert marks(db) == {cell(room, 0, 1): ("AJ_MAL", 0)}
    assert here(page) == (1, 1)
    assert not page.key_bar.shows_reasons
    assert page.model.text_at(0, 1) == "J\u00a0mal."


def test_a_justified_absence_without_reason(page, db, room):
    strike(page, "j", Qt.Key.Key_Return, "jp", "j", Qt.Key.Key_Down)
    assert marks(db) == {
        cell(room, 0, 1): ("AJ_AUT", 0),
        cell(room, 1, 1): ("AJ_AUT", 0),
        cell(room, 2, 1): ("P", 210),
        cell(room, 3, 1): ("AJ_AUT", 0),
    }
    assert here(page) == (4, 1)


def test_minutes_that_can_grow_wait_for_enter_or_the_next_key(page, db, room):
    strike(page, "r15")
    assert marks(db) == {}
    strike(page, Qt.Key.Key_Return, "r5p")
    assert marks(db) == {
        cell(room, 0, 1): ("R", 195),
        cell(room, 1, 1): ("R", 205),
        cell(room, 2, 1): ("P", 210),
    }


def test_minutes_that_cannot_grow_are_stored_at_their_last_digit(page, db, room):
    strike(page, "r40")
    assert marks(db) == {cell(room, 0, 1): ("R", 170)}
    assert here(page) == (1, 1)
    strike(page, Qt.Key.Key_Return, "p")  # Enter out of habit skips nobody
    assert marks(db)[cell(room, 1, 1)] == ("P", 210)
    assert last_name(db) == "Présent\u00a0: Bakary Moussa, lun. 16 matin"


def test_a_lateness_longer_than_the_half_day_is_refused_and_kept(page, db, room):
    strike(page, "r300")
    assert marks(db) == {}
    assert page.model.text_at(0, 1) == "R\u00a0300"
    assert here(page) == (0, 1)
    assert page.key_bar.sentence == "300\u00a0: le retard ne peut pas dépasser 209\u00a0min"
    strike(page, Qt.Key.Key_Return, "p", Qt.Key.Key_Down)
    assert marks(db) == {}
    assert here(page) == (0, 1)
    assert "209" in page.key_bar.sentence
    strike(page, Qt.Key.Key_Backspace, Qt.Key.Key_Return)
    assert marks(db) == {cell(room, 0, 1): ("R", 180)}
    assert here(page) == (1, 1)


def test_a_digit_too_many_gives_the_cell_back_what_it_held(page, db, room):
    strike(page, "r20", Qt.Key.Key_Return, Qt.Key.Key_Up, "r300", Qt.Key.Key_Escape)
    assert marks(db) == {cell(room, 0, 1): ("R", 190)}
    strike(page, SHIFT_DOWN, "r250")
    assert marks(db) == {cell(room, 0, 1): ("R", 190)}
    assert page.model.text_at(1, 1) == "R\u00a0250"


def test_a_digit_too_many_leaves_nothing_to_take_back(page, db, room):
    strike(page, "p", "r300", Qt.Key.Key_Escape)
    assert marks(db) == {cell(room, 0, 1): ("P", 210)}
    undo_last(db)
    assert marks(db) == {}


def test_a_digit_after_minutes_that_were_there_already_takes_nothing_back(page, db, room):
    strike(page, "r30", Qt.Key.Key_Up, "r300", Qt.Key.Key_Escape)
    assert marks(db) == {cell(room, 0, 1): ("R", 180)}
    assert last_name(db).startswith("Retard")


def test_a_lateness_too_long_left_behind_is_not_recorded(page, db):
    strike(page, "r999")
    page.head.cohort_chip.setFocus()
    assert marks(db) == {}
    assert page.key_bar.sentence.startswith("Rien n’est enregistré")


def test_a_letter_that_is_no_reason_is_refused(page, db, room):
    strike(page, "jskz4")
    assert marks(db) == {}
    assert page.key_bar.shows_reasons
    assert here(page) == (0, 1)
    strike(page, "x")
    assert marks(db) == {cell(room, 0, 1): ("AJ_EXA", 0)}


@pytest.mark.parametrize("name", ["_previous", "_next", "_today"])
def test_the_grid_has_the_keys_again_after_a_button(page, name, room, qtbot):
    page.show_week(room.cohort_id, NEXT_MONDAY)
    pressed = getattr(page.head, name)
    pressed.setFocus()
    QTest.mouseClick(pressed, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.view.hasFocus)


def test_a_digit_too_many_can_be_taken_back(page, db, room):
    strike(page, "r10", Qt.Key.Key_Backspace, "5", Qt.Key.Key_Return)
    assert marks(db) == {cell(room, 0, 1): ("R", 195)}
    strike(page, "r", Qt.Key.Key_Backspace, "j", Qt.Key.Key_Delete)
    assert len(marks(db)) == 1
    assert here(page) == (1, 1)


def test_escape_and_undo_forget_what_is_being_typed(page, db, room):
    strike(page, "p", "r4", Qt.Key.Key_Escape)
    assert page.model.text_at(1, 1) == ""
    strike(page, "j", (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier), "p")
    assert list(marks(db)) == [cell(room, 0, 1), cell(room, 1, 1)]


def test_undo_is_the_pages_own_only_while_something_is_typed(page):
    def takes_undo():
        event = QKeyEvent(
            QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier, "\x1a"
        )
        event.ignore()
        QApplication.sendEvent(page.view, event)
        assert event.matches(QKeySequence.StandardKey.Undo)
        return event.isAccepted()

    assert not takes_undo()
    strike(page, "r")
    assert takes_undo()


def test_shift_alone_decides_nothing(page, db):
    strike(page, "j", Qt.Key.Key_Shift)
    assert page.key_bar.shows_reasons
    assert marks(db) == {}


def test_leaving_the_grid_stores_what_was_typed(page, db, room, qtbot):
    strike(page, "r15")
    page.head.cohort_chip.setFocus()
    assert marks(db) == {cell(room, 0, 1): ("R", 195)}
    page.view.setFocus()
    strike(page, "j")
    page.hide()
    assert marks(db)[cell(room, 0, 1)] == ("AJ_AUT", 0)


def test_a_key_acts_on_the_whole_selection_and_stays_there(page, db, room):
    strike(page, SHIFT_DOWN, SHIFT_DOWN, "a")
    assert marks(db) == {cell(room, row, 1): ("AI", 0) for row in range(3)}
    assert last_name(db) == "Colonne lun. 16 matin\u00a0: 3 absents"
    assert len(page.view.selectedIndexes()) == 3
    strike(page, "r40")
    assert set(marks(db).values()) == {("R", 170)}


def test_delete_makes_it_not_recorded(page, db, room):
    strike(page, "ppp", Qt.Key.Key_Up, Qt.Key.Key_Delete)
    assert list(marks(db)) == [cell(room, 0, 1), cell(room, 1, 1)]
    before = count_gestures(db)
    strike(page, Qt.Key.Key_Backspace)
    assert count_gestures(db) == before


def test_a_whole_column_keeps_what_is_already_there(page, db, room):
    strike(page, "a", SHIFT_P)
    found = marks(db)
    assert len(found) == 15
    assert found[cell(room, 0, 1)] == ("AI", 0)
    assert last_name(db) == "Colonne lun. 16 matin\u00a0: 14 présents"
    strike(page, SHIFT_P)
    assert "déjà saisie" in page.key_bar.sentence
    strike(page, Qt.Key.Key_Right)
    assert page.key_bar.sentence == ""
    strike(page, SHIFT_A)
    assert marks(db)[cell(room, 0, 2)] == ("AI", 0)


def test_the_half_day_before_can_be_copied(page, db, room):
    strike(page, "ar40", "jm", SHIFT_P, Qt.Key.Key_Right, "p")
    strike(page, CTRL_D)
    found = marks(db)
    assert [found[cell(room, row, 2)][0] for row in range(5)] == ["AI", "P", "AJ_MAL", "P", "P"]
    assert last_name(db) == "Recopier 14 demi-journées"
    strike(page, CTRL_D)
    assert "Rien à recopier" in page.key_bar.sentence


def test_nothing_can_be_entered_where_nothing_is_due(page, db, room, ctx):
    change_enrollment(db, room.enrollments[1], entered_on=MONDAY, exit_on=MONDAY, exit_type="term")
    page.reload()
    page.view.go_to(0, 3)
    strike(page, "p")
    assert here(page) == (2, 3)  # the closed cell is skipped
    page.view.go_to(1, 3)
    strike(page, "a")
    assert page.key_bar.sentence == "Rien à saisir ici\u00a0: après la sortie (16/11/2026)."
    strike(page, SHIFT_P)
    assert len(marks(db)) == 14


def test_a_refusal_is_said_and_the_cursor_stays(page, db, room):
    # The page does not know yet what another window decided.
    change_enrollment(db, room.enrollments[0], decision="refused")
    strike(page, "p")
    assert marks(db) == {}
    assert "pas d’admission" in page.key_bar.sentence
    assert page.model.row_count == 14


def test_letters_that_mean_nothing_do_nothing(page, db):
    strike(page, "kz", Qt.Key.Key_Return, Qt.Key.Key_Space)
    assert marks(db) == {}
    assert here(page) == (0, 1)


def test_a_number_goes_to_its_row(page, db, room):
    strike(page, "7")
    assert here(page) == (6, 1)
    strike(page, "12")
    assert here(page) == (11, 1)
    strike(page, "9")  # there is no row 129
    assert here(page) == (8, 1)
    strike(page, "0")
    assert here(page) == (8, 1)
    strike(page, "a1")
    assert here(page) == (0, 1)
    assert marks(db) == {cell(room, 8, 1): ("AI", 0)}


def test_the_whole_week_is_filled_and_its_exceptions_typed_in_few_keys(page, db, room):
    struck = list(typed_week.week_then_exceptions())
    assert sum(1 + key.count("+") for key in struck) <= 60  # keys held down are presses too
    named = {"Return": Qt.Key.Key_Return, "Right": Qt.Key.Key_Right, "Left": Qt.Key.Key_Left}
    named |= {"Down": Qt.Key.Key_Down, "Up": Qt.Key.Key_Up}
    for key in struck:
        if key == "ctrl+a":
            QTest.keyClick(page.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        else:
            QTest.keyClick(page.view, named.get(key, key))
    found = {
        (room.enrollments.index(person), room.sessions.index(half_day)): said
        for (person, half_day), said in marks(db).items()
    }
    assert found == typed_week.expected()


def test_the_sheets_have_a_row_of_their_own(page, db, room, qtbot):
    services.record(db, [MarkInput(one, room.sessions[0], "P") for one in room.enrollments])
    qtbot.waitUntil(lambda: page.model.is_sheets(15))
    assert page.model.index(15, 0).data() == "Feuille"
    strike(page, *[Qt.Key.Key_Down] * 20)
    assert here(page) == (14, 1)  # nothing is typed there


def test_a_scan_dropped_on_the_grid_is_filed_for_its_week(page, room, qtbot, tmp_path):
    assert page.acceptDrops()
    assert page.may_take_files()
    with qtbot.waitSignal(page.go_requested) as asked:
        page.take_file(tmp_path / "feuille.pdf")
    assert asked.args == ["sheets", (room.cohort_id, MONDAY, tmp_path / "feuille.pdf")]


def test_arrows_home_and_end_stay_among_the_half_days(page):
    strike(page, Qt.Key.Key_Left)
    assert here(page) == (0, 1)
    strike(page, Qt.Key.Key_End)
    assert here(page) == (0, 10)
    strike(page, Qt.Key.Key_Right, Qt.Key.Key_Down)
    assert here(page)[1] == 10
    strike(page, Qt.Key.Key_Home)
    assert here(page)[1] == 1
    strike(page, (Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier))
    assert here(page) == (14, 1)


def test_page_keys_turn_the_weeks(page, db):
    strike(page, "r15", Qt.Key.Key_PageDown)
    assert page.monday == NEXT_MONDAY
    assert list(marks(db).values()) == [("R", 195)]
    assert here(page) == (0, 1)
    strike(page, Qt.Key.Key_PageUp)
    assert page.monday == MONDAY
    assert here(page) == (1, 1)


def test_tab_leaves_the_grid(page, qtbot):
    QTest.keyClick(page.view, Qt.Key.Key_Tab)
    assert not page.view.hasFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    assert page.view.hasFocus()


def test_a_click_on_a_name_takes_the_week_and_on_a_half_day_the_column(page, db, room):
    rect = page.view.visualRect(page.model.index(4, 0))
    QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    strike(page, "a")
    assert marks(db) == {cell(room, 4, column): ("AI", 0) for column in range(1, 11)}
    assert last_name(db) == "Marquer 10 absences"
    page.view.header.sectionClicked.emit(2)
    assert {index.column() for index in page.view.selectedIndexes()} == {2}


def test_undo_brings_the_cells_back_and_only_them(page, db, room, ctx):
    strike(page, "pa")
    touched = []
    page.model.dataChanged.connect(lambda first, _last: touched.append((first.row(), first.column())))
    ctx.changes.publish(undo_last(db))
    assert page.model.text_at(1, 1) == ""
    assert touched == [(1, 1), (1, 11)]  # the cell, and the hours of its row
    assert here(page) == (2, 1)
    ctx.changes.publish(undo_last(db))
    assert marks(db) == {}
    assert page.model.text_at(0, 11) == "0\u202fh"


NOT_BEGUN = "Cette demi-journée n’a pas commencé, seule une absence annoncée peut être notée."


@pytest.fixture
def noon_on_monday(ctx, room, qtbot):
    """The page at noon of the first day: its afternoon begins at 13:30."""
    made = AttendancePage(replace(ctx, today=lambda: MONDAY, clock=lambda: dt.time(12)))
    qtbot.addWidget(made)
    made.resize(1100, 650)
    made.show()
    qtbot.waitExposed(made)
    made.view.setFocus()
    qtbot.waitUntil(made.view.hasFocus)
    return made


@pytest.mark.parametrize("key", ["p", "r", SHIFT_P, CTRL_D])
def test_nobody_is_present_in_a_half_day_to_come(noon_on_monday, db, key):
    page = noon_on_monday
    strike(page, "p", Qt.Key.Key_Up, Qt.Key.Key_Right)
    before = marks(db)
    strike(page, key)
    assert page.key_bar.sentence == NOT_BEGUN
    assert marks(db) == before
    assert here(page) == (0, 2)


def test_an_absence_to_come_is_announced(noon_on_monday, db):
    page = noon_on_monday
    strike(page, Qt.Key.Key_Right, "a", "j", "m")
    assert [status for status, _ in marks(db).values()] == ["AI", "AJ_MAL"]


def test_of_a_selection_only_what_began_is_noted(noon_on_monday, db, room):
    page = noon_on_monday
    strike(page, (Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier), "p")
    assert {session for _, session in marks(db)} == {room.sessions[0]}
    assert len(marks(db)) == len(room.enrollments)


def test_rates_and_what_waits_are_shown(page, ctx, qtbot, db, room):
    strike(page, SHIFT_P, Qt.Key.Key_Right, SHIFT_P, "a")
    assert page.head.rates.full_text() == "semaine\u00a0: 96,7\u202f% · cohorte\u00a0: 96,7\u202f%"
    assert "101,5\u202fh présentes sur 105\u202fh dues et saisies" in page.head.rates_box.toolTip()
    later = AttendancePage(replace(ctx, today=lambda: MONDAY + dt.timedelta(days=3)))
    qtbot.addWidget(later)
    later.show()
    qtbot.waitUntil(lambda: later.head.missing_button.isVisible())
    assert later.head.missing_button.text() == "4 à saisir"
    assert later.head.missing_button.accessibleName() == "4 demi-journées à saisir"
    later.head.missing_button.click()
    assert here(later) == (0, 3)
    assert AttendancePage.badge_count(later.ctx) == 4
    on_monday = replace(ctx, today=lambda: MONDAY)
    assert AttendancePage.badge_count(on_monday) == 1, "the absence waits for its reason"


def test_other_pages_can_point_at_a_week(page, ctx, db):
    other = make_classroom(
        db, code="ANCIENNE", people=[("Roy", "Ana")], start=dt.date(2026, 3, 2), end=dt.date(2026, 4, 3)
    )
    page.reload()
    page.open_record("cohort", other.cohort_id)
    assert (page.cohort_id, page.monday) == (other.cohort_id, dt.date(2026, 3, 30))
    page.show_target((other.cohort_id, dt.date(2026, 3, 11)))
    assert page.monday == dt.date(2026, 3, 9)
    assert here(page) == (0, 5)
    page.open_record("class_session", other.sessions[0])
    assert page.monday == dt.date(2026, 3, 2)
    page.open_record("enrollment", other.enrollments[0])
    assert page.monday == dt.date(2026, 3, 30)
    page.open_record("class_session", 12)
    page.open_record("cohort", 12)
    assert page.cohort_id == other.cohort_id


def test_choosing_another_cohort(page, db, qtbot):
    other = make_classroom(
        db, code="ANCIENNE", people=[("Roy", "Ana")], start=dt.date(2026, 3, 2), end=dt.date(2026, 4, 3)
    )
    page.reload()
    page.head.cohort_chip.menu().actions()[1].trigger()
    assert page.cohort_id == other.cohort_id
    assert page.model.row_count == 1


def click(page, text):
    (found,) = [one for one in page.findChildren(QPushButton) if one.text() == text and one.isVisible()]
    found.click()


def test_a_week_without_half_days_says_so(page, room):
    strike(page, Qt.Key.Key_PageUp)
    assert page.monday == MONDAY - dt.timedelta(days=7)
    click(page, "Aller à la cohorte")
    assert page.monday == MONDAY
    assert page.model.row_count == 15


def test_a_cohort_without_people_points_at_the_learners(ctx, db, qtbot):
    make_classroom(db, people=[])
    page = AttendancePage(replace(ctx, today=lambda: FRIDAY))
    qtbot.addWidget(page)
    page.show()
    asked = []
    page.go_requested.connect(lambda page_id, _target: asked.append(page_id))
    click(page, "Voir les apprenants")
    assert asked == ["learners"]


def test_without_any_cohort(ctx, qtbot):
    page = AttendancePage(ctx)
    qtbot.addWidget(page)
    page.show()
    asked = []
    page.go_requested.connect(lambda page_id, _target: asked.append(page_id))
    click(page, "Créer une cohorte")
    assert asked == ["cohorts"]
    page.show_cohort(12)
    assert page.cohort_id is None


def test_a_cohort_that_vanishes(page, db, room, qtbot):
    services.record(db, [MarkInput(*cell(room, 0, 1), "P")])
    with db.write("Retirer les séances") as session:
        session.execute(delete(Attendance))
        session.execute(delete(ClassSession))
    page.reload()
    assert page.model.row_count == 0


NAMED = {name: Qt.Key[f"Key_{name}"] for name in ("Return", "Down", "Up", "Left", "Right")}


@pytest.mark.parametrize("way", [typed_week.down_the_columns, typed_week.column_by_column])
def test_a_whole_week_by_keyboard(page, db, room, way):
    for key in way():
        strike(page, SHIFT_P if key == "shift+p" else NAMED.get(key, key))
    assert marks(db) == {
        cell(room, person, half_day + 1): mark for (person, half_day), mark in typed_week.expected().items()
    }
