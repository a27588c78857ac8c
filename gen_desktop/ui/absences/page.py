"""Absences à justifier: what waits for a reason or a document, cohort by cohort, and what was settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

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
from gen_desktop.ui.form_drafts import FormDrafts
from gen_desktop.ui.leaving import may_copy
from gen_desktop.ui.pages import Draft, Page, PageAction
from gen_desktop.ui.tables.table_view import TableView
from gen_desktop.ui.tables.windowed_model import WindowedTableModel
from gen_desktop.ui.widgets.basics import button, label, set_refusal
from gen_desktop.ui.widgets.card import Card
from gen_desktop.ui.widgets.chips import ChipBar, MenuChip
from gen_desktop.ui.widgets.empty_state import EmptyState
from gen_desktop.ui.widgets.side_panel import Facts, SidePanel

PANEL_WIDTH = 360
WAITING = "waiting"
EVERYTHING = "all"
_REFUSABLE = (Stage.DOCUMENT_AWAITED, Stage.DOCUMENT_MISSING)
_Found = tuple[tuple[Absence, ...], tuple[CohortChoice, ...]]


class AbsencesPage(Page):
    """A line for half-days in a row; beside it what is known, or the form that justifies it."""

    title = "Absences à justifier"
    kinds = frozenset({"attendance", "class_session", "enrollment", "learner", "cohort", "program_parameter"})

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._rows: dict[int, Absence] = {}
        self._form: AbsenceForm | None = None
        self._drafts = FormDrafts()
        self._to_resume = ""
        self.model = WindowedTableModel(COLUMNS, lambda ids: {one: self._rows[one] for one in ids}, self)
        self.table = TableView(
            self.model,
            self,
            name=self.title,
            state=ctx.state,
            state_key="absences",
            before_copy=partial(may_copy, self, ctx, self.title),
        )
        self.cohort_chip = MenuChip("Cohorte", self)
        self.stage_chip = MenuChip("État", self, neutral=WAITING)
        self._count = label("", "secondary")
        self.panel = SidePanel("Choisissez une absence pour dire ce qui la justifie.", self)
        self._facts = Facts()
        self.justify_button = button("Justifier…", self.justify)
        self.refuse_button = button("Non justifiée", self.refuse)
        self.grid_button = button("Voir dans la grille", self.show_in_grid)
        self._side = QStackedWidget(self)
        self._stack = QStackedWidget(self)
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

    def drafts(self) -> Mapping[str, Draft]:
        return self._drafts.drafts()

    def take_drafts(self, drafts: Mapping[str, Draft]) -> None:
        self._drafts.take(drafts)

    def drop_drafts(self) -> None:
        self._drafts.drop()
        self._close_form()

    def resume(self, form: str) -> None:
        self._to_resume = form
        self.cohort_chip.set_value(None)
        self.stage_chip.set_value(EVERYTHING)
        self.reload()

    def can_leave(self) -> bool:
        if self._form is not None:
            self._form.leave()
        return self._form is None

    def chosen(self) -> list[Absence]:
        """The lines selected, in their order."""
        return [self._rows[one] for one in self.table.selected_ids()]

    def justify(self) -> None:
        """The form of the line selected."""
        row = self._rows.get(self.table.selected_id() or 0)
        if row is None or self.is_refused("attendance") or not self.can_leave():
            return
        form = AbsenceForm(self.ctx, words.name(row), words.half_days(row))
        form.saved.connect(self._on_saved)
        form.left.connect(self._close_form)
        self._form = form
        self._drafts.begin(_draft_name(row), form)
        self._side.addWidget(form)
        self._side.setCurrentWidget(form)
        form.take_focus()

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
        row = self._rows.get(self.table.selected_id() or 0)
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
        self._rows = dict(enumerate(rows, start=1))
        self.cohort_chip.set_choices(
            [(None, "Toutes les cohortes"), *((one.id, one.code) for one in cohorts)]
        )
        self.model.reload(list(self._rows))
        count = sum(len(row.keys) for row in rows)
        self._count.setText(french.plural(count, "demi-journée") if count else "")
        self._stack.setCurrentIndex(0 if rows else 1)
        self._side.setVisible(bool(rows) or self._form is not None)
        same = {row.keys[0]: one for one, row in self._rows.items()}
        wanted = next(
            (same[row.keys[0]] for row in kept if row.keys[0] in same), next(iter(self._rows), None)
        )
        resumed, self._to_resume = self._to_resume, ""
        again = next((one for one, row in self._rows.items() if _draft_name(row) == resumed), None)
        wanted = wanted if again is None else again
        if wanted is not None:
            self.table.select_id(wanted)
        if again is not None:
            self.justify()

    def _on_row(self, row: Absence | None) -> None:
        if row is None:
            self.panel.show_nothing()
            return
        self.panel.show_record(words.name(row), words.when(row), words.badge(row))
        received = code_label("absence_document", row.document_kind) if row.document_on else ""
        self._facts.set_facts(
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

    def _on_saved(self, change: Change) -> None:
        self._close_form()
        self.ctx.changes.publish(change)

    def _close_form(self) -> None:
        if self._form is not None:
            form, self._form = self._form, None
            self._drafts.end()
            self._side.removeWidget(form)
            form.deleteLater()
        self.table.setFocus()

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
        self._stack.addWidget(self.table)
        nothing = "Aucune absence dans cet état. Les absences se saisissent dans l’émargement."
        self._stack.addWidget(EmptyState(nothing, icon="check", heading="Rien n’attend"))
        card = Card()
        card.no_margins()
        card.add(self._stack, 1)
        self.panel.add_tab("facts", "Absence", self._facts)
        self.panel.add_foot(self.justify_button, self.refuse_button, self.grid_button)
        self._side.addWidget(self.panel)
        self._side.setFixedWidth(PANEL_WIDTH)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(card, 1)
        row.addWidget(self._side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(bar)
        layout.addLayout(row, 1)

    def _connect(self) -> None:
        for chip in (self.cohort_chip, self.stage_chip):
            chip.chosen.connect(lambda _value: self.reload(), Qt.ConnectionType.QueuedConnection)
        self.table.row_selected.connect(self._on_row)
        self.table.row_activated.connect(lambda _row: self.justify())
        self.model.fetch_failed.connect(lambda error: dialogs.show_error(self, error))


def _draft_name(row: Absence) -> str:
    return "absence:" + ":".join(map(str, row.keys[0]))
