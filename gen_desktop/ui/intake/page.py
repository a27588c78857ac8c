"""Candidatures: who applied for a cohort, where each stands, and the next step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gen_desktop.changes import Change
from gen_desktop.errors import AppError
from gen_desktop.jobs import Job
from gen_desktop.models.application import Step
from gen_desktop.queries import applications
from gen_desktop.queries.applications import AskedFor, Candidate, CohortIntake, Funnel
from gen_desktop.services.applications import promote_next
from gen_desktop.ui import actions, dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.deletion import ask_and_delete
from gen_desktop.ui.draft import Draft
from gen_desktop.ui.intake import gestures, nothing, words
from gen_desktop.ui.intake.columns import columns
from gen_desktop.ui.intake.filters import FilterBar
from gen_desktop.ui.intake.keys import KEYS, key_bar
from gen_desktop.ui.intake.panel import ALONE, CandidatePanel
from gen_desktop.ui.intake.prerequisites_dialog import KIND, edit_prerequisites
from gen_desktop.ui.intake.quick_entry import QuickEntry
from gen_desktop.ui.leaving import may_copy
from gen_desktop.ui.pages import Page, PageAction
from gen_desktop.ui.side_form import SideForm
from gen_desktop.ui.tables.table_view import TableView
from gen_desktop.ui.tables.windowed_model import WindowedTableModel
from gen_desktop.ui.widgets.card import Card
from gen_desktop.ui.widgets.empty_state import EmptyState

PANEL_WIDTH, FORM_WIDTH = 344, 400
NEW = "new"


class IntakePage(Page):
    """The list with its panel; a form takes the panel's place while it is open."""

    title = "Candidatures"
    kinds = frozenset(
        {"enrollment", "learner", "cohort", "course", "prerequisite", "positioning", "attendance"}
    )

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._cohorts: tuple[CohortIntake, ...] = ()
        self._funnel: Funnel | None = None
        self._found: dict[int, Candidate] = {}
        self._drafts: dict[str, Draft] = {}
        self._form: tuple[str, SideForm] | None = None
        self._entered: int | None = None
        """The application typed last, to be shown once the entry is left."""
        self.filters = FilterBar(self)
        self.model = WindowedTableModel(
            columns(ctx.today()), lambda ids: {one: self._found[one] for one in ids}, self
        )
        self.model.set_sort("applied_on")
        self.table = TableView(
            self.model,
            self,
            name="Candidats",
            state=ctx.state,
            state_key="intake",
            before_copy=partial(may_copy, self, ctx, "Candidatures"),
        )
        self.panel = CandidatePanel(self)
        self.quick = QuickEntry(ctx)
        self._side = QStackedWidget(self)
        self._list = QStackedWidget(self)
        self._empty: QWidget = QWidget()
        self._lay_out()
        self._connect()

    def subtitle(self) -> str:
        return "" if self._funnel is None else words.places(self._funnel.places)

    def header_actions(self) -> Sequence[PageAction]:
        has_cohort = self.filters.cohort_id is not None
        ask = PageAction("Prérequis…", self.edit_prerequisites, icon="check", enabled=has_cohort)
        export = PageAction("Exporter", self.export, icon="download", shortcut="export", enabled=has_cohort)
        if self._side.currentWidget() is not self.panel:
            return ()
        new = PageAction(
            "Nouvelle candidature",
            self.start_new,
            icon="plus",
            primary=True,
            shortcut="new",
            enabled=has_cohort,
        )
        return (
            self.allowed(ask, "prerequisite"),
            export,
            self.allowed(new, "enrollment", "learner"),
        )

    def refresh(self, change: Change | None) -> None:
        self._load()

    def show_target(self, target: object) -> None:
        """``"new"``: type applications. A cohort and a filter (stage, '' for all): who stands there."""
        if target == NEW:
            self.start_new()
        elif isinstance(target, tuple):
            self.filters.show_cohort(*target)

    def drafts(self) -> Mapping[str, Draft]:
        found = dict(self._drafts)
        if typed := self.quick.touched():
            found[f"{self.quick.cohort_id}:{NEW}"] = Draft(self.quick.title, typed)
        if self._form is not None and (typed := self._form[1].touched()):
            found[self._form[0]] = Draft(self._form[1].title, typed)
        return found

    def take_drafts(self, drafts: Mapping[str, Draft]) -> None:
        self._drafts |= drafts

    def drop_drafts(self) -> None:
        self._drafts.clear()
        self.quick.drop()
        self._close_form()

    def resume(self, form: str) -> None:
        cohort_id, step, *ids = form.split(":")
        self.filters.show_cohort(int(cohort_id))
        if step == NEW:
            self.start_new()
            return
        for enrollment_id in ids:
            self.table.select_id(int(enrollment_id))
        self.take(Step(step), [self._found[int(one)] for one in ids if int(one) in self._found])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            QTimer.singleShot(0, self, self._focus_list)  # once the window has moved the focus itself

    def chosen(self) -> list[Candidate]:
        """The candidates selected, in the order of the list."""
        return [self._found[one] for one in self.table.selected_ids() if one in self._found]

    def start_new(self) -> None:
        """Type applications one after the other, as it was left."""
        cohort_id = self.filters.cohort_id
        if cohort_id is None or self.is_refused("enrollment", "learner") or not self._may_leave_form():
            return
        self.quick.cohort_id = cohort_id
        self._show_form(self.quick)
        self._type_again(f"{cohort_id}:{NEW}", self.quick)
        self.quick.take_focus()

    def take(self, step: Step, chosen: Sequence[Candidate]) -> None:
        """A step for these candidates: its form, or at once when it asks nothing."""
        cohort_id = self.filters.cohort_id
        if not chosen or cohort_id is None or self.is_refused("enrollment") or not self._may_leave_form():
            return
        try:
            form = gestures.form_for(self.ctx, step, cohort_id, chosen)
            if form is None:
                self.ctx.changes.publish(gestures.do_at_once(self.ctx, step, chosen))
                return
        except AppError as error:
            self._on_refused(error)
            return
        name = ":".join((str(cohort_id), step, *(str(one.enrollment_id) for one in chosen)))
        self._form = (name, form)
        form.saved.connect(self._on_saved)
        form.left.connect(self._close_form)
        self._side.addWidget(form)
        self._show_form(form)
        self._type_again(name, form)
        form.take_focus()

    def edit_prerequisites(self) -> None:
        """What the course of the cohort asks for."""
        cohort = self._cohort()
        if cohort is not None:
            edit_prerequisites(self, cohort.course_id)

    def dialog_doors(self) -> Mapping[str, Callable[[str], object]]:
        return {KIND: lambda course_id: edit_prerequisites(self, int(course_id))}

    def export(self) -> None:
        """Write the candidates listed to a file."""
        cohort = self._cohort()
        if cohort is not None:
            gestures.export(self, cohort.code, [self._found[one] for one in self.model.ids])

    def _load(self) -> None:
        """The list at once: a cohort has hundreds of candidates. The steps, heavier, in a reader thread."""
        today = self.ctx.today()
        sort, descending = self.model.sorted_by
        with self.ctx.db.read() as session:
            self._cohorts = applications.cohort_intakes(session, today)
            self.filters.set_cohorts(self._cohorts)
            criteria = self.filters.criteria() if self._cohorts else None
            if criteria is None:
                self._show(())
                self._show_funnel(None)
                return
            criteria = replace(criteria, sort=sort or "applied_on", descending=descending)
            found = applications.candidates(session, criteria, today)
        self._show(found)
        read = partial(self._read_funnel, criteria.cohort_id)
        self.ctx.jobs.read_latest("intake.funnel", read, self._show_funnel)

    def _read_funnel(self, cohort_id: int, _job: Job) -> Funnel:
        with self.ctx.db.read() as session:
            return applications.funnel(session, cohort_id, self.ctx.today())

    def _show_funnel(self, funnel: Funnel | None) -> None:
        self._funnel = funnel
        self.filters.set_funnel(funnel)
        self.filters.offer_promotion(self._can_promote(), self.ctx.why_not("enrollment"))
        self.header_changed.emit()

    def _show(self, found: Sequence[Candidate]) -> None:
        self._found = {one.enrollment_id: one for one in found}
        self.model.reload(list(self._found))  # which tells the selection again
        if self.table.selected_id() is None and self._found:
            self.table.select_id(next(iter(self._found)))
        self._show_list()
        self.header_changed.emit()

    def _show_list(self) -> None:
        if self._found:
            self._list.setCurrentWidget(self.table)
            return
        self._list.removeWidget(self._empty)
        self._empty.deleteLater()
        self._empty = self._nothing()
        self._list.addWidget(self._empty)
        self._list.setCurrentWidget(self._empty)

    def _focus_list(self) -> None:
        """The keys said at the foot are those of the list; a form being typed keeps the cursor."""
        if self._found and self._side.currentWidget() is self.panel:
            self.table.setFocus()

    def _nothing(self) -> EmptyState:
        if not self._cohorts:
            return nothing.no_cohort(lambda: self.go_requested.emit("cohorts", "new"))
        if self.filters.narrows():
            return nothing.no_match(self.filters.clear)
        return nothing.no_application(self.start_new, self._import)

    def _import(self) -> None:
        self.go_requested.emit("imports", ("learners", self.filters.cohort_id))

    def _show_selection(self) -> None:
        chosen = self.chosen()
        self.panel.show_rights(self.ctx.why_not("enrollment"))
        if len(chosen) > 1:
            self.panel.show_many(chosen)
        elif chosen:
            self.panel.show_candidate(chosen[0], self._levels(chosen[0]))
        else:
            self.panel.show_nothing()

    def _levels(self, candidate: Candidate) -> Sequence[AskedFor]:
        with self.ctx.db.read() as session:
            return applications.levels_of(session, candidate.enrollment_id)

    def _cohort(self) -> CohortIntake | None:
        return next((one for one in self._cohorts if one.id == self.filters.cohort_id), None)

    def _can_promote(self) -> bool:
        """Whether somebody waits while a place of this cohort is free."""
        funnel, cohort = self._funnel, self._cohort()
        if funnel is None or cohort is None or cohort.end < self.ctx.today():
            return False
        return bool(funnel.stages["waiting"]) and (funnel.places.free or 0) > 0

    def promote(self) -> None:
        """Admit the first of the waiting list."""
        cohort_id = self.filters.cohort_id
        if cohort_id is not None and not self.is_refused("enrollment"):
            self._write(lambda: promote_next(self.ctx.db, cohort_id, self.ctx.today()))

    def _move(self, by: int) -> None:
        selected, cohort_id = self.table.selected_id(), self.filters.cohort_id
        if selected is not None and cohort_id is not None and not self.is_refused("enrollment"):
            self._write(lambda: gestures.move(self.ctx, cohort_id, selected, by))

    def _write(self, gesture: Callable[[], Change | None]) -> None:
        try:
            change = gesture()
        except AppError as error:
            self._on_refused(error)
            return
        if change is not None:
            self.ctx.changes.publish(change)

    def _on_refused(self, error: Exception) -> None:
        dialogs.show_error(self, error)
        self.reload()

    def _on_key(self, step: Step) -> None:
        """A key does what the panel offers, and nothing else."""
        chosen = self.chosen()
        if step in self.panel.offered() and (len(chosen) == 1 or step not in ALONE):
            self.take(step, chosen)

    def _type_again(self, name: str, form: SideForm) -> None:
        draft = self._drafts.pop(name, None)
        if draft is not None:
            form.take_up(draft.values)

    def _may_leave_form(self) -> bool:
        """The form of a step is closed before another opens; what is typed in it is not lost unasked."""
        if self._form is not None:
            self._form[1].leave()
        return self._form is None

    def _show_form(self, form: SideForm) -> None:
        self._side.setFixedWidth(FORM_WIDTH)
        self._side.setCurrentWidget(form)
        self.header_changed.emit()

    def _close_form(self) -> None:
        if self._form is not None:
            form, self._form = self._form[1], None
            self._side.removeWidget(form)
            form.deleteLater()
        self._side.setCurrentWidget(self.panel)
        self._side.setFixedWidth(PANEL_WIDTH)
        self.header_changed.emit()
        self.table.setFocus()

    def _on_saved(self, change: Change) -> None:
        self._close_form()
        self.ctx.changes.publish(change)

    def _open_person(self) -> None:
        chosen = self.chosen()
        if len(chosen) == 1 and not chosen[0].is_erased:
            self.open_requested.emit("learner", chosen[0].learner_id)

    def _show_history(self) -> None:
        chosen = self.chosen()
        if chosen:
            self.go_requested.emit("history", ("enrollment", chosen[0].enrollment_id, words.name(chosen[0])))

    def _delete(self) -> None:
        chosen = self.chosen()
        if len(chosen) == 1 and not self.is_refused("enrollment"):
            what = f"la candidature de {words.name(chosen[0])}"
            ask_and_delete(self, "enrollment", chosen[0].enrollment_id, what)

    def _lay_out(self) -> None:
        card = Card(parent=self)
        card.no_margins()
        self._list.addWidget(self.table)
        self._list.addWidget(self._empty)
        card.add(self._list, 1)
        self._side.addWidget(self.panel)
        self._side.addWidget(self.quick)
        self._side.setFixedWidth(PANEL_WIDTH)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(card, 1)
        row.addWidget(self._side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.filters)
        layout.addLayout(row, 1)
        layout.addWidget(key_bar())

    def _connect(self) -> None:
        self.filters.cohort_chosen.connect(self.filters.clear)
        self.filters.changed.connect(self._load)
        self.filters.promotion_wanted.connect(self.promote)
        self.model.sort_requested.connect(lambda _sort, _descending: self._load())
        self.model.fetch_failed.connect(self._on_refused)
        self.table.selection_changed.connect(lambda _count: self._show_selection())
        self.table.row_activated.connect(lambda _row: self._take_first())
        self.panel.step_wanted.connect(lambda step: self.take(step, self.chosen()))
        self.panel.person_wanted.connect(self._open_person)
        self.panel.history_wanted.connect(self._show_history)
        self.panel.deletion_wanted.connect(self._delete)
        self.panel.move_wanted.connect(self._move)
        self.quick.saved.connect(self._on_entered)
        self.quick.left.connect(self._leave_quick)
        for key, step in KEYS.items():
            actions.make(self.table, key, partial(self._on_key, step))
        actions.make(self.table, "waiting_up", partial(self._move, -1))
        actions.make(self.table, "waiting_down", partial(self._move, 1))
        actions.make(self.table, "delete_application", self._delete)
        actions.make(self, "filter", self.filters.text.setFocus)

    def _take_first(self) -> None:
        """Enter on a line: the step that comes next."""
        if self.panel.offered():
            self.take(self.panel.offered()[0], self.chosen())

    def _on_entered(self, change: Change) -> None:
        self._entered = change.created_id
        self.ctx.changes.publish(change)

    def _leave_quick(self) -> None:
        self.quick.drop()
        self._close_form()
        entered, self._entered = self._entered, None
        if entered is not None:
            self.table.select_id(entered)
