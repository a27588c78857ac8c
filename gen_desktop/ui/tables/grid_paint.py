"""What the grids where one key fills a cell are drawn with: names, the cursor, a head of two lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QStyle, QTableView, QWidget

from gen_desktop.ui import theme

HEAD_LINE = 29
PADDING = 10
CENTER = Qt.AlignmentFlag.AlignCenter
LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_NUMBER_WIDTH = 18
_SELECTED_ALPHA = 38


def dress(view: QTableView, name: str) -> None:
    """A table without grid lines, whose selection and tints the delegate paints."""
    view.setAccessibleName(name)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setShowGrid(False)
    view.setTabKeyNavigation(False)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    # A fill under the tints of the cells would change them.
    view.setStyleSheet("selection-background-color: transparent;")
    view.setWordWrap(False)


def paint_selection(
    painter: QPainter, box: QRect, option: Any, index: QModelIndex | QPersistentModelIndex
) -> None:
    """A veil over a cell of the selection, a frame around that of the cursor."""
    look, view = theme.current(), option.widget
    is_current = view is not None and view.currentIndex() == index
    if option.state & QStyle.StateFlag.State_Selected and not is_current:
        veil = look.color("accent")
        veil.setAlpha(_SELECTED_ALPHA)
        painter.fillRect(box.adjusted(0, 0, -1, -1), veil)
    if is_current:
        has_focus = bool(option.state & QStyle.StateFlag.State_Active) and view.hasFocus()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.color("accent") if has_focus else look.color("scroll"), 2))
        painter.drawRoundedRect(box.adjusted(1, 1, -2, -2), 2, 2)


def paint_name(
    painter: QPainter, box: QRect, name: tuple[str, str], color: QColor, number: int | None = None
) -> None:
    """The name of a line: in bold what tells lines apart, after the number of the line if it has one."""
    inner = box.adjusted(PADDING, 0, -PADDING, -1)
    if number is not None:
        painter.setFont(theme.font(theme.SMALL_PX))
        painter.setPen(theme.current().color("secondary"))
        place = QRect(inner.left() - 4, inner.top(), _NUMBER_WIDTH, inner.height())
        painter.drawText(place, RIGHT, str(number))
        inner.setLeft(place.right() + 8)
    painter.setPen(color)
    bold, rest = name
    for text, weight in ((bold, QFont.Weight.DemiBold), (f" {rest}", QFont.Weight.Normal)):
        font = theme.font(weight=weight)
        painter.setFont(font)
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, LEFT, shown)
        inner = inner.adjusted(QFontMetrics(font).horizontalAdvance(shown), 0, 0, 0)


class TwoLineHeader(QHeaderView):
    """Titles of columns, and above them what some columns share; the column of the cursor stands out."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), 2 * HEAD_LINE)

    def paint_group(
        self, painter: QPainter, group: str, members: Sequence[tuple[int, str]], *, accent: bool = False
    ) -> None:
        """``members``: the columns under that title, by number, and their own titles."""
        look = theme.current()
        first, last = self.low(members[0][0]), self.low(members[-1][0])
        if last.right() < 0 or first.left() > self.viewport().width():
            return
        top = QRect(QPoint(max(first.left(), 0), 0), QPoint(last.right(), HEAD_LINE - 1))
        top.adjust(4, 0, -4, 0)
        painter.setPen(look.color("accent" if accent else "secondary"))
        shown = painter.fontMetrics().elidedText(group, Qt.TextElideMode.ElideRight, top.width())
        painter.drawText(top, CENTER, shown)
        current = self._current_column()
        for at, title in members:
            painter.setPen(look.color("accent" if at == current else "secondary"))
            painter.drawText(self.low(at), CENTER, title)
        painter.setPen(look.color("line"))
        painter.drawLine(first.left(), HEAD_LINE - 1, last.right(), HEAD_LINE - 1)
        painter.drawLine(last.right(), 0, last.right(), self.height() - 1)

    def paint_foot(self, painter: QPainter) -> None:
        """The line under the head, as far as there are columns."""
        painter.setPen(theme.current().color("line"))
        right = min(self.width(), self.length() - self.offset()) - 1
        painter.drawLine(0, self.height() - 1, right, self.height() - 1)

    def low(self, column: int) -> QRect:
        """The lower line of a section."""
        return QRect(self.sectionViewportPosition(column), HEAD_LINE, self.sectionSize(column), HEAD_LINE)

    def _current_column(self) -> int:
        current = getattr(self.parent(), "currentIndex", None)
        return current().column() if current is not None else -1


class LineHeader(QHeaderView):
    """The names of the lines, which stay when the columns scroll. Subclasses paint each (``paint_line``)."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(theme.GRID_ROW)
        self.setDefaultSectionSize(theme.GRID_ROW)

    def paint_line(self, painter: QPainter, rect: QRect, row: int) -> None:
        """What a line is called."""
        raise NotImplementedError

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        if logicalIndex >= self.model().rowCount():
            return
        painter.save()
        painter.fillRect(rect, theme.current().color("surface"))
        self.paint_line(painter, rect, logicalIndex)
        painter.setPen(theme.current().color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.restore()
