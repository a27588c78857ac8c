"""What is done to the calendar of the cohort selected: its gestures, and the forms beside the list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.errors import AppError, NotFound
from gen_desktop.files import file_name
from gen_desktop.queries import closures as closure_queries
from gen_desktop.queries import cohort_detail, teaching
from gen_desktop.queries.calendar_events import cohort_events
from gen_desktop.queries.cohort_detail import CohortDetail, HalfDayRow
from gen_desktop.queries.planned_hours import planned_hours
from gen_desktop.services import class_sessions
from gen_desktop.services.class_sessions import ClassSessionInput
from gen_desktop.ui import dialogs
from gen_desktop.ui.cohorts.calendar_day import Wish, half_day_name
from gen_desktop.ui.cohorts.calendar_forms import HalfDayForm, MoveForm, Proposals
from gen_desktop.ui.cohorts.calendar_tab import CalendarFacts, CalendarTab
from gen_desktop.ui.cohorts.closure_form import ClosureForm
from gen_desktop.ui.cohorts.duplicate_form import DuplicateForm
from gen_desktop.ui.cohorts.many_half_days_form import ManyHalfDaysForm
from gen_desktop.ui.deletion import ask_and_delete
from gen_desktop.ui.draft import Draft
from gen_desktop.ui.pages import Page
from gen_desktop.ui.side_form import SideForm

PREFIX = "calendar"


class CalendarDesk(QObject):
    """``opened(SideForm)``, ``closed()``: a form takes the place of the panel, and gives it back.

    A form is named « calendar:what:cohort:record », so that what was typed before a crash finds it again.
    """

    opened = Signal(object)
    closed = Signal()
    created = Signal(object)
    """The id of the cohort that a form made."""

    def __init__(self, page: Page, calendar: CalendarTab, selected: Callable[[], int | None]) -> None:
        super().__init__(page)
        self._page, self._calendar, self._selected = page, calendar, selected
        self._ctx = page.ctx
        self._drafts: dict[str, Draft] = {}
        self._name = ""
        self.form: SideForm | None = None
        calendar.wished.connect(self._do)
        calendar.removal_wanted.connect(self._remove)
        calendar.addition_wanted.connect(self._add)
        calendar.many_wanted.connect(self.open_many)
        calendar.closure_wanted.connect(self.open_closure)
        calendar.export_wanted.connect(self.export)

    def facts(self, cohort_id: int) -> CalendarFacts:
        """What the calendar shows of a cohort. Raises NotFound."""
        with self._ctx.db.read() as session:
            return CalendarFacts(
                cohort_detail.half_days(session, cohort_id),
                closure_queries.closures_of(session, cohort_id),
                planned_hours(session, cohort_id),
            )

    def open_half_day(self, class_session_id: int) -> None:
        """The form of one half-day of the cohort selected."""
        self._open(f"half_day:{self._selected()}:{class_session_id}")

    def open_move(self, class_session_id: int) -> None:
        """The form that moves one half-day."""
        self._open(f"move:{self._selected()}:{class_session_id}")

    def open_many(self, day: date | None, half: str | None, missing: str | None) -> None:
        """The form of several half-days, beginning with those of that weekday, or those that lack a field."""
        self._open(f"many:{self._selected()}:0")
        if isinstance(self.form, ManyHalfDaysForm):
            self.form.choose(day=day, half=half, missing=missing)

    def open_duplicate(self) -> None:
        """The form of a cohort like the one selected."""
        self._open(f"duplicate:{self._selected()}:0")

    def open_closure(self, closure_id: int | None) -> None:
        """The form of a closure; None: a new one."""
        self._open(f"closure:{self._selected()}:{closure_id or 0}")

    def export(self) -> None:
        """Write the calendar of the cohort selected for a diary, where the person says."""
        selected = self._selected()
        if selected is None:
            return
        from gen_desktop.exporting.ics import write_ics  # zones of the world: not before the first window

        with self._ctx.db.read() as session:
            events = cohort_events(session, selected)
        suggested = Path.home() / file_name(f"Calendrier {events.code}", ".ics")
        path = dialogs.save_file(self._page, "Exporter le calendrier", "Agenda (*.ics)", suggested)
        if path is None:
            return
        try:
            count = write_ics(events, path, dt.datetime.now().astimezone())
        except AppError as error:
            dialogs.show_error(self._page, error)
            return
        self._page.tell(f"{french.plural(count, 'demi-journée')} dans {path.name}")

    def drafts(self) -> dict[str, Draft]:
        """What is typed and not saved."""
        found = dict(self._drafts)
        if self.form is not None and (typed := self.form.touched()):
            found[self._name] = Draft(self.form.title, typed)
        return found

    def take_drafts(self, drafts: Mapping[str, Draft]) -> Mapping[str, Draft]:
        """Keep those of these forms; the others are given back."""
        self._drafts |= {name: one for name, one in drafts.items() if name.startswith(PREFIX)}
        return {name: one for name, one in drafts.items() if not name.startswith(PREFIX)}

    def drop(self) -> None:
        """Forget what is typed."""
        self._drafts.clear()
        self._close()

    def resume(self, name: str) -> int:
        """Open the form of that draft; the cohort it is about."""
        what = name.removeprefix(f"{PREFIX}:")
        self._open(what)
        return int(what.split(":")[1])

    def can_leave(self) -> bool:
        """Whether no form is open any more; one that holds something asks first."""
        if self.form is not None:
            self.form.leave()
        return self.form is None

    def _open(self, what: str) -> None:
        kind, cohort, record = what.split(":")
        table = {"closure": "closure", "duplicate": "cohort"}.get(kind, "class_session")
        if cohort == "None" or self._page.is_refused(table):
            return
        if not self.can_leave():
            return
        try:
            form = self._make(kind, int(cohort), int(record))
        except AppError as error:
            self._refused(error)
            return
        self._name = f"{PREFIX}:{what}"
        if (draft := self._drafts.pop(self._name, None)) is not None:
            form.take_up(draft.values)
        form.saved.connect(self._on_saved)
        form.left.connect(self._close)
        self.form = form
        self.opened.emit(form)
        form.take_focus()

    def _make(self, kind: str, cohort_id: int, record_id: int) -> SideForm:
        with self._ctx.db.read() as session:
            cohort = cohort_detail.detail(session, cohort_id)
            rows = cohort_detail.half_days(session, cohort_id)
            closures = closure_queries.closures_of(session, cohort_id)
            known = Proposals(
                teaching.known_modules(session, cohort_id),
                teaching.known_trainers(session, cohort_id),
                teaching.known_places(session, cohort_id),
            )
        if kind == "duplicate":
            return DuplicateForm(self._ctx, cohort)
        if kind == "many":
            return ManyHalfDaysForm(self._ctx, cohort, rows, known)
        if kind == "closure":
            return ClosureForm(
                self._ctx, cohort, next((one for one in closures if one.id == record_id), None)
            )
        row = next((one for one in rows if one.id == record_id), None)
        if row is None:
            raise NotFound("Cette demi-journée n’existe plus.")
        return _half_day_form(kind, self._page, cohort, row, known)

    def _on_saved(self, change: Change) -> None:
        self._close()
        if change.created_id is not None and "cohort" in change.kinds:
            self.created.emit(change.created_id)
        self._ctx.changes.publish(change)

    def _close(self) -> None:
        form, self.form = self.form, None
        if form is not None:
            self.closed.emit()
            form.deleteLater()

    def _do(self, wish: Wish) -> None:
        row, selected = wish.row, self._selected()
        if selected is None:
            return
        with self._ctx.db.read() as session:
            name = half_day_name(row, cohort_detail.detail(session, selected).code)
        gestures: dict[str, Callable[[], object]] = {
            "edit": partial(self.open_half_day, row.id),
            "move": partial(self.open_move, row.id),
            "remove": partial(self._remove, [row.id]),
            "delete": partial(ask_and_delete, self._page, "class_session", row.id, f"le {name}"),
            "history": partial(self._page.go_requested.emit, "history", ("class_session", row.id, name)),
        }
        gestures[wish.what]()

    def _remove(self, ids: list[int]) -> None:
        self._write(partial(class_sessions.remove_class_sessions, self._ctx.db, ids))

    def _add(self, values: ClassSessionInput) -> None:
        selected = self._selected()
        if selected is None:
            return
        with self._ctx.db.read() as session:
            found = closure_queries.objections(session, selected, values.day)
        if found and not dialogs.ask(
            self._page, "Ajouter quand même\u202f?", "\n".join(found), yes="Ajouter"
        ):
            return
        self._write(partial(class_sessions.add_class_session, self._ctx.db, selected, values))

    def _write(self, gesture: Callable[[], Change]) -> None:
        """A short gesture on a handful of records."""
        try:
            change = gesture()
        except AppError as error:
            self._refused(error)
            return
        self._ctx.changes.publish(change)

    def _refused(self, error: Exception) -> None:
        dialogs.show_error(self._page, error)
        self._page.reload()


def _half_day_form(
    kind: str, page: Page, cohort: CohortDetail, row: HalfDayRow, known: Proposals
) -> SideForm:
    if kind == "move":
        return MoveForm(page.ctx, cohort, row)
    return HalfDayForm(page.ctx, cohort, row, known)
