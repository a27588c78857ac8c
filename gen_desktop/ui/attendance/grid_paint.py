"""How the grid is drawn: cells, and a head of two lines with days over half-days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QBrush, QFont, QPainter, QPaintEvent, QPolygon
from PySide6.QtWidgets import QStyledItemDelegate, QWidget

from gen_desktop.ui import theme
from gen_desktop.ui.attendance.grid_model import GridModel, Index
from gen_desktop.ui.attendance.layout import FIRST_SESSION, NAME_COLUMN, Column
from gen_desktop.ui.attendance.sheet_row import TITLE, paint_sheet
from gen_desktop.ui.tables.grid_paint import (
    CENTER,
    LEFT,
    PADDING,
    RIGHT,
    LineHeader,
    TwoLineHeader,
    paint_name,
    paint_selection,
)

NAME_WIDTH = (150, 310)
SESSION_WIDTH = (48, 68)
TOTAL_WIDTH = 90
MONTH_NAME_WIDTH = 200
MONTH_SESSION_WIDTH = 48
WEEK_TOTAL_WIDTH = 58
_EAR = 7  # pixels of the corner that says that an absence waits


class GridDelegate(QStyledItemDelegate):
    """Letters on tints, closed cells hatched, a frame around the current cell."""

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        model = index.model()
        if not isinstance(model, GridModel):
            super().paint(painter, option, index)
            return
        box = QRect(option.rect)
        painter.save()
        if model.is_sheets(index.row()) and index.column() != NAME_COLUMN:
            paint_sheet(painter, box, model.sheet_at(index.column()), small=model.view == "month")
        elif index.column() == NAME_COLUMN:
            paint_row_name(painter, box, model, index.row())
        elif model.is_total(index.column()):
            painter.setPen(theme.current().color("text"))
            inner = box.adjusted(PADDING, 0, -PADDING, -1)
            painter.drawText(inner, RIGHT, str(index.data()))
        else:
            self._paint_cell(painter, box, model, index)
        self._paint_lines(painter, box, model, index.column())
        if model.key_at(index.row(), index.column()) is not None:
            paint_selection(painter, box, option, index)
        painter.restore()

    def sizeHint(self, option: Any, index: Index) -> QSize:
        return QSize(60, theme.GRID_ROW)

    def _paint_cell(self, painter: QPainter, box: QRect, model: GridModel, index: Index) -> None:
        look = theme.current()
        cell = model.cell(index.row(), index.column())
        if not cell.is_due or model.session_at(index.row(), index.column()) is None:
            painter.fillRect(box, look.color("window"))
            painter.fillRect(box, _hatching())
        color = look.color("secondary")
        if cell.tone is not None:
            color, tint = look.tone(cell.tone)
            if cell.is_tinted:
                painter.fillRect(box, tint)
        painter.setFont(theme.font(weight=QFont.Weight.DemiBold if cell.is_tinted else QFont.Weight.Normal))
        painter.setPen(color)
        painter.drawText(box.adjusted(0, 0, 0, -1), CENTER, cell.text)
        if cell.waits:
            corner = box.topRight()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            painter.drawPolygon(QPolygon([corner, corner - QPoint(_EAR, 0), corner + QPoint(0, _EAR)]))
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_lines(self, painter: QPainter, box: QRect, model: GridModel, column: int) -> None:
        painter.setPen(theme.current().color("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if ends_group(model, column):
            painter.drawLine(box.topRight(), box.bottomRight())


class GridHeader(TwoLineHeader):
    """« lun. 16 » over « matin » and « après-m. »; today and the current half-day stand out."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.today: date | None = None

    def paintEvent(self, event: QPaintEvent) -> None:
        model = self.model()
        painter = QPainter(self.viewport())
        look = theme.current()
        painter.fillRect(self.viewport().rect(), look.color("surface"))
        if not isinstance(model, GridModel) or model.grid is None:
            return
        painter.setFont(theme.font(theme.SMALL_PX, QFont.Weight.Medium))
        self._paint_ends(painter, model)
        for group, columns in groups(model):
            self._paint_group(painter, model, group, columns)
        self.paint_foot(painter)

    def _paint_ends(self, painter: QPainter, model: GridModel) -> None:
        """The titles of the names and of the sums, on the lower line."""
        painter.setPen(theme.current().color("secondary"))
        last = self.count() - 1
        for at, side in ((NAME_COLUMN, LEFT), (last, RIGHT)):
            box = self.low(at).adjusted(PADDING, 0, -PADDING, 0)
            painter.drawText(box, side, str(model.headerData(at, Qt.Orientation.Horizontal)))

    def _paint_group(self, painter: QPainter, model: GridModel, group: Column, columns: list[int]) -> None:
        """What stands above some columns, and the title of each."""
        titled = [(at, column.title if (column := model.column(at)) is not None else "") for at in columns]
        is_today = group.day is not None and group.day == self.today
        self.paint_group(painter, group.group, titled, accent=is_today)
        if columns[0] == FIRST_SESSION:
            edge = self.low(columns[0]).left() - 1
            painter.drawLine(edge, 0, edge, self.height() - 1)


