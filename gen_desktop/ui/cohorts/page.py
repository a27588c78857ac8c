"""Cohortes: the runs of courses, their calendar, and the form that makes one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.errors import NotFound
from gen_desktop.jobs import Job
from gen_desktop.queries import cohort_detail, cohorts
from gen_desktop.queries.attendance import AttendanceRate
from gen_desktop.queries.cohorts import CohortCriteria
from gen_desktop.queries.scope import parameters
from gen_desktop.ui import actions, dialogs
from gen_desktop.ui.cohorts.calendar_desk import PREFIX, CalendarDesk
from gen_desktop.ui.cohorts.columns import COLUMNS, Line
from gen_desktop.ui.cohorts.form import CohortForm
from gen_desktop.ui.cohorts.panel import CohortPanel
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.deletion import ask_and_delete
from gen_desktop.ui.draft import Draft
from gen_desktop.ui.pages import Page, PageAction
from gen_desktop.ui.paper_target import PAGE as PAPERS
from gen_desktop.ui.paper_target import PaperTarget
from gen_desktop.ui.sheet_target import PAGE as SHEETS
from gen_desktop.ui.sheet_target import SheetTarget
from gen_desktop.ui.tables.table_view import TableView
from gen_desktop.ui.tables.windowed_model import WindowedTableModel
from gen_desktop.ui.widgets.basics import label
from gen_desktop.ui.widgets.card import Card
from gen_desktop.ui.widgets.chips import ChipBar, ToggleChip
from gen_desktop.ui.widgets.empty_state import EmptyState

PANEL_WIDTH = 344
FORM_WIDTH = 440
SETTLE_FIRST = "Enregistrez-la, ou abandonnez ce qui est saisi, avant de la supprimer."
TYPING_PAUSE_MS = 120
NEW = "new"
STATES = (("running", "En cours"), ("planned", "À venir"), ("ended", "Terminées"), ("", "Toutes"))


class CohortsPage(Page):
    """A list with its panel; the form takes the panel's place while it is open."""

    title = "Cohortes"
    kinds = frozenset(
        {
            *("cohort", "cohort_slot", "class_session", "course", "site", "funding_program"),
            *("closure", "company_period", "exemption"),
            *("enrollment", "attendance", "learner", "issued_document", "block_result"),
        }
    )

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._lines: dict[int, Line] = {}
        self._criteria = CohortCriteria()
        self._wanted: int | None = None
        self._drafts: dict[str, Draft] = {}
        """Typed before a crash, by cohort, until the form is opened."""
        self.model = WindowedTableModel(COLUMNS, lambda ids: {one: self._lines[one] for one in ids}, self)
        self.view = TableView(
            self.model, self, name="Cohortes", state=ctx.state, state_key="cohorts", multiple=False
        )
        self.panel = CohortPanel(ctx.today(), self)
        self.new_form = CohortForm(ctx, self)
        self.edit_form = CohortForm(ctx, self)
        self.calendar = CalendarDesk(self, self.panel.calendar, self.view.selected_id)
        self._side = QStackedWidget(self)
        self._make_filters()
        self._lay_out()
        self._connect()

    def header_actions(self) -> Sequence[PageAction]:
        if self.open_form() is not None:
            return ()
        new = PageAction("Nouvelle cohorte", self.start_new, icon="plus", primary=True, shortcut="new")
        return (self.allowed(new, "cohort"),)

    def open_form(self) -> CohortForm | None:
        """The form shown in place of the panel, None when there is none."""
        shown = self._side.currentWidget()
        return shown if isinstance(shown, CohortForm) else None

    def refresh(self, change: Change | None) -> None:
        self._load()

    def open_record(self, kind: str, record_id: int) -> None:
        cohort_id = record_id
        if kind == "course":
            found = next((one.row.id for one in self._lines.values() if one.row.course_id == record_id), None)
            cohort_id = -1 if found is None else found
        if self.model.position_of(cohort_id) is None:
            self._show_all()
        self.view.select_id(cohort_id)

    def show_target(self, target: object) -> None:
        """``"new"``: the form of a new cohort."""
        if target == "new":
            self.start_new()

    def drafts(self) -> Mapping[str, Draft]:
        forms = {NEW: self.new_form, str(self.edit_form.cohort_id): self.edit_form}
        shown = {name: Draft(form.title, typed) for name, form in forms.items() if (typed := form.draft())}
        return self._drafts | shown | self.calendar.drafts()

    def take_drafts(self, drafts: Mapping[str, Draft]) -> None:
        self._drafts |= self.calendar.take_drafts(drafts)

    def drop_drafts(self) -> None:
        self._drafts.clear()
        self.calendar.drop()
        for form in (self.new_form, self.edit_form):
            form.drop()
        if self.open_form() is not None:
            self._close_form()

    def resume(self, form: str) -> None:
        if form == NEW:
            self.start_new()
        elif form.startswith(PREFIX):
            self.view.select_id(self.calendar.resume(form))
        else:
            self._wanted = int(form)
            self._show_all()
            self.start_edit()

    def start_new(self) -> None:
        """Open the form of a new cohort, as it was left."""
        if self.is_refused("cohort"):
            return
        self._open(self.new_form)
        self.new_form.start_new()
        self._type_again(NEW, self.new_form)

    def start_edit(self) -> None:
        """Open the form of the cohort selected."""
        selected = self.view.selected_id()
        if selected is None or self.open_form() is not None or self.is_refused("cohort"):
            return
        try:
            with self.ctx.db.read() as session:
                found = cohort_detail.detail(session, selected)
        except NotFound as error:
            self._on_refused(error)
            return
        self._open(self.edit_form)
        self.edit_form.start_edit(found)
        self._type_again(str(found.id), self.edit_form)

    def _type_again(self, name: str, form: CohortForm) -> None:
        draft = self._drafts.pop(name, None)
        if draft is not None:
            form.restore(draft.values)

    def _make_filters(self) -> None:
        self.chips = {state: ToggleChip(text, self) for state, text in STATES}
        group = QButtonGroup(self)
        for state, chip in self.chips.items():
            group.addButton(chip)
            chip.clicked.connect(partial(self._filter_state, state))
        kept = str(self.ctx.state.value("cohorts/state", ""))
        state = kept if kept in self.chips else ""
        self.chips[state].setChecked(True)
        self._criteria = replace(self._criteria, states=frozenset({state} - {""}))
        self.model.set_sort(self._criteria.sort, self._criteria.descending)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("Filtrer")
        self.search.setAccessibleName("Filtrer les cohortes")
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(170)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_PAUSE_MS)
        self._count = label("", "secondary")

    def _lay_out(self) -> None:
        bar = ChipBar(*self.chips.values())
        bar.add_right(self._count)
        bar.add_right(self.search)
        card = Card(parent=self)
        card.no_margins()
        self._list = QStackedWidget()
        self._list.addWidget(self.view)
        self._list.addWidget(
            EmptyState(
                "Une cohorte est une session de formation\u00a0: ses dates, ses places, sa semaine. "
                "Ses demi-journées se posent d’elles-mêmes, jours fériés exclus.",
                ("Nouvelle cohorte", self.start_new),
                icon="graduation-cap",
                heading="Aucune cohorte",
            )
        )
        nothing = "Aucune cohorte ne répond à ces filtres."
        self._list.addWidget(EmptyState(nothing, ("Toutes les cohortes", self._show_all)))
        card.add(self._list, 1)
        for widget in (self.panel, self.new_form, self.edit_form):
            self._side.addWidget(widget)
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
        self.view.row_selected.connect(self._show_line)
        self.view.row_activated.connect(lambda _line: self.start_edit())
        self.model.sort_requested.connect(self._sort)
        self.model.fetch_failed.connect(self._on_refused)
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self._typing.timeout.connect(self._filter_text)
        self.panel.edit_wanted.connect(self.start_edit)
        self.panel.deletion_wanted.connect(self._delete)
        self.panel.history_wanted.connect(self._show_history)
        self.panel.attendance_wanted.connect(self._go_to_attendance)
        self.panel.person_wanted.connect(lambda learner_id: self.open_requested.emit("learner", learner_id))
        self.panel.path_wanted.connect(
            lambda learner_id: self.go_requested.emit("learners", ("path", learner_id))
        )
        self.panel.people_wanted.connect(self._go_to_people)
        self.panel.import_wanted.connect(self._import)
        self.panel.duplicate_wanted.connect(self.calendar.open_duplicate)
        self.panel.listed_wanted.connect(
            lambda kind, record_id: self.go_requested.emit("lists", (kind, record_id))
        )
        self.calendar.created.connect(self._await_created)
        self.panel.sheets_wanted.connect(self._print_sheets)
        self.panel.satisfaction_wanted.connect(self._show_satisfaction)
        self.panel.papers_wanted.connect(self._show_papers)
        self.calendar.opened.connect(self._open)
        self.calendar.closed.connect(self._close_form)
        for form in (self.new_form, self.edit_form):
            form.saved.connect(self._on_saved)
            form.left.connect(self._close_form)
        actions.make(self, "edit", self.start_edit)
        actions.make(self.view, "delete_cohort", self._delete)
        actions.make(self, "filter", self.search.setFocus)

    def _load(self) -> None:
        """The list at once; the attendance, which weighs, in a reader thread."""
        today = self.ctx.today()
        with self.ctx.db.read() as session:
            rows = cohorts.list_rows(session, self._criteria, today)
            counts = cohorts.count_by_state(session, today)
            alert = parameters(session, today).alert_attendance_rate
        known = {line.row.id: line.rate for line in self._lines.values()}
        self._lines = {row.id: Line(row, known.get(row.id), alert) for row in rows}
        for state, chip in self.chips.items():
            chip.set_count(counts.get(state, 0) if state else None)
        self._count.setText(french.plural(len(rows), "cohorte"))
        self._list.setCurrentIndex(0 if rows else 2 if counts else 1)
        self.model.reload([row.id for row in rows])
        if self._wanted is not None:
            self.view.select_id(self._wanted)
            self._wanted = None
        elif self.view.selected_id() is None and rows:
            self.view.select_id(rows[0].id)
        if not rows:
            self.panel.show_nothing()
        self.ctx.jobs.read_latest("cohorts.rates", partial(self._rates, tuple(self._lines)), self._on_rates)

    def _rates(self, ids: Sequence[int], _job: Job) -> dict[int, AttendanceRate]:
        with self.ctx.db.read() as session:
            return cohorts.rates(session, ids, self.ctx.today())

    def _on_rates(self, rates: dict[int, AttendanceRate]) -> None:
        changed = {
            cohort_id
            for cohort_id, rate in rates.items()
            if cohort_id in self._lines and self._lines[cohort_id].rate != rate
        }
        for cohort_id in changed:
            self._lines[cohort_id] = replace(self._lines[cohort_id], rate=rates[cohort_id])
        self.model.refresh_rows(frozenset(changed))
        selected = self.view.selected_id()
        if selected in changed:
            self._show_line(self._lines[selected])

    def _show_line(self, line: Line | None) -> None:
        self.panel.show_rights(self.ctx.why_not("cohort"))
        if line is None:
            self.panel.show_nothing()
            return
        today, cohort_id = self.ctx.today(), line.row.id
        self.record_shown.emit("cohort", cohort_id)
        try:
            with self.ctx.db.read() as session:
                self.panel.show_cohort(
                    line,
                    cohort_detail.detail(session, cohort_id),
                    self.calendar.facts(cohort_id),
                    cohort_detail.people(session, cohort_id, today),
                    cohort_detail.documents(session, cohort_id),
                )
        except NotFound:
            self.panel.show_nothing()

    def _filter_state(self, state: str) -> None:
        self.ctx.state.setValue("cohorts/state", state)
        self._criteria = replace(self._criteria, states=frozenset({state} - {""}))
        self._load()

    def _filter_text(self) -> None:
        self._criteria = replace(self._criteria, text=self.search.text())
        self._load()

    def _show_all(self) -> None:
        self.search.clear()
        self._typing.stop()
        self.chips[""].setChecked(True)
        self._criteria = replace(self._criteria, text="", states=frozenset())
        self._load()

    def _sort(self, sort: str, descending: bool) -> None:
        self._criteria = replace(self._criteria, sort=sort, descending=descending)
        self._load()

    def _open(self, form: QWidget) -> None:
        self._side.setFixedWidth(FORM_WIDTH)
        if self._side.indexOf(form) < 0:  # a form of the calendar, made when it is opened
            self._side.addWidget(form)
        self._side.setCurrentWidget(form)
        self.header_changed.emit()

    def _close_form(self) -> None:
        self._side.setCurrentWidget(self.panel)
        self._side.setFixedWidth(PANEL_WIDTH)
        self.header_changed.emit()
        self.view.setFocus()

    def _on_saved(self, change: Change) -> None:
        self._close_form()
        if change.created_id is not None:
            self._await_created(change.created_id)
        self.ctx.changes.publish(change)

    def _await_created(self, cohort_id: int) -> None:
        """Whatever is filtered, the cohort that was just made is shown."""
        self._wanted = cohort_id
        self.search.clear()
        self.chips[""].setChecked(True)
        self._criteria = replace(self._criteria, text="", states=frozenset())

    def _delete(self) -> None:
        selected = self.view.selected_id()
        if selected is None:
            return
        code = self._lines[selected].row.code
        if str(selected) in self.drafts():
            dialogs.inform(self, f"La cohorte {code} est en cours de saisie.", SETTLE_FIRST)
            return
        ask_and_delete(self, "cohort", selected, f"la cohorte {code}")

    def _show_history(self) -> None:
        selected = self.view.selected_id()
        if selected is not None:
            self.go_requested.emit("history", ("cohort", selected, self._lines[selected].row.code))

    def _on_refused(self, error: Exception) -> None:
        dialogs.show_error(self, error)
        self.reload()

    def _go_to_attendance(self, day: object) -> None:
        selected = self.view.selected_id()
        if selected is not None:
            self.go_requested.emit("attendance", selected if day is None else (selected, day))

    def _show_satisfaction(self) -> None:
        self.go_requested.emit("satisfaction", self.view.selected_id())

    def _print_sheets(self) -> None:
        self.go_requested.emit(SHEETS, SheetTarget(self.view.selected_id()))

    def _show_papers(self) -> None:
        """Certificates, attestations and statements of the cohort selected."""
        self.go_requested.emit(PAPERS, PaperTarget(cohort_id=self.view.selected_id()))

    def _import(self) -> None:
        self.go_requested.emit("imports", ("learners", self.view.selected_id()))

    def _go_to_people(self) -> None:
        selected = self.view.selected_id()
        if selected is None:
            return
        with self.ctx.db.read() as session:
            found = cohort_detail.people(session, selected, self.ctx.today())
        self.go_requested.emit("learners", tuple(person.learner_id for person in found))
