"""Émargement: who was there, in a cohort's week or month, or in one person's whole course."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gen_desktop.changes import Change
from gen_desktop.dates import add_months, month_bounds, week_start
from gen_desktop.errors import AppError, Conflict, Forbidden, InvalidInput, NotFound
from gen_desktop.queries import attendance as queries
from gen_desktop.queries import attendance_grid as grids
from gen_desktop.queries import missing_half_days, radar
from gen_desktop.queries.attendance import CohortChoice, Key
from gen_desktop.queries.attendance_grid import AttendanceGrid
from gen_desktop.services import attendance as services
from gen_desktop.services.attendance import MarkInput
from gen_desktop.services.undo import undo_last
from gen_desktop.ui import actions, dialogs
from gen_desktop.ui.attendance.asking import Asking
from gen_desktop.ui.attendance.doors import Doors
from gen_desktop.ui.attendance.grid_model import GridModel
from gen_desktop.ui.attendance.grid_view import GridView
from gen_desktop.ui.attendance.head import VIEWS, GridHead, first_day
from gen_desktop.ui.attendance.key_bar import GridKeyBar
from gen_desktop.ui.attendance.layout import View
from gen_desktop.ui.attendance.month_bar import MonthBar
from gen_desktop.ui.attendance.nothing import nothing_to_show
from gen_desktop.ui.attendance.side import Side
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.draft import Draft
from gen_desktop.ui.dropping import TakesFiles
from gen_desktop.ui.pages import PageAction
from gen_desktop.ui.widgets.card import Card

_SOON = 60
"""Milliseconds after which what a key changed beside marks is read: the key is painted first."""


class AttendancePage(TakesFiles):
    """``saved(gesture)``: a key is on the disk, whatever happens next."""

    title = "Émargement"
    kinds = frozenset(
        {"attendance", "enrollment", "class_session", "cohort", "learner", "exemption", "company_period"}
        | {"month_statement", "signed_sheet", "sheet_half_day", "signature_defect"}
    )
    quiet = True

    saved = Signal(str)

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._cohorts: dict[int, CohortChoice] = {}
        self._cohort_id: int | None = None
        self._day = ctx.today()
        self._view: View = "week"
        self._people: dict[int, str] = {}
        self._person: int | None = None
        self._own: Change | None = None
        self._next_missing: date | None = None
        self._entries_moved = QTimer(self, singleShot=True, interval=_SOON)
        self._entries_moved.timeout.connect(partial(self._reload, is_typing=True))
        self.model = GridModel(ctx.today(), ctx.now, self)
        self.view = GridView(self.model, self)
        self.view.header.today = ctx.today()
        self.key_bar = GridKeyBar(self)
        self.head = GridHead(self._go_to_today, self._go_to_missing, self)
        self.month_bar = MonthBar(self)
        self.side = Side(self)
        self.asking = Asking(self, self._show_missing)
        self.doors = Doors(self)
        self.setAcceptDrops(True)
        self._empty: QWidget = QWidget(self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        self._lay_out()
        self._connect()

    @staticmethod
    def badge_count(ctx: AppContext) -> int | None:
        """The half-days that wait: to be recorded, for their signed sheet, or for a reason of absence."""
        with ctx.db.read() as session:
            return radar.count_half_days_waiting(session, ctx.today()) or None

    @property
    def cohort_id(self) -> int | None:
        """The cohort shown."""
        return self._cohort_id

    @property
    def monday(self) -> date:
        """The week shown, by its Monday."""
        return week_start(self._day)

    def header_actions(self) -> Sequence[PageAction]:
        return self.doors.actions()

    def may_take_files(self) -> bool:
        return self.cohort_id is not None and not self.ctx.why_not("signed_sheet")

    def take_file(self, path: Path) -> None:
        """A signed sheet of the week shown, scanned."""
        self.doors.file_scan(path)

    def refresh(self, change: Change | None) -> None:
        self.view.finish_pending()
        if change is not None and change is self._own:
            self._read_marks_again()
            if change.kinds != {"attendance"}:  # somebody's entry moved: read after the paint
                self._entries_moved.start()
        else:
            self._reload(with_cohorts=change is None or "cohort" in change.kinds)

    def can_leave(self) -> bool:
        return self.side.give_up()

    def drafts(self) -> Mapping[str, Draft]:
        return self.side.drafts.drafts()

    def take_drafts(self, drafts: Mapping[str, Draft]) -> None:
        self.side.drafts.take(drafts)

    def drop_drafts(self) -> None:
        self.side.drafts.drop()
        self.side.close_form()

    def resume(self, form: str) -> None:
        self.side.resume(form)

    def open_record(self, kind: str, record_id: int) -> None:
        """A cohort at its week nearest to today, a half-day, or the cohort of an enrollment."""
        with self.ctx.db.read() as session:
            place = queries.place_of_session(session, record_id) if kind == "class_session" else None
            enrolled = kind in ("enrollment", "attendance")
            cohort_id = queries.cohort_of_enrollment(session, record_id) if enrolled else record_id
        if kind == "class_session" and place is not None:
            self.show_week(*place)
        elif cohort_id is not None and kind != "class_session":
            self.show_cohort(cohort_id)

    def show_target(self, target: object) -> None:
        """``(cohort id, day)``: the week of that day. ``("learner", enrollment id)``: that course."""
        match target:
            case ("learner", int() as enrollment_id):
                self.show_learner(enrollment_id)
            case (int() as cohort_id, date() as day):
                self.show_week(cohort_id, day)
            case int():
                self.show_cohort(target)

    def show_cohort(self, cohort_id: int) -> None:
        """That cohort at today's days, or at its own first or last ones when it is not running."""
        self.view.finish_pending()
        cohort = self._cohorts.get(cohort_id)
        if cohort is not None:
            self._cohort_id = cohort_id
            self._day = min(max(self.ctx.today(), cohort.starts_on), cohort.ends_on)
            self._person = None
            self._reload()

    def show_week(self, cohort_id: int, day: date) -> None:
        """That cohort at the days around one, the cursor on the first cell of the day to fill."""
        self.view.finish_pending()
        if cohort_id in self._cohorts:
            self._cohort_id = cohort_id
            self._day = day
            if self._view == "learner":
                self._set_view("week")
            self._reload()
            self.view.go_to_first_empty(day)

    def show_learner(self, enrollment_id: int) -> None:
        """The whole course of one person."""
        self.view.finish_pending()
        with self.ctx.db.read() as session:
            cohort_id = queries.cohort_of_enrollment(session, enrollment_id)
        if cohort_id is not None:
            self._cohort_id, self._person = cohort_id, enrollment_id
            self._set_view("learner")
            self._reload()

    def show_view(self, view: View) -> None:
        """Another view of the same data: of the person, or around the day, where the cursor is."""
        self.view.finish_pending()
        here = self.view.currentIndex()
        key = self.model.key_at(here.row(), here.column())
        session = self.model.session_at(here.row(), here.column())
        if session is not None:
            self._day = session.held_on
        if key is not None:
            self._person = key[0]
        self._set_view(view)
        self._reload()
        if key is not None and (place := self.model.place_of(key)) is not None:
            self.view.go_to(*place)
        self.view.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view.setFocus()

    def _lay_out(self) -> None:
        card = Card(parent=self)
        card.no_margins()
        card.add(self._stack, 1)
        middle = QHBoxLayout()
        middle.setSpacing(10)
        middle.addWidget(card, 1)
        middle.addWidget(self.side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        for widget in (self.head, self.month_bar):
            layout.addWidget(widget)
        layout.addLayout(middle, 1)
        layout.addWidget(self.key_bar)

    def _connect(self) -> None:
        self.head.cohort_chosen.connect(self._on_cohort_chosen)
        self.head.person_chosen.connect(self._on_person_chosen)
        self.head.view_chosen.connect(self.show_view)
        self.head.stepped.connect(self._step)
        self.view.marks_made.connect(self._on_marks_made)
        self.view.cleared.connect(self._on_cleared)
        self.view.taken_back.connect(self._on_taken_back)
        self.view.sheet_asked.connect(self.doors.to_sheet)
        self.view.stepped.connect(self._step)
        self.view.justified.connect(self.side.justify)
        self.view.pending_changed.connect(self.key_bar.show_pending)
        self.view.told.connect(self.key_bar.say)
        self.view.cursor_moved.connect(self.key_bar.hush)
        self.month_bar.asked.connect(self.side.ask_about_month)
        self.side.saved.connect(self._on_form_saved)
        self.side.closed.connect(self.view.setFocus)
        actions.make(self, "week_previous", partial(self._step, -1))
        actions.make(self, "week_next", partial(self._step, 1))
        actions.make(self, "week_today", self._go_to_today)
        for view, _ in VIEWS:
            actions.make(self, f"view_{view}", partial(self.show_view, view))

    def _on_cohort_chosen(self, cohort_id: int) -> None:
        self.show_cohort(cohort_id)
        self.view.setFocus()

    def _on_person_chosen(self, enrollment_id: int) -> None:
        self.show_learner(enrollment_id)
        self.view.setFocus()

    def _on_marks_made(self, marks: Sequence[MarkInput], name: str) -> None:
        if self._save(lambda: services.record(self.ctx.db, marks, name or None, now=self.ctx.now())):
            self.view.advance()

    def _on_cleared(self, cells: Sequence[Key]) -> None:
        self._save(lambda: services.clear(self.ctx.db, cells))

    def _on_taken_back(self) -> None:
        self._save(lambda: replace(undo_last(self.ctx.db), name=""))

    def _on_form_saved(self, change: Change) -> None:
        self._tell_saved(change)
        self.ctx.changes.publish(change)

    def _save(self, write: Callable[[], Change]) -> bool:
        """One gesture, committed before the next key. False when it was refused."""
        try:
            change = write()
        except InvalidInput as refusal:
            self._reload()
            self.key_bar.say(refusal.problems[0].sentence)
            return False
        except (Forbidden, Conflict) as refusal:
            self._reload()
            self.key_bar.say(str(refusal))
            return False
        except AppError as error:
            dialogs.show_error(self, error)
            return False
        if change.kinds:
            self._tell_saved(change)
            self._own = change
            self.ctx.changes.publish(change)
        return True

    def _tell_saved(self, change: Change) -> None:
        self.key_bar.show_pending(None)
        self.key_bar.show_saved(change.name)
        self.saved.emit(change.name)

    def _read_marks_again(self) -> None:
        """After a key of one's own: only marks shown here changed."""
        if self.model.grid is None:
            return
        with self.ctx.db.read() as session:
            grid = grids.with_marks_read_again(session, self.model.grid, self.ctx.today())
        self.model.set_grid(grid, self._view)
        self.head.show_rates(self._view, grid)
        self.asking.start()

    def _reload(self, *, with_cohorts: bool = False, is_typing: bool = False) -> None:
        with self.ctx.db.read() as session:
            if with_cohorts or not self._cohorts:
                self._take_cohorts(queries.cohort_choices(session, self.ctx.today()))
            try:
                grid = self._read(session)
            except NotFound:
                grid = None
        self._show_grid(grid)
        if is_typing:
            self.asking.start()
        else:
            self.side.read_months()
            self.asking.ask()

    def _read(self, session: Any) -> AttendanceGrid | None:
        if self._cohort_id is None:
            return None
        today = self.ctx.today()
        if self._view != "learner":
            first = first_day(self._view, self._day)
            last = first + timedelta(days=6)
            if self._view == "month":
                last = month_bounds(first.year, first.month)[1]
            return grids.period_grid(session, self._cohort_id, first, last, today)
        self._people = dict(grids.people_of_cohort(session, self._cohort_id))
        if self._person not in self._people:
            self._person = next(iter(self._people), None)
        return None if self._person is None else grids.learner_grid(session, self._person, today)

    def _take_cohorts(self, choices: Sequence[CohortChoice]) -> None:
        self._cohorts = {choice.id: choice for choice in choices}
        if self._cohort_id not in self._cohorts:
            self._cohort_id = choices[0].id if choices else None
            if choices:
                first = choices[0]
                self._day = min(max(self.ctx.today(), first.starts_on), first.ends_on)
        self.head.cohort_chip.set_choices([(choice.id, choice.code) for choice in choices], self._cohort_id)
        self.head.cohort_chip.setVisible(bool(choices))

    def _set_view(self, view: View) -> None:
        self._view = view
        self.head.show_view(view)

    def _show_grid(self, grid: AttendanceGrid | None) -> None:
        before, was, here = self.model.grid, self.model.view, self.view.currentIndex()
        key = self.model.key_at(here.row(), here.column()) if here.isValid() else None
        self.model.set_grid(grid, self._view)
        if self._cohort_id is not None:
            self.head.cohort_chip.set_value(self._cohort_id)
        self.head.show_days(self._view, first_day(self._view, self._day), grid)
        if self._view == "learner":
            self.head.show_people(list(self._people.items()), self._person)
        self.key_bar.setVisible(grid is not None)
        if grid is None or not grid.learners or not grid.sessions:
            self._show_empty(grid)
            return
        self.head.show_rates(self._view, grid)
        self._stack.setCurrentWidget(self.view)
        if before is None or was != self._view or _place(before) != _place(grid):
            self.view.go_to_first_empty()
        elif not self.view.currentIndex().isValid():  # a month was sent, somebody came: the cursor stays
            place = self.model.place_of(key) if key is not None else None
            self.view.go_to(*place) if place is not None else self.view.go_to_first_empty()

    def _show_empty(self, grid: AttendanceGrid | None) -> None:
        self.head.show_rates(self._view, None)
        old, self._empty = (
            self._empty,
            nothing_to_show(grid, self._view, self.go_requested.emit, self.show_week),
        )
        self._stack.addWidget(self._empty)
        self._stack.setCurrentWidget(self._empty)
        self._stack.removeWidget(old)
        old.deleteLater()

    def _show_missing(self, missing: Sequence[missing_half_days.CohortMissing]) -> None:
        half_days = missing[0].half_days if missing else ()
        self._next_missing = half_days[0].held_on if half_days else None
        self.head.show_missing(len(half_days))

    def _go_to_missing(self) -> None:
        if self._next_missing is not None and self._cohort_id is not None:
            self.show_week(self._cohort_id, self._next_missing)
            self.view.setFocus()

    def _go_to_today(self) -> None:
        if self._cohort_id is not None:
            self.show_week(self._cohort_id, self.ctx.today())
            self.view.setFocus()

    def _step(self, by: int) -> None:
        """The week, the month or the person before or after."""
        self.view.finish_pending()
        if self._cohort_id is None:
            return
        if self._view == "week":
            self._day = self.monday + timedelta(days=7 * by)
        elif self._view == "month":
            self._day = add_months(self._day.replace(day=1), by)
        else:
            people = list(self._people)
            at = people.index(self._person) if self._person in self._people else 0
            self._person = people[min(max(at + by, 0), len(people) - 1)] if people else None
        self._reload()
        self.view.setFocus()  # the next letter is a mark, not a press of the arrow's button


def _place(grid: AttendanceGrid) -> tuple[object, ...]:
    """Where a grid is: another one begins at its first cell to fill."""
    people = grid.learners[0].enrollment_id if len(grid.learners) == 1 else None
    return grid.cohort_id, grid.first, grid.last, people
