"""A line low in the window that says what was just done, and offers to take it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QAbstractButton, QComboBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget

from gen_desktop.ui.widgets.basics import PushButton, label
from gen_desktop.ui.widgets.key_hints import KeyHints

SHOWN_MS = 7000
MARGIN = 20
STEP = 8
_KEPT_CLEAR = (QAbstractButton, QLineEdit, QComboBox, KeyHints)
"""What must not be hidden: a second click on a button would take back what the first one did."""


class Toast(QFrame):
    """Lies over ``parent``, at the left of ``page``, hiding no button.

    It never takes the focus, and leaves by itself.
    """

    def __init__(self, parent: QWidget, page: QWidget | None = None) -> None:
        super().__init__(parent)
        self._over = parent
        self._page = page or parent
        self.setProperty("role", "toast")
        self._text: QLabel = label()
        self._button = PushButton(parent=self)
        self._run: Callable[[], Any] | None = None
        self._button.clicked.connect(self._act)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 4, 10, 4)
        layout.setSpacing(10)
        layout.addWidget(self._text)
        layout.addWidget(self._button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """The words shown."""
        return self._text.text()

    def say(self, text: str, action: str = "", run: Callable[[], Any] | None = None) -> None:
        """Show ``text`` for a few seconds, with a button when ``action`` is given."""
        self._text.setText(text)
        self._run = run
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self.setAccessibleName(text)
        self.show()
        self.raise_()
        self._place()
        self._timer.start(SHOWN_MS)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _act(self) -> None:
        run, self._run = self._run, None
        self.hide()
        if run is not None:
            run()

    def _place(self) -> None:
        parent = self._over
        self.ensurePolished()
        self.resize(min(self.sizeHint().width(), parent.width() - 32), self.sizeHint().height())
        left = self._page.mapTo(parent, QPoint(0, 0)).x() + MARGIN
        lowest = parent.height() - self.height() - MARGIN
        taken = self._kept_clear()
        places = (QRect(QPoint(left, top), self.size()) for top in range(lowest, lowest // 2, -STEP))
        free = (place for place in places if not any(place.intersects(one) for one in taken))
        self.move(next(free, QRect(left, lowest, 0, 0)).topLeft())

    def _kept_clear(self) -> list[QRect]:
        """Where the page has something to press, to type in, or keys to read."""
        return [
            QRect(one.mapTo(self._over, QPoint(0, 0)), one.size())
            for kind in _KEPT_CLEAR
            for one in self._page.findChildren(kind)
            if one.isVisible() and not self.isAncestorOf(one)
        ]
