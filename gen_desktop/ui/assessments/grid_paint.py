"""How the grid is drawn: letters on tints, names at the left, a head of two lines."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QStyledItemDelegate

from gen_desktop.ui import theme
from gen_desktop.ui.assessments.grid_model import GridModel, Index
from gen_desktop.ui.tables.grid_paint import (
    CENTER,
    LEFT,
    PADDING,
    LineHeader,
    TwoLineHeader,
    paint_name,
    paint_selection,
)

NAME_WIDTH = (210, 330)
WIDTHS = {
    **{"block": 64, "skill": 42, "total": 70, "is_presented": 74, "outcome": 80},
    **{"jury_on": 88, "certificate_number": 104, "certificate_received_on": 88, "certificate_handed_on": 88},
}


class GridDelegate(QStyledItemDelegate):
    """A frame around the current cell, a veil over the selection."""

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        model = index.model()
        if not isinstance(model, GridModel):
            super().paint(painter, option, index)
            return
        box, look = QRect(option.rect), theme.current()
        cell = model.cell(index.row(), index.column())
        painter.save()
        color = look.color("secondary")
        if cell.tone is not None:
            color, tint = look.tone(cell.tone)
            painter.fillRect(box, tint)
        elif cell.code is not None or model.is_sums(index.row()):
            color = look.color("text")
        is_bold = cell.is_tinted or model.is_sums(index.row())
        font = theme.font(weight=QFont.Weight.DemiBold if is_bold else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(color)
        text = QFontMetrics(font).elidedText(cell.text, Qt.TextElideMode.ElideRight, box.width() - 4)
        painter.drawText(box.adjusted(0, 0, 0, -1), CENTER, text)
        self._paint_lines(painter, box, model, index)
        if not model.is_sums(index.row()):
            paint_selection(painter, box, option, index)
        painter.restore()

    def sizeHint(self, option: Any, index: Index) -> QSize:
        return QSize(60, theme.GRID_ROW)

    def _paint_lines(self, painter: QPainter, box: QRect, model: GridModel, index: Index) -> None:
        painter.setPen(theme.current().color("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if _ends_group(model, index.column()):
            painter.drawLine(box.topRight(), box.bottomRight())
        if model.is_sums(index.row()):
            painter.drawLine(box.topLeft(), box.topRight())


class GridHeader(TwoLineHeader):
    """« Blocs » over « BC01 », « BC02 »."""

    def paintEvent(self, event: QPaintEvent) -> None:
        model = self.model()
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.current().color("surface"))
        if not isinstance(model, GridModel):
            return
        painter.setFont(theme.font(theme.SMALL_PX, QFont.Weight.Medium))
        for group, members in groupby(enumerate(model.columns), key=lambda one: one[1].group):
            self.paint_group(painter, group, [(at, column.title) for at, column in members])
        self.paint_foot(painter)


class NamesHeader(LineHeader):
    """Whoever left early is in the colour of what is past."""

    def paint_line(self, painter: QPainter, rect: QRect, row: int) -> None:
        model, look = self.model(), theme.current()
        if not isinstance(model, GridModel):
            return
        if model.is_sums(row):
            painter.setPen(look.color("secondary"))
            painter.setFont(theme.font(theme.SMALL_PX))
            painter.drawText(rect.adjusted(PADDING, 0, -PADDING, -1), LEFT, model.name(row))
            painter.setPen(look.color("line"))
            painter.drawLine(rect.topLeft(), rect.topRight())
            return
        learner = model.learners[row]
        first = f"{learner.first_name} (sortie anticipée)" if learner.has_left_early else learner.first_name
        color = look.color("secondary" if learner.has_left_early else "text")
        paint_name(painter, rect, (learner.last_name, first), color, row + 1)


def _ends_group(model: GridModel, at: int) -> bool:
    """Whether a line stands at the right of that column."""
    return at + 1 == len(model.columns) or model.columns[at].group != model.columns[at + 1].group
