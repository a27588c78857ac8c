"""A date typed as people type it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from gen_desktop.dates import FIRST_YEAR, LAST_YEAR, parse_typed_date
from gen_desktop.french import short_date

_BY_KEYBOARD = frozenset(
    {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason}
)


class DateEdit(QLineEdit):
    """Accepts ``230526``, ``23/5``, ``23 mai 2026``; up and down move by a day; shows 23/05/2026 once left.

    ``changed(date | None)`` when the date really changes by the person's hand. ``problem()`` is the French
    sentence of what cannot be read, '' otherwise: FormRows shows it under the field.
    """

    changed = Signal(object)

    def __init__(
        self, today: Callable[[], date], parent: QWidget | None = None, *, birth: bool = False
    ) -> None:
        """``birth``: two-digit years are in the past."""
        super().__init__(parent)
        self._today = today
        self._birth = birth
        self._value: date | None = None
        self._problem = ""
        self.setPlaceholderText("jj/mm/aaaa")
        self.editingFinished.connect(self._read)

    def value(self) -> date | None:
        """The date typed so far, None when empty or unreadable."""
        self._read()
        return self._value

    def set_value(self, value: date | None) -> None:
        """Show that date without a signal."""
        self._value = value
        self._problem = ""
        shown = "" if value is None else short_date(value)
        if shown != self.text():  # the same text again would take the selection and the cursor away
            self.setText(shown)

    def problem(self) -> str:
        """The French sentence of what is wrong with what is typed, '' if nothing is."""
        self._read()
        return self._problem

    def keyPressEvent(self, event: QKeyEvent) -> None:
        days = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if days is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or self.isReadOnly():
            super().keyPressEvent(event)
            return
        if self.problem():
            return
        wanted = self._today() if self._value is None else self._value + timedelta(days=days)
        if FIRST_YEAR <= wanted.year <= LAST_YEAR:
            self._take(wanted)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in _BY_KEYBOARD:
            self.selectAll()

    def _read(self) -> None:
        text = self.text().strip()
        if not text:
            self._problem = ""
            self._take(None)
            return
        try:
            found = parse_typed_date(text, self._today(), birth=self._birth)
        except ValueError as error:
            self._problem = str(error)
            if self._value is not None:
                self._value = None
                self.changed.emit(None)
            return
        self._take(found)

    def _take(self, value: date | None) -> None:
        before = self._value
        self.set_value(value)
        if value != before:
            self.changed.emit(value)
