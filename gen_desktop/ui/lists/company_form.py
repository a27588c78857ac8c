"""The forms of an employer: what is known of it and whom to talk to; two writings made one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QLineEdit

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.models.identifiers import naf_problem, siret_problem
from gen_desktop.queries.companies import CompanyContactRow, CompanyRecord, all_choices, look_alikes
from gen_desktop.services.companies import (
    CompanyContactInput,
    CompanyInput,
    create_company,
    update_company,
)
from gen_desktop.services.company_merging import merge_companies
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.side_form import SideForm, notes_field
from gen_desktop.ui.widgets.basics import button, label
from gen_desktop.ui.widgets.code_combo import CodeCombo

_FACTS = {
    "name": "Nom",
    "siret": "SIRET",
    "naf_code": "Code NAF",
    "address": "Adresse",
    "postal_code": "Code postal",
    "city": "Ville",
    "phone": "Téléphone",
    "email": "Courriel",
}
_OF_CONTACT = {"name": "Contact", "role": "Fonction", "phone": "Téléphone", "email": "Courriel"}
EXPLAINED = (
    "Les emplois, les périodes et les contacts de l’autre passent à celle-ci, qui en prend aussi ce qu’elle "
    "ne sait pas encore. L’autre disparaît de la liste."
)


class CompanyForm(SideForm):
    """An employer, new or known, with its contacts; one whose lines are all empty is taken away."""

    def __init__(self, ctx: AppContext, record: CompanyRecord | None = None) -> None:
        super().__init__(ctx, "Entreprise", record.name if record is not None else "nouvelle")
        self._record = record
        self.lines = {name: QLineEdit() for name in _FACTS}
        self.name = self.lines["name"]
        self.note = notes_field()
        checks = {"siret": siret_problem, "naf_code": naf_problem}
        for name, text in _FACTS.items():
            line = self.lines[name]
            line.setText((getattr(record, name) or "") if record is not None else "")
            check = partial(_wrong, checks[name], line) if name in checks else None
            self.rows.add(name, text, line, required=name == "name", check=check)
        self.rows.add("note", "Note", self.note)
        self.note.setPlainText((record.note or "") if record is not None else "")
        self._contacts: list[tuple[int | None, dict[str, QLineEdit]]] = []
        for contact in record.contacts if record is not None else ():
            self._add_contact(contact)
        self._add_contact(None)
        self.body.insertWidget(2, button("Un autre contact", lambda: self._add_contact(None), kind="link"))
        for name in ("name", "city", "siret"):
            self.lines[name].editingFinished.connect(self._tell_look_alikes)
        self.start()
        self._tell_look_alikes()

    def write(self) -> Change:
        typed: dict[str, Any] = {name: line.text() for name, line in self.lines.items()}
        contacts = tuple(
            CompanyContactInput(**{name: line.text() for name, line in lines.items()}, id=known)
            for known, lines in self._contacts
            if any(line.text().strip() for line in lines.values())
        )
        values = CompanyInput(**typed, note=self.note.toPlainText(), contacts=contacts)
        if self._record is None:
            return create_company(self.ctx.db, values)
        return update_company(self.ctx.db, self._record.id, values, version=self._record.version)

    def take_focus(self) -> None:
        self.name.setFocus()
        self.name.selectAll()

    def put_back(self, typed: Mapping[str, Any]) -> None:
        places = [int(name.split(".")[1]) for name in typed if name.startswith("contact.")]
        while len(self._contacts) <= max(places, default=0):
            self._add_contact(None)
        super().put_back(typed)

    def _add_contact(self, known: CompanyContactRow | None) -> None:
        place = len(self._contacts)
        lines = {name: QLineEdit() for name in _OF_CONTACT}
        for name, text in _OF_CONTACT.items():
            if known is not None:
                lines[name].setText(getattr(known, name) or "")
            self.rows.add(f"contact.{place}.{name}", text, lines[name])
        self._contacts.append((None if known is None else known.id, lines))

    def _tell_look_alikes(self) -> None:
        """Another writing of the same employer, told while it is typed."""
        own = None if self._record is None else self._record.id
        name, city, siret = (self.lines[one].text() for one in ("name", "city", "siret"))
        with self.ctx.db.read() as session:
            found = look_alikes(session, name, city, siret, besides=own) if name.strip() else ()
        if not found:
            self.say("")
            return
        names = french.join_names([f"«{french.NBSP}{one.label}{french.NBSP}»" for one in found])
        ends = "" if own is None else f" Réunissez-les par le menu{french.NBSP}…"
        self.say(f"Déjà dans la liste{french.NBSP}: {names}.{ends}")


def _wrong(problem: Callable[[str], str], line: QLineEdit) -> str:
    return problem(line.text())


class MergeCompanyForm(SideForm):
    """Which other writing of the employer is made one with it."""

    def __init__(self, ctx: AppContext, record: CompanyRecord) -> None:
        super().__init__(ctx, "Réunir", record.name)
        self._record = record
        with ctx.db.read() as session:
            choices = [(str(one.id), one.label) for one in all_choices(session) if one.id != record.id]
            alike = look_alikes(session, record.name, record.city, record.siret, besides=record.id)
        self.other = CodeCombo(choices, none_text="Choisissez")
        if alike:
            self.other.set_code(str(alike[0].id))
        self.rows.add("other", "Avec", self.other, required=True)
        self.body.insertWidget(2, label(EXPLAINED, "secondary", wrap=True))
        self.save_button.setText("Réunir")
        self.start()

    def write(self) -> Change:
        return merge_companies(self.ctx.db, self._record.id, int(self.other.code() or 0))

    def take_focus(self) -> None:
        self.other.setFocus()
