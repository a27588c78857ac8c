"""What covers a window whose data may not be seen: opaque, and the keys of the window sleep."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget
from shiboken6 import isValid

STILL_AWAKE = ("Quitter",)


class Curtain(QWidget):
    """Drawn before a window at once, with a card in its middle if any; ``lift`` gives the window back."""

    def __init__(self, window: QWidget, card: QWidget | None = None) -> None:
        super().__init__(window)
        self._window = window
        self._hidden = window.centralWidget() if isinstance(window, QMainWindow) else None
        self._focused = window.focusWidget()
        self._sleeping = [action for action in window.actions() if action.text() not in STILL_AWAKE]
        self._beside = [one for one in _children(window) if one not in (self, self._hidden)]
        self.setAutoFillBackground(True)
        layout = QVBoxLayout(self)
        if card is not None:
            layout.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)
        for watched in (window, *self._sleeping, *self._beside):
            watched.installEventFilter(self)
        if self._hidden is not None:
            self._hidden.hide()
        self.setGeometry(window.rect())
        self.show()
        self.raise_()

    def lift(self) -> None:
        """Show the window again as it was left, the focus where it was."""
        for watched in (self._window, *self._sleeping, *self._beside):
            if isValid(watched):
                watched.removeEventFilter(self)
        self.hide()
        if self._hidden is not None:
            self._hidden.show()
        if self._focused is not None and isValid(self._focused):
            self._focused.setFocus()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window:
            if event.type() == QEvent.Type.Resize:
                self.setGeometry(self._window.rect())
            return False
        if watched in self._beside:
            if event.type() in (QEvent.Type.Show, QEvent.Type.ZOrderChange):
                self.raise_()  # what the window says meanwhile waits behind
            return False
        return event.type() == QEvent.Type.Shortcut


def _children(window: QWidget) -> list[QWidget]:
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    return [one for one in window.findChildren(QWidget, options=direct) if not one.isWindow()]
