from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from gen_desktop.ui.tables.column_chooser import ColumnChooser

OFFERED = [("name", "Nom"), ("city", "Commune"), ("phone", "Téléphone"), ("email", "Courriel")]


@pytest.fixture
def chooser(qtbot):
    made = ColumnChooser(OFFERED, ["name", "city"], ["name", "phone"])
    qtbot.addWidget(made)
    made.show()
    return made


def at(chooser, row) -> QPoint:
    return chooser.list.visualItemRect(chooser.list.item(row)).center()


def test_a_click_or_the_space_bar_ticks_and_the_name_always_stays(chooser):
    assert chooser.chosen() == ["name", "city"]
    for row in (0, 2):
        QTest.mouseClick(chooser.list.viewport(), Qt.MouseButton.LeftButton, pos=at(chooser, row))
    assert chooser.chosen() == ["name", "city", "phone"]
    chooser.list.setCurrentRow(1)
    QTest.keyClick(chooser.list, Qt.Key.Key_Space)
    assert chooser.chosen() == ["name", "phone"]
    chooser.list.setCurrentRow(0)
    QTest.keyClick(chooser.list, Qt.Key.Key_Space)
    assert chooser.chosen() == ["name", "phone"]


def test_the_order_is_changed_within_the_ends(chooser):
    chooser.list.setCurrentRow(1)
    chooser.up.click()
    assert chooser.chosen() == ["city", "name"]
    chooser.up.click()
    assert chooser.chosen() == ["city", "name"]
    for _ in range(6):
        chooser.down.click()
    assert chooser.list.currentRow() == 3
    assert chooser.chosen() == ["name", "city"]
    chooser.tick("email", True)
    assert chooser.chosen() == ["name", "email", "city"]


def test_those_of_the_program_come_back(chooser):
    chooser.list.setCurrentRow(3)
    chooser.up.click()
    chooser.reset.click()
    assert chooser.chosen() == ["name", "phone"]


def test_nothing_is_nameless(chooser, nameless):
    assert nameless(chooser) == []
