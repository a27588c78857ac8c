"""The keys said at the foot of the page are those of the list: it has the focus whenever there is one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from gen_desktop.ui.draft import Draft
from gen_desktop.ui.intake.page import IntakePage
from gen_desktop.ui.intake.step_forms import PositioningForm
from gen_desktop.ui.main_window import MainWindow
from gen_desktop.ui.pages import Page, PageSpec
from gen_desktop.ui.shell_hooks import hooks
from tests.ui.intake.conftest import ENTER, TAB, get

ESCAPE = Qt.Key.Key_Escape


class Desk(Page):
    title = "Bureau"

    def __init__(self, ctx, parent=None):
        super().__init__(ctx, parent)
        self.line = QLineEdit(self)
        QVBoxLayout(self).addWidget(self.line)


@pytest.fixture
def window(ctx, db, qtbot, cohort):
    specs = [
        PageSpec("desk", "Bureau", "home", Desk),
        PageSpec("intake", "Candidatures", "users", IntakePage),
    ]
    made = MainWindow(ctx, hooks(db), specs)
    qtbot.addWidget(made)
    made.show_page("desk").line.setFocus()
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(lambda: ctx.jobs.is_idle)
    yield made
    assert ctx.jobs.wait_all()


def control(window, key):
    QTest.keyClick(window.focusWidget() or window, key, Qt.KeyboardModifier.ControlModifier)


def test_reached_by_its_key_the_list_answers_the_keys_at_once(window, four, qtbot, press):
    for _time in range(2):  # the page is built, then shown again
        control(window, Qt.Key.Key_2)
        page = window.current_page()
        assert isinstance(page, IntakePage)
        qtbot.waitUntil(page.table.hasFocus)
        control(window, Qt.Key.Key_1)
        assert not page.isVisible()
    control(window, Qt.Key.Key_2)
    qtbot.waitUntil(page.table.hasFocus)
    press(page, Qt.Key.Key_P)
    assert isinstance(page._side.currentWidget(), PositioningForm)


def test_the_entry_asked_for_keeps_the_cursor(window, four, qtbot):
    window.go_to("intake", "new")
    page = window.current_page()
    qtbot.wait(20)
    assert page.quick.last_name.hasFocus()


def test_without_anybody_the_page_is_shown_all_the_same(window, qtbot):
    control(window, Qt.Key.Key_2)
    qtbot.wait(20)
    assert not window.current_page().table.hasFocus()


def test_whoever_was_entered_last_is_selected_when_the_entry_is_left(page, db, type_text, press):
    page.table.setFocus()
    assert page.chosen()[0].last_name == "Aubert"
    page.start_new()
    for last, first in (("Petit", "Samuel"), ("Blanc", "Amandine")):
        type_text(page.window().focusWidget(), last)
        press(page, TAB)
        type_text(page.window().focusWidget(), first)
        press(page, ENTER)
    press(page, ESCAPE)
    assert page.table.hasFocus()
    assert [one.last_name for one in page.chosen()] == ["Blanc"]
    assert get(db, page.chosen()[0].enrollment_id).cohort_id == page.filters.cohort_id


def test_an_entry_left_without_saving_keeps_the_selection(page, press):
    page.table.select_id(page.model.id_at(2))
    page.start_new()
    press(page, ESCAPE)
    assert [one.last_name for one in page.chosen()] == ["Cordier"]


def test_whoever_is_known_is_offered_again_with_what_was_typed(page, qtbot):
    page.take_drafts({f"{page.filters.cohort_id}:new": Draft("Nouvelle candidature", {"last_name": "Auber"})})
    page.start_new()
    qtbot.waitUntil(page.quick.known_list.isVisible)
