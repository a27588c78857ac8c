"""The form of the organisation: who it is, its quality label, how it is reached."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from gen_desktop.french import NBSP, phone, short_date
from gen_desktop.importing import people
from gen_desktop.models.identifiers import nda_problem, siret_problem
from gen_desktop.queries.organization import OrganizationRecord
from gen_desktop.reference.lists import choices
from gen_desktop.services.logos import logo_problem
from gen_desktop.services.organization import OrganizationInput
from gen_desktop.ui.commune_pair import CommunePair
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.widgets.basics import label
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.date_edit import DateEdit
from gen_desktop.ui.widgets.field_values import read_field, write_field
from gen_desktop.ui.widgets.form import FormRows
from gen_desktop.ui.widgets.logo_field import LogoField
from gen_desktop.ui.widgets.phone_field import PhoneField

LABEL_WIDTH = 206
SIRET_GROUPS = (3, 3, 3, 5)
NDA_GROUPS = (2, 2, 5, 2)
ASKED_BY_REPORTS = ("siret", "nda")


class OrganizationForm(FormRows):
    """``edited()`` when a field holds something else. A stored value never replaces what is typed."""

    edited = Signal()

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent, label_width=LABEL_WIDTH)
        self._commune = CommunePair(ctx.jobs, self)
        self.fields: dict[str, QWidget] = {}
        self.logo = LogoField(logo_problem)
        self._date = DateEdit(ctx.today)
        self._phone = PhoneField(lambda text: people.phone(text) or "")
        self._add_rows()
        self._stored = self.values()

    def show_record(self, record: OrganizationRecord, logo: bytes | None) -> None:
        """Fill in what is stored, except where something typed or chosen is not saved."""
        if self.logo.value() is None:
            self.logo.show_logo(logo)
        stored = {name: _shown(name, getattr(record, name)) for name in self.fields}
        for name, field in self.fields.items():
            if read_field(field) == self._stored[name]:
                write_field(field, stored[name])
        self._stored = stored
        self.edited.emit()

    def values(self) -> dict[str, Any]:
        """What every field holds, readable or not."""
        return {name: read_field(field) for name, field in self.fields.items()}

    def is_touched(self) -> bool:
        """Whether something typed would be lost."""
        return bool(self.touched()) or self.logo.value() is not None

    def touched(self) -> dict[str, Any]:
        """What the fields hold that is not what is stored."""
        return {name: value for name, value in self.values().items() if value != self._stored[name]}

    def drop(self) -> None:
        """Show what is stored, whatever was typed."""
        self.logo.show_logo(None)
        for name, value in self._stored.items():
            write_field(self.fields[name], value)
        self.edited.emit()

    def put_back(self, typed: Mapping[str, Any]) -> None:
        """Type again what ``touched`` gave."""
        for name, value in typed.items():
            if name in self.fields:
                write_field(self.fields[name], value)
        self.edited.emit()

    def set_saved(self, values: Mapping[str, Any]) -> None:
        """These are stored now."""
        self._stored = dict(values)
        self.logo.forget()
        self.edited.emit()

    def typed(self) -> OrganizationInput:
        """The organisation as typed; call when every row is right."""
        texts = {name: value for name, value in self.values().items() if isinstance(value, str)}
        told: dict[str, Any] = {name: value or None for name, value in texts.items()}
        told |= {"qualiopi_valid_until": self._date.value(), "phone": self._phone.value() or None}
        told["logo"] = self.logo.value()
        return OrganizationInput(**told | {"name": texts["name"]})

    def focus_missing(self) -> None:
        """The cursor in the first field that reports ask for and that is empty."""
        for name in ASKED_BY_REPORTS:
            if not read_field(self.fields[name]).strip():
                self.fields[name].setFocus()
                return

    def _add_rows(self) -> None:
        self._heading("Identité")
        self._line("name", "Nom", required=True)
        self._line("siret", "SIRET", check=lambda: siret_problem(self._text("siret")))
        self._line("nda", "N° de déclaration d’activité", check=lambda: nda_problem(self._text("nda")))
        codes = [(code.code, code.label) for code in choices("legal_status")]
        self._field("legal_status", "Statut", CodeCombo(codes))
        self._line("representative", "Représentant")
        self._line("representative_quality", "En qualité de")
        self._heading("Certification Qualiopi")
        self._line("qualiopi_number", "N° de certificat")
        self._field("qualiopi_valid_until", "Valable jusqu’au", self._date)
        self._heading("Coordonnées")
        self._line("address", "Adresse")
        read = partial(self._reads, "postal_code", people.postal_code)
        self._field("postal_code", "Code postal", self._commune.postal_code, check=read)
        self._field("city", "Commune", self._commune.city)
        self._field("phone", "Téléphone", self._phone)
        self._line("email", "Courriel", check=lambda: self._reads("email", people.email))
        self._heading("Données personnelles")
        self._line("privacy_contact", "À qui s’adresser")
        self._heading("Logo")
        self.logo.changed.connect(self.edited)
        self.add_wide(self.logo)

    def _heading(self, text: str) -> None:
        made = label(text, "strong")
        made.setContentsMargins(0, 8 if self.fields else 0, 0, 2)
        self.add_wide(made)

    def _line(
        self, name: str, text: str, *, required: bool = False, check: Callable[[], str] | None = None
    ) -> None:
        self._field(name, text, QLineEdit(), required=required, check=check)

    def _field(
        self,
        name: str,
        text: str,
        field: QWidget,
        *,
        required: bool = False,
        check: Callable[[], str] | None = None,
    ) -> None:
        self.fields[name] = field
        self.add(name, text, field, required=required, check=check)
        if isinstance(field, QLineEdit):
            field.textChanged.connect(lambda _text: self.edited.emit())
        elif isinstance(field, QComboBox):
            field.currentIndexChanged.connect(lambda _index: self.edited.emit())

    def _text(self, name: str) -> str:
        return str(read_field(self.fields[name]))

    def _reads(self, name: str, read: Callable[[Any], str | None]) -> str:
        """What is wrong with the field; what can be read is shown as it will be stored."""
        try:
            found = read(self._text(name)) or ""
        except ValueError as error:
            return str(error)
        if found != self._text(name):
            write_field(self.fields[name], found)
        return ""


def _shown(name: str, value: Any) -> Any:
    """A stored value as its field holds it."""
    if name == "legal_status":
        return value
    if value is None:
        return ""
    if isinstance(value, date):
        return short_date(value)
    if name == "phone":
        return phone(value)
    groups = {"siret": SIRET_GROUPS, "nda": NDA_GROUPS}.get(name)
    return _grouped(value, groups) if groups is not None and len(value) == sum(groups) else value


def _grouped(number: str, groups: tuple[int, ...]) -> str:
    starts = [sum(groups[:place]) for place in range(len(groups))]
    return NBSP.join(number[start : start + size] for start, size in zip(starts, groups, strict=True))
