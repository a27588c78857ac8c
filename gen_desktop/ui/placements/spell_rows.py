"""The fields that tell of a job, of a created business or of a further training."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from gen_desktop.french import number
from gen_desktop.importing import values as cleaners
from gen_desktop.models.placement import SpellFacts, is_open_ended, spell_months
from gen_desktop.queries.companies import CompanyChoice
from gen_desktop.queries.follow_up_form import Spell
from gen_desktop.reference.lists import Code, choices, code_list
from gen_desktop.ui.placements.words import TARGET, YES_NO
from gen_desktop.ui.suggesting import suggesting
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.date_edit import DateEdit
from gen_desktop.ui.widgets.field_values import read_field, write_field
from gen_desktop.ui.widgets.form import FormRows

LABEL_WIDTH = 112
_TEXTS = ("employer", "employer_city", "title", "rome_code", "siren", "legal_form")
_DAYS = ("starts_on", "ends_on")
_CODES = ("contract_type", "working_time", "proof", "contact_mode")
_SAID = ("is_target_occupation", "is_digital_sector", "is_executive")


class Rows(FormRows):
    """Rows whose fields are known by name. ``changed`` when an answer changes by the person's hand."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, label_width=LABEL_WIDTH)
        self.fields: dict[str, QWidget] = {}

    def add_field(self, name: str, text: str, field: QWidget, check: Callable[[], str] | None = None) -> None:
        """Add a row and listen to its field."""
        self.fields[name] = field
        self.add(name, text, field, check=check)
        if isinstance(field, CodeCombo):
            field.chosen.connect(lambda _code: self.changed.emit())
        elif isinstance(field, DateEdit):
            field.changed.connect(lambda _day: self.changed.emit())
        elif isinstance(field, QLineEdit | QPlainTextEdit):
            field.textChanged.connect(lambda *_: self.changed.emit())

    def draft(self) -> dict[str, Any]:
        """Everything typed, readable or not."""
        return {name: read_field(field) for name, field in self.fields.items()}

    def restore(self, draft: Mapping[str, Any]) -> None:
        """Put back what ``draft`` gave; a field that an earlier version did not have stays as it is."""
        for name, field in self.fields.items():
            if name in draft:
                write_field(field, draft[name])

    def values(self) -> dict[str, Any]:
        """What the fields say, under the names of SituationInput; call it once every row is readable."""
        return {name: self._value(name, field) for name, field in self.fields.items()}

    def combo(self, name: str) -> CodeCombo:
        """The drop-down of that name."""
        field = self.fields[name]
        assert isinstance(field, CodeCombo)
        return field

    def line(self, name: str) -> QLineEdit:
        """The line of that name."""
        field = self.fields[name]
        assert isinstance(field, QLineEdit)
        return field

    def day(self, name: str) -> DateEdit:
        """The date field of that name."""
        field = self.fields[name]
        assert isinstance(field, DateEdit)
        return field

    def _value(self, name: str, field: QWidget) -> Any:
        if isinstance(field, DateEdit):
            return field.value()
        if isinstance(field, CodeCombo):
            code = field.code()
            return code if name not in _SAID or code is None else code == "yes"
        if name == "contract_months":
            return cleaners.integer(self.line(name).text())
        if name == "salary":
            return cleaners.decimal(self.line(name).text())
        return str(read_field(field)).strip() or None


