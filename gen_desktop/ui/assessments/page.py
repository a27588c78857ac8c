"""Évaluations: results block by block, the jury and the certificates; skills at three moments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from gen_desktop.changes import Change
from gen_desktop.errors import AppError, Conflict, Forbidden, InvalidInput, NotFound
from gen_desktop.french import UNKNOWN, plural, short_date
from gen_desktop.queries import attendance as cohorts
from gen_desktop.queries.assessment_grid import AssessmentGrid, JuryRow, assessment_grid
from gen_desktop.queries.assessment_tasks import certificates_to_hand_over, results_missing
from gen_desktop.ui import actions, dialogs
from gen_desktop.ui.assessments.grid_model import GridModel
from gen_desktop.ui.assessments.grid_view import GridView
from gen_desktop.ui.assessments.head import VIEWS, GridHead
from gen_desktop.ui.assessments.jury_dialog import JuryDialog
from gen_desktop.ui.assessments.key_bar import GridKeyBar
from gen_desktop.ui.assessments.layout import Column, View, hints
from gen_desktop.ui.assessments.nothing import nothing_to_show
from gen_desktop.ui.assessments.recording import Cells, record_code, record_text
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.pages import Page, PageAction
from gen_desktop.ui.paper_target import PAGE as PAPERS
from gen_desktop.ui.paper_target import PaperTarget
from gen_desktop.ui.skills_dialog import KIND, edit_skills
from gen_desktop.ui.widgets.card import Card

BOOKLET = "learner_booklet"


class AssessmentsPage(Page):
    """``saved(gesture)``: a key is on the disk, whatever happens next."""

    title = "Évaluations"
    kinds = frozenset(
        {"block_result", "certification", "jury_session", "skill", "skill_level", "certification_block"}
        | {"course", "cohort", "enrollment", "learner"}
    )
    quiet = True

    saved = Signal(str)

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._cohort_id: int | None = None
        self._choices: dict[int, str] = {}
        self._view: View = "blocks"
        self._stage = "entry"
        self.model = GridModel(self)
        self.view = GridView(self.model, self)
        self.head = GridHead(self)
        self.key_bar = GridKeyBar(self)
        self._empty: QWidget = QWidget(self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        self._lay_out()
        self._connect()

    @staticmethod
    def badge_count(ctx: AppContext) -> int | None:
        """People whose result is missing after their jury, and certificates to hand over."""
        with ctx.db.read() as session:
            waiting = (
                *results_missing(session, ctx.today()),
                *certificates_to_hand_over(session, ctx.today()),
            )
        return sum(one.people for one in waiting) or None

    @property
    def cohort_id(self) -> int | None:
        """The cohort shown."""
        return self._cohort_id

    def header_actions(self) -> Sequence[PageAction]:
        if self.model.grid is None:
            return ()
        skills = PageAction("Compétences…", self.edit_skills, icon="pencil")
        sessions = [
            PageAction(_jury_words(held), partial(self.edit_jury, held)) for held in self.model.grid.sessions
        ]
        new = PageAction("Nouvelle session…", partial(self.edit_jury, None), icon="plus")
        jury = PageAction("Jury", icon="calendar", menu=[*sessions, new])
        booklets = PageAction("Livrets de suivi…", self.print_booklets, icon="printer", primary=True)
        return (self.allowed(skills, "skill"), self.allowed(jury, "jury_session"), booklets)

    def refresh(self, change: Change | None) -> None:
        self.view.finish_typing()
        self._reload(with_cohorts=change is None or "cohort" in change.kinds)

    def open_record(self, kind: str, record_id: int) -> None:
        """A cohort, or that of an enrollment."""
        cohort_id: int | None = record_id
        if kind != "cohort":
            with self.ctx.db.read() as session:
                cohort_id = cohorts.cohort_of_enrollment(session, record_id)
        if cohort_id is not None:
            self.show_cohort(cohort_id)

    def show_target(self, target: object) -> None:
        """A cohort id."""
        if isinstance(target, int):
            self.show_cohort(target)

    def show_cohort(self, cohort_id: int) -> None:
        """The grid of that cohort, the cursor on its first empty cell."""
        if cohort_id in self._choices:
            self.view.finish_typing()
            self._cohort_id = cohort_id
            self._reload()
            self.view.go_to_first_empty()
            self.view.setFocus()

    def show_view(self, view: View) -> None:
        """Blocks and jury, or skills."""
        self.view.finish_typing()
        self._view = view
        self._reload()
        self.view.go_to_first_empty()
        self.view.setFocus()

    def show_stage(self, stage: str) -> None:
        """Skills at another moment, the cursor where it was."""
        self.view.finish_typing()
        self._stage = stage
        self._reload()
        self.view.setFocus()

    def edit_skills(self) -> None:
        """The skills of the course of the cohort shown."""
        grid = self.model.grid
        if grid is None or self.is_refused("skill"):
            return
        if not grid.blocks:
            self.open_requested.emit("course", grid.course_id)
            return
        self._publish(edit_skills(self, grid.course_id))

    def print_booklets(self) -> None:
        """The booklets of the cohort shown."""
        self.view.finish_typing()
        self.go_requested.emit(PAPERS, PaperTarget(BOOKLET, self._cohort_id))

    def edit_jury(self, held: JuryRow | None) -> None:
        """A session of the jury; None: another one."""
        if self._cohort_id is None or self.is_refused("jury_session"):
            return
        dialog = JuryDialog(self.ctx, self._cohort_id, held, self)
        self.in_dialogs.run("jury", f"{self._cohort_id}:{held.id if held is not None else 0}", dialog)
        self._publish(dialog.change)

    def dialog_doors(self) -> Mapping[str, Callable[[str], object]]:
        return {KIND: self._resume_skills, "jury": self._resume_jury}

    def _resume_jury(self, record: str) -> None:
        cohort_id, jury_id = map(int, record.split(":"))
        self.show_cohort(cohort_id)
        sessions = self.model.grid.sessions if self.model.grid is not None else ()
        held = next((one for one in sessions if one.id == jury_id), None)
        if self._cohort_id == cohort_id and (held is not None or not jury_id):
            self.edit_jury(held)

    def _resume_skills(self, course_id: str) -> None:
        if not self.is_refused("skill"):
            self._publish(edit_skills(self, int(course_id)))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view.setFocus()

    def _lay_out(self) -> None:
        card = Card(parent=self)
        card.no_margins()
        card.add(self._stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.head)
        layout.addWidget(card, 1)
        layout.addWidget(self.key_bar)

    def _connect(self) -> None:
        self.head.cohort_chosen.connect(self.show_cohort)
        self.head.view_chosen.connect(self.show_view)
        self.head.stage_chosen.connect(self.show_stage)
        self.view.chosen.connect(self._on_chosen)
        self.view.written.connect(self._on_written)
        self.view.told.connect(self.key_bar.say)
        self.view.moved.connect(self._on_moved)
        for view, _ in VIEWS:
            actions.make(self, f"assessed_{view}", partial(self.show_view, view))

    def _on_chosen(self, cells: Cells, code: str | None) -> None:
        self._save(lambda: record_code(self.ctx.db, cells, code, self._stage, self.ctx.today()))

    def _on_written(self, cells: Cells, text: str) -> None:
        self._save(lambda: record_text(self.ctx.db, cells, text, self.ctx.today()))

    def _on_moved(self, column: Column | None) -> None:
        self._say_where()
        self.key_bar.show_keys(hints(column))

    def _say_where(self) -> None:
        """The column of the cursor in full, and what its sum is, wherever the grid is scrolled."""
        column, at = self.view.column, self.view.currentIndex().column()
        self.head.where.set_text(self.model.column_words(at) if column is not None else "")

    def _save(self, write: Callable[[], Change]) -> None:
        """One gesture, committed before the next key."""
        try:
            change = write()
        except InvalidInput as refusal:
            self.key_bar.say(refusal.problems[0].sentence)
        except (Forbidden, Conflict, NotFound) as refusal:
            self._reload()
            self.key_bar.say(str(refusal))
        except AppError as error:
            dialogs.show_error(self, error)
        else:
            self._publish(change)
            self.view.advance()

    def _publish(self, change: Change | None) -> None:
        if change is not None and change.kinds:
            self.key_bar.show_saved(change.name)
            self.saved.emit(change.name)
            self.ctx.changes.publish(change)

    def _reload(self, *, with_cohorts: bool = False) -> None:
        with self.ctx.db.read() as session:
            if with_cohorts or not self._choices:
                told = cohorts.cohort_choices(session, self.ctx.today())
                self._choices = {one.id: one.code for one in told}
            if self._cohort_id not in self._choices:
                self._cohort_id = next(iter(self._choices), None)
            grid = assessment_grid(session, self._cohort_id) if self._cohort_id is not None else None
        self._show(grid)

    def _show(self, grid: AssessmentGrid | None) -> None:
        index = self.view.currentIndex()
        here = (index.row(), index.column())
        sessions = self.model.grid.sessions if self.model.grid is not None else None
        self.model.set_grid(grid, self._view, self._stage)
        self.head.cohort_chip.set_choices(list(self._choices.items()), self._cohort_id)
        self.head.cohort_chip.setVisible(grid is not None)
        self.head.show_view(self._view, self._stage)
        empty = nothing_to_show(
            grid, self._view, self.go_requested.emit, self.open_requested.emit, self.edit_skills
        )
        self.key_bar.setVisible(empty is None)
        self._say_where()
        if empty is None:
            self._stack.setCurrentWidget(self.view)
            if not self.view.currentIndex().isValid():
                self.view.go_back_to(*here)
        else:
            self._show_empty(empty)
        if sessions != (grid.sessions if grid is not None else None):
            self.header_changed.emit()

    def _show_empty(self, empty: QWidget) -> None:
        old, self._empty = self._empty, empty
        self._stack.addWidget(empty)
        self._stack.setCurrentWidget(empty)
        self._stack.removeWidget(old)
        old.deleteLater()


def _jury_words(held: JuryRow) -> str:
    """« 27/11/2026, Nevers : 12 personnes, 3 sans résultat »."""
    place = held.place or UNKNOWN
    waiting = f", {held.waiting} sans résultat" if held.waiting else ""
    return f"{short_date(held.held_on)}, {place}\u00a0: {plural(held.people, 'personne')}{waiting}"
