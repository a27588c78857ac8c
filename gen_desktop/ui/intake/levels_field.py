"""The level of a candidate on each prerequisite: one line of answers each, one key for each answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from gen_desktop.queries.applications import AskedFor
from gen_desktop.reference.lists import choices
from gen_desktop.ui.widgets.basics import label
from gen_desktop.ui.widgets.choice_buttons import ChoiceButtons

KEYS = {Qt.Key.Key_N: "none", Qt.Key.Key_E: "partial", Qt.Key.Key_A: "held"}
"""First letters of « Non acquis », « En cours d’acquisition », « Acquis »."""


class LevelsField(QWidget):
    """N, E or A answers the line that has the focus and goes on to the next; Suppr takes the answer away.

    ``entered``: Enter was pressed, which ends the form as in every other field.
    """

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: dict[int, ChoiceButtons] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(3)

    def set_asked(self, asked: Sequence[AskedFor]) -> None:
        """One line for each prerequisite, with the level known so far."""
        codes = [(code.code, code.label) for code in choices("positioning_level")]
        for one in asked:
            line = ChoiceButtons(codes, self, name=one.name)
            line.set_code(one.level)
            for answer in line.findChildren(QPushButton):
                answer.installEventFilter(self)
                answer.setAccessibleName(f"{one.name}\u00a0: {answer.text()}")
            self._layout.addWidget(label(one.name, wrap=True))
            self._layout.addWidget(line)
            self._layout.addSpacing(5)
            self.lines[one.prerequisite_id] = line
        if self.lines:
            self.setFocusProxy(next(iter(self.lines.values())))

    def levels(self) -> dict[int, str]:
        """Prerequisite id → code of positioning_level, for those that are answered."""
        return {key: code for key, line in self.lines.items() if (code := line.code()) is not None}

    def set_levels(self, levels: Mapping[int, str]) -> None:
        """Show these answers; prerequisites that are not here any more are left out."""
        for key, line in self.lines.items():
            line.set_code(levels.get(key))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not event.modifiers():
            line = watched.parent()
            key = Qt.Key(event.key())
            if isinstance(line, ChoiceButtons) and key in KEYS:
                line.set_code(KEYS[key])
                self.focusNextPrevChild(True) if line is self._last() else self._after(line).setFocus()
                return True
            if isinstance(line, ChoiceButtons) and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
                line.set_code(None)
                return True
            if isinstance(line, ChoiceButtons) and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.entered.emit()
                return True
        return super().eventFilter(watched, event)

    def _last(self) -> ChoiceButtons:
        return list(self.lines.values())[-1]

    def _after(self, line: ChoiceButtons) -> ChoiceButtons:
        lines = list(self.lines.values())
        return lines[lines.index(line) + 1]
