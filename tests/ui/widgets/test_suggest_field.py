"""A line that offers: keys, clicks, and what is typed freely."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from gen_desktop.ui.widgets.suggest_field import SuggestField

TOWNS = ("Luzy", "Luzarches", "Autun")


def offers(typed: str):
    return [(town, town.upper()) for town in TOWNS if town.lower().startswith(typed.lower()) and typed]


@pytest.fixture
def field(qtbot):
    made = SuggestField(offers)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.setFocus()
    made.taken = []
    made.picked.connect(made.taken.append)
    return made


def press(key: Qt.Key) -> None:
    QTest.keyClick(QApplication.activePopupWidget(), key)


def test_what_is_typed_is_offered_and_taken_with_enter(field) -> None:
    QTest.keyClicks(field, "Lu")
    assert field.offered() == ["Luzy", "Luzarches"]
    press(Qt.Key.Key_Down)
    assert field.text() == "Lu"  # passing over an offer takes nothing
    press(Qt.Key.Key_Return)
    assert field.taken == ["LUZARCHES"]
    assert field.offered() == []


def test_the_first_offer_is_ready_for_enter(field) -> None:
    QTest.keyClicks(field, "au")
    press(Qt.Key.Key_Return)
    assert field.taken == ["AUTUN"]


def test_escape_keeps_what_is_typed(field) -> None:
    QTest.keyClicks(field, "Lu")
    press(Qt.Key.Key_Escape)
    assert (field.text(), field.taken, field.offered()) == ("Lu", [], [])


def test_typing_goes_on_while_the_list_is_open(field) -> None:
    QTest.keyClicks(field, "Luz")
    QTest.keyClick(QApplication.activePopupWidget(), "y")
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
    root.lines = QLineEdit(), SuggestField(offers), QLineEdit()
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
    press(Qt.Key.Key_Tab)
    assert between.taken == ["AUTUN"]
    assert between.focusWidget() is between.lines[2]


def test_tab_takes_none_of_several_that_nobody_chose(between) -> None:
    QTest.keyClicks(between.lines[1], "Lu")
    press(Qt.Key.Key_Tab)
    assert (between.lines[1].text(), between.taken) == ("Lu", [])
    assert between.focusWidget() is between.lines[2]


def test_tab_takes_the_offer_that_the_arrows_chose(between) -> None:
    QTest.keyClicks(between.lines[1], "Lu")
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Tab)
    assert between.taken == ["LUZARCHES"]
    assert between.focusWidget() is between.lines[2]


def test_backtab_goes_back_and_takes_nothing(between) -> None:
    QTest.keyClicks(between.lines[1], "Autu")
    press(Qt.Key.Key_Backtab)
    assert between.taken == []
    assert between.focusWidget() is between.lines[0]
