"""A drop-down of a code list."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from PySide6.QtCore import QElapsedTimer, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from gen_desktop.ui import icons

NOT_SAID = "Non renseigné"


class CodeCombo(QComboBox):
    """Shows French labels, gives codes. ``chosen(code)`` when the person picks.

    With ``optional`` the first line is "Non renseigné" and its code is None: unknown stays sayable.
    """

    chosen = Signal(object)

    def __init__(
        self,
        codes: Sequence[tuple[str, str]] = (),
        parent: QWidget | None = None,
        *,
        optional: bool = True,
        none_text: str = NOT_SAID,
    ) -> None:
        super().__init__(parent)
        self._optional = optional
        self._none_text = none_text
        self._typed = ""
        self._since = QElapsedTimer()
        self.setMaxVisibleItems(14)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)
        self.set_codes(codes)
        self.activated.connect(lambda _index: self.chosen.emit(self.code()))

    def set_codes(self, codes: Sequence[tuple[str, str]]) -> None:
        """The list, in its own order; keeps the present code if it is still there."""
        kept = self.code()
        self.clear()
        if self._optional:
            self.addItem(self._none_text, None)
        for code, text in codes:
            self.addItem(text, code)
        self.set_code(kept)

    def code(self) -> str | None:
        """The code shown."""
        found: str | None = self.currentData()
        return found

    def set_code(self, code: str | None, *, label_if_unknown: str = "") -> None:
        """Show that code without a signal. A code no longer in the list is added at its end, never lost."""
        index = next((row for row in range(self.count()) if self.itemData(row) == code), -1)
        if index < 0 and code is not None:
            self.addItem(label_if_unknown or code, code)
            index = self.count() - 1
        self.setCurrentIndex(index)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # A wheel over a form must scroll the form, not change an answer.
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        token = "secondary" if self.isEnabled() else "line"
        arrow = icons.pixmap("chevron-down", token, size=14, scale=self.devicePixelRatioF())
        painter.drawPixmap(QRect(self.width() - 24, (self.height() - 14) // 2, 14, 14), arrow)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._typed = ""
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        bare = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._optional:
            self.set_code(None)
            self.chosen.emit(None)
        elif bare and text.isprintable() and text.strip():
            self._take_letter(text)
        else:
            super().keyPressEvent(event)

    def _take_letter(self, letter: str) -> None:
        """Choose by the first letters of a label; the same letter again goes to the next that begins so.

        Qt's own search goes on with the letters typed before this list had the focus.
        """
        if self._since.isValid() and self._since.elapsed() > QApplication.keyboardInputInterval():
            self._typed = ""
        self._since.start()
        self._typed += _plain(letter)
        again = len(set(self._typed)) == 1
        found = self._first(self._typed, self.currentIndex() + (len(self._typed) == 1))
        if found is None and again:
            found = self._first(self._typed[0], self.currentIndex() + 1)
        if found is not None and found != self.currentIndex():
            self.setCurrentIndex(found)
            self.activated.emit(found)

    def _first(self, beginning: str, start: int) -> int | None:
        """The first row from there on, round to the top, whose label begins so."""
        rows = (row % self.count() for row in range(start, start + self.count()))
        return next((row for row in rows if _plain(self.itemText(row)).startswith(beginning)), None)


def _plain(text: str) -> str:
    """Small letters without accents."""
    apart = unicodedata.normalize("NFD", text.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))
