"""A line that offers: keys, clicks, and what is typed freely."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QWidget

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


def test_tab_goes_on_with_what_is_typed(qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    first, second = SuggestField(offers), QLineEdit()
    row.addWidget(first)
    row.addWidget(second)
    window.show()
    window.activateWindow()
    first.setFocus()
    QTest.keyClicks(first, "Lu")
    press(Qt.Key.Key_Tab)
    assert (first.text(), first.offered()) == ("Lu", [])
    qtbot.waitUntil(second.hasFocus)


def test_nothing_offered_closes_the_list(field) -> None:
    QTest.keyClicks(field, "Lux")
    assert field.offered() == []
    assert field.text() == "Lux"
