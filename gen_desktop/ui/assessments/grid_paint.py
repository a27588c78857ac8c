"""How the grid is drawn: letters on tints, names at the left, a head of two lines."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QWidget

from gen_desktop.ui import theme
from gen_desktop.ui.assessments.grid_model import GridModel, Index

HEAD_LINE = 29
PADDING = 10
NAME_WIDTH = 230
WIDTHS = {
    **{"block": 64, "skill": 42, "total": 70, "is_presented": 74, "outcome": 80},
    **{"jury_on": 88, "certificate_number": 104, "certificate_received_on": 88, "certificate_handed_on": 88},
}
_CENTER = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_NUMBER_WIDTH = 18
_SELECTED_ALPHA = 38


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
        painter.drawText(box.adjusted(0, 0, 0, -1), _CENTER, text)
        self._paint_lines(painter, box, model, index)
        if not model.is_sums(index.row()):
            self._paint_selection(painter, box, option, index)
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

    def _paint_selection(self, painter: QPainter, box: QRect, option: Any, index: Index) -> None:
        look, view = theme.current(), option.widget
        is_current = view is not None and view.currentIndex() == index
        if option.state & QStyle.StateFlag.State_Selected and not is_current:
            veil = look.color("accent")
            veil.setAlpha(_SELECTED_ALPHA)
            painter.fillRect(box.adjusted(0, 0, -1, -1), veil)
        if is_current:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(look.color("accent") if view.hasFocus() else look.color("scroll"), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -2, -2), 2, 2)


class GridHeader(QHeaderView):
    """« Blocs » over « BC01 », « BC02 »; the column of the cursor stands out."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), 2 * HEAD_LINE)

    def paintEvent(self, event: QPaintEvent) -> None:
        model, look = self.model(), theme.current()
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), look.color("surface"))
        if not isinstance(model, GridModel):
            return
        painter.setFont(theme.font(theme.SMALL_PX, QFont.Weight.Medium))
        for group, members in groupby(enumerate(model.columns), key=lambda one: one[1].group):
            self._paint_group(painter, group, [(at, column.title) for at, column in members])
        painter.setPen(look.color("line"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)

    def _paint_group(self, painter: QPainter, group: str, members: list[tuple[int, str]]) -> None:
        look = theme.current()
        first, last = self._low(members[0][0]), self._low(members[-1][0])
        if last.right() < 0 or first.left() > self.viewport().width():
            return
        top = QRect(QPoint(max(first.left(), 0), 0), QPoint(last.right(), HEAD_LINE - 1)).adjusted(
            4, 0, -4, 0
        )
        painter.setPen(look.color("secondary"))
        shown = painter.fontMetrics().elidedText(group, Qt.TextElideMode.ElideRight, top.width())
        painter.drawText(top, _CENTER, shown)
        view = self.parent()
        current = view.currentIndex().column() if hasattr(view, "currentIndex") else -1
        for at, title in members:
            painter.setPen(look.color("accent" if at == current else "secondary"))
            painter.drawText(self._low(at), _CENTER, title)
        painter.setPen(look.color("line"))
        painter.drawLine(first.left(), HEAD_LINE - 1, last.right(), HEAD_LINE - 1)
        painter.drawLine(last.right(), 0, last.right(), self.height() - 1)

    def _low(self, column: int) -> QRect:
        return QRect(self.sectionViewportPosition(column), HEAD_LINE, self.sectionSize(column), HEAD_LINE)


class NamesHeader(QHeaderView):
    """The names, which stay when the columns scroll; whoever left early is in the colour of what is past."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(theme.GRID_ROW)
        self.setDefaultSectionSize(theme.GRID_ROW)

    def sizeHint(self) -> QSize:
        return QSize(NAME_WIDTH, super().sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        model, look = self.model(), theme.current()
        if not isinstance(model, GridModel) or logicalIndex >= model.rowCount():
            return
        painter.save()
        painter.fillRect(rect, look.color("surface"))
        box = rect.adjusted(PADDING, 0, -PADDING, -1)
        is_sums = model.is_sums(logicalIndex)
        has_left = not is_sums and model.learners[logicalIndex].has_left_early
        painter.setPen(look.color("secondary"))
        if not is_sums:
            painter.setFont(theme.font(theme.SMALL_PX))
            number = QRect(box.left() - 4, box.top(), _NUMBER_WIDTH, box.height())
            painter.drawText(
                number, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, str(logicalIndex + 1)
            )
            box.setLeft(number.right() + 8)
        text = f"{model.name(logicalIndex)} (sortie anticipée)" if has_left else model.name(logicalIndex)
        font = theme.font(theme.SMALL_PX if is_sums else theme.BODY_PX)
        painter.setFont(font)
        if not (is_sums or has_left):
            painter.setPen(look.color("text"))
        painter.drawText(
            box, _LEFT, QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        )
        painter.setPen(look.color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        if is_sums:
            painter.drawLine(rect.topLeft(), rect.topRight())
        painter.restore()


def _ends_group(model: GridModel, at: int) -> bool:
    """Whether a line stands at the right of that column."""
    return at + 1 == len(model.columns) or model.columns[at].group != model.columns[at + 1].group
