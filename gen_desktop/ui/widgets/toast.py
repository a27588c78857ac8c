"""A line at the bottom of the window that says what was just done, and offers to take it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from gen_desktop.ui.widgets.basics import PushButton, label

SHOWN_MS = 7000


class Toast(QFrame):
    """Lies over ``parent``, never takes the focus, leaves by itself."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
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
        self.move((parent.width() - self.width()) // 2, parent.height() - self.height() - 20)
