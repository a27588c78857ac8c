"""Questionnaires typed from their papers: a digit per question, Enter, the next one."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton

from gen_desktop.models.satisfaction import Answers
from gen_desktop.queries.satisfaction import questionnaires
from gen_desktop.services.satisfaction import Questionnaire, record_answer
from gen_desktop.ui.satisfaction.entry_form import EntryForm
from gen_desktop.ui.satisfaction.page import SatisfactionPage
from gen_desktop.ui.widgets.chips import MenuChip
from tests.classroom import MONDAY, NAMES, change_enrollment, make_classroom
from tests.ui.conftest import TODAY

EXIT = MONDAY + dt.timedelta(days=4)
MOST_KEYS = 8
"""Per questionnaire: five marks, Enter, and something for a comment."""


@pytest.fixture
def room(db):
    return make_classroom(db, entered_on=MONDAY, exit_on=EXIT, exit_type="term")


@pytest.fixture
def page(ctx, room, qtbot):
    made = SatisfactionPage(ctx)
    qtbot.addWidget(made)
    made.resize(1122, 687)
    made.show()
    qtbot.waitExposed(made)
    settle(made, qtbot)
    yield made
    ctx.jobs.wait_all()


def settle(page, qtbot):
    qtbot.waitUntil(lambda: page.ctx.jobs.is_idle)
    qtbot.wait(10)
    qtbot.waitUntil(lambda: page.ctx.jobs.is_idle)


class Keys:
    """Keys sent to whatever has the focus, counted."""

    def __init__(self, page, qtbot) -> None:
        self.page, self.qtbot, self.count = page, qtbot, 0

    def press(self, *keys) -> None:
        for key in keys:
            target = self.page.focusWidget() or QApplication.focusWidget()
            self.qtbot.keyClick(target, key)
            self.count += 1


def rows(db, room, horizon=0):
    with db.read() as session:
        return questionnaires(session, room.cohort_id, horizon, TODAY)


def enter_first(page, qtbot):
    page.table.select_id(page.model.id_at(0))
    page.table.setFocus()
    page.enter()
    return Keys(page, qtbot)


def test_fifteen_questionnaires_take_six_keys_each(db, page, room, qtbot) -> None:
    page.activateWindow()
    keys = enter_first(page, qtbot)
    for place in range(15):
        assert isinstance(page.form, EntryForm)
        assert NAMES[place][0] in page.form.title
        keys.press(*"54321", Qt.Key.Key_Return)
    settle(page, qtbot)
    assert page.form is None
    assert keys.count <= 15 * MOST_KEYS
    assert keys.count == 15 * 6
    wanted = {"welcome": 5, "content": 4, "trainers": 3, "equipment": 2, "support": 1}
    assert [row.marks for row in rows(db, room)] == [wanted] * 15
    assert page.ui._count.text() == "15 saisis sur 15"
    assert page.ui.results.rate.text() == "15 réponses sur 15 (100\u202f%)"
    assert page.ui.results.overall.text() == "Moyenne\u00a0: 3,0 sur 5 (75 notes)"


def test_the_first_line_chosen_is_of_somebody_who_left(ctx, db, room, qtbot) -> None:
    for still_there in room.enrollments[:2]:
        change_enrollment(db, still_there, exit_on=None, exit_type=None)
    made = SatisfactionPage(ctx)
    qtbot.addWidget(made)
    made.show()
    settle(made, qtbot)
    assert made.table.selected_id() == room.enrollments[2]


def test_a_french_keyboard_needs_no_shift(db, page, room, qtbot) -> None:
    enter_first(page, qtbot)
    for text in "&é\"'(":
        event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, text)
        QApplication.sendEvent(page.focusWidget(), event)
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Return)
    settle(page, qtbot)
    wanted = {"welcome": 1, "content": 2, "trainers": 3, "equipment": 4, "support": 5}
    assert rows(db, room)[0].marks == wanted
    page.form.left.emit()


def test_a_digit_that_did_not_come_is_asked_for(db, page, room, qtbot) -> None:
    keys = enter_first(page, qtbot)
    keys.press(*"5432", Qt.Key.Key_Return)
    assert page.form.rows.wrong() == ["support"]
    assert rows(db, room)[0].answered_on is None
    keys.press("0", Qt.Key.Key_Return)
    settle(page, qtbot)
    assert "support" not in rows(db, room)[0].marks
    assert len(rows(db, room)[0].marks) == 4
    page.form.left.emit()


def test_a_key_that_is_no_mark_is_said_under_its_box(page, qtbot) -> None:
    keys = enter_first(page, qtbot)
    keys.press("5", "9")
    assert page.form.rows.error("content") == "Une note de 1 à 5, ou 0 si rien n’est coché."
    keys.press("4")
    assert page.form.rows.wrong() == []
    page.form.left.emit()


def test_the_comment_is_one_key_away(db, page, room, qtbot) -> None:
    keys = enter_first(page, qtbot)
    keys.press(*"5555", "5", "c")
    qtbot.keyClicks(page.focusWidget(), "Bien suivi")
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(page, qtbot)
    assert rows(db, room)[0].comment == "Bien suivi"
    assert NAMES[1][0] in page.form.title
    page.form.left.emit()


def test_what_is_typed_is_a_draft_and_comes_back(page, qtbot) -> None:
    keys = enter_first(page, qtbot)
    keys.press(*"54")
    ((name, draft),) = page.drafts().items()
    other = SatisfactionPage(page.ctx)
    qtbot.addWidget(other)
    other.take_drafts({name: draft})
    other.show()
    other.resume(name)
    settle(other, qtbot)
    assert [box.text() for box in other.form.marks.values()] == ["5", "4", "", "", ""]
    assert NAMES[0][0] in other.form.title
    for one in (page, other):
        one.form.left.emit()


def test_questionnaires_without_a_name_follow_one_another(db, page, room, qtbot) -> None:
    page.enter_nameless()
    keys = Keys(page, qtbot)
    for _ in range(3):
        keys.press(*"33333", Qt.Key.Key_Return)
        settle(page, qtbot)
    page.form.left.emit()
    nameless = [row for row in rows(db, room) if row.enrollment_id is None]
    assert len(nameless) == 3
    assert page.model.rowCount() == 15 + 3
    assert page.ui._count.text() == "3 saisis sur 15"


def test_a_correction_keeps_the_place(db, page, room, qtbot) -> None:
    which = Questionnaire(room.cohort_id, 0, room.enrollments[0])
    page.ctx.changes.publish(record_answer(db, which, Answers(TODAY, {"welcome": 2}, "Froid"), TODAY))
    settle(page, qtbot)
    keys = enter_first(page, qtbot)
    assert [box.text() for box in page.form.marks.values()] == ["2", "–", "–", "–", "–"]
    keys.press("4", Qt.Key.Key_Return)
    settle(page, qtbot)
    assert page.form is None
    found = rows(db, room)[0]
    assert (found.marks, found.comment) == ({"welcome": 4}, "Froid")


def test_those_who_left_are_noted_as_given_it_then_reminded(db, page, room, qtbot) -> None:
    page.send()
    page.form.save()
    settle(page, qtbot)
    assert {row.sent_on for row in rows(db, room)} == {TODAY}
    page.remind()
    page.form.save()
    settle(page, qtbot)
    assert {row.reminded_on for row in rows(db, room)} == {TODAY}


def test_a_number_handed_out_that_is_none_is_said_under_its_field(db, page, room, qtbot) -> None:
    page.send_nameless()
    page.form.number.setText("beaucoup")
    page.form.save()
    assert page.form.rows.wrong() == ["count"]
    page.form.number.setText("4")
    page.form.save()
    settle(page, qtbot)
    assert sum(row.enrollment_id is None for row in rows(db, room)) == 4


def test_results_say_the_rate_the_means_and_the_comments(db, page, room, qtbot) -> None:
    for place, comment in enumerate(("Parfait", None, "Trop court")):
        which = Questionnaire(room.cohort_id, 0, room.enrollments[place])
        page.ctx.changes.publish(record_answer(db, which, Answers(TODAY, {"content": 4}, comment), TODAY))
    page.ui.select("results")
    settle(page, qtbot)
    results = page.ui.results
    assert results.rate.text() == "3 réponses sur 15 (20\u202f%)"
    assert [row.text for row in results.comments._rows] == ["Parfait", "Trop court"]
    results.set_chip.set_value("all")
    results.year_chip.set_value(TODAY.year)
    results.reload()
    settle(page, qtbot)
    assert results.rate.text() == "3 réponses sur 15 (20\u202f%)"


def test_without_a_cohort_there_is_nothing_to_choose(ctx, qtbot) -> None:
    made = SatisfactionPage(ctx)
    qtbot.addWidget(made)
    made.show()
    settle(made, qtbot)
    assert not any(chip.isVisible() for chip in made.findChildren(MenuChip))
    with qtbot.waitSignal(made.go_requested) as asked:
        made.stack.currentWidget().findChild(QPushButton).click()
    assert asked.args == ["cohorts", None]