class NamesHeader(LineHeader):
    """The names of the rows, which stay when a month scrolls sideways."""

    def sizeHint(self) -> QSize:
        return QSize(MONTH_NAME_WIDTH, super().sizeHint().height())

    def paint_line(self, painter: QPainter, rect: QRect, row: int) -> None:
        model = self.model()
        if isinstance(model, GridModel):
            paint_row_name(painter, rect, model, row)


def paint_row_name(painter: QPainter, box: QRect, model: GridModel, row: int) -> None:
    """The name of a row: the part that tells rows apart in bold."""
    if model.layout is None:
        return
    if model.is_sheets(row):
        painter.setFont(theme.font())
        painter.setPen(theme.current().color("secondary"))
        painter.drawText(box.adjusted(PADDING, 0, -PADDING, -1), LEFT, TITLE)
        return
    number = None if model.view == "learner" else row + 1  # a number typed goes to its row
    paint_name(painter, box, model.layout.name(row), theme.current().color("text"), number)


def groups(model: GridModel) -> Iterator[tuple[Column, list[int]]]:
    """The columns that share what stands above them, with the first of them."""
    numbered = [(at, column) for at, column in enumerate(model.columns, FIRST_SESSION) if column.group]
    for _, pairs in groupby(numbered, key=lambda pair: (pair[1].group, pair[1].is_total)):
        members = list(pairs)
        yield members[0][1], [at for at, _ in members]


def column_widths(model: GridModel, room: int) -> list[int]:
    """Widths of names, half-days and sums in that room: half-days give way first, then names."""
    if model.view == "month":
        widths = [WEEK_TOTAL_WIDTH if column.is_total else MONTH_SESSION_WIDTH for column in model.columns]
        return [0, *widths[:-1], TOTAL_WIDTH]
    half_days = len(model.session_columns())
    session = min(max((room - NAME_WIDTH[0] - TOTAL_WIDTH) // half_days, SESSION_WIDTH[0]), SESSION_WIDTH[1])
    name = min(max(room - half_days * session - TOTAL_WIDTH, NAME_WIDTH[0]), NAME_WIDTH[1])
    total = max(room - name - half_days * session, TOTAL_WIDTH)
    return [name, *[session] * half_days, total]


def ends_group(model: GridModel, at: int) -> bool:
    """Whether a line stands at the right of that column: after the names, each day and each sum."""
    column, following = model.column(at), model.column(at + 1)
    if following is None:
        return False
    return column is None or (column.group, column.is_total) != (following.group, following.is_total)


def _hatching() -> QBrush:
    return QBrush(theme.current().color("line"), Qt.BrushStyle.BDiagPattern)
