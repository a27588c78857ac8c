"""Where the window stands: as it was left, else as large as the design if the screen has the room."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSettings, QSize, Qt
from PySide6.QtWidgets import QMainWindow

KEY = "window/geometry"
USUAL_SIZE = QSize(1366, 768)
TITLE_BAR = 40
"""What the system's frame takes of the height, in pixels: it is not known before the window is shown."""


def restore(window: QMainWindow, state: QSettings) -> None:
    """Put the window where it was left."""
    kept = state.value(KEY)
    if kept is None or not window.restoreGeometry(kept):
        fit(window, window.screen().availableGeometry())


def keep(window: QMainWindow, state: QSettings) -> None:
    """Remember where the window stands."""
    state.setValue(KEY, window.saveGeometry())


def fit(window: QMainWindow, free: QRect) -> None:
    """The usual size, or the whole free part of a screen that has no room for it and its title bar."""
    room = QSize(free.width(), free.height() - TITLE_BAR)
    window.resize(USUAL_SIZE.boundedTo(room))
    if room.width() < USUAL_SIZE.width() or room.height() < USUAL_SIZE.height():
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)
