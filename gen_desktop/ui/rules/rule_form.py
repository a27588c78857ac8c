"""The form of one rule: its value, from which day, and why."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QLineEdit, QWidget

from gen_desktop.changes import Change
from gen_desktop.french import NBSP
from gen_desktop.queries.parameter_rules import RuleRow, value_words
from gen_desktop.services.parameters import ParameterInput, set_parameter
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.side_form import SideForm
from gen_desktop.ui.widgets.basics import label
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.date_edit import DateEdit

CHOICES = {
    "boolean": (("1", "Oui"), ("0", "Non")),
    "comparison": (("≥", "Au moins (≥)"), (">", "Plus de (>)")),
}
UNITS = {"months": "mois", "years": "ans", "days": "jours", "percent": "%", "count": "nombre"}
SINCE = "Sans date, la règle vaut aussi pour le passé\u00a0: les chiffres déjà rendus peuvent changer."


class RuleForm(SideForm):
    """A new value holds from a day on; before, the rule stays what it was."""

    def __init__(self, ctx: AppContext, row: RuleRow) -> None:
        super().__init__(ctx, "Régler", row.default.label)
        self._row = row
        self.value = self._value_field()
        self.valid_from = DateEdit(ctx.today)
        self.valid_from.set_value(ctx.today())
        self.source = QLineEdit()
        self.source.setPlaceholderText("règlement intérieur, convention…")
        unit = UNITS.get(row.default.unit)
        self.rows.add("value", f"Valeur ({unit})" if unit else "Valeur", self.value, required=True)
        self.rows.add("valid_from", "À partir du", self.valid_from)
        self.rows.add("source", "Pourquoi", self.source)
        proposed = value_words(row.default.value, row.default.unit)
        self.rows.add_wide(label(f"Valeur proposée{NBSP}: {proposed}. {SINCE}", "secondary", wrap=True))
        self.start()

    def write(self) -> Change:
        values = ParameterInput(
            self._row.default.code, self._text(), self.valid_from.value(), self.source.text()
        )
        return set_parameter(self.ctx.db, values)

    def take_focus(self) -> None:
        self.value.setFocus()

    def _value_field(self) -> QWidget:
        unit, value = self._row.default.unit, self._row.value
        if unit in CHOICES:
            combo = CodeCombo(CHOICES[unit], optional=False)
            combo.set_code(str(int(value)) if isinstance(value, bool) else str(value))
            return combo
        if isinstance(value, dt.date):
            day = DateEdit(self.ctx.today)
            day.set_value(value)
            return day
        return QLineEdit(str(value))

    def _text(self) -> str:
        if isinstance(self.value, CodeCombo):
            return self.value.code() or ""
        if isinstance(self.value, DateEdit):
            day = self.value.value()
            return "" if day is None else day.isoformat()
        return self.value.text().strip() if isinstance(self.value, QLineEdit) else ""
