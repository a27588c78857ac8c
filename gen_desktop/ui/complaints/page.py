"""Réclamations: the register, what of it is late, and what is done about each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.jobs import Job
from gen_desktop.queries.attendance import CohortChoice, cohort_choices
from gen_desktop.queries.complaints import ComplaintCriteria, ComplaintRow, complaints
from gen_desktop.queries.rights import COMPLAINT_RESERVED
from gen_desktop.reference.lists import choices
from gen_desktop.ui import actions
from gen_desktop.ui.complaints import words
from gen_desktop.ui.complaints.form import ComplaintForm
from gen_desktop.ui.complaints.printing import REGISTER_TABLE, export_register, print_register
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.list_page import ListPage
from gen_desktop.ui.pages import PageAction
from gen_desktop.ui.widgets.basics import button, label, set_refusal
from gen_desktop.ui.widgets.chips import MenuChip, ToggleChip
from gen_desktop.ui.widgets.empty_state import EmptyState

TABLE = "complaint"
LATE = "late"
PANEL_WIDTH = 380
NOTHING_SELECTED = "Choisissez une réclamation pour lire ce qui a été fait."
ABOUT = "Notez ici ce dont on se plaint, la réponse et ce qui est fait. Le registre s’imprime sans les noms."
NONE_LIKE_THESE = "Aucune réclamation avec ces filtres."
OPEN, CLOSED = "open", "closed"
_Found = tuple[tuple[ComplaintRow, ...], tuple[CohortChoice, ...]]


class ComplaintsPage(ListPage):
    """``show_target("late")``: those of which something is late; a complaint id: that one; « new »."""

    title = "Réclamations"
    kinds = frozenset({TABLE, "cohort", "enrollment", "learner", "program_parameter"})

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(
            ctx,
            words.COLUMNS,
            state_key="complaints",
            nothing_selected=NOTHING_SELECTED,
            facts_title="Suivi",
            panel_width=PANEL_WIDTH,
            parent=parent,
        )
        self._to_open: int | None = None
        self._cohorts: tuple[CohortChoice, ...] = ()
        self.state_chip = MenuChip("État", self)
        self.cohort_chip = MenuChip("Cohorte", self)
        self.gravity_chip = MenuChip("Gravité", self)
        self.late_chip = ToggleChip("En retard", self)
        self.search = QLineEdit()
        self._edit_button = button("Suivre…", self.edit, tooltip="Entrée")
        self._count = label("", "secondary")
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
                    "Nouvelle réclamation…",
                    self.start_new,
                    icon="plus",
                    shortcut="new",
                    primary=self.stack.currentIndex() == 0,
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

    def resume(self, form: str) -> None:
        self.to_resume = form
        self._clear_filters()
        self.reload()

    def start_new(self) -> None:
        """The form of a complaint that came in."""
        if not self.is_refused(TABLE):
            self._show_form(None)

    def activate(self) -> None:
        self.edit()

    def edit(self) -> None:
        """What is done about the one selected."""
        row = self.selected
        if row is None or self.is_refused(TABLE):
            return
        if row.is_hidden:
            self.tell(COMPLAINT_RESERVED)
        else:
            self._show_form(row)

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
        self.show_lines({row.id: row for row in rows})
        self.cohort_chip.set_choices(
            [(None, "Toutes les cohortes"), *((one.id, one.code) for one in self._cohorts)]
        )
        self.stack.setCurrentIndex(0 if rows else 2 if self._is_narrowed() else 1)
        self._count.setText(french.plural(len(rows), "réclamation") if rows else "")
        wanted = selected if selected in self.rows else next(iter(self.rows), None)
        if wanted is not None:
            self.table.select_id(wanted)
        self.on_row(self.selected)
        self.header_changed.emit()
        resumed, self.to_resume = self.to_resume, ""
        if resumed:
            row = self.rows.get(int(resumed.partition(":")[2]))
            if row is None or not row.is_hidden:
                self._show_form(row)

    def on_row(self, row: ComplaintRow | None) -> None:
        if row is None:
            self.panel.show_nothing()
            return
        head = f"N° {row.number}, reçue le {french.short_date(row.facts.received_on)}"
        subtitle = "\n".join(filter(None, (head, words.late(row))))
        self.panel.show_record(row.facts.subject, subtitle, words.state(row))
        self.facts.set_facts(words.facts(row))
        reserved = COMPLAINT_RESERVED if row.is_hidden else ""
        set_refusal(self._edit_button, reserved or self.ctx.why_not(TABLE))

    def _show_form(self, row: ComplaintRow | None) -> None:
        form = ComplaintForm(self.ctx, self._cohorts, row)
        self.show_form(f"complaint:{0 if row is None else row.id}", form)

    def on_saved(self, change: Change) -> None:
        self._to_open = change.created_id
        super().on_saved(change)

    def _is_narrowed(self) -> bool:
        return self.criteria() != ComplaintCriteria()

    def _show_all(self) -> None:
        self._clear_filters()
        self.reload()

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
        self.add_empty(
            EmptyState(
                ABOUT,
                ("Nouvelle réclamation…", self.start_new),
                icon="file-text",
                heading="Aucune réclamation",
            ),
            EmptyState(
                NONE_LIKE_THESE,
                ("Voir tout le registre", self._show_all),
                icon="file-text",
                heading="Rien ici",
            ),
        )
        self.panel.add_foot(self._edit_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.desk, 1)

    def _connect(self) -> None:
        self.state_chip.set_choices([(None, "Toutes"), (OPEN, "Ouvertes"), (CLOSED, "Closes")])
        self.gravity_chip.set_choices(
            [(None, "Toute gravité"), *((one.code, one.label) for one in choices("complaint_gravity"))]
        )
        for chip in (self.state_chip, self.cohort_chip, self.gravity_chip):
            chip.chosen.connect(lambda _value: self.reload())
        self.late_chip.toggled.connect(lambda _on: self.reload())
        self.search.textChanged.connect(lambda _text: self.reload())
        actions.make(self.table, "edit", self.edit)
