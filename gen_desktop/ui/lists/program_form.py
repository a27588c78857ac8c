"""The form of a programme or agreement: who pays, from when to when, its label, its targets, its logo."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QLineEdit

from gen_desktop.changes import Change
from gen_desktop.errors import InvalidInput
from gen_desktop.french import NBSP
from gen_desktop.importing import values as cleaners
from gen_desktop.queries.courses import ProgramRecord
from gen_desktop.queries.scope import parameters
from gen_desktop.queries.stored_content import content
from gen_desktop.reference.horizons import horizons_words, parse_horizons
from gen_desktop.reference.lists import choices
from gen_desktop.reference.targets import targets_for
from gen_desktop.services.funding_programs import ProgramInput, TargetInput, create_program, update_program
from gen_desktop.services.logos import logo_problem
from gen_desktop.ui import typed
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.lists.targets_field import TargetsField
from gen_desktop.ui.side_form import SideForm
from gen_desktop.ui.widgets.basics import label
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.date_edit import DateEdit
from gen_desktop.ui.widgets.logo_field import LogoField

YES, NO = "yes", "no"
SHARED = {YES: True, NO: False, None: None}
TARGETS, LOGO = "targets", "logo"
_LINES = (
    ("agreement_number", "N° de convention"),
    ("scheme", "Dispositif"),
    ("label_number", "N° de label"),
)
_DAYS = (
    ("starts_on", "Début"),
    ("ends_on", "Fin"),
    ("label_ends_on", "Fin du label"),
    ("last_payment_on", "Dernier versement"),
)
HORIZONS_HINT = f"Vide{NBSP}: comme les règles de calcul. Exemple{NBSP}: 0, 3, 6 (0{NBSP}: à la sortie)"
_WINDOWS = (
    ("follow_up_window_before", "Suivi ouvert avant (jours)"),
    ("follow_up_window_after", "En retard après (jours)"),
)
_AMOUNTS = (("planned_amount", "Montant prévu (€)"), ("realized_amount", "Montant réalisé (€)"))


class ProgramForm(SideForm):
    """A programme to make, or one that pays for cohorts. The targets of a label come with its kind."""

    def __init__(self, ctx: AppContext, record: ProgramRecord | None = None) -> None:
        title = "Nouveau programme" if record is None else "Programme"
        super().__init__(ctx, title, "" if record is None else record.name)
        self._record = record
        self.name, self.code = QLineEdit(), QLineEdit()
        self.kind = CodeCombo([(code.code, code.label) for code in choices("funding_program_kind")])
        self.funder = CodeCombo([(code.code, code.label) for code in choices("funder")])
        self.lines = {name: QLineEdit() for name, _ in _LINES}
        self.days = {name: DateEdit(ctx.today) for name, _ in _DAYS}
        self.amounts = {name: QLineEdit() for name, _ in _AMOUNTS}
        self.horizons = QLineEdit()
        self.windows = {name: QLineEdit() for name, _ in _WINDOWS}
        self.shared = CodeCombo([(YES, "Oui"), (NO, "Non")])
        self.targets = TargetsField(ctx.today)
        self.logo = LogoField(logo_problem)
        self._add_rows()
        if record is not None:
            self._load(record)
        self.kind.chosen.connect(self._on_kind)
        self.start()

    def save(self) -> None:
        if not self.targets.problem():
            super().save()

    def write(self) -> Change:
        values = self._values()
        try:
            if self._record is None:
                return create_program(self.ctx.db, values)
            return update_program(self.ctx.db, self._record.id, values, version=self._record.version)
        except InvalidInput as error:
            for problem in error.problems:
                if problem.field == TARGETS:
                    self.targets.set_error(problem.sentence)
                if problem.field == LOGO:
                    self.logo.set_error(problem.sentence)
            raise

    def take_focus(self) -> None:
        self.name.setFocus()

    def held(self) -> dict[str, Any]:
        chosen = self.logo.value()
        return super().held() | {TARGETS: self.targets.held(), LOGO: None if chosen is None else len(chosen)}

    def put_back(self, typed: Mapping[str, Any]) -> None:
        """A picture that was chosen is to be chosen again: the file keeps what is typed, not pictures."""
        super().put_back(typed)
        if TARGETS in typed:
            self.targets.put_back(typed[TARGETS])

    def _values(self) -> ProgramInput:
        told: dict[str, Any] = {name: field.text().strip() or None for name, field in self.lines.items()}
        told |= {name: field.value() for name, field in self.days.items()}
        told |= {name: cleaners.integer(field.text()) for name, field in self.windows.items()}
        told |= {name: typed.euros(field.text()) for name, field in self.amounts.items()}
        return ProgramInput(
            code=self.code.text(),
            name=self.name.text(),
            kind=self.kind.code(),
            funder=self.funder.code(),
            is_eu_cofunded=SHARED[self.shared.code()],
            follow_up_horizons=_horizons(self.horizons.text()),
            targets=self.targets.targets(),
            logo=self.logo.value(),
            **told,
        )

    def _on_kind(self, code: object) -> None:
        if self.targets.is_empty() and code is not None:
            self.targets.show_targets(
                [
                    TargetInput(one.indicator, one.percent, one.valid_from, one.valid_to, one.source)
                    for one in targets_for(str(code))
                ]
            )

    def _add_rows(self) -> None:
        add = self.rows.add
        add("name", "Nom", self.name, required=True)
        add("program_code", "Code", self.code, required=True)
        add("kind", "Type", self.kind)
        add("funder", "Financeur", self.funder)
        for name, text in _LINES[:2]:
            add(name, text, self.lines[name])
        for name, text in _DAYS[:2]:
            add(name, text, self.days[name])
        add("label_number", "N° de label", self.lines["label_number"])
        for name, text in _DAYS[2:]:
            add(name, text, self.days[name])
        add("is_eu_cofunded", "Cofinancé par l’Union européenne", self.shared)
        for name, text in _AMOUNTS:
            add(name, text, self.amounts[name], check=partial(_amount_problem, self.amounts[name]))
        self._add_follow_up()
        self.rows.add_wide(self.targets)
        self.rows.add_wide(label("Logo", "strong"))
        self.rows.add_wide(self.logo)

    def _add_follow_up(self) -> None:
        """When leavers of this programme are called; empty: as the rules of counting say."""
        with self.ctx.db.read() as session:
            in_force = parameters(session, self.ctx.today())
        self.horizons.setPlaceholderText(horizons_words(in_force.horizons))
        self.horizons.setToolTip(HORIZONS_HINT)
        self.rows.add("follow_up_horizons", "Échéances (mois)", self.horizons, check=self._horizons_problem)
        for name, text in _WINDOWS:
            field = self.windows[name]
            field.setPlaceholderText(str(getattr(in_force, name)))
            self.rows.add(name, text, field, check=partial(_days_problem, field))

    def _horizons_problem(self) -> str:
        return typed.sentence_of(_horizons, self.horizons.text())

    def _load(self, record: ProgramRecord) -> None:
        self.name.setText(record.name)
        self.code.setText(record.code)
        self.kind.set_code(record.kind)
        self.funder.set_code(record.funder)
        for name, field in self.lines.items():
            field.setText(getattr(record, name) or "")
        for name, day in self.days.items():
            day.set_value(getattr(record, name))
        for name, amount in self.amounts.items():
            amount.setText(typed.decimal_text(getattr(record, name)))
        if record.follow_up_horizons is not None:
            self.horizons.setText(record.follow_up_horizons.replace("|", ", "))
        for name, window in self.windows.items():
            told = getattr(record, name)
            window.setText("" if told is None else str(told))
        self.shared.set_code({True: YES, False: NO}.get(record.is_eu_cofunded))  # type: ignore[arg-type]
        self.targets.show_targets(
            [
                TargetInput(one.indicator, one.percent, one.valid_from, one.valid_to, one.source)
                for one in record.targets
            ]
        )
        if record.logo_sha256 is not None:
            with self.ctx.db.read() as session:
                self.logo.show_logo(content(session, record.logo_sha256))


def _horizons(text: str) -> tuple[int, ...] | None:
    return parse_horizons(text) if text.strip() else None


def _days_problem(field: QLineEdit) -> str:
    return typed.sentence_of(cleaners.integer, field.text())


def _amount_problem(field: QLineEdit) -> str:
    return typed.sentence_of(typed.euros, field.text())
