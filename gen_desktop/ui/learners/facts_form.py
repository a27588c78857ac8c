"""All that is known of one enrollment at its entry: situation, funding, what was planned, rights."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QLineEdit

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.importing import cleaners
from gen_desktop.models.enrollment import EntryFacts, Sensitive
from gen_desktop.queries import companies
from gen_desktop.queries.learners import EnrollmentDetail, LearnerDetail
from gen_desktop.reference.lists import label as code_label
from gen_desktop.reference.rights import SENSITIVE, may_see, reserved_to
from gen_desktop.services.entry_facts import PlannedDays, record_facts
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.learners import words
from gen_desktop.ui.learners.path_forms import PathForm
from gen_desktop.ui.learners.record_form import coded_combo, tri_combo
from gen_desktop.ui.suggesting import suggesting
from gen_desktop.ui.widgets.basics import label, set_refusal
from gen_desktop.ui.widgets.date_edit import DateEdit

_SITUATION = {
    "situation_before": ("Avant l’entrée", "situation_before"),
    "france_travail_category": ("Catégorie FT", "france_travail_category"),
    "highest_diploma": ("Diplôme", "education_level"),
    "last_class": ("Dernière classe", "education_level"),
}
_FUNDING = {
    "prescriber": ("Prescripteur", "prescriber"),
    "funder": ("Financeur", "funder"),
    "remuneration": ("Rémunération", "remuneration"),
    "bpf_status": ("Statut BPF", "bpf_status"),
}
_CODED = {**_SITUATION, **_FUNDING}
_DAYS = {"applied_on": "Candidature du", "planned_entry_on": "Entrée prévue", "planned_exit_on": "Fin prévue"}
_HOURS = {"planned_center_minutes": "En centre", "planned_company_minutes": "En entreprise"}
_RIGHTS = {
    "is_rqth": "RQTH",
    "is_brsa": "RSA",
    "receives_ass": "ASS",
    "receives_aah": "AAH",
    "receives_are": "ARE",
}


class FactsForm(PathForm):
    """Of any enrollment, also one before the latest; the territory has a form of its own."""

    def __init__(self, ctx: AppContext, person: LearnerDetail, enrollment: EnrollmentDetail) -> None:
        super().__init__(ctx, "Faits à l’entrée", person, enrollment)
        self._shows_sensitive = enrollment.sensitive is not None and may_see(ctx.db.author.role, SENSITIVE)
        self.add_heading("Situation")
        self._add_coded(_SITUATION)
        self.add("unemployment_months", "Mois de chômage", QLineEdit(), check=self._check_months)
        self.add("france_travail_registered_on", "Inscrit à FT le", DateEdit(ctx.today))
        self.add("is_career_change", "Reconversion", tri_combo())
        self.add_heading("Financement")
        self._add_coded(_FUNDING)
        self.add("employer", "Employeur", self._employer_field())
        self.add_heading("Ce qui était prévu")
        for name, text in _DAYS.items():
            self.add(name, text, DateEdit(ctx.today))
        for name, text in _HOURS.items():
            self.add(name, text, QLineEdit(), check=partial(self._hours_problem, name))
            self.line(name).setPlaceholderText("heures")
        self._add_rights()
        self._fill(enrollment)
        self.start()

    def write(self) -> Change:
        months = self.text("unemployment_months")
        told: dict[str, Any] = {name: self.code(name) for name in _CODED}
        told |= {name: cleaners.hours(self.text(name) or "") for name in _HOURS}
        told |= {
            "unemployment_months": None if months is None else cleaners.months(months),
            "france_travail_registered_on": self.date("france_travail_registered_on"),
            "is_career_change": words.tri_value(self.code("is_career_change")),
        }
        return record_facts(
            self.ctx.db,
            self.enrollment.id,
            replace(self.enrollment.facts, **told),
            self._sensitive(),
            PlannedDays(**{name: self.date(name) for name in _DAYS}),
            self.ctx.today(),
            employer=self.text("employer") or "",
        )

    def _sensitive(self) -> Sensitive | None:
        if not self._shows_sensitive:
            return None
        said = {name: words.tri_value(self.code(name)) for name in _RIGHTS}
        return Sensitive(**said, rqth_valid_until=self.date("rqth_valid_until"))

    def _employer_field(self) -> QLineEdit:
        """One that the file knows is offered; anything else is a new one."""
        with self.ctx.db.read() as session:
            known = [choice.label for choice in companies.all_choices(session)]
        field = suggesting(lambda: known)
        field.setToolTip(
            "D’un salarié ou d’un apprenti, pendant la formation. Imprimé sur le certificat de réalisation."
        )
        return field

    def _add_coded(self, fields: dict[str, tuple[str, str]]) -> None:
        for name, (text, codes) in fields.items():
            self.add(name, text, coded_combo(codes))

    def _add_rights(self) -> None:
        """To be typed, to be read, or who is shown them."""
        self.add_heading("Droits")
        if not self._shows_sensitive:
            self.rows.add_wide(label(f"{reserved_to(SENSITIVE)}.", "secondary", wrap=True))
            return
        refusal = self.ctx.why_not(SENSITIVE)
        for name, text in _RIGHTS.items():
            self.add(name, text, tri_combo())
            if name == "is_rqth":
                self.add("rqth_valid_until", "Valable jusqu’au", DateEdit(self.ctx.today))
        for name in (*_RIGHTS, "rqth_valid_until"):
            set_refusal(self.fields[name], refusal)

    def _fill(self, enrollment: EnrollmentDetail) -> None:
        facts: EntryFacts = enrollment.facts
        for name, (_text, codes) in _CODED.items():
            code = getattr(facts, name)
            self.combo(name).set_code(code, label_if_unknown=code_label(codes, code) if code else "")
        self.line("employer").setText(enrollment.employer or "")
        months = facts.unemployment_months
        self.line("unemployment_months").setText("" if months is None else str(months))
        self.date_field("france_travail_registered_on").set_value(facts.france_travail_registered_on)
        self.combo("is_career_change").set_code(words.tri_code(facts.is_career_change))
        for name in _DAYS:
            self.date_field(name).set_value(getattr(enrollment, name))
        for name in _HOURS:
            minutes = getattr(facts, name)
            self.line(name).setText("" if minutes is None else french.hours(minutes))
        if self._shows_sensitive and enrollment.sensitive is not None:
            for name in _RIGHTS:
                self.combo(name).set_code(words.tri_code(getattr(enrollment.sensitive, name)))
            self.date_field("rqth_valid_until").set_value(enrollment.sensitive.rqth_valid_until)

    def _check_months(self) -> str:
        return _problem(cleaners.months, self.text("unemployment_months"))

    def _hours_problem(self, name: str) -> str:
        return _problem(cleaners.hours, self.text(name))


def _problem(read: Any, typed: str | None) -> str:
    """The sentence of what cannot be read, '' when it can."""
    try:
        read(typed or "")
    except ValueError as error:
        return str(error)
    return ""
