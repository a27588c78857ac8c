"""The small form of one rule: its value, from which day, and what it rests on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QLineEdit, QWidget

from gen_desktop.changes import Change
from gen_desktop.errors import InvalidInput
from gen_desktop.french import NBSP
from gen_desktop.queries.parameters import ParameterRow
from gen_desktop.reference.parameters import parse_parameter
from gen_desktop.services.parameters import set_parameter
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.widgets.basics import label
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.date_edit import DateEdit
from gen_desktop.ui.widgets.edit_dialog import EditDialog

CHOICES = {"boolean": (("1", "Oui"), ("0", "Non")), "comparison": (("≥", "Au moins"), (">", "Plus de"))}
EXPECTED = {
    "months": "Un nombre de mois.",
    "years": "Un nombre d’années.",
    "days": "Un nombre de jours.",
    "count": "Un nombre entier.",
    "percent": "Un nombre de 0 à 100.",
    "horizons": "Des échéances parmi 0, 3, 6, 12 et 24 mois (0\u00a0: à la sortie).",
}
FROM_ALWAYS = (
    "Laissez vide pour que la règle vaille quelle que soit la date. Avec une date, ce qui est compté avant "
    "elle garde l’ancienne valeur."
)


class RuleDialog(EditDialog):
    """Changes one rule."""

    def __init__(self, ctx: AppContext, row: ParameterRow, parent: QWidget) -> None:
        super().__init__(row.label, parent)
        self._ctx, self._row = ctx, row
        self._value = _field(row, ctx.today)
        self.since = DateEdit(ctx.today)
        self.since.set_value(row.since if row.is_own else None)
        self.source = QLineEdit(row.source if row.is_own else "")
        self.source.setPlaceholderText("Règlement intérieur, article 6")
        self.form.add("value", "Valeur", self._value, required=True, check=self._wrong)
        self.form.add("valid_from", "À partir du", self.since, check=self.since.problem)
        self.form.add("source", "Texte qui la fonde", self.source)
        proposed = f"Le programme propose{NBSP}: {row.shipped_words}. {row.shipped.source}."
        self.form.add_wide(label(f"{FROM_ALWAYS}\n{proposed}", "secondary", wrap=True))
        self._value.setFocus()

    def value(self) -> str:
        """What is typed, as it is stored."""
        field = self._value
        if isinstance(field, CodeCombo):
            return field.code() or ""
        if isinstance(field, DateEdit):
            day = field.value()
            return day.isoformat() if day is not None else ""
        return field.text().strip()

    def write(self) -> Change:
        source = self.source.text()
        return set_parameter(self._ctx.db, self._row.code, self.value(), self.since.value(), source)

    def _wrong(self) -> str:
        try:
            parse_parameter(self._row.code, self._row.unit, self.value())
        except InvalidInput:
            return EXPECTED.get(self._row.unit, "Une date, comme 08/01/2025.")
        return ""


def _field(row: ParameterRow, today: Callable[[], date]) -> CodeCombo | QLineEdit:
    """The field in which a rule of that unit is typed, with its value."""
    if row.unit in CHOICES:
        combo = CodeCombo(CHOICES[row.unit], optional=False)
        combo.set_code(row.text)
        return combo
    if row.unit == "date":
        day = DateEdit(today)
        day.set_value(date.fromisoformat(row.text))
        return day
    return QLineEdit(row.text)
