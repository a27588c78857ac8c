from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QMainWindow

from gen_desktop.ui import window_geometry


@pytest.fixture
def window(qtbot):
    made = QMainWindow()
    qtbot.addWidget(made)
    return made


def test_a_large_screen_gives_the_usual_size(window):
    window_geometry.fit(window, QRect(0, 0, 1920, 1040))
    assert window.size() == QSize(1366, 768)
    assert not window.isMaximized()


@pytest.mark.parametrize("free", [QRect(0, 0, 1366, 768), QRect(0, 0, 1366, 728), QRect(0, 0, 1280, 1000)])
def test_a_screen_without_the_room_is_filled_and_no_more(window, free):
    window_geometry.fit(window, free)
    assert window.isMaximized()
    assert window.normalGeometry().width() <= free.width()
    assert window.height() + window_geometry.TITLE_BAR <= free.height()


def test_it_comes_back_as_it_was_left(window, qtbot, ctx):
    window_geometry.fit(window, QRect(0, 0, 1920, 1040))
    window.resize(700, 500)
    window_geometry.keep(window, ctx.state)
    other = QMainWindow()
    qtbot.addWidget(other)
    window_geometry.restore(other, ctx.state)
    assert other.size() == QSize(700, 500)
