"""The questions of a merge, one under the other, each with its answers side by side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from gen_desktop.ui.duplicates.words import Asked
from gen_desktop.ui.widgets.basics import clear, label
from gen_desktop.ui.widgets.choice_buttons import ChoiceButtons

LONGEST = 30
"""Signs of an answer that are shown; the whole of it is its tooltip."""


class Questions(QWidget):
    """``answered(key, answer)`` when the person picks."""

    answered = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked: tuple[Asked, ...] = ()
        self.choices: dict[str, ChoiceButtons] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, 116)
        self._grid.setColumnStretch(1, 1)

    def ask(self, questions: Sequence[Asked], answers: dict[str, str]) -> None:
        """Show these questions; the same ones stay as they are, so that the focus does too."""
        if tuple(questions) == self._asked:
            return
        self._asked = tuple(questions)
        clear(self._grid)
        self.choices = {}
        for row, one in enumerate(self._asked):
            texts = [(code, _short(text)) for code, text in one.answers]
            buttons = ChoiceButtons(texts, self, columns=2, name=one.title.replace("\n", ", "), kind="side")
            buttons.set_tooltips(dict(one.answers))
            buttons.set_code(answers.get(one.key, one.proposed))
            buttons.chosen.connect(lambda code, key=one.key: self.answered.emit(key, code))
            self._grid.addWidget(label(one.title, "secondary", wrap=True), row, 0)
            self._grid.addWidget(buttons, row, 1)
            self.choices[one.key] = buttons


def _short(text: str) -> str:
    bare = " ".join(text.split())
    return bare if len(bare) <= LONGEST else f"{bare[: LONGEST - 1].rstrip()}…"
