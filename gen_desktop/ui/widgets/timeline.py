"""Spans of time, one line each, with today marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gen_desktop import french
from gen_desktop.dates import add_months
from gen_desktop.ui import theme

ROW = 31
BAR = 20
HEAD = 20
_MONTHS = (
    *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
    *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
)


@dataclass(frozen=True)
class Span:
    """One line: from ``start`` to ``end`` included. ``text`` is written on or after the bar."""

    key: object
    label: str
    start: date
    end: date
    text: str = ""


class Timeline(QWidget):
    """``activated(key)`` on a click or Enter; arrow keys choose the line."""

    activated = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, label_width: int = 112) -> None:
        super().__init__(parent)
        self._spans: Sequence[Span] = ()
        self._today: date | None = None
        self._months: list[date] = []
        self._current = 0
        self._label_width = label_width
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def set_spans(self, spans: Sequence[Span], today: date, *, months: int = 10) -> None:
        """Show these lines over about ``months`` months around today, two of them past."""
        self._spans, self._today, self._current = tuple(spans), today, 0
        first = add_months(today.replace(day=1), -2)
        self._months = [add_months(first, step) for step in range(months + 1)]
        said = (f"{s.label}, {french.date_range(s.start, s.end)}, {s.text}" for s in spans)
        self.setAccessibleName("\u00a0; ".join(said))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(420, HEAD + len(self._spans) * ROW + 6)

    def minimumSizeHint(self) -> QSize:
        return QSize(280, self.sizeHint().height())

    def key_at(self, point: QPointF) -> object | None:
        """The key of the line under a point."""
        row = int((point.y() - HEAD) // ROW)
        return self._spans[row].key if 0 <= row < len(self._spans) else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self.key_at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        key = self.key_at(event.position())
        if key is not None and event.button() == Qt.MouseButton.LeftButton:
            self.activated.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if by is not None and self._spans:
            self._current = min(max(self._current + by, 0), len(self._spans) - 1)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._spans:
            self.activated.emit(self._spans[self._current].key)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._months or self._today is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_months(painter)
        for row, span in enumerate(self._spans):
            self._paint_span(painter, row, span, self._today)
        x = self._x(self._today)
        painter.setPen(QPen(theme.current().color("wrong"), 1))
        painter.drawLine(QPointF(x, HEAD - 4), QPointF(x, self.height() - 4))

    def _x(self, day: date) -> float:
        first, last = self._months[0], self._months[-1]
        width = self.width() - self._label_width
        share = (day - first).days / max((last - first).days, 1)
        return self._label_width + width * min(max(share, 0.0), 1.0)

    def _paint_months(self, painter: QPainter) -> None:
        painter.setFont(theme.font(theme.SMALL_PX))
        painter.setPen(theme.current().color("secondary"))
        metrics = QFontMetrics(painter.font())
        free_from = 0.0
        for month in self._months[:-1]:
            text, x = _MONTHS[month.month - 1], self._x(month)
            if x < free_from:
                continue
            painter.drawText(QPointF(x, 12), text)
            free_from = x + metrics.horizontalAdvance(text) + 6

    def _paint_span(self, painter: QPainter, row: int, span: Span, today: date) -> None:
        look, top = theme.current(), HEAD + row * ROW
        painter.setFont(theme.font())
        painter.setPen(look.color("text"))
        name = QRect(0, top, self._label_width - 8, ROW)
        shown = QFontMetrics(painter.font()).elidedText(span.label, Qt.TextElideMode.ElideRight, name.width())
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, shown)
        left, right = self._x(span.start), max(self._x(span.end), self._x(span.start) + 6)
        bar = QRectF(left, top + (ROW - BAR) / 2, right - left, BAR)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("accent_tint"))
        painter.drawRoundedRect(bar, 4, 4)
        if span.start <= today:
            done = QRectF(bar)
            done.setRight(min(self._x(today), right))
            painter.setBrush(look.color("accent_edge"))
            painter.drawRoundedRect(done, 4, 4)
        if self.hasFocus() and row == self._current:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.color("accent"), 1.5))
            painter.drawRoundedRect(bar, 4, 4)
        painter.setFont(theme.font(12))
        painter.setPen(look.color("text"))
        room = self.width() - left - 8
        metrics = QFontMetrics(painter.font())
        start = (
            left + 8
            if metrics.horizontalAdvance(span.text) <= room
            else max(float(self._label_width), self.width() - metrics.horizontalAdvance(span.text) - 4)
        )
        painter.drawText(QPointF(start, bar.center().y() + 4.5), span.text)
