"""A month of a cohort: one cell a day, a mark for each half-day."""

from __future__ import annotations

from calendar import Calendar as WeekRows
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from gen_desktop import french
from gen_desktop.dates import add_months
from gen_desktop.french import NARROW
from gen_desktop.models.calendar import HALF_DAY_WORDS, HALF_DAYS, HalfDay
from gen_desktop.ui import theme

HEAD = 20
ROW = 42
WIDEST = 46
BAR = (18, 12)
LETTER_PX = 9
DOT = 2.2

MarkKind = Literal["recorded", "to_record", "planned"]
KIND_WORDS: dict[MarkKind, str] = {
    "recorded": "émargée",
    "to_record": "à saisir",
    "planned": "prévue",
}


@dataclass(frozen=True)
class HalfMark:
    """A half-day in its cell. ``letter``: of its mode, '' in the centre; ``told``: its module, trainer, room;

    ``missing``: what a sheet would lack, in words.
    """

    kind: MarkKind
    letter: str = ""
    told: str = ""
    missing: str = ""


@dataclass(frozen=True)
class DayMarks:
    """What a day holds: its half-days, the name of its public holiday, why it is closed."""

    halves: Mapping[HalfDay, HalfMark]
    holiday: str = ""
    closed: str = ""

    def said(self) -> str:
        """The day as it is read aloud."""
        parts = [part for part in (self.holiday, self.closed and f"fermé ({self.closed})") if part]
        for half in HALF_DAYS:
            if half in self.halves:
                mark = self.halves[half]
                facts = [f"{HALF_DAY_WORDS[half]} {KIND_WORDS[mark.kind]}", mark.told, mark.missing]
                parts.append(", ".join(fact for fact in facts if fact))
        return f"{NARROW}; ".join(parts) or "rien de prévu"


