"""What the page shows while a list is being read: its name, how far it is, a way out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.ui.widgets.basics import button, label

WIDEST = 420


class ReadingPane(QWidget):
    """``cancel_wanted`` when the person gives up."""

    cancel_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._text = label("", "strong", wrap=True)
        self._count = label("", "secondary")
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Lecture de la liste")
        self._bar.setMinimumWidth(WIDEST)
        self.cancel_button = button("Annuler", self.cancel_wanted.emit)
        centered = Qt.AlignmentFlag.AlignHCenter
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addStretch(2)
        for widget in (self._text, self._bar, self._count, self.cancel_button):
            layout.addWidget(widget, 0, centered)
        layout.addStretch(3)

    def begin(self, file_name: str) -> None:
        """Start over for that file."""
        self._text.setText(f"Lecture de «\u00a0{file_name}\u00a0»…")
        self._count.setText("")
        self._bar.setRange(0, 0)

    def set_step(self, done: int, total: int, text: str) -> None:
        """Show how far it is; ``total`` 0: nobody knows."""
        if text:
            self._text.setText(text)
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._count.setText(f"{french.number(done)} sur {french.number(total)}" if total else "")
