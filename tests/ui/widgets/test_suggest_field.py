"""A line that offers: keys, clicks, and what is typed freely."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from gen_desktop.ui.widgets.suggest_field import SuggestField

TOWNS = ("Luzy", "Luzarches", "Autun")


def offers(typed: str):
    return [(town, town.upper()) for town in TOWNS if town.lower().startswith(typed.lower()) and typed]


@pytest.fixture
def field(qtbot):
    made = SuggestField(offers, is_choice=True)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.setFocus()
    made.taken = []
    made.picked.connect(made.taken.append)
    return made


def test_what_is_typed_is_offered_and_taken_with_enter(field) -> None:
    QTest.keyClicks(field, "Lu")
    assert field.offered() == ["Luzy", "Luzarches"]
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert field.text() == "Lu"  # passing over an offer takes nothing
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.taken == ["LUZARCHES"]
    assert field.offered() == []


def test_the_first_offer_is_ready_for_enter(field) -> None:
    QTest.keyClicks(field, "au")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.taken == ["AUTUN"]


def test_escape_keeps_what_is_typed(field) -> None:
    QTest.keyClicks(field, "Lu")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert (field.text(), field.taken, field.offered()) == ("Lu", [], [])


def test_typing_goes_on_while_the_list_is_open(field) -> None:
    QTest.keyClicks(field, "Luz")
    QTest.keyClick(field, "y")
    assert field.text() == "Luzy"
    assert field.offered() == ["Luzy"]


def test_nothing_offered_closes_the_list(field) -> None:
    QTest.keyClicks(field, "Lux")
    assert field.offered() == []
    assert field.text() == "Lux"


@pytest.fixture
def between(qtbot):
    """A window where such a field stands between two lines."""
    root = QWidget()
    qtbot.addWidget(root)
    layout = QVBoxLayout(root)
    root.lines = QLineEdit(), SuggestField(offers, is_choice=True), QLineEdit()
    for one in root.lines:
        layout.addWidget(one)
    root.taken = []
    root.lines[1].picked.connect(root.taken.append)
    root.show()
    root.activateWindow()
    root.lines[1].setFocus()
    return root


def test_tab_goes_on_and_takes_the_only_offer(between) -> None:
    QTest.keyClicks(between.lines[1], "Autu")
    QTest.keyClick(between.lines[1], Qt.Key.Key_Tab)
    assert between.taken == ["AUTUN"]
    assert between.focusWidget() is between.lines[2]


def test_tab_takes_none_of_several_that_nobody_chose(between) -> None:
    QTest.keyClicks(between.lines[1], "Lu")
    QTest.keyClick(between.lines[1], Qt.Key.Key_Tab)
    assert (between.lines[1].text(), between.taken) == ("Lu", [])
    assert between.focusWidget() is between.lines[2]


def test_tab_takes_the_offer_that_the_arrows_chose(between) -> None:
    QTest.keyClicks(between.lines[1], "Lu")
    QTest.keyClick(between.lines[1], Qt.Key.Key_Down)
    QTest.keyClick(between.lines[1], Qt.Key.Key_Tab)
    assert between.taken == ["LUZARCHES"]
    assert between.focusWidget() is between.lines[2]


def test_backtab_goes_back_and_takes_nothing(between) -> None:
    QTest.keyClicks(between.lines[1], "Autu")
    QTest.keyClick(between.lines[1], Qt.Key.Key_Backtab)
    assert between.taken == []
    assert between.focusWidget() is between.lines[0]


def test_the_list_is_no_window_and_never_takes_the_keys(between) -> None:
    QTest.keyClicks(between.lines[1], "Lu")
    shown = between.lines[1].open_list()
    assert not shown.isWindow()
    assert QApplication.activePopupWidget() is None
    assert between.focusWidget() is between.lines[1]


def test_an_offer_is_taken_by_a_click(between) -> None:
    QTest.keyClicks(between.lines[1], "Lu")
    shown = between.lines[1].open_list()
    place = shown.visualItemRect(shown.item(1)).center()
    QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert between.taken == ["LUZARCHES"]
    assert between.lines[1].open_list() is None


def test_escape_closes_the_list_before_the_dialog(qtbot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    field = SuggestField(offers, dialog, is_choice=True)
    dialog.show()
    field.setFocus()
    QTest.keyClicks(field, "Lu")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_list_stays_inside_the_window(qtbot) -> None:
    root = QWidget()
    qtbot.addWidget(root)
    root.resize(200, 150)
    field = SuggestField(offers, root, is_choice=True)
    field.setGeometry(90, 120, 100, 26)
    root.show()
    QTest.keyClicks(field, "Lu")
    assert root.rect().contains(field.open_list().geometry())
    assert field.open_list().geometry().bottom() < field.y()


def test_the_list_closes_when_what_is_around_it_moves(qtbot) -> None:
    area = QScrollArea()
    qtbot.addWidget(area)
    inside = QWidget()
    inside.setFixedSize(150, 900)
    field = SuggestField(offers, inside, is_choice=True)
    area.setWidget(inside)
    area.resize(200, 200)
    area.show()
    QTest.keyClicks(field, "Lu")
    assert field.offered()
    area.verticalScrollBar().setValue(40)
    assert field.offered() == []


@pytest.fixture
def free(qtbot):
    """A line where a new name is as good as one of those known."""
    made = SuggestField(offers)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.setFocus()
    made.taken = []
    made.picked.connect(made.taken.append)
    made.entered = []
    made.returnPressed.connect(lambda: made.entered.append(made.text()))
    return made


def test_what_may_be_new_is_never_replaced_unasked(free) -> None:
    QTest.keyClicks(free, "Autu")
    assert free.offered() == ["Autun"]
    QTest.keyClick(free, Qt.Key.Key_Return)
    assert (free.text(), free.taken, free.entered) == ("Autu", [], ["Autu"])


def test_the_arrows_choose_among_what_is_known(free) -> None:
    QTest.keyClicks(free, "Lu")
    QTest.keyClick(free, Qt.Key.Key_Down)
    QTest.keyClick(free, Qt.Key.Key_Return)
    QTest.keyClicks(free, "z")
    QTest.keyClick(free, Qt.Key.Key_Up)
    QTest.keyClick(free, Qt.Key.Key_Return)
    assert (free.taken, free.entered) == (["LUZY", "LUZARCHES"], [])
