"""A few answers side by side, one of them taken: faster than a drop-down for what is asked all day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QPushButton, QWidget


class ChoiceButtons(QWidget):
    """``chosen(code)`` when the person picks. Arrow keys move, space or Enter takes; Tab leaves."""

    chosen = Signal(object)

    def __init__(
        self,
        choices: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
        *,
        columns: int = 0,
        name: str = "",
        kind: str = "choice",
        keys: Mapping[str, str] | None = None,
    ) -> None:
        """``choices``: code and French text. ``columns`` 0: all on one line, each as wide as its text.

        ``kind`` « side »: quieter, where there are many of them. ``keys``: the letter of each text that
        picks it, underlined; with Alt it works from anywhere in the window.
        """
        super().__init__(parent)
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._columns = columns or len(choices)
        self.setAccessibleName(name)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for position, (code, text) in enumerate(choices):
            button = _ChoiceButton(_underlined(text, (keys or {}).get(code, "")), self, kind)
            button.setAccessibleName(text)
            button.clicked.connect(lambda _checked=False, picked=code: self.chosen.emit(picked))
            self._group.addButton(button)
            self._buttons[code] = button
            layout.addWidget(button, position // self._columns, position % self._columns)
        if not columns:
            layout.setColumnStretch(len(choices), 1)
        if self._buttons:
            self.setFocusProxy(next(iter(self._buttons.values())))

    def code(self) -> str | None:
        """The code taken, None when none is."""
        return next((code for code, button in self._buttons.items() if button.isChecked()), None)

    def set_code(self, code: str | None) -> None:
        """Show that answer (None: no answer) without a signal. KeyError for an unknown code."""
        if code is not None:
            self._buttons[code].setChecked(True)
            return
        self._group.setExclusive(False)
        for button in self._buttons.values():
            button.setChecked(False)
        self._group.setExclusive(True)

    def pick(self, code: str) -> bool:
        """Take that answer as a click does; False when it cannot be taken."""
        button = self._buttons[code]
        if button.isEnabled():
            button.click()
        return button.isEnabled()

    def set_enabled_codes(self, codes: Sequence[str]) -> None:
        """Only these can be taken."""
        for code, button in self._buttons.items():
            button.setEnabled(code in codes)

    def set_tooltips(self, texts: Mapping[str, str]) -> None:
        """The whole of an answer that is shown cut."""
        for code, text in texts.items():
            button = self._buttons[code]
            button.setToolTip("" if button.text() == text else text)
            button.setAccessibleName(text)

    def step(self, from_button: QPushButton, by: int) -> None:
        """Move the focus by that many buttons, within the ends."""
        buttons = list(self._buttons.values())
        target = buttons.index(from_button) + by
        if 0 <= target < len(buttons):
            buttons[target].setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def columns(self) -> int:
        """Buttons on one line."""
        return self._columns


def _underlined(text: str, key: str) -> str:
    """The text with the mark that Qt draws as a line under the letter."""
    at = text.casefold().find(key.casefold()) if key else -1
    return text if at < 0 else f"{text[:at]}&{text[at:]}"


class _ChoiceButton(QPushButton):
    def __init__(self, text: str, owner: ChoiceButtons, kind: str) -> None:
        super().__init__(text, owner)
        self._owner = owner
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setProperty("kind", kind)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._owner.setFocusProxy(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._owner.columns,
            Qt.Key.Key_Down: self._owner.columns,
        }.get(Qt.Key(event.key()))
        if by is not None:
            self._owner.step(self, by)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        else:
            super().keyPressEvent(event)
