"""The calendar of a cohort, month by month: half-days, public holidays by name, and one day in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.dates import add_months
from gen_desktop.models.attendance import long_slot_label
from gen_desktop.models.calendar import DEFAULT_PATTERN, HALF_DAY_WORDS, HALF_DAYS, HalfDay, holidays_for
from gen_desktop.models.cohort_plan import plan_sentence
from gen_desktop.queries.cohort_detail import CohortDetail, HalfDayRow
from gen_desktop.services.class_sessions import ClassSessionInput
from gen_desktop.ui.cohorts.month_view import BAR, KIND_WORDS, DayMarks, MarkKind, MonthView, paint_mark
from gen_desktop.ui.widgets.basics import button, icon_button, label, line


class CalendarTab(QWidget):
    """Says what the person wants done to a day; the page does it."""

    removal_wanted = Signal(object)
    """Ids of class sessions."""
    addition_wanted = Signal(object)
    """A ClassSessionInput."""
    attendance_wanted = Signal(object)
    """A day."""
    deletion_wanted = Signal(object, str)
    history_wanted = Signal(object, str)
    """The id of a class session, and its name."""

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._cohort: CohortDetail | None = None
        self._rows: Sequence[HalfDayRow] = ()
        self._holidays: dict[date, str] = {}
        self.month_view = MonthView(today, self)
        self.month_view.day_chosen.connect(self._on_day)
        self._title = label("", "strong")
        self._title.setMinimumWidth(112)
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._total = label("", "small")
        self._named = label("", "secondary", wrap=True)
        self._day_title = label("", "strong")
        self._day_text = label("", "secondary", wrap=True)
        self._actions = QVBoxLayout()
        self._actions.setSpacing(0)
        self._buttons: list[QPushButton] = []
        self._lay_out()

    def show_cohort(self, cohort: CohortDetail, rows: Sequence[HalfDayRow]) -> None:
        """Show that calendar; the month stays when it is the same cohort."""
        is_same = self._cohort is not None and self._cohort.id == cohort.id
        self._cohort, self._rows = cohort, rows
        years = range(cohort.start.year, cohort.end.year + 1)
        self._holidays = {
            day: name
            for day, name in holidays_for(cohort.holiday_zone, years).items()
            if cohort.start <= day <= cohort.end
        }
        self.month_view.set_days(self._days(), cohort.start, cohort.end)
        if is_same:
            self._show_month()
            self._show_day(self.month_view.chosen)
        else:
            self.month_view.show_month(min(max(self._today, cohort.start), cohort.end))
            self.month_view.choose(None)

    def day_buttons(self) -> list[QPushButton]:
        """What can be done to the day chosen."""
        return list(self._buttons)

    def _days(self) -> dict[date, DayMarks]:
        halves: dict[date, dict[HalfDay, MarkKind]] = {day: {} for day in self._holidays}
        for row in self._rows:
            kind: MarkKind = (
                "recorded" if row.marks else "to_record" if row.held_on < self._today else "planned"
            )
            halves.setdefault(row.held_on, {})["AM" if row.half_day == "AM" else "PM"] = kind
        return {day: DayMarks(found, self._holidays.get(day, "")) for day, found in halves.items()}

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(icon_button("chevron-left", "Mois précédent", partial(self._step, -1)))
        head.addWidget(self._title)
        head.addWidget(icon_button("chevron-right", "Mois suivant", partial(self._step, 1)))
        head.addStretch(1)
        head.addWidget(self._total)
        legend = QHBoxLayout()
        legend.setSpacing(5)
        for kind, words in KIND_WORDS.items():
            legend.addWidget(_MarkSample(kind))
            legend.addWidget(label(words, "small"))
            legend.addSpacing(8)
        legend.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.month_view)
        layout.addLayout(legend)
        layout.addWidget(self._named)
        self._rule = line()
        layout.addWidget(self._rule)
        layout.addWidget(self._day_title)
        layout.addWidget(self._day_text)
        layout.addLayout(self._actions)

    def _step(self, months: int) -> None:
        self.month_view.show_month(add_months(self.month_view.month, months))
        self._show_month()

    def _on_day(self, day: date | None) -> None:
        self._show_month()
        self._show_day(day)

    def _show_month(self) -> None:
        month = self.month_view.month
        self._title.setText(french.month_name(month))
        rows = [
            row for row in self._rows if (row.held_on.year, row.held_on.month) == (month.year, month.month)
        ]
        minutes = sum(row.minutes for row in rows)
        self._total.setText(plan_sentence(len(rows), minutes, 0) if rows else "aucune demi-journée")
        named = [
            f"{french.day_month(day)}{french.NBSP}: {name}"
            for day, name in self._holidays.items()
            if (day.year, day.month) == (month.year, month.month)
        ]
        self._named.setText("\n".join(named))
        self._named.setVisible(bool(named))

    def _show_day(self, day: date | None) -> None:
        while self._buttons:
            old = self._buttons.pop()
            old.hide()
            old.deleteLater()
        for widget in (self._rule, self._day_title, self._day_text):
            widget.setVisible(day is not None)
        cohort = self._cohort
        if day is None or cohort is None:
            return
        self._day_title.setText(french.long_date(day))
        held = [row for row in self._rows if row.held_on == day]
        sentences = [_sentence(row, self._today) for row in held]
        if day in self._holidays:
            sentences.insert(0, self._holidays[day])
        if not cohort.start <= day <= cohort.end:
            sentences.append("Hors des dates de la cohorte.")
        self._day_text.setText("\n".join(sentences) or "Rien de prévu.")
        self._offer(day, held, cohort)

    def _offer(self, day: date, held: Sequence[HalfDayRow], cohort: CohortDetail) -> None:
        if held:
            self._add_button("Ouvrir l’émargement", partial(self.attendance_wanted.emit, day))
        free = [row for row in held if not row.marks]
        for row in free:
            word = HALF_DAY_WORDS["AM" if row.half_day == "AM" else "PM"]
            text = f"Retirer l’{word}" if row.half_day == "PM" else f"Retirer le {word}"
            self._add_button(text, partial(self.removal_wanted.emit, [row.id]))
        for row in held:
            word = HALF_DAY_WORDS["AM" if row.half_day == "AM" else "PM"]
            name = f"{long_slot_label(row.held_on, row.half_day)} de {cohort.code}"
            of = "de l’" if row.half_day == "PM" else "du "
            if row.marks:
                marks = french.plural(row.marks, "émargement")
                text = f"Supprimer {'l’' if row.half_day == 'PM' else 'le '}{word} et {marks}…"
                self._add_button(text, partial(self.deletion_wanted.emit, row.id, name))
            self._add_button(f"Historique {of}{word}", partial(self.history_wanted.emit, row.id, name))
        if len(free) == len(HALF_DAYS):
            ids = [row.id for row in free]
            self._add_button("Retirer la journée", partial(self.removal_wanted.emit, ids))
        if not cohort.start <= day <= cohort.end:
            return
        for half in HALF_DAYS:
            if half not in {row.half_day for row in held}:
                values = _usual(cohort, day, half)
                hours = f"de {french.clock(values.starts_at)} à {french.clock(values.ends_at)}"
                article = "le matin" if half == "AM" else "l’après-midi"
                self._add_button(f"Ajouter {article}, {hours}", partial(self.addition_wanted.emit, values))

    def _add_button(self, text: str, slot: partial[None]) -> None:
        made = button(text, slot, kind="link")
        self._buttons.append(made)
        self._actions.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)


def _sentence(row: HalfDayRow, today: date) -> str:
    word = HALF_DAY_WORDS["AM" if row.half_day == "AM" else "PM"].capitalize()
    state = ""
    if row.marks:
        state = f"{french.NBSP}: {french.plural(row.marks, 'émargement')}"
    elif row.held_on < today:
        state = f"{french.NBSP}: rien n’est saisi"
    return f"{word}, de {french.clock(row.starts_at)} à {french.clock(row.ends_at)}{state}"


def _usual(cohort: CohortDetail, day: date, half: HalfDay) -> ClassSessionInput:
    """The half-day with the hours it has that weekday, else any other day of that cohort."""
    slots = sorted(
        (slot for slot in (*cohort.pattern, *DEFAULT_PATTERN) if slot.half_day == half),
        key=lambda slot: slot.weekday != day.weekday() or slot not in cohort.pattern,
    )
    return ClassSessionInput(day, half, slots[0].starts_at, slots[0].ends_at)


class _MarkSample(QWidget):
    """The drawing of a kind of half-day, for the legend."""

    def __init__(self, kind: MarkKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self.setFixedSize(QSize(BAR[0] + 2, BAR[1] + 3))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_mark(painter, QRectF(0.5, 1.5, *BAR), self._kind)
