"""Since when a report is compared: one that left, or a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.queries.documents import DocumentDetail
from gen_desktop.ui.widgets.basics import label, set_role
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.date_edit import DateEdit

A_DAY = "une date…"
FUTURE = "Cette date est à venir\u00a0: choisissez un jour passé."
WIDTH = 360


class SinceBar(QWidget):
    """``chosen(id of a document | date)``."""

    chosen = Signal(object)

    def __init__(self, today: Callable[[], dt.date], parent: QWidget) -> None:
        super().__init__(parent)
        self._today = today
        self.choice = CodeCombo(optional=False)
        self.choice.setAccessibleName("Ce qui a changé depuis")
        self.choice.setMinimumWidth(WIDTH)
        self.day = DateEdit(today, self)
        self.day.setAccessibleName("Depuis la fin du")
        self.error = label("", "error")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(label("Ce qui a changé depuis", "strong"))
        for one in (self.choice, self.day, self.error):
            layout.addWidget(one)
        layout.addStretch(1)
        self.choice.activated.connect(self._on_choice)
        self.day.changed.connect(lambda _day: self._take_day())
        self.setEnabled(False)

    def show_choices(self, documents: Sequence[DocumentDetail], since: int | dt.date | None) -> None:
        """The documents of the register that one can look back to, and which one it is, or which day."""
        self.choice.clear()
        for one in documents:
            self.choice.addItem(_words(one), one.id)
        self.choice.addItem(A_DAY, None)
        day = since if isinstance(since, dt.date) else None
        self.choice.setCurrentIndex(self.choice.findData(since) if day is None else self.choice.count() - 1)
        self.day.setVisible(day is not None)
        self.day.set_value(day)
        self._say("")
        self.setEnabled(True)

    def _on_choice(self, at: int) -> None:
        document_id = self.choice.itemData(at)
        self.day.setVisible(document_id is None)
        if document_id is None:
            self.day.setFocus()
        else:
            self._say("")
            self.chosen.emit(document_id)

    def _take_day(self) -> None:
        """Take the day typed, or say what is wrong with it."""
        day, sentence = self.day.value(), self.day.problem()
        if not sentence and day is not None and day > self._today():
            sentence = FUTURE
        self._say(sentence)
        if day is not None and not sentence:
            self.chosen.emit(day)

    def _say(self, sentence: str) -> None:
        self.error.setText(sentence)
        self.day.setAccessibleDescription(sentence)
        set_role(self.day, "wrong", "true" if sentence else "false")


def _words(document: DocumentDetail) -> str:
    """« RS-2026-003, remis le 12/10/2026 », « enregistré le 12/10/2026 »."""
    day = french.short_date(document.issued_at.date())
    if document.number:
        return f"le rapport {document.number}, remis le {day}"
    return f"le rapport enregistré le {day}"