def paint_mark(painter: QPainter, box: QRectF, mark: HalfMark) -> None:
    """A half-day: filled when recorded, outlined when planned, outlined with a dot when it waits.

    The letter of its mode is in it; what it lacks is a dot at its corner.
    """
    kind = mark.kind
    look = theme.current()
    colors: dict[MarkKind, tuple[str, str]] = {
        "recorded": ("accent", "accent"),
        "to_record": ("attention", "attention_tint"),
        "planned": ("accent_edge", "accent_tint"),
    }
    edge, fill = colors[kind]
    painter.setPen(QPen(look.color(edge), 1))
    painter.setBrush(look.color(fill))
    painter.drawRoundedRect(box, 2.5, 2.5)
    if mark.letter:
        painter.setFont(theme.font(LETTER_PX, QFont.Weight.Bold))
        painter.setPen(look.color("on_accent" if kind == "recorded" else "text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, mark.letter)
    elif kind == "to_record":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("attention"))
        painter.drawEllipse(box.center(), 1.6, 1.6)
    if mark.missing:
        painter.setPen(QPen(look.color("surface"), 1))
        painter.setBrush(look.color("wrong"))
        painter.drawEllipse(box.topRight() + QPointF(-1, 1), DOT, DOT)


class MonthView(QWidget):
    """``day_chosen(date)``: by a click or the arrow keys; page up and down change the month.

    ``opened(date, half)``: Enter opens the first half-day of the day chosen, a double click the one under it.
    """

    day_chosen = Signal(object)
    opened = Signal(object, object)

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._month = today.replace(day=1)
        self._chosen: date | None = None
        self._first, self._last = today, today
        self._days: Mapping[date, DayMarks] = {}
        self._weeks: Sequence[Sequence[date]] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.show_month(self._month)

    def set_days(self, days: Mapping[date, DayMarks], first: date, last: date) -> None:
        """What there is to show, and the dates of the cohort."""
        self._days, self._first, self._last = days, first, last
        self._tell()
        self.update()

    def show_month(self, month: date) -> None:
        """Show the month of that day."""
        self._month = month.replace(day=1)
        rows = WeekRows().monthdatescalendar(self._month.year, self._month.month)
        self._weeks = rows
        self.updateGeometry()
        self.update()

    @property
    def month(self) -> date:
        """The first day of the month shown."""
        return self._month

    @property
    def chosen(self) -> date | None:
        """The day chosen."""
        return self._chosen

    def choose(self, day: date | None) -> None:
        """Choose a day, and its month with it."""
        self._chosen = day
        if day is not None and (day.year, day.month) != (self._month.year, self._month.month):
            self.show_month(day)
        self._tell()
        self.update()
        self.day_chosen.emit(day)

    def rect_of(self, day: date) -> QRect:
        """Where a day of the month shown is drawn; empty when it is not shown."""
        for row, week in enumerate(self._weeks):
            if day in week:
                width = self._cell_width()
                return QRect(week.index(day) * width, HEAD + row * ROW, width, ROW)
        return QRect()

    def sizeHint(self) -> QSize:
        return QSize(7 * 42, HEAD + ROW * len(self._weeks))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self._cell_width()
        painter.setFont(theme.font(theme.SMALL_PX))
        painter.setPen(theme.current().color("secondary"))
        for column, name in enumerate(french.WEEKDAYS):
            head = QRect(column * width, 0, width, HEAD)
            painter.drawText(head, Qt.AlignmentFlag.AlignCenter, name[:3])
        for week in self._weeks:
            for day in week:
                if day.month == self._month.month:
                    self._paint_day(painter, day, self.rect_of(day))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self._day_at(event.position().toPoint())
        if day is not None:
            self.choose(day)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        day = self._day_at(at)
        if day is not None:
            self._open(day, "AM" if at.x() < self.rect_of(day).center().x() else "PM")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        day = self._day_at(event.position().toPoint())
        marks = self._days.get(day) if day is not None else None
        words = f"{french.long_date(day)}\u00a0: {marks.said()}" if day is not None and marks else ""
        QToolTip.showText(event.globalPosition().toPoint(), words, self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        days = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -7,
            Qt.Key.Key_Down: 7,
        }.get(Qt.Key(event.key()))
        months = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(Qt.Key(event.key()))
        start = self._chosen or min(max(self._today, self._first), self._last)
        if days is not None:
            self.choose(start + timedelta(days=days) if self._chosen else start)
        elif months is not None:
            self.choose(add_months(start, months))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._chosen is not None:
            self._open(self._chosen, None)
        elif event.key() == Qt.Key.Key_Escape and self._chosen is not None:
            self.choose(None)
        else:
            super().keyPressEvent(event)

    def _open(self, day: date, half: HalfDay | None) -> None:
        marks = self._days.get(day)
        held = [one for one in HALF_DAYS if marks is not None and one in marks.halves]
        if half in held or (half is None and held):
            self.opened.emit(day, half or held[0])

    def _cell_width(self) -> int:
        return min(self.width() // 7, WIDEST)

    def _day_at(self, at: QPoint) -> date | None:
        for week in self._weeks:
            for day in week:
                if day.month == self._month.month and self.rect_of(day).contains(at):
                    return day
        return None

    def _paint_day(self, painter: QPainter, day: date, cell: QRect) -> None:
        look = theme.current()
        box = QRectF(cell).adjusted(1.5, 1.5, -1.5, -1.5)
        marks = self._days.get(day)
        is_out = not self._first <= day <= self._last
        if marks is not None and (marks.holiday or marks.closed):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("neutral_tint"))
            painter.drawRoundedRect(box, 6, 6)
        if day == self._chosen:
            painter.setPen(QPen(look.color("accent"), 2 if self.hasFocus() else 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 6, 6)
        self._paint_number(painter, day, cell, is_out=is_out)
        if marks is None:
            return
        if not marks.halves:
            word = "férié" if marks.holiday else "fermé"
            painter.setPen(look.color("secondary"))
            painter.setFont(theme.font(theme.SMALL_PX))
            painter.drawText(cell.adjusted(0, 18, 0, -2), Qt.AlignmentFlag.AlignCenter, word)
        left = cell.center().x() - BAR[0] - 1
        for position, half in enumerate(HALF_DAYS):
            if half in marks.halves:
                bar = QRectF(left + position * (BAR[0] + 2) + 0.5, cell.y() + 23.5, *BAR)
                paint_mark(painter, bar, marks.halves[half])

    def _paint_number(self, painter: QPainter, day: date, cell: QRect, *, is_out: bool) -> None:
        look = theme.current()
        is_today = day == self._today
        painter.setFont(theme.font(12, QFont.Weight.DemiBold if is_today else QFont.Weight.Normal))
        color: QColor = look.color("accent" if is_today else "secondary" if is_out else "text")
        if is_out:
            color.setAlphaF(0.55)
        painter.setPen(color)
        text = str(day.day)
        width = QFontMetrics(painter.font()).horizontalAdvance(text)
        at = QPointF(cell.center().x() - width / 2 + 0.5, cell.y() + 17)
        painter.drawText(at, text)
        if is_today:
            painter.drawLine(at + QPointF(0, 3), at + QPointF(width, 3))

    def _tell(self) -> None:
        shown = self._chosen
        name = f"Calendrier, {french.month_name(self._month)}"
        if shown is not None:
            marks = self._days.get(shown)
            name = f"{french.long_date(shown)}\u00a0: {marks.said() if marks else 'rien de prévu'}"
        self.setAccessibleName(name)
