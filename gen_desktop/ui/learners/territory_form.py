"""The territory at an entry: what the official lists in force say, proposed; a person decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtWidgets import QPushButton

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.french import NBSP
from gen_desktop.models.commune_search import recognize
from gen_desktop.queries.learners import EnrollmentDetail, LearnerDetail
from gen_desktop.queries.zoning import Territory, territory
from gen_desktop.reference.communes import Commune, find_commune
from gen_desktop.reference.lists import label as code_label
from gen_desktop.services.territory import record_territory
from gen_desktop.services.zoning_facts import METHOD
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.learners import words
from gen_desktop.ui.learners.contacts_tab import link_row
from gen_desktop.ui.learners.path_forms import PathForm
from gen_desktop.ui.learners.record_form import coded_combo, tri_combo
from gen_desktop.ui.widgets.basics import button, label
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.date_edit import DateEdit

NO_COMMUNE = "La commune n’est pas renseignée, ou pas reconnue\u00a0: rien ne peut être proposé."
NO_DAY = "Sans date d’entrée, rien ne peut être proposé."
NO_LIST = "Aucune liste importée n’est en vigueur à l’entrée (menu, Référentiels)."


class TerritoryForm(PathForm):
    """Rural zoning and QPV at the entry. What a button fills in can be changed before it is saved."""

    def __init__(self, ctx: AppContext, person: LearnerDetail, enrollment: EnrollmentDetail) -> None:
        super().__init__(ctx, "Territoire à l’entrée", person, enrollment)
        facts = enrollment.facts
        self._day = enrollment.entered_on or enrollment.planned_entry_on
        self._commune = find_commune(person.insee_code) or recognize(person.postal_code, person.city)
        self._known = self._ask(person.insee_code)
        self.take_zoning: QPushButton = button("Reprendre", self._take_zoning, kind="link")
        self.take_no_qpv: QPushButton = button("Noter hors QPV", self._take_no_qpv, kind="link")
        self.add_heading("Zone rurale")
        self._propose(self._zoning_words(), self.take_zoning, self._known.zoning is not None)
        self.add("rural_zoning", "Classement", coded_combo("rural_zoning"))
        self.add("zoning_method", "D’après", coded_combo("zoning_method"))
        self._tell_proof(facts.zoning_vintage, facts.zoning_checked_on)
        self.add_heading("Quartier prioritaire (QPV)")
        has_none = self._known.qpv_list is not None and not self._known.neighborhoods
        self._propose(self._qpv_words(), self.take_no_qpv, has_none)
        self.add("in_qpv", "Habite un QPV", tri_combo())
        quarters = [(one.code, f"{one.name} ({one.code})") for one in self._known.neighborhoods]
        self.add("qpv_code", "Quartier", CodeCombo(quarters))
        self.add("qpv_method", "Vérifié par", coded_combo("qpv_method"))
        self.add("qpv_checked_on", "Vérifié le", DateEdit(ctx.today))
        self._tell_proof(facts.qpv_vintage, None)
        for name in ("rural_zoning", "zoning_method", "qpv_code", "qpv_method"):
            self.combo(name).set_code(getattr(facts, name))
        self.combo("in_qpv").set_code(words.tri_code(facts.in_qpv))
        self.date_field("qpv_checked_on").set_value(facts.qpv_checked_on)
        self.combo("qpv_code").activated.connect(lambda _index: self._follow_quarter())
        self.combo("in_qpv").activated.connect(lambda _index: self._follow_answer())
        self.start()

    def write(self) -> Change:
        facts = self.enrollment.facts
        zoning: dict[str, Any] = {name: self.code(name) for name in ("rural_zoning", "zoning_method")}
        if any(getattr(facts, name) != value for name, value in zoning.items()):
            zoning |= {"zoning_vintage": self._vintage(), "zoning_checked_on": self.ctx.today()}
        qpv: dict[str, Any] = {
            "in_qpv": words.tri_value(self.code("in_qpv")),
            "qpv_code": self.code("qpv_code"),
            "qpv_method": self.code("qpv_method"),
            "qpv_checked_on": self.date("qpv_checked_on"),
        }
        if any(getattr(facts, name) != value for name, value in qpv.items()):
            qpv["qpv_vintage"] = self._known.qpv_list if qpv["in_qpv"] is not None else None
        changed = replace(facts, **zoning, **qpv)
        return record_territory(self.ctx.db, self.enrollment.id, changed)

    def _ask(self, insee_code: str | None) -> Territory:
        if self._commune is None or self._day is None:
            return Territory()
        with self.ctx.db.read() as session:
            return territory(session, insee_code or self._commune.code, self._day)

    def _propose(self, sentence: str, offer: QPushButton, is_offered: bool) -> None:
        self.rows.add_wide(label(sentence, "secondary", wrap=True))
        if is_offered:
            self.rows.add_wide(link_row(offer))

    def _tell_proof(self, vintage: str | None, day: date | None) -> None:
        """The list and the day of what is stored, as far as they are known."""
        said = [f"millésime{NBSP}: {vintage}"] if vintage else []
        said += [f"vérifié le {french.short_date(day)}"] if day else []
        if said:
            self.rows.add_below(label(f"Noté, {', '.join(said)}", "secondary", wrap=True))

    def _zoning_words(self) -> str:
        if missing := _missing(self._commune, self._day):
            return missing
        known = self._known
        if known.rural_list is None:
            return NO_LIST
        if known.zoning is None:
            return f"La commune n’est pas dans la liste «{NBSP}{known.rural_list}{NBSP}»."
        return f"Proposé{NBSP}: {code_label('rural_zoning', known.zoning)} ({known.rural_list})"

    def _qpv_words(self) -> str:
        commune, known = self._commune, self._known
        if missing := _missing(commune, self._day):
            return missing
        if known.qpv_list is None or commune is None:
            return NO_LIST
        if not known.neighborhoods:
            return f"{commune.city} ne compte aucun QPV ({known.qpv_list})."
        count = french.plural(len(known.neighborhoods), "QPV", "QPV")
        return f"{commune.city} compte {count} ({known.qpv_list}){NBSP}: à vérifier sur l’adresse."

    def _take_zoning(self) -> None:
        self.combo("rural_zoning").set_code(self._known.zoning)
        self.combo("zoning_method").set_code(METHOD)

    def _take_no_qpv(self) -> None:
        self.combo("in_qpv").set_code(words.tri_code(False))
        self.combo("qpv_code").set_code(None)
        self.combo("qpv_method").set_code(METHOD)
        self.date_field("qpv_checked_on").set_value(self.ctx.today())

    def _follow_quarter(self) -> None:
        """Who lives in a neighbourhood lives in a QPV."""
        if self.code("qpv_code") is not None:
            self.combo("in_qpv").set_code(words.tri_code(True))

    def _follow_answer(self) -> None:
        if self.code("in_qpv") != words.tri_code(True):
            self.combo("qpv_code").set_code(None)

    def _vintage(self) -> str | None:
        """The list, when the class is the one it gives."""
        is_listed = self.code("rural_zoning") is not None and self.code("rural_zoning") == self._known.zoning
        return self._known.rural_list if is_listed else None


def _missing(commune: Commune | None, day: date | None) -> str:
    """Why nothing can be proposed, '' when something may be."""
    if commune is None:
        return NO_COMMUNE
    return NO_DAY if day is None else ""
