"""Days on which a cohort, or its whole site, holds nothing: what closing them would do is said first."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.errors import InvalidInput
from gen_desktop.french import NBSP
from gen_desktop.queries import closures as queries
from gen_desktop.queries.closures import ClosureEffect, ClosureRow
from gen_desktop.queries.cohort_detail import CohortDetail
from gen_desktop.services.closures import ClosureInput, add_closure, remove_closure, update_closure
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.side_form import SideForm
from gen_desktop.ui.widgets.basics import label
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.date_edit import DateEdit

COHORT, SITE = "cohort", "site"
NAMED = 3
"""How many of the half-days that stay are named."""


class ClosureForm(SideForm):
    """A closure to add, or the one that stands, which can be changed or opened again."""

    def __init__(self, ctx: AppContext, cohort: CohortDetail, closure: ClosureRow | None = None) -> None:
        title = "Fermer des jours" if closure is None else "Modifier la fermeture"
        super().__init__(ctx, title, cohort.code)
        self._cohort, self._closure = cohort, closure
        self.first, self.last = DateEdit(ctx.today), DateEdit(ctx.today)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("congés d’été, travaux…")
        self.whose = CodeCombo(self._whose(), optional=False)
        self.whose.set_code(COHORT)
        self._effect = label("", "secondary", wrap=True)
        self.rows.add("starts_on", "Premier jour", self.first, required=True)
        self.rows.add("ends_on", "Dernier jour", self.last, required=True)
        self.rows.add("reason", "Motif", self.reason, required=True)
        self.rows.add("whose", "Concerne", self.whose)
        self.rows.add_wide(self._effect)
        if closure is not None:
            self._load(closure)
        self.first.changed.connect(self._on_first)
        self.last.changed.connect(lambda _day: self._show_effect())
        self.whose.currentIndexChanged.connect(lambda _index: self._show_effect())
        self._show_effect()
        self.start()

    def write(self) -> Change:
        values = self._values()
        if self._closure is None:
            return add_closure(self.ctx.db, values)
        return update_closure(self.ctx.db, self._closure.id, values, version=self._closure.version)

    def take_focus(self) -> None:
        self.first.setFocus()

    def reopen(self) -> None:
        """Open these days again, after a question."""
        closure = self._closure
        if closure is None:
            return
        text = f"Rouvrir {french.date_range(closure.starts_on, closure.ends_on)}{french.NARROW}?"
        detail = "Les demi-journées de la semaine habituelle reviennent au calendrier."
        if dialogs.ask(self, text, detail, yes="Rouvrir"):
            change = remove_closure(self.ctx.db, closure.id)
            self.start()
            self.saved.emit(change)

    def _whose(self) -> list[tuple[str, str]]:
        offered = [(COHORT, f"La cohorte {self._cohort.code}")]
        if self._cohort.site_id is not None:
            offered.append((SITE, f"Tout le site {self._cohort.site_name}"))
        return offered

    def _load(self, closure: ClosureRow) -> None:
        self.first.set_value(closure.starts_on)
        self.last.set_value(closure.ends_on)
        self.reason.setText(closure.reason)
        self.whose.set_code(COHORT if closure.cohort_id is not None else SITE)
        self.whose.setEnabled(False)
        self.add_foot("Rouvrir ces jours…", self.reopen)

    def _values(self) -> ClosureInput:
        first, last = self.first.value(), self.last.value()
        if first is None or last is None:
            raise InvalidInput.one("ends_on", "Donnez le premier et le dernier jour.")
        is_site = self.whose.code() == SITE
        return ClosureInput(
            first,
            last,
            self.reason.text(),
            site_id=self._cohort.site_id if is_site else None,
            cohort_id=None if is_site else self._cohort.id,
        )

    def _on_first(self, day: object) -> None:
        if self.last.value() is None:
            self.last.set_value(self.first.value())
        self._show_effect()

    def _show_effect(self) -> None:
        first, last = self.first.value(), self.last.value()
        if first is None or last is None or last < first:
            self._effect.setText("")
            return
        values = self._values()
        with self.ctx.db.read() as session:
            effect = queries.closure_effect(session, values.site_id, values.cohort_id, first, last)
        self._effect.setText(effect_words(effect))


def effect_words(effect: ClosureEffect) -> str:
    """« 9 demi-journées seront retirées. 1 demi-journée est déjà émargée et reste : … »."""
    if not effect.taken and not effect.kept:
        return "Rien n’est au calendrier ces jours-là."
    said = []
    if effect.taken:
        verb = french.form(effect.taken, "sera retirée", "seront retirées")
        of = f" de {french.plural(effect.cohorts, 'cohorte')}" if effect.cohorts > 1 else ""
        said.append(f"{french.plural(effect.taken, 'demi-journée')}{of} {verb}.")
    if effect.kept:
        count = len(effect.kept)
        verb = french.form(count, "est déjà émargée et reste", "sont déjà émargées et restent")
        more = "…" if count > NAMED else "."
        named = "; ".join(effect.kept[:NAMED]).replace("; ", f"{french.NARROW}; ")
        said.append(f"{french.plural(count, 'demi-journée')} {verb}{NBSP}: {named}{more}")
    return " ".join(said)
