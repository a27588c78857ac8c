"""A box for one mark: a digit fills it and the next one takes the cursor."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from gen_desktop.models.satisfaction import mark_range

BLANK = "–"
"""What the box holds when nothing was ticked on the paper."""
_UNSHIFTED = {"&": "1", "é": "2", '"': "3", "'": "4", "(": "5", "à": "0"}
"""The digits of a French keyboard whose shift key is not held."""


class MarkBox(QLineEdit):
    """``filled`` by a mark, or by 0 or a hyphen: left blank on the paper.

    ``emptied``: Backspace in a box that holds nothing. ``comment_wanted``: the key C. ``refused``: a key
    that is no mark.
    """

    filled = Signal()
    emptied = Signal()
    comment_wanted = Signal()
    refused = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(1)
        self.setFixedWidth(46)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        low, high = mark_range()
        self._marks = {str(mark) for mark in range(low, high + 1)}
        self.setToolTip(f"De {low} à {high}\u00a0; 0 si la case est restée vide")

    @property
    def mark(self) -> int | None:
        """The mark, None when it was left blank or nothing is typed yet."""
        return int(self.text()) if self.text() in self._marks else None

    def set_mark(self, mark: int | None) -> None:
        """Show a mark that is known; None: it was left blank."""
        self.setText(BLANK if mark is None else str(mark))

    def problem(self) -> str:
        """What is wrong, '' for nothing: every box is typed, so that a key that did not come is seen."""
        if self.text() == BLANK or self.mark is not None:
            return ""
        return f"Une note de {min(self._marks)} à {max(self._marks)}, ou 0 si rien n’est coché."

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = _UNSHIFTED.get(event.text(), event.text())
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            super().keyPressEvent(event)
        elif key in self._marks:
            self._take(key)
        elif key in ("0", "-"):
            self._take(BLANK)
        elif key in ("c", "C"):
            self.comment_wanted.emit()
        elif event.key() == Qt.Key.Key_Backspace and not self.text():
            self.emptied.emit()
        elif not key.isprintable() or not key:
            super().keyPressEvent(event)
        else:
            self.refused.emit()

    def _take(self, text: str) -> None:
        self.setText(text)
        self.filled.emit()
