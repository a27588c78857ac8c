"""A cohort made like another: when it begins, and what it is called."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from gen_desktop.changes import Change
from gen_desktop.errors import InvalidInput
from gen_desktop.queries import cohorts
from gen_desktop.queries.cohort_detail import CohortDetail
from gen_desktop.services.cohort_copies import CopyInput, duplicate_cohort, shifted_end
from gen_desktop.ui import typed
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.side_form import SideForm
from gen_desktop.ui.widgets.basics import label
from gen_desktop.ui.widgets.check_box import CheckBox
from gen_desktop.ui.widgets.date_edit import DateEdit

KEPT = (
    "La formation, le programme, le site, les places, la semaine, le référent et les formateurs sont repris. "
    "Personne n’est inscrit, rien n’est émargé."
)


class DuplicateForm(SideForm):
    """The end and the code follow the first day until they are typed."""

    def __init__(self, ctx: AppContext, cohort: CohortDetail) -> None:
        super().__init__(ctx, "Dupliquer la cohorte", cohort.code)
        self._cohort = cohort
        with ctx.db.read() as session:
            self._taken = frozenset(cohorts.ids_by_code(session))
        self.first, self.last = DateEdit(ctx.today), DateEdit(ctx.today)
        self.code = QLineEdit()
        self.modules = CheckBox("Reprendre les modules et les formateurs des demi-journées")
        self.modules.setChecked(True)
        self.rows.add("planned_start", "Début", self.first, required=True)
        self.rows.add("planned_end", "Fin", self.last, required=True)
        self.rows.add("code", "Code", self.code, required=True)
        self.rows.add_wide(self.modules)
        self.rows.add_wide(label(KEPT, "secondary", wrap=True))
        self.first.changed.connect(self._on_first)
        self.start()

    def write(self) -> Change:
        first, last = self.first.value(), self.last.value()
        if first is None or last is None:
            raise InvalidInput.one("planned_start", "Donnez le premier et le dernier jour.")
        values = CopyInput(self.code.text(), first, last, self.modules.isChecked())
        return duplicate_cohort(self.ctx.db, self._cohort.id, values)

    def take_focus(self) -> None:
        self.first.setFocus()

    def _on_first(self, _day: object) -> None:
        first, cohort = self.first.value(), self._cohort
        if first is None:
            return
        if not self.last.isModified():
            self.last.set_value(shifted_end(cohort.planned_start, cohort.planned_end, first))
        if not self.code.isModified():
            self.code.setText(typed.suggested_code(cohort.course_code, first, self._taken))
