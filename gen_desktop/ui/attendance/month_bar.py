"""What was sent of the months shown: locked, being corrected, or not sent yet, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.models.month_statement import SentMonth, correction_name
from gen_desktop.queries.month_statements import Statement
from gen_desktop.ui.widgets.basics import ElidedLabel, button, clear, set_refusal, set_role


@dataclass(frozen=True, slots=True)
class MonthSendings:
    """Everything sent of a month, the first sending first."""

    month: date
    statements: tuple[Statement, ...]

    @property
    def last(self) -> Statement | None:
        """The sending in force, or the open correction."""
        return self.statements[-1] if self.statements else None

    @property
    def is_open(self) -> bool:
        """Whether a correction is open."""
        return self.last is not None and self.last.sent_on is None

    @property
    def sentence(self) -> str:
        """Where the month stands."""
        month = french.month_name(self.month)
        if self.last is None:
            return f"{month[0].upper()}{month[1:]} n’a pas encore été envoyé à un financeur."
        name = correction_name(self.last.number)
        if self.last.sent_on is None:
            opened = french.long_date(self.last.opened_on, weekday=False)
            reason = f"{french.NBSP}: {self.last.reason}" if self.last.reason else ""
            return f"{name.capitalize()} de {month}, ouvert le {opened}{reason}"
        sent = SentMonth(self.month, self.last.number, self.last.payer, self.last.sent_on)
        return f"{sent.title} ({name})." if self.last.number else f"{sent.title}."


class MonthBar(QFrame):
    """``asked(gesture, month)``: send, correct or changes."""

    asked = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(11, 5, 6, 5)
        self._lines.setSpacing(4)
        self.hide()

    def show_months(self, months: Sequence[MonthSendings], refusal: str) -> None:
        """A line for each month. ``refusal``: why whoever works here may do nothing about it, ''."""
        clear(self._lines)
        for one in months:
            self._lines.addWidget(self._line(one, refusal))
        is_locked = any(one.last is not None and not one.is_open for one in months)
        set_role(self, "tone", "attention" if is_locked else "neutral")
        self.setVisible(bool(months))

    def _line(self, one: MonthSendings, refusal: str) -> QWidget:
        line = QWidget(self)
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(ElidedLabel(one.sentence), 1)
        if one.last is not None and one.last.number:
            layout.addWidget(button("Changements", partial(self.asked.emit, "changes", one.month)))
        if one.last is None or one.is_open:
            made = button("Marquer envoyé…", partial(self.asked.emit, "send", one.month))
        else:
            made = button("Ouvrir un rectificatif…", partial(self.asked.emit, "correct", one.month))
        set_refusal(made, refusal)
        layout.addWidget(made)
        return line
