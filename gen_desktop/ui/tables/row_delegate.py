"""Paints the cells of a list: plain text, bold surname, badge."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate

from gen_desktop.ui import theme
from gen_desktop.ui.tables.column import Column
from gen_desktop.ui.tables.windowed_model import WindowedTableModel
from gen_desktop.ui.theme import Tone
from gen_desktop.ui.widgets.badge import badge_width, paint_badge

PADDING = 10
LEAST_TEXT = 100
"""Pixels of text below which a mark is not drawn."""


class RowDelegate(QStyledItemDelegate):
    """For tables whose model is a WindowedTableModel."""

    def paint(self, painter: QPainter, option: Any, index: QModelIndex | QPersistentModelIndex) -> None:
        look, model = theme.current(), index.model()
        if not isinstance(model, WindowedTableModel):
            super().paint(painter, option, index)
            return
        box = QRect(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, look.color("accent_tint"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, look.color("hover"))
        painter.setPen(look.color("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        column, row = model.columns[index.column()], model.row_at(index.row())
        inner = box.adjusted(PADDING, 0, -PADDING, -1)
        badge = column.badge(row) if column.badge is not None and row is not None else None
        if badge is not None:
            paint_badge(painter, inner, *badge)
        else:
            mark = column.mark(row) if column.mark is not None and row is not None else None
            room = inner if mark is None else _paint_mark(painter, inner, *mark)
            self._paint_text(painter, room, column, row, str(index.data() or ""))
        if option.state & QStyle.StateFlag.State_HasFocus and index.column() == _first_shown(option):
            painter.fillRect(QRect(box.topLeft(), QPoint(box.left() + 2, box.bottom())), look.color("accent"))

    def sizeHint(self, option: Any, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(60, theme.LIST_ROW)

    def _paint_text(self, painter: QPainter, inner: QRect, column: Column, row: object, text: str) -> None:
        token = (column.tone(row) if column.tone is not None and row is not None else "") or "text"
        painter.setPen(theme.current().color(token))
        align = {"left": Qt.AlignmentFlag.AlignLeft, "right": Qt.AlignmentFlag.AlignRight}.get(
            column.align, Qt.AlignmentFlag.AlignHCenter
        )
        bold = column.bold_part(row) if column.bold_part is not None and row is not None else ""
        if bold and text.startswith(bold):
            strong = theme.font(weight=QFont.Weight.DemiBold)
            painter.setFont(strong)
            metrics = QFontMetrics(strong)
            shown = metrics.elidedText(bold, Qt.TextElideMode.ElideRight, inner.width())
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
            inner = inner.adjusted(metrics.horizontalAdvance(shown), 0, 0, 0)
            text = text[len(bold) :]
        painter.setFont(theme.font())
        shown = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | align, shown)


def _paint_mark(painter: QPainter, inner: QRect, text: str, tone: Tone) -> QRect:
    """Draw a badge at the right end, if enough is left for the text; what is left."""
    width = badge_width(text)
    left = inner.adjusted(0, 0, -width - PADDING // 2, 0)
    if left.width() < LEAST_TEXT:
        return inner
    paint_badge(painter, QRect(inner.right() - width + 1, inner.y(), width, inner.height()), text, tone)
    return left


def _first_shown(option: Any) -> int:
    header = getattr(option.widget, "horizontalHeader", None)
    return header().logicalIndex(0) if header is not None else 0
