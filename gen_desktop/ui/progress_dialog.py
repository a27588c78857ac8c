"""What long work shows: its name, a count, a bar, a way out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from gen_desktop.ui.locale import FRENCH


class ProgressDialog(QDialog):
    """Modal while the work runs; it closes by itself at the end, never before."""

    def __init__(self, name: str, cancel: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(name or "Travail en cours")
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(420)
        self._cancel = cancel
        self._ended = False
        self._text = QLabel("Préparation…", self)
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(name or "Travail en cours")
        self._count = QLabel("", self)
        self._count.setProperty("role", "secondary")
        self._button = QPushButton("Annuler", self)
        self._button.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self._count, 1)
        foot.addWidget(self._button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(self._text)
        layout.addWidget(self._bar)
        layout.addLayout(foot)

    def set_step(self, done: int, total: int, text: str) -> None:
        """Show how far it is. At the last step the work is being committed: too late to cancel."""
        if text:
            self._text.setText(text)
        if total > 0:
            self._bar.setRange(0, total)
            self._bar.setValue(done)
            self._count.setText(f"{FRENCH.toString(done)} sur {FRENCH.toString(total)}")
            self._button.setEnabled(done < total)

    def finish(self) -> None:
        """The work ended, one way or another."""
        self._ended = True
        self.done(0)

    def reject(self) -> None:
        self._button.setEnabled(False)
        self._text.setText("Annulation en cours…")
        self._cancel()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._ended:
            super().closeEvent(event)
        else:
            event.ignore()
            self.reject()
