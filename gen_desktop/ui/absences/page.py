"""Absences à justifier: what waits for a reason or a document, cohort by cohort, and what was settled."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.errors import AppError
from gen_desktop.jobs import Job
from gen_desktop.models.absence import Stage, waiting_stages
from gen_desktop.models.attendance import mark_words
from gen_desktop.queries import absences as queries
from gen_desktop.queries.absences import Absence
from gen_desktop.queries.attendance import CohortChoice, cohort_choices
from gen_desktop.reference.lists import code_list
from gen_desktop.reference.lists import label as code_label
from gen_desktop.services import justifications
from gen_desktop.ui import dialogs
from gen_desktop.ui.absence_form import AbsenceForm
from gen_desktop.ui.absences import words
from gen_desktop.ui.absences.words import COLUMNS
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.list_page import ListPage
from gen_desktop.ui.pages import PageAction
from gen_desktop.ui.widgets.basics import button, label, set_refusal
from gen_desktop.ui.widgets.chips import ChipBar, MenuChip
from gen_desktop.ui.widgets.empty_state import EmptyState

NOTHING_SELECTED = "Choisissez une absence pour dire ce qui la justifie."
WAITING = "waiting"
EVERYTHING = "all"
_REFUSABLE = (Stage.DOCUMENT_AWAITED, Stage.DOCUMENT_MISSING)
_Found = tuple[tuple[Absence, ...], tuple[CohortChoice, ...]]


class AbsencesPage(ListPage):
    """A line for half-days in a row; beside it what is known, or the form that justifies it."""

    title = "Absences à justifier"
    kinds = frozenset({"attendance", "class_session", "enrollment", "learner", "cohort", "program_parameter"})

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(
            ctx,
            COLUMNS,
            state_key="absences",
            nothing_selected=NOTHING_SELECTED,
            facts_title="Absence",
            parent=parent,
        )
        self.cohort_chip = MenuChip("Cohorte", self)
        self.stage_chip = MenuChip("État", self, neutral=WAITING)
        self._count = label("", "secondary")
        self.justify_button = button("Justifier…", self.justify)
        self.refuse_button = button("Non justifiée", self.refuse)
        self.grid_button = button("Voir dans la grille", self.show_in_grid)
        self._lay_out()
        self._connect()

    def header_actions(self) -> Sequence[PageAction]:
        return (PageAction("Retour", self.back_requested.emit),)

    def refresh(self, change: Change | None) -> None:
        self.ctx.jobs.read_latest("absences.list", self._load, self._on_found)

    def show_target(self, target: object) -> None:
        """A cohort by its id, a stage by its code, or all that waits in every cohort."""
        if isinstance(target, int):
            self.cohort_chip.set_value(target)
        elif target == WAITING:
            self.cohort_chip.set_value(None)
            self.stage_chip.set_value(WAITING)
        elif target in self._stages():
            self.stage_chip.set_value(target)
        self.reload()

    def resume(self, form: str) -> None:
        self.to_resume = form
        self.cohort_chip.set_value(None)
        self.stage_chip.set_value(EVERYTHING)
        self.reload()

    def chosen(self) -> list[Absence]:
        """The lines selected, in their order."""
        return [self.rows[one] for one in self.table.selected_ids()]

    def activate(self) -> None:
        self.justify()

    def justify(self) -> None:
        """The form of the line selected."""
        row = self.selected
        if row is not None and not self.is_refused("attendance"):
            form = AbsenceForm(self.ctx, words.name(row), words.half_days(row))
            self.show_form(_draft_name(row), form)

    def refuse(self) -> None:
        """Make unjustified those of the lines selected whose document did not come."""
        keys = [key for row in self.chosen() if row.stage in _REFUSABLE for key in row.keys]
        if not keys or self.is_refused("attendance"):
            return
        try:
            change = justifications.refuse(self.ctx.db, keys)
        except AppError as error:
            dialogs.show_error(self, error)
            self.reload()
            return
        self.ctx.changes.publish(change)

    def show_in_grid(self) -> None:
        """The week of the line selected."""
        row = self.selected
        if row is not None:
            self.go_requested.emit("attendance", (row.cohort_id, row.first[0]))

    def _load(self, _job: Job) -> _Found:
        today, cohort_id, chosen = self.ctx.today(), self.cohort_chip.value, self.stage_chip.value
        stages = {WAITING: waiting_stages(), EVERYTHING: None}.get(chosen, (chosen,))
        with self.ctx.db.read() as session:
            return queries.absences(session, today, cohort_id, stages), cohort_choices(session, today)

    def _on_found(self, found: _Found) -> None:
        rows, cohorts = found
        kept = self.chosen()
        self.show_lines(dict(enumerate(rows, start=1)))
        self.cohort_chip.set_choices(
            [(None, "Toutes les cohortes"), *((one.id, one.code) for one in cohorts)]
        )
        count = sum(len(row.keys) for row in rows)
        self._count.setText(french.plural(count, "demi-journée") if count else "")
        self.stack.setCurrentIndex(0 if rows else 1)
        self.side.setVisible(bool(rows) or self.form is not None)
        same = {row.keys[0]: one for one, row in self.rows.items()}
        wanted = next((same[row.keys[0]] for row in kept if row.keys[0] in same), next(iter(self.rows), None))
        resumed, self.to_resume = self.to_resume, ""
        again = next((one for one, row in self.rows.items() if _draft_name(row) == resumed), None)
        wanted = wanted if again is None else again
        if wanted is not None:
            self.table.select_id(wanted)
        if again is not None:
            self.justify()

    def on_row(self, row: Absence | None) -> None:
        if row is None:
            self.panel.show_nothing()
            return
        self.panel.show_record(words.name(row), words.when(row), words.badge(row))
        received = code_label("absence_document", row.document_kind) if row.document_on else ""
        self.facts.set_facts(
            [
                ("Cohorte", row.cohort_code),
                ("Durée", french.plural(len(row.keys), "demi-journée")),
                ("Motif", mark_words(row.status)),
                ("À justifier avant", french.short_date(row.until)),
                ("Justificatif", received or french.UNKNOWN),
                ("Reçu le", french.short_date(row.document_on)),
            ]
        )
        refusal = self.ctx.why_not("attendance")
        set_refusal(self.justify_button, refusal)
        set_refusal(self.refuse_button, refusal)
        self.refuse_button.setVisible(row.stage in _REFUSABLE)

    def _stages(self) -> list[str]:
        return [code.code for code in code_list("absence_stage")]

    def _lay_out(self) -> None:
        self.cohort_chip.set_choices([(None, "Toutes les cohortes")])
        stages = [(code.code, code.label) for code in code_list("absence_stage")]
        self.stage_chip.set_choices(
            [(WAITING, "Tout ce qui attend"), *stages, (EVERYTHING, "Toutes")], WAITING
        )
        bar = ChipBar(self.cohort_chip, self.stage_chip)
        bar.add_right(self._count)
        nothing = "Aucune absence dans cet état. Les absences se saisissent dans l’émargement."
        self.add_empty(EmptyState(nothing, icon="check", heading="Rien n’attend"))
        self.panel.add_foot(self.justify_button, self.refuse_button, self.grid_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(bar)
        layout.addWidget(self.desk, 1)

    def _connect(self) -> None:
        for chip in (self.cohort_chip, self.stage_chip):
            chip.chosen.connect(lambda _value: self.reload(), Qt.ConnectionType.QueuedConnection)


def _draft_name(row: Absence) -> str:
    return "absence:" + ":".join(map(str, row.keys[0]))
