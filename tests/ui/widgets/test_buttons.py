"""A button that has the focus answers Enter; elsewhere Enter presses none."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout

from gen_desktop.ui.widgets.basics import button


@pytest.fixture
def dialog(qtbot):
    """A dialog of a line and a button, shown; with what was pressed."""
    made, pressed = QDialog(), []
    qtbot.addWidget(made)
    layout = QVBoxLayout(made)
    made.line, made.go, made.pressed = QLineEdit(), button("Compléter", lambda: pressed.append(1)), pressed
    layout.addWidget(made.line)
    layout.addWidget(made.go)
    made.show()
    return made


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_presses_the_button_that_has_the_focus(dialog, key):
    dialog.go.setFocus()
    QTest.keyClick(dialog.go, key)
    assert dialog.pressed == [1]
    assert dialog.isVisible()


def test_the_enter_of_a_keypad_too(dialog):
    QTest.keyClick(dialog.go, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert dialog.pressed == [1]


def test_a_button_that_is_off_answers_nothing(dialog):
    dialog.go.setEnabled(False)
    QTest.keyClick(dialog.go, Qt.Key.Key_Return)
    assert dialog.pressed == []


def test_enter_in_a_line_presses_no_button(dialog):
    dialog.line.setFocus()
    QTest.keyClick(dialog.line, Qt.Key.Key_Return)
    assert dialog.pressed == []
