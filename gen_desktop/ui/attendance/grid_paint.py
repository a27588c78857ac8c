"""How the grid is drawn: cells, and a head of two lines with days over half-days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QWidget

from gen_desktop import french
from gen_desktop.reference.lists import code_list
from gen_desktop.ui import theme
from gen_desktop.ui.attendance.grid_model import FIRST_SESSION, NAME_COLUMN, Index, WeekGridModel

HEAD_LINE = 29
PADDING = 10
NAME_WIDTH = (180, 310)
SESSION_WIDTH = (54, 68)
TOTAL_WIDTH = 90
_CENTER = Qt.AlignmentFlag.AlignCenter
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_SELECTED_ALPHA = 38


class WeekGridDelegate(QStyledItemDelegate):
    """Letters on tints, closed cells hatched, a frame around the current cell."""

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        model = index.model()
        if not isinstance(model, WeekGridModel):
            super().paint(painter, option, index)
            return
        box = QRect(option.rect)
        painter.save()
        if index.column() == NAME_COLUMN:
            self._paint_name(painter, box, model, index.row())
        elif index.column() == model.total_column:
            painter.setPen(theme.current().color("text"))
            inner = box.adjusted(PADDING, 0, -PADDING, -1)
            painter.drawText(inner, _MIDDLE | Qt.AlignmentFlag.AlignRight, str(index.data()))
        else:
            self._paint_cell(painter, box, model, index)
        self._paint_lines(painter, box, model, index.column())
        if index.column() not in (NAME_COLUMN, model.total_column):
            self._paint_selection(painter, box, option, index)
        painter.restore()

    def sizeHint(self, option: Any, index: Index) -> QSize:
        return QSize(60, theme.GRID_ROW)

    def _paint_name(self, painter: QPainter, box: QRect, model: WeekGridModel, row: int) -> None:
        learner = model.learners[row]
        inner = box.adjusted(PADDING, 0, -PADDING, -1)
        painter.setPen(theme.current().color("text"))
        for text, weight in (
            (learner.last_name, QFont.Weight.DemiBold),
            (f" {learner.first_name}", QFont.Weight.Normal),
        ):
            font = theme.font(weight=weight)
            painter.setFont(font)
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
            painter.drawText(inner, _MIDDLE | Qt.AlignmentFlag.AlignLeft, shown)
            inner = inner.adjusted(QFontMetrics(font).horizontalAdvance(shown), 0, 0, 0)

    def _paint_cell(self, painter: QPainter, box: QRect, model: WeekGridModel, index: Index) -> None:
        look = theme.current()
        cell = model.cell(index.row(), index.column())
        if not cell.is_due:
            painter.fillRect(box, look.color("window"))
            painter.fillRect(box, _hatching())
        color = look.color("secondary")
        if cell.tone is not None:
            color, tint = look.tone(cell.tone)
            if cell.is_tinted:
                painter.fillRect(box, tint)
        painter.setFont(theme.font(weight=QFont.Weight.DemiBold if cell.is_tinted else QFont.Weight.Normal))
        painter.setPen(color)
        painter.drawText(box.adjusted(0, 0, 0, -1), _CENTER, cell.text)

    def _paint_lines(self, painter: QPainter, box: QRect, model: WeekGridModel, column: int) -> None:
        painter.setPen(theme.current().color("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if ends_day(model, column):
            painter.drawLine(box.topRight(), box.bottomRight())

    def _paint_selection(self, painter: QPainter, box: QRect, option: Any, index: Index) -> None:
        look = theme.current()
        view = option.widget
        is_current = view is not None and view.currentIndex() == index
        accent = look.color("accent")
        if option.state & QStyle.StateFlag.State_Selected and not is_current:
            veil = look.color("accent")
            veil.setAlpha(_SELECTED_ALPHA)
            painter.fillRect(box.adjusted(0, 0, -1, -1), veil)
        if is_current:
            has_focus = bool(option.state & QStyle.StateFlag.State_Active) and view.hasFocus()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(accent if has_focus else look.color("scroll"), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -2, -2), 2, 2)


class WeekHeader(QHeaderView):
    """« lun. 16 » over « matin » and « après-m. »; today and the current half-day stand out."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.today: date | None = None
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), 2 * HEAD_LINE)

    def paintEvent(self, event: QPaintEvent) -> None:
        model = self.model()
        painter = QPainter(self.viewport())
        look = theme.current()
        painter.fillRect(self.viewport().rect(), look.color("surface"))
        if not isinstance(model, WeekGridModel) or model.grid is None:
            return
        painter.setFont(theme.font(theme.SMALL_PX, QFont.Weight.Medium))
        self._paint_ends(painter, model)
        for day, columns in days(model):
            self._paint_day(painter, model, day, columns)
        painter.setPen(look.color("line"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)

    def _paint_ends(self, painter: QPainter, model: WeekGridModel) -> None:
        painter.setPen(theme.current().color("secondary"))
        for column, side in (
            (NAME_COLUMN, Qt.AlignmentFlag.AlignLeft),
            (model.total_column, Qt.AlignmentFlag.AlignRight),
        ):
            box = self._low(column).adjusted(PADDING, 0, -PADDING, 0)
            painter.drawText(box, _MIDDLE | side, str(model.headerData(column, Qt.Orientation.Horizontal)))

    def _paint_day(self, painter: QPainter, model: WeekGridModel, day: date, columns: list[int]) -> None:
        look = theme.current()
        first, last = self._low(columns[0]), self._low(columns[-1])
        top = QRect(QPoint(first.left(), 0), QPoint(last.right(), HEAD_LINE - 1))
        is_today = day == self.today
        painter.setPen(look.color("accent" if is_today else "secondary"))
        words = f"{french.WEEKDAYS[day.weekday()][:3]}.{french.NBSP}{day.day}"
        painter.drawText(top, _CENTER, words)
        current = self._current_column()
        for column in columns:
            half_day = model.sessions[column - FIRST_SESSION].half_day
            painter.setPen(look.color("accent" if column == current else "secondary"))
            painter.drawText(self._low(column), _CENTER, code_list("half_day")[half_day]["short"])
        painter.setPen(look.color("line"))
        painter.drawLine(first.left(), HEAD_LINE - 1, last.right(), HEAD_LINE - 1)
        painter.drawLine(last.right(), 0, last.right(), self.height() - 1)
        if columns[0] == FIRST_SESSION:
            painter.drawLine(first.left() - 1, 0, first.left() - 1, self.height() - 1)

    def _low(self, column: int) -> QRect:
        """The lower line of a section."""
        return QRect(self.sectionViewportPosition(column), HEAD_LINE, self.sectionSize(column), HEAD_LINE)

    def _current_column(self) -> int:
        view = self.parent()
        current = getattr(view, "currentIndex", None)
        return current().column() if current is not None else -1


def days(model: WeekGridModel) -> Iterator[tuple[date, list[int]]]:
    """Each day of the week with its columns."""
    numbered = enumerate(model.sessions, FIRST_SESSION)
    for day, group in groupby(numbered, key=lambda pair: pair[1].held_on):
        yield day, [column for column, _ in group]


def column_widths(room: int, half_days: int) -> list[int]:
    """Widths of names, half-days and total in that room: half-days give way first, then names."""
    session = min(max((room - NAME_WIDTH[0] - TOTAL_WIDTH) // half_days, SESSION_WIDTH[0]), SESSION_WIDTH[1])
    name = min(max(room - half_days * session - TOTAL_WIDTH, NAME_WIDTH[0]), NAME_WIDTH[1])
    total = max(room - name - half_days * session, TOTAL_WIDTH)
    return [name, *[session] * half_days, total]


def ends_day(model: WeekGridModel, column: int) -> bool:
    """Whether a line stands at the right of that column: after the names and after each day."""
    if column == model.total_column:
        return False
    if column == NAME_COLUMN or column == model.total_column - 1:
        return True
    position = column - FIRST_SESSION
    return model.sessions[position].held_on != model.sessions[position + 1].held_on


def _hatching() -> QBrush:
    return QBrush(theme.current().color("line"), Qt.BrushStyle.BDiagPattern)
