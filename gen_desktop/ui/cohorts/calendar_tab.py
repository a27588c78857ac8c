"""The calendar of a cohort, month by month: half-days, public holidays by name, closures, hours, one day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.dates import add_months
from gen_desktop.models.assiduity import session_mode
from gen_desktop.models.calendar import HalfDay, days, holidays_for
from gen_desktop.models.cohort_plan import plan_sentence
from gen_desktop.queries.closures import ClosureRow
from gen_desktop.queries.cohort_detail import CohortDetail, HalfDayRow
from gen_desktop.queries.planned_hours import PlannedHours
from gen_desktop.ui.cohorts.calendar_day import DayBox, Wish
from gen_desktop.ui.cohorts.day_words import (
    MISSING_WORDS,
    MODE_LETTERS,
    half_of,
    missing_of,
    missing_words,
    told_words,
)
from gen_desktop.ui.cohorts.month_view import (
    BAR,
    KIND_WORDS,
    DayMarks,
    HalfMark,
    MarkKind,
    MonthView,
    paint_mark,
)
from gen_desktop.ui.widgets.basics import button, icon_button, label, set_role


@dataclass(frozen=True)
class CalendarFacts:
    """What the calendar of a cohort shows."""

    half_days: Sequence[HalfDayRow]
    closures: Sequence[ClosureRow]
    hours: PlannedHours


class CalendarTab(QWidget):
    """Says what the person wants done; the page does it."""

    wished = Signal(object)
    """A Wish about a half-day."""
    removal_wanted = Signal(object)
    """Ids of class sessions."""
    addition_wanted = Signal(object)
    """A ClassSessionInput."""
    attendance_wanted = Signal(object)
    """A day."""
    many_wanted = Signal(object, object, object)
    """A day or None, a half-day or None, the field that is missing or None."""
    closure_wanted = Signal(object)
    """The id of a closure, None for a new one."""
    export_wanted = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._cohort: CohortDetail | None = None
        self._rows: Sequence[HalfDayRow] = ()
        self._holidays: dict[date, str] = {}
        self._closed: dict[date, str] = {}
        self.month_view = MonthView(today, self)
        self.month_view.day_chosen.connect(self._on_day)
        self.month_view.opened.connect(self._on_opened)
        self._title = label("", "strong")
        self._title.setMinimumWidth(112)
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._total = label("", "small")
        self._named = label("", "secondary", wrap=True)
        self.hours = label("", "secondary", wrap=True)
        self._whole = QWidget(self)
        self._links = QVBoxLayout(self._whole)
        self._links.setContentsMargins(0, 0, 0, 0)
        self._links.setSpacing(0)
        self._links.addWidget(self.hours)
        self._linked: list[QPushButton] = []
        self.day = DayBox(today, self)
        self.day.wished.connect(self.wished)
        self.day.removal_wanted.connect(self.removal_wanted)
        self.day.addition_wanted.connect(self.addition_wanted)
        self.day.attendance_wanted.connect(self.attendance_wanted)
        self.day.closed.connect(partial(self.month_view.choose, None))
        self.day.many_wanted.connect(lambda day, half: self.many_wanted.emit(day, half, None))
        self._lay_out()

    def show_cohort(self, cohort: CohortDetail, facts: CalendarFacts) -> None:
        """Show that calendar; the month stays when it is the same cohort."""
        is_same = self._cohort is not None and self._cohort.id == cohort.id
        self._cohort, self._rows = cohort, facts.half_days
        years = range(cohort.start.year, cohort.end.year + 1)
        self._holidays = {
            day: name
            for day, name in holidays_for(cohort.holiday_zone, years).items()
            if cohort.start <= day <= cohort.end
        }
        self._closed = {
            day: row.reason
            for row in facts.closures
            for day in days(max(row.starts_on, cohort.start), min(row.ends_on, cohort.end))
        }
        self.hours.setText("\n".join(facts.hours.sentences()))
        set_role(self.hours, "role", "attention" if facts.hours.differs else "secondary")
        self._show_links(facts.closures)
        self.month_view.set_days(self._days(), cohort.start, cohort.end)
        if is_same:
            self._show_month()
            self._show_day(self.month_view.chosen)
        else:
            self.month_view.show_month(min(max(self._today, cohort.start), cohort.end))
            self.month_view.choose(None)

    def day_buttons(self) -> list[QPushButton]:
        """What can be done to the day chosen."""
        return self.day.buttons()

    def links(self) -> list[QPushButton]:
        """What can be done to the whole calendar."""
        return list(self._linked)

    def _days(self) -> dict[date, DayMarks]:
        halves: dict[date, dict[HalfDay, HalfMark]] = {day: {} for day in (*self._holidays, *self._closed)}
        for row in self._rows:
            halves.setdefault(row.held_on, {})[half_of(row)] = self._mark(row)
        return {
            day: DayMarks(found, self._holidays.get(day, ""), self._closed.get(day, ""))
            for day, found in halves.items()
        }

    def _mark(self, row: HalfDayRow) -> HalfMark:
        mode = self._cohort.course_mode if self._cohort else None
        letter = MODE_LETTERS.get(session_mode(row.delivery_mode, mode), "")
        missing = missing_words(missing_of(row, mode))
        if row.marks:
            return HalfMark("recorded", letter, told_words(row, mode), missing)
        kind: MarkKind = "to_record" if row.held_on < self._today else "planned"
        return HalfMark(kind, letter, told_words(row, mode), missing)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(icon_button("chevron-left", "Mois précédent", partial(self._step, -1)))
        head.addWidget(self._title)
        head.addWidget(icon_button("chevron-right", "Mois suivant", partial(self._step, 1)))
        head.addStretch(1)
        head.addWidget(self._total)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.month_view)
        for samples in (
            [(HalfMark(kind), words) for kind, words in KIND_WORDS.items()],
            [(HalfMark("planned", "D"), "à distance"), (HalfMark("planned", missing="-"), "incomplète")],
        ):
            layout.addLayout(_legend(samples))
        layout.addWidget(self._named)
        layout.addWidget(self.day)
        layout.addWidget(self._whole)

    def _show_links(self, closures: Sequence[ClosureRow]) -> None:
        while self._linked:
            old = self._linked.pop()
            old.hide()
            old.deleteLater()
        self._link("Modifier plusieurs demi-journées…", partial(self.many_wanted.emit, None, None, None))
        mode = self._cohort.course_mode if self._cohort else None
        lacking = Counter(name for row in self._rows for name in missing_of(row, mode))
        for name, word in MISSING_WORDS.items():
            if count := lacking[name]:
                text = f"{french.plural(count, 'demi-journée')} sans {word}…"
                self._link(text, partial(self.many_wanted.emit, None, None, name))
        self._link("Fermer des jours…", partial(self.closure_wanted.emit, None))
        for row in closures:
            if self._cohort and row.starts_on <= self._cohort.end and self._cohort.start <= row.ends_on:
                made = self._link(f"Fermé {row.said()}", partial(self.closure_wanted.emit, row.id))
                made.setToolTip(row.said())
        if self._rows:
            self._link("Exporter vers un agenda (.ics)…", self.export_wanted.emit)

    def _link(self, text: str, slot: object) -> QPushButton:
        made = button(text, slot, kind="link")  # type: ignore[arg-type]  # a bound signal is callable
        self._linked.append(made)
        self._links.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        return made

    def _step(self, months: int) -> None:
        self.month_view.show_month(add_months(self.month_view.month, months))
        self._show_month()

    def _on_day(self, day: date | None) -> None:
        self._show_month()
        self._show_day(day)

    def _on_opened(self, day: date, half: HalfDay) -> None:
        for row in self._rows:
            if (row.held_on, row.half_day) == (day, half):
                self.wished.emit(Wish("edit", row))

    def _show_month(self) -> None:
        month = self.month_view.month
        self._title.setText(french.month_name(month))
        rows = [
            row for row in self._rows if (row.held_on.year, row.held_on.month) == (month.year, month.month)
        ]
        minutes = sum(row.minutes for row in rows)
        self._total.setText(french.hours(minutes) if rows else "rien de prévu")
        self._total.setToolTip(plan_sentence(len(rows), minutes, 0))
        named = [
            f"{french.day_month(day)}{french.NBSP}: {name}"
            for day, name in self._holidays.items()
            if (day.year, day.month) == (month.year, month.month)
        ]
        self._named.setText("\n".join(named))
        self._named.setVisible(bool(named))

    def _show_day(self, day: date | None) -> None:
        self.day.setVisible(day is not None)
        self._whole.setVisible(day is None)
        if day is None or self._cohort is None:
            return
        held = [row for row in self._rows if row.held_on == day]
        closed = self._closed.get(day)
        remarks = [
            one for one in (self._holidays.get(day), closed and f"Fermé{french.NBSP}: {closed}") if one
        ]
        self.day.show_day(day, held, self._cohort, remarks)


def _legend(samples: Sequence[tuple[HalfMark, str]]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(5)
    for mark, words in samples:
        row.addWidget(_MarkSample(mark))
        row.addWidget(label(words, "small"))
        row.addSpacing(8)
    row.addStretch(1)
    return row


class _MarkSample(QWidget):
    """The drawing of a kind of half-day, for the legend."""

    def __init__(self, mark: HalfMark, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = mark
        self.setFixedSize(QSize(BAR[0] + 3, BAR[1] + 4))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_mark(painter, QRectF(0.5, 2.5, *BAR), self._mark)