class SpellRows(Rows):
    """The rows of one kind of spell: job, creation, training."""

    def __init__(self, kind: str, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self._today = today
        self._employers: dict[str, CompanyChoice] = {}
        {"job": self._add_job, "creation": self._add_creation, "training": self._add_training}[kind]()
        self.changed.connect(self._follow_contract)
        self._follow_contract()

    def contract(self) -> str | None:
        """The code of the contract taken; None for a training, which has none."""
        return self.combo("contract_type").code() if "contract_type" in self.fields else None

    def is_target(self) -> bool | None:
        """Whether the occupation aimed at is said to be reached; None: not said, or a training."""
        code = self.combo("is_target_occupation").code() if "is_target_occupation" in self.fields else None
        return None if code is None else code == "yes"

    def months(self) -> int | None:
        """The length of the contract, as far as what is typed can be read."""
        if self.kind != "job":
            return None
        told = SpellFacts(
            starts_on=self.day("starts_on").value() if not self.day("starts_on").hasFocus() else None,
            ends_on=self.day("ends_on").value() if not self.day("ends_on").hasFocus() else None,
            contract_type=self.contract(),
            contract_months=_readable(cleaners.integer, self.line("contract_months").text()),
        )
        return spell_months(told)

    def training_situation(self) -> str | None:
        """The situation that the kind of training says."""
        return self.combo("training_kind").code()

    def values(self) -> dict[str, Any]:
        """As SituationInput names it; what the contract makes meaningless is left out."""
        found = super().values()
        found.pop("training_kind", None)
        if not self._needs_months():
            found.pop("contract_months", None)
        return found

    def fill(self, spell: Spell | None) -> None:
        """Show that spell, or nothing."""
        for name, field in self.fields.items():
            told = getattr(spell, name, None) if spell is not None else None
            if isinstance(field, DateEdit):
                field.set_value(told)
            elif isinstance(field, CodeCombo):
                field.set_code(_tri(told) if name in _SAID else told)
            elif isinstance(field, QLineEdit):
                field.setText("" if told is None else _shown(told))
        if spell is None and self.kind == "training":
            self.combo("training_kind").set_code("FORM_Q")
        self.clear_errors()
        self._follow_contract()

    def restore(self, draft: Mapping[str, Any]) -> None:
        super().restore(draft)
        self._follow_contract()

    def set_employers(self, employers: Sequence[CompanyChoice]) -> None:
        """The employers to complete from."""
        self._employers = {employer.label: employer for employer in employers}

    def _add_job(self) -> None:
        contracts = [code for code in choices("contract_type") if code["kind"] == "job"]
        self._add_combo("contract_type", "Contrat", contracts)
        self.add_field("contract_months", "Durée (mois)", QLineEdit(), self._check_months)
        self._add_days()
        self._add_combo("working_time", "Temps", choices("working_time"))
        self._add_employer("Employeur")
        self.add_field("employer_city", "Ville", QLineEdit())
        self.add_field("title", "Métier", QLineEdit())
        self.add_field("is_target_occupation", "Lien formation", CodeCombo(TARGET))
        self.add_field("is_digital_sector", "Métier du numérique", CodeCombo(YES_NO))
        self.add_field("is_executive", "Statut cadre", CodeCombo(YES_NO))
        self.add_field("rome_code", "Code ROME", QLineEdit())
        self._add_salary()

    def _add_creation(self) -> None:
        contracts = [code for code in choices("contract_type") if code["kind"] == "creation"]
        self._add_combo("contract_type", "Forme", contracts)
        self.add_field("starts_on", "Début", DateEdit(self._today))
        self.add_field("title", "Activité", QLineEdit())
        self.add_field("is_target_occupation", "Lien formation", CodeCombo(TARGET))
        self.add_field("is_digital_sector", "Métier du numérique", CodeCombo(YES_NO))
        self.add_field("siren", "SIREN", QLineEdit())
        self.add_field("legal_form", "Statut juridique", QLineEdit())
        self._add_salary()

    def _add_training(self) -> None:
        kinds = [
            (code.code, code.label) for code in choices("outcome_situation") if code["training"] == "yes"
        ]
        self.add_field("training_kind", "Type", CodeCombo(kinds, optional=False))
        self.add_field("title", "Formation", QLineEdit())
        self._add_employer("Organisme")
        self._add_days()

    def _add_combo(self, name: str, text: str, codes: Sequence[Code]) -> None:
        self.add_field(name, text, CodeCombo([(code.code, code.label) for code in codes]))

    def _add_days(self) -> None:
        self.add_field("starts_on", "Début", DateEdit(self._today))
        self.add_field("ends_on", "Fin", DateEdit(self._today))

    def _add_salary(self) -> None:
        self.add_field("salary", "Brut annuel (€)", QLineEdit(), self._check_salary)
        self.fields["salary"].setToolTip("Facultatif")

    def _add_employer(self, text: str) -> None:
        field = suggesting(lambda: self._employers)
        field.picked.connect(self._take_employer)
        self.add_field("employer", text, field)

    def _take_employer(self, text: str) -> None:
        """A known employer brings its town."""
        employer = self._employers.get(text)
        if employer is None:
            return
        if "employer_city" in self.fields:
            self.line("employer").setText(employer.name)
            self.line("employer_city").setText(employer.city or "")

    def _follow_contract(self) -> None:
        if self.kind != "job":
            return
        self.set_visible("contract_months", self._needs_months())
        self.set_visible("ends_on", not is_open_ended(self.contract()) or bool(self.line("ends_on").text()))

    def _needs_months(self) -> bool:
        contract = self.contract()
        return contract is not None and code_list("contract_type")[contract]["needs_months"] == "yes"

    def _check_months(self) -> str:
        return _problem(cleaners.integer, self.line("contract_months").text())

    def _check_salary(self) -> str:
        return _problem(cleaners.decimal, self.line("salary").text())


def _tri(value: bool | None) -> str | None:
    return None if value is None else "yes" if value else "no"


def _shown(value: Any) -> str:
    """A stored text or number as it is typed."""
    if isinstance(value, str):
        return value
    return number(value, 0 if value == int(value) else 2)


def _problem(read: Callable[[str], object], text: str) -> str:
    try:
        read(text)
    except ValueError as error:
        return str(error)
    return ""


def _readable(read: Callable[[str], int | None], text: str) -> int | None:
    try:
        return read(text)
    except ValueError:
        return None
