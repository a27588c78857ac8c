"""Réclamations: the register, what of it is late, and what is done about each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.jobs import Job
from gen_desktop.queries.attendance import CohortChoice, cohort_choices
from gen_desktop.queries.complaints import ComplaintCriteria, ComplaintRow, complaints
from gen_desktop.queries.rights import COMPLAINT_RESERVED
from gen_desktop.reference.lists import choices
from gen_desktop.ui import actions, dialogs
from gen_desktop.ui.complaints import words
from gen_desktop.ui.complaints.form import ComplaintForm
from gen_desktop.ui.complaints.printing import REGISTER_TABLE, export_register, print_register
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.form_drafts import FormDrafts
from gen_desktop.ui.leaving import may_copy
from gen_desktop.ui.pages import Draft, Page, PageAction
from gen_desktop.ui.tables.table_view import TableView
from gen_desktop.ui.tables.windowed_model import WindowedTableModel
from gen_desktop.ui.widgets.basics import button, label, set_refusal
from gen_desktop.ui.widgets.card import Card
from gen_desktop.ui.widgets.chips import MenuChip, ToggleChip
from gen_desktop.ui.widgets.empty_state import EmptyState
from gen_desktop.ui.widgets.side_panel import Facts, SidePanel

TABLE = "complaint"
LATE = "late"
PANEL_WIDTH = 380
NONE = "Aucune réclamation avec ces filtres."
OPEN, CLOSED = "open", "closed"
_Found = tuple[tuple[ComplaintRow, ...], tuple[CohortChoice, ...]]


class ComplaintsPage(Page):
    """``show_target("late")``: those of which something is late; a complaint id: that one; « new »."""

    title = "Réclamations"
    kinds = frozenset({TABLE, "cohort", "enrollment", "learner", "program_parameter"})

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.form: ComplaintForm | None = None
        self._drafts = FormDrafts()
        self._to_open: int | None = None
        self._to_resume = ""
        self._rows: dict[int, ComplaintRow] = {}
        self._cohorts: tuple[CohortChoice, ...] = ()
        self.model = WindowedTableModel(
            words.COLUMNS, lambda ids: {one: self._rows[one] for one in ids}, self
        )
        self.table = TableView(
            self.model,
            self,
            name=self.title,
            state=ctx.state,
            state_key="complaints",
            before_copy=partial(may_copy, self, ctx, self.title),
        )
        self.state_chip = MenuChip("État", self)
        self.cohort_chip = MenuChip("Cohorte", self)
        self.gravity_chip = MenuChip("Gravité", self)
        self.late_chip = ToggleChip("En retard", self)
        self.search = QLineEdit()
        self.panel = SidePanel("Choisissez une réclamation pour lire ce qui a été fait.", self)
        self._facts = Facts()
        self._edit_button = button("Suivre…", self.edit, tooltip="Entrée")
        self._count = label("", "secondary")
        self._side = QStackedWidget(self)
        self._stack = QStackedWidget(self)
        self._lay_out()
        self._connect()

    def header_actions(self) -> Sequence[PageAction]:
        if self.form is not None:
            return ()
        return (
            PageAction("Retour", self.back_requested.emit),
            self.allowed(
                PageAction("Registre PDF…", partial(print_register, self), shortcut="print"), REGISTER_TABLE
            ),
            PageAction("Tableur…", partial(export_register, self), shortcut="export"),
            self.allowed(
                PageAction(
                    "Nouvelle réclamation…", self.start_new, icon="plus", shortcut="new", primary=True
                ),
                TABLE,
            ),
        )

    def refresh(self, change: Change | None) -> None:
        self.ctx.jobs.read_latest("complaints.list", self._load, self._show)

    def show_target(self, target: object) -> None:
        if not self.can_leave():
            return
        if target == LATE:
            self._clear_filters()
            self.late_chip.setChecked(True)
        elif target == "new":
            self.start_new()
        elif isinstance(target, int):
            self._clear_filters()
            self._to_open = target
            self.reload()

    def can_leave(self) -> bool:
        if self.form is not None:
            self.form.leave()
        return self.form is None

    def drafts(self) -> Mapping[str, Draft]:
        return self._drafts.drafts()

    def take_drafts(self, drafts: Mapping[str, Draft]) -> None:
        self._drafts.take(drafts)

    def drop_drafts(self) -> None:
        self._drafts.drop()
        self._close_form()

    def resume(self, form: str) -> None:
        self._to_resume = form
        self._clear_filters()
        self.reload()

    def start_new(self) -> None:
        """The form of a complaint that came in."""
        if not self.is_refused(TABLE):
            self._show_form(ComplaintForm(self.ctx, self._cohorts), 0)

    def edit(self) -> None:
        """What is done about the one selected."""
        row = self._selected()
        if row is None or self.is_refused(TABLE):
            return
        if row.is_hidden:
            self.tell(COMPLAINT_RESERVED)
        else:
            self._show_form(ComplaintForm(self.ctx, self._cohorts, row), row.id)

    def criteria(self) -> ComplaintCriteria:
        """What the filters ask for."""
        return ComplaintCriteria(
            is_open={OPEN: True, CLOSED: False}.get(self.state_chip.value),
            cohort_id=self.cohort_chip.value,
            gravity=self.gravity_chip.value,
            is_late=self.late_chip.isChecked(),
            text=self.search.text(),
        )

    def _load(self, _job: Job) -> _Found:
        today, criteria = self.ctx.today(), self.criteria()
        with self.ctx.db.read() as session:
            return complaints(session, today, criteria), cohort_choices(session, today)

    def _show(self, found: _Found) -> None:
        rows, self._cohorts = found
        selected, self._to_open = self._to_open or self.table.selected_id(), None
        self._rows = {row.id: row for row in rows}
        self.cohort_chip.set_choices(
            [(None, "Toutes les cohortes"), *((one.id, one.code) for one in self._cohorts)]
        )
        self.model.reload(list(self._rows))
        self._stack.setCurrentIndex(0 if rows else 1)
        self._count.setText(french.plural(len(rows), "réclamation") if rows else "")
        if selected in self._rows:
            self.table.select_id(selected)
        self._on_row(self._selected())
        resumed, self._to_resume = self._to_resume, ""
        if resumed:
            row = self._rows.get(int(resumed.partition(":")[2]))
            if row is None or not row.is_hidden:
                self._show_form(ComplaintForm(self.ctx, self._cohorts, row), 0 if row is None else row.id)

    def _on_row(self, row: ComplaintRow | None) -> None:
        if row is None:
            self.panel.show_nothing()
            return
        head = f"N° {row.number}, reçue le {french.short_date(row.facts.received_on)}"
        subtitle = "\n".join(filter(None, (head, words.late(row))))
        self.panel.show_record(row.facts.subject, subtitle, words.state(row))
        self._facts.set_facts(words.facts(row))
        reserved = COMPLAINT_RESERVED if row.is_hidden else ""
        set_refusal(self._edit_button, reserved or self.ctx.why_not(TABLE))

    def _show_form(self, form: ComplaintForm, complaint_id: int) -> None:
        if not self.can_leave():
            form.deleteLater()
            return
        self.form = form
        self._drafts.begin(f"complaint:{complaint_id}", form)
        form.saved.connect(self._on_saved)
        form.left.connect(self._close_form)
        self._side.addWidget(form)
        self._side.setCurrentWidget(form)
        form.take_focus()
        self.header_changed.emit()

    def _close_form(self) -> None:
        if self.form is not None:
            form, self.form = self.form, None
            self._drafts.end()
            self._side.removeWidget(form)
            form.deleteLater()
        self.table.setFocus()
        self.header_changed.emit()

    def _on_saved(self, change: Change) -> None:
        self._to_open = change.created_id
        self._close_form()
        self.ctx.changes.publish(change)

    def _selected(self) -> ComplaintRow | None:
        return self._rows.get(self.table.selected_id() or 0)

    def _clear_filters(self) -> None:
        for chip in (self.state_chip, self.cohort_chip, self.gravity_chip):
            chip.set_value(None)
        self.search.clear()
        self.late_chip.setChecked(False)

    def _lay_out(self) -> None:
        self.search.setPlaceholderText("Chercher un numéro, un objet, un nom")
        self.search.setAccessibleName("Chercher dans le registre")
        self.search.setFixedWidth(260)
        head = QHBoxLayout()
        head.setSpacing(8)
        for widget in (self.search, self.state_chip, self.cohort_chip, self.gravity_chip, self.late_chip):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self._count)
        self._stack.addWidget(self.table)
        self._stack.addWidget(EmptyState(NONE, icon="check", heading="Aucune réclamation"))
        card = Card()
        card.no_margins()
        card.add(self._stack, 1)
        self.panel.add_tab("facts", "Suivi", self._facts)
        self.panel.add_foot(self._edit_button)
        self._side.addWidget(self.panel)
        self._side.setFixedWidth(PANEL_WIDTH)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(card, 1)
        row.addWidget(self._side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addLayout(row, 1)

    def _connect(self) -> None:
        self.state_chip.set_choices([(None, "Toutes"), (OPEN, "Ouvertes"), (CLOSED, "Closes")])
        self.gravity_chip.set_choices(
            [(None, "Toute gravité"), *((one.code, one.label) for one in choices("complaint_gravity"))]
        )
        for chip in (self.state_chip, self.cohort_chip, self.gravity_chip):
            chip.chosen.connect(lambda _value: self.reload())
        self.late_chip.toggled.connect(lambda _on: self.reload())
        self.search.textChanged.connect(lambda _text: self.reload())
        self.table.row_selected.connect(self._on_row)
        self.table.row_activated.connect(lambda _row: self.edit())
        self.model.fetch_failed.connect(lambda error: dialogs.show_error(self, error))
        actions.make(self.table, "edit", self.edit)
