"""The two small forms of the page: a period of retention, and what is known of a programme's payments."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from gen_desktop.changes import Change
from gen_desktop.models.retention import BASES, COURSE_END, NO_ENTRY, period_problems
from gen_desktop.queries.retention_periods import PeriodRow, ProgramRow, base_words
from gen_desktop.services.funding_programs import record_payment
from gen_desktop.services.retention import PeriodInput, set_period
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.widgets.basics import label
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.date_edit import DateEdit
from gen_desktop.ui.widgets.edit_dialog import EditDialog

LAST_OF_ALL = (
    "Le dernier de tous les versements reçus pour ce programme, de tous ses financeurs. Les durées de "
    "conservation se comptent depuis la fin de cette année-là."
)


class PeriodDialog(EditDialog):
    """How long people are kept for a payer, and why."""

    def __init__(self, ctx: AppContext, row: PeriodRow, parent: QWidget) -> None:
        super().__init__(f"Durée de conservation\u00a0: {row.label}", parent)
        self._ctx, self._row = ctx, row
        self.years = QLineEdit(str(row.years))
        bases = (COURSE_END,) if row.funder == NO_ENTRY else BASES
        self.base = CodeCombo([(base, base_words(base)) for base in bases], optional=False)
        self.base.set_code(row.base)
        self.reason = QLineEdit(row.reason if row.is_own else "")
        self.reason.setPlaceholderText("Convention 2024, article 12")
        self.source = QLineEdit((row.source or "") if row.is_own else "")
        self.form.add("years", "Années", self.years, required=True, check=self._problem("years"))
        self.form.add("base", "Après le 31 décembre de", self.base)
        self.form.add("reason", "Raison", self.reason, required=True)
        self.form.add("source", "Texte qui la fonde", self.source)
        shipped = row.shipped
        proposed = f"Le programme propose {shipped.years}\u00a0ans. {shipped.reason}."
        words = f"{proposed} Source\u00a0: {shipped.source}."
        self.form.add_wide(label(words, "secondary", wrap=True))
        self.years.setFocus()

    def values(self) -> PeriodInput:
        """What is typed; a number that cannot be read counts as none."""
        text = self.years.text().strip()
        years = int(text) if text.isdecimal() and len(text) < 5 else 0
        base = self.base.code() or ""
        return PeriodInput(self._row.funder, years, base, self.reason.text(), self.source.text())

    def write(self) -> Change:
        return set_period(self._ctx.db, self.values(), self._ctx.today(), version=self._row.version)

    def _problem(self, field: str) -> Callable[[], str]:
        def check() -> str:
            values = self.values()
            found = period_problems(values.funder, values.years, values.base, values.reason)
            return next((problem.sentence for problem in found if problem.field == field), "")

        return check


class ProgramDialog(EditDialog):
    """When the last payment for a programme was received, and whether the Union pays a part."""

    def __init__(self, ctx: AppContext, row: ProgramRow, parent: QWidget) -> None:
        super().__init__(row.name, parent)
        self._ctx, self._row = ctx, row
        self.last_payment = DateEdit(ctx.today)
        self.last_payment.set_value(row.last_payment_on)
        self.eu = CodeCombo([("yes", "Oui"), ("no", "Non")])
        self.eu.set_code({True: "yes", False: "no", None: None}[row.is_eu_cofunded])
        self.form.add("last_payment_on", "Dernier versement reçu le", self.last_payment, check=self._late)
        self.form.add("is_eu_cofunded", "Cofinancé par l’Union européenne", self.eu)
        self.form.add_wide(label(LAST_OF_ALL, "secondary", wrap=True))
        self.last_payment.setFocus()

    def is_eu_cofunded(self) -> bool | None:
        """The answer; None: not known."""
        code = self.eu.code()
        return None if code is None else code == "yes"

    def write(self) -> Change:
        row, today = self._row, self._ctx.today()
        facts = (self.last_payment.value(), self.is_eu_cofunded())
        return record_payment(self._ctx.db, row.id, *facts, today=today, version=row.version)

    def _late(self) -> str:
        day = self.last_payment.value()
        wrong = self.last_payment.problem()
        return wrong or (
            "Ce versement est dans l’avenir." if day is not None and day > self._ctx.today() else ""
        )
