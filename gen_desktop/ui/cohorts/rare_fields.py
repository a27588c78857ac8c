"""The fields of a cohort that few need: actual dates, counts, numbers of the administrations, the welcome."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from gen_desktop.queries.cohort_detail import CohortDetail
from gen_desktop.reference.lists import choices
from gen_desktop.ui import typed
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.date_edit import DateEdit
from gen_desktop.ui.widgets.form import FormRows

LABEL_WIDTH = 118
_DAYS = {"actual_start": "Début réel", "actual_end": "Fin réelle"}
_COUNTS = {
    "minimum_seats": "Minimum",
    "declared_applications": "Candidatures",
    "declared_admissions": "Admissions",
}
_NUMBERS = {
    "carif_session_number": "N° Carif session",
    "carif_action_number": "N° Carif action",
    "france_travail_number": "N° France Travail",
}
RARE_ROWS = (*_DAYS, *_COUNTS, *_NUMBERS, "subcontracting", "welcome_note")


class RareFields(FormRows):
    """``dates_changed()`` when the half-days would be others."""

    dates_changed = Signal()

    def __init__(
        self, today: Callable[[], date], problem_of: Callable[[str], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, label_width=LABEL_WIDTH)
        self._days = {name: DateEdit(today) for name in _DAYS}
        self._counts = {name: QLineEdit() for name in _COUNTS}
        self._numbers = {name: QLineEdit() for name in _NUMBERS}
        subcontracting = [(code.code, code.label) for code in choices("subcontracting")]
        self._subcontracting = CodeCombo(subcontracting)
        self._welcome = QPlainTextEdit()
        self._welcome.setFixedHeight(76)
        self._welcome.setTabChangesFocus(True)
        self._welcome.setPlaceholderText("pour la convocation\u00a0: accès, ce qu’il faut apporter")
        for name, day in self._days.items():
            day.changed.connect(self.dates_changed)
            add_checked_row(self, name, _DAYS[name], day, problem_of)
        for name, count in self._counts.items():
            add_checked_row(self, name, _COUNTS[name], count, problem_of, typed.whole)
        for name, number in self._numbers.items():
            self.add(name, _NUMBERS[name], number)
        self.add("subcontracting", "Sous-traitance", self._subcontracting)
        self.add("welcome_note", "Mot d’accueil", self._welcome)

    def clear(self) -> None:
        """Empty fields; a parent form empties its lines by itself."""
        self._subcontracting.set_code(None)
        self._welcome.clear()

    def load(self, cohort: CohortDetail) -> None:
        """Show what is known of a cohort."""
        for name, day in self._days.items():
            day.set_value(getattr(cohort, name))
        for name, count in self._counts.items():
            known = getattr(cohort, name)
            count.setText("" if known is None else str(known))
        for name, number in self._numbers.items():
            number.setText(getattr(cohort, name) or "")
        self._subcontracting.set_code(cohort.subcontracting)
        self._welcome.setPlainText(cohort.welcome_note or "")

    def dates(self) -> tuple[date | None, date | None]:
        """The actual first and last day, where they are told."""
        return self._days["actual_start"].value(), self._days["actual_end"].value()

    def values(self) -> dict[str, Any]:
        """What is typed so far, by field of a CohortInput; what cannot be read counts as not said."""
        told: dict[str, Any] = {name: day.value() for name, day in self._days.items()}
        for name, count in self._counts.items():
            told[name] = typed.read_or_none(typed.whole, count.text())
        for name, number in self._numbers.items():
            told[name] = number.text().strip() or None
        told["subcontracting"] = self._subcontracting.code()
        told["welcome_note"] = self._welcome.toPlainText().strip() or None
        return told


def add_checked_row(
    form: FormRows,
    name: str,
    text: str,
    field: QLineEdit | QPlainTextEdit,
    problem_of: Callable[[str], str],
    reader: Callable[[str], object] | None = None,
    *,
    required: bool = False,
) -> None:
    """A row whose sentence is that of its reading, else what ``problem_of`` says of that field."""

    def check() -> str:
        if isinstance(field, DateEdit):
            sentence = field.problem()
        else:
            sentence = typed.sentence_of(reader, field.text()) if isinstance(field, QLineEdit) else ""
        is_missing = isinstance(field, QLineEdit) and required and not field.text().strip()
        return sentence if sentence or is_missing else problem_of(name)

    form.add(name, text, field, required=required, check=check)
