"""Over the preview: how far the report is, and a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from gen_desktop.ui.widgets.basics import button, label

WIDTH = 320
TOP = 14


class ProgressStrip(QFrame):
    """Lies over ``parent``, at its top. ``stopped`` when the person gives up."""

    stopped = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setProperty("role", "card")
        self.text = label("", "secondary")
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Préparation du rapport")
        row = QHBoxLayout()
        row.addWidget(self.text, 1)
        row.addWidget(button("Arrêter", self.stopped.emit, kind="link"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 6, 10, 10)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self.bar)
        parent.installEventFilter(self)
        self.hide()

    def begin(self) -> None:
        """Show it, with nothing known yet."""
        self.show_step(0, 0, "Préparation du rapport")
        self.show()
        self.raise_()
        self._place()

    def show_step(self, done: int, total: int, text: str) -> None:
        """How far it is; a total of 0 is not known."""
        self.text.setText(text)
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        width = min(WIDTH, self._over.width() - 2 * TOP)
        self.setGeometry((self._over.width() - width) // 2, TOP, width, self.sizeHint().height())
