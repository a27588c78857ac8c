"""One question with its answers side by side, and what is wrong with the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gen_desktop.ui.widgets.basics import label
from gen_desktop.ui.widgets.choice_buttons import ChoiceButtons


class Question(QWidget):
    """``answered(code)`` when the person picks; the sentence of ``set_error`` is under the answers."""

    answered = Signal(object)

    def __init__(
        self,
        text: str,
        choices: Sequence[tuple[str, str]],
        columns: int,
        keys: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text = label(text, "secondary")
        self.answers = ChoiceButtons(choices, columns=columns, name=text, keys=keys)
        self._error = label("", "error", wrap=True)
        self._error.hide()
        self.answers.chosen.connect(self._on_chosen)
        self.setFocusProxy(self.answers)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._text)
        layout.addWidget(self.answers)
        layout.addWidget(self._error)

    def set_text(self, text: str) -> None:
        """Ask it in other words."""
        self._text.setText(text)
        self.answers.setAccessibleName(text)

    def code(self) -> str | None:
        """The answer taken, None when none is."""
        return self.answers.code()

    def set_code(self, code: str | None) -> None:
        """Show that answer without a signal."""
        self.answers.set_code(code)

    def set_error(self, sentence: str) -> None:
        """Say what is wrong; '' takes it away."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        self.answers.setAccessibleDescription(sentence)

    def error(self) -> str:
        """The sentence shown."""
        return self._error.text()

    def _on_chosen(self, code: str) -> None:
        self.set_error("")
        self.answered.emit(code)
