"""Émargement: who was there, a week of one cohort at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.dates import week_start
from gen_desktop.errors import AppError, Forbidden, InvalidInput, NotFound
from gen_desktop.jobs import Job
from gen_desktop.queries import attendance as queries
from gen_desktop.queries import missing_half_days
from gen_desktop.queries.attendance import AttendanceRate, CohortChoice, Key, WeekGrid
from gen_desktop.services import attendance as services
from gen_desktop.services.attendance import MarkInput
from gen_desktop.ui import actions, dialogs
from gen_desktop.ui.attendance.grid_model import WeekGridModel
from gen_desktop.ui.attendance.grid_view import WeekGridView
from gen_desktop.ui.attendance.key_bar import KeyBar
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.pages import Page, PageAction
from gen_desktop.ui.sheet_target import PAGE as SHEETS
from gen_desktop.ui.sheet_target import SheetTarget
from gen_desktop.ui.widgets.basics import ElidedLabel, button, icon_button, label
from gen_desktop.ui.widgets.card import Card
from gen_desktop.ui.widgets.chips import MenuChip
from gen_desktop.ui.widgets.empty_state import EmptyState


class AttendancePage(Page):
    """``saved(gesture)``: a key is on the disk, whatever happens next."""

    title = "Émargement"
    kinds = frozenset(
        {"attendance", "enrollment", "class_session", "cohort", "learner", "exemption", "company_period"}
    )
    quiet = True

    saved = Signal(str)

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._cohorts: dict[int, CohortChoice] = {}
        self._cohort_id: int | None = None
        self._monday = week_start(ctx.today())
        self._next_missing: date | None = None
        self.model = WeekGridModel(self)
        self.view = WeekGridView(self.model, self)
        self.view.header.today = ctx.today()
        self.key_bar = KeyBar(self)
        self._empty: QWidget = QWidget(self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        self._make_head()
        self._lay_out()
        self._connect()

    @staticmethod
    def badge_count(ctx: AppContext) -> int | None:
        """The half-days held before today that wait to be recorded."""
        with ctx.db.read() as session:
            return missing_half_days.count_missing_half_days(session, ctx.today()) or None

    @property
    def cohort_id(self) -> int | None:
        """The cohort shown."""
        return self._cohort_id

    @property
    def monday(self) -> date:
        """The week shown, by its Monday."""
        return self._monday

    def header_actions(self) -> Sequence[PageAction]:
        return (
            PageAction("Imprimer les feuilles…", self._print_sheets, icon="printer"),
            PageAction("À distance", self._to_remote, icon="file-text"),
            PageAction("Feuilles signées", self._to_sheets, icon="file-text"),
            self.allowed(
                PageAction("Importer", self._import, icon="upload", shortcut="import"), "attendance"
            ),
        )

    def _print_sheets(self) -> None:
        self.go_requested.emit(SHEETS, SheetTarget(self._cohort_id, self._monday))

    def refresh(self, change: Change | None) -> None:
        self.view.finish_pending()
        self._reload(with_cohorts=change is None or "cohort" in change.kinds)

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
        """``(cohort id, day)``: the week of that day."""
        match target:
            case (int() as cohort_id, date() as day):
                self.show_week(cohort_id, day)
            case int():
                self.show_cohort(target)

    def show_cohort(self, cohort_id: int) -> None:
        """That cohort at today's week, or at its own first or last week when it is not running."""
        self.view.finish_pending()
        cohort = self._cohorts.get(cohort_id)
        if cohort is not None:
            self._cohort_id = cohort_id
            self._monday = week_start(min(max(self.ctx.today(), cohort.starts_on), cohort.ends_on))
            self._reload(with_cohorts=False)

    def show_week(self, cohort_id: int, day: date) -> None:
        """That cohort at the week of that day, the cursor on the first cell of the day to fill."""
        self.view.finish_pending()
        if cohort_id in self._cohorts:
            self._cohort_id = cohort_id
            self._monday = week_start(day)
            self._reload(with_cohorts=False)
            self.view.go_to_first_empty(day)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view.setFocus()

    def _make_head(self) -> None:
        self.cohort_chip = MenuChip("Cohorte", self)
        self._week = label("", "strong")
        self._week.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._rates = ElidedLabel("", "secondary")
        self._rates.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        # The box says what the rates stand on: the label's own tooltip is for when it is cut.
        self._rates_box = QWidget(self)
        box = QHBoxLayout(self._rates_box)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._rates)
        self.missing_button = button(
            "", self._go_to_missing, tooltip="Demi-journées passées à saisir\u00a0: aller à la plus ancienne"
        )
        self.missing_button.hide()
        self._previous = icon_button("chevron-left", "Semaine précédente", partial(self._step, -1))
        self._next = icon_button("chevron-right", "Semaine suivante", partial(self._step, 1))
        self._today = button("Aujourd’hui", self._go_to_today)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        for widget in (self.cohort_chip, self._previous, self._week, self._next, self._today):
            head.addWidget(widget)
        head.addWidget(self._rates_box, 1)
        head.addWidget(self.missing_button)
        card = Card(parent=self)
        card.no_margins()
        card.add(self._stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(card, 1)
        layout.addWidget(self.key_bar)

    def _connect(self) -> None:
        self.cohort_chip.chosen.connect(self._on_cohort_chosen)
        self.view.marks_made.connect(self._on_marks_made)
        self.view.cleared.connect(self._on_cleared)
        self.view.week_stepped.connect(self._step)
        self.view.pending_changed.connect(self.key_bar.show_pending)
        self.view.told.connect(self.key_bar.say)
        self.view.cursor_moved.connect(self.key_bar.hush)
        actions.make(self, "week_previous", partial(self._step, -1))
        actions.make(self, "week_next", partial(self._step, 1))
        actions.make(self, "week_today", self._go_to_today)

    def _on_cohort_chosen(self, cohort_id: int) -> None:
        self.show_cohort(cohort_id)
        self.view.setFocus()

    def _on_marks_made(self, marks: Sequence[MarkInput], name: str) -> None:
        if self._save(lambda: services.record(self.ctx.db, marks, name or None)):
            self.view.advance()

    def _on_cleared(self, cells: Sequence[Key]) -> None:
        self._save(lambda: services.clear(self.ctx.db, cells))

    def _save(self, write: Callable[[], Change]) -> bool:
        """One gesture, committed before the next key. False when it was refused."""
        try:
            change = write()
        except InvalidInput as refusal:
            self._reload(with_cohorts=False)
            self.key_bar.say(refusal.problems[0].sentence)
            return False
        except Forbidden as refusal:
            self._reload(with_cohorts=False)
            self.key_bar.say(str(refusal))
            return False
        except AppError as error:
            dialogs.show_error(self, error)
            return False
        if change.kinds:
            self.key_bar.show_pending(None)
            self.key_bar.show_saved(change.name)
            self.saved.emit(change.name)
            self.ctx.changes.publish(change)
        return True

    def _reload(self, *, with_cohorts: bool) -> None:
        with self.ctx.db.read() as session:
            if with_cohorts or not self._cohorts:
                choices = queries.cohort_choices(session, self.ctx.today())
                self._take_cohorts(choices)
            try:
                grid = (
                    queries.week_grid(session, self._cohort_id, self._monday, self.ctx.today())
                    if self._cohort_id is not None
                    else None
                )
            except NotFound:
                grid = None
        self._show_grid(grid)
        self._ask_missing()

    def _take_cohorts(self, choices: Sequence[CohortChoice]) -> None:
        self._cohorts = {choice.id: choice for choice in choices}
        if self._cohort_id not in self._cohorts:
            self._cohort_id = choices[0].id if choices else None
            if choices:
                first = choices[0]
                self._monday = week_start(min(max(self.ctx.today(), first.starts_on), first.ends_on))
        self.cohort_chip.set_choices([(choice.id, choice.code) for choice in choices], self._cohort_id)
        self.cohort_chip.setVisible(bool(choices))

    def _show_grid(self, grid: WeekGrid | None) -> None:
        before = self.model.grid
        self.model.set_grid(grid)
        if self._cohort_id is not None:
            self.cohort_chip.set_value(self._cohort_id)
        self._week.setText(french.week_title(self._monday, _length(grid)))
        for widget in (self._previous, self._week, self._next, self._today, self.key_bar):
            widget.setVisible(grid is not None)
        if grid is None or not grid.learners:
            self._show_empty(grid)
            return
        self._rates.set_text(
            f"semaine{french.NBSP}: {_rate(grid.week_rate)} · cohorte{french.NBSP}: {_rate(grid.cohort_rate)}"
        )
        self._rates_box.setToolTip(_rate_words(grid))
        self._stack.setCurrentWidget(self.view)
        if before is None or (before.cohort_id, before.monday) != (grid.cohort_id, grid.monday):
            self.view.go_to_first_empty()

    def _show_empty(self, grid: WeekGrid | None) -> None:
        self._rates.set_text("")
        old, self._empty = self._empty, self._empty_state(grid)
        self._stack.addWidget(self._empty)
        self._stack.setCurrentWidget(self._empty)
        self._stack.removeWidget(old)
        old.deleteLater()

    def _empty_state(self, grid: WeekGrid | None) -> EmptyState:
        if grid is None:
            return EmptyState(
                "L’émargement se saisit par cohorte et par semaine, une touche par demi-journée.",
                ("Créer une cohorte", lambda: self.go_requested.emit("cohorts", None)),
                icon="calendar-check",
                heading="Aucune cohorte",
            )
        if grid.sessions:
            return EmptyState(
                f"Personne n’est attendu cette semaine dans la cohorte {grid.cohort_code}.",
                ("Voir les apprenants", lambda: self.go_requested.emit("learners", None)),
                icon="users",
                heading="Personne à émarger",
            )
        dates = french.date_range(grid.starts_on, grid.ends_on)
        nearest = min(max(self._monday, grid.starts_on), grid.ends_on)
        return EmptyState(
            f"La cohorte {grid.cohort_code} va {dates}. Aucune demi-journée n’est prévue cette semaine.",
            ("Aller à la cohorte", partial(self.show_week, grid.cohort_id, nearest)),
            icon="calendar",
            heading="Pas de séance cette semaine",
        )

    def _ask_missing(self) -> None:
        cohort_id, today, db = self._cohort_id, self.ctx.today(), self.ctx.db
        if cohort_id is None:
            self._show_missing(())
            return

        def ask(_job: Job) -> tuple[missing_half_days.CohortMissing, ...]:
            with db.read() as session:
                return missing_half_days.missing_half_days(session, today, cohort_id)

        self.ctx.jobs.read_latest("attendance.missing", ask, self._show_missing)

    def _show_missing(self, missing: Sequence[missing_half_days.CohortMissing]) -> None:
        half_days = missing[0].half_days if missing else ()
        self._next_missing = half_days[0].held_on if half_days else None
        count = len(half_days)
        self.missing_button.setText(f"{french.number(count)} à saisir")
        self.missing_button.setAccessibleName(f"{french.plural(count, 'demi-journée')} à saisir")
        self.missing_button.setVisible(count > 0)

    def _import(self) -> None:
        self.view.finish_pending()
        self.go_requested.emit("imports", ("attendance", self._cohort_id))

    def _to_sheets(self) -> None:
        self.view.finish_pending()
        self.go_requested.emit("sheets", (self._cohort_id, self._monday) if self._cohort_id else None)

    def _to_remote(self) -> None:
        self.view.finish_pending()
        self.go_requested.emit("remote", self._cohort_id)

    def _go_to_missing(self) -> None:
        if self._next_missing is not None and self._cohort_id is not None:
            self.show_week(self._cohort_id, self._next_missing)
            self.view.setFocus()

    def _go_to_today(self) -> None:
        if self._cohort_id is not None:
            self.show_week(self._cohort_id, self.ctx.today())
            self.view.setFocus()

    def _step(self, weeks: int) -> None:
        self.view.finish_pending()
        if self._cohort_id is not None:
            self._monday += timedelta(days=7 * weeks)
            self._reload(with_cohorts=False)
            self.view.setFocus()  # the next letter is a mark, not a press of the arrow's button


def _length(grid: WeekGrid | None) -> int:
    """How many days the title names: five, or more when there are half-days at the weekend."""
    last = (
        max((half_day.held_on.weekday() for half_day in grid.sessions), default=4) if grid is not None else 4
    )
    return max(last + 1, 5)


def _rate(rate: AttendanceRate) -> str:
    return french.rate(rate.present, rate.due)


def _rate_words(grid: WeekGrid) -> str:
    """What the two rates stand on: hours, and what is not recorded yet."""
    lines = []
    for name, rate in (("Semaine", grid.week_rate), ("Cohorte", grid.cohort_rate)):
        hours = f"{french.hours(rate.present)} présentes sur {french.hours(rate.due)} dues et saisies"
        unknown = f", {french.plural(rate.unknown, 'case')} à saisir" if rate.unknown else ""
        lines.append(f"{name}{french.NBSP}: {hours}{unknown}")
    return "\n".join(lines)
