"""The form of an employer: its name, its SIRET, its town."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from gen_desktop.changes import Change
from gen_desktop.models.identifiers import siret_problem
from gen_desktop.queries.companies import CompanyRecord
from gen_desktop.services.companies import CompanyInput, update_company
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.side_form import SideForm


class CompanyForm(SideForm):
    """An employer that is in the file: the first call that names one makes it."""

    def __init__(self, ctx: AppContext, record: CompanyRecord) -> None:
        super().__init__(ctx, "Entreprise", record.name)
        self._record = record
        self.name, self.siret, self.city = QLineEdit(record.name), QLineEdit(), QLineEdit()
        self.siret.setText(record.siret or "")
        self.city.setText(record.city or "")
        self.rows.add("name", "Nom", self.name, required=True)
        self.rows.add("siret", "SIRET", self.siret, check=lambda: siret_problem(self.siret.text()))
        self.rows.add("city", "Ville", self.city)
        self.start()

    def write(self) -> Change:
        values = CompanyInput(self.name.text(), self.city.text() or None, self.siret.text() or None)
        return update_company(self.ctx.db, self._record.id, values, version=self._record.version)

    def take_focus(self) -> None:
        self.name.setFocus()
        self.name.selectAll()
