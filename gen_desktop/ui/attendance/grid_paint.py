"""How the grid is drawn: cells, and a head of two lines with days over half-days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygon
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QTableView,
    QWidget,
)

from gen_desktop.ui import theme
from gen_desktop.ui.attendance.grid_model import GridModel, Index
from gen_desktop.ui.attendance.layout import FIRST_SESSION, NAME_COLUMN, Column
from gen_desktop.ui.attendance.sheet_row import TITLE, paint_sheet

HEAD_LINE = 29
PADDING = 10
NAME_WIDTH = (150, 310)
SESSION_WIDTH = (48, 68)
TOTAL_WIDTH = 90
MONTH_NAME_WIDTH = 200
MONTH_SESSION_WIDTH = 48
WEEK_TOTAL_WIDTH = 58
_CENTER = Qt.AlignmentFlag.AlignCenter
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_NUMBER_WIDTH = 18
_SELECTED_ALPHA = 38
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
            paint_name(painter, box, model, index.row())
        elif model.is_total(index.column()):
            painter.setPen(theme.current().color("text"))
            inner = box.adjusted(PADDING, 0, -PADDING, -1)
            painter.drawText(inner, _MIDDLE | Qt.AlignmentFlag.AlignRight, str(index.data()))
        else:
            self._paint_cell(painter, box, model, index)
        self._paint_lines(painter, box, model, index.column())
        if model.key_at(index.row(), index.column()) is not None:
            self._paint_selection(painter, box, option, index)
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
        painter.drawText(box.adjusted(0, 0, 0, -1), _CENTER, cell.text)
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

    def _paint_selection(self, painter: QPainter, box: QRect, option: Any, index: Index) -> None:
        look = theme.current()
        view = option.widget
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


class GridHeader(QHeaderView):
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
        if not isinstance(model, GridModel) or model.grid is None:
            return
        painter.setFont(theme.font(theme.SMALL_PX, QFont.Weight.Medium))
        self._paint_ends(painter, model)
        for group, columns in groups(model):
            self._paint_group(painter, model, group, columns)
        painter.setPen(look.color("line"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)

    def _paint_ends(self, painter: QPainter, model: GridModel) -> None:
        """The titles of the names and of the sums, on the lower line."""
        painter.setPen(theme.current().color("secondary"))
        last = self.count() - 1
        for at, side in ((NAME_COLUMN, Qt.AlignmentFlag.AlignLeft), (last, Qt.AlignmentFlag.AlignRight)):
            box = self._low(at).adjusted(PADDING, 0, -PADDING, 0)
            painter.drawText(box, _MIDDLE | side, str(model.headerData(at, Qt.Orientation.Horizontal)))

    def _paint_group(self, painter: QPainter, model: GridModel, group: Column, columns: list[int]) -> None:
        """What stands above some columns, and the title of each."""
        look = theme.current()
        first, last = self._low(columns[0]), self._low(columns[-1])
        if last.right() < 0 or first.left() > self.viewport().width():
            return
        top = QRect(QPoint(first.left(), 0), QPoint(last.right(), HEAD_LINE - 1))
        is_today = group.day is not None and group.day == self.today
        painter.setPen(look.color("accent" if is_today else "secondary"))
        painter.drawText(top, _CENTER, group.group)
        current = self._current_column()
        for at in columns:
            column = model.column(at)
            painter.setPen(look.color("accent" if at == current else "secondary"))
            painter.drawText(self._low(at), _CENTER, column.title if column is not None else "")
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


class NamesHeader(QHeaderView):
    """The names of the rows, which stay when a month scrolls sideways."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)

    def sizeHint(self) -> QSize:
        return QSize(MONTH_NAME_WIDTH, super().sizeHint().height())

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        model = self.model()
        if not isinstance(model, GridModel) or logicalIndex >= model.rowCount():
            return
        painter.save()
        painter.fillRect(rect, theme.current().color("surface"))
        paint_name(painter, rect, model, logicalIndex)
        painter.setPen(theme.current().color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.restore()


def dress(view: QTableView) -> None:
    """A table without grid lines, whose selection and tints the delegate paints."""
    view.setAccessibleName("Émargement")
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setShowGrid(False)
    view.setTabKeyNavigation(False)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    # The delegate shows the selection: a fill under the tints of the states would change them.
    view.setStyleSheet("selection-background-color: transparent;")
    view.setWordWrap(False)
    view.setVerticalHeader(NamesHeader(view))
    view.verticalHeader().hide()
    view.verticalHeader().setMinimumSectionSize(theme.GRID_ROW)
    view.verticalHeader().setDefaultSectionSize(theme.GRID_ROW)


def paint_name(painter: QPainter, box: QRect, model: GridModel, row: int) -> None:
    """The name of a row: the part that tells rows apart in bold."""
    if model.layout is None:
        return
    inner = box.adjusted(PADDING, 0, -PADDING, -1)
    if model.is_sheets(row):
        painter.setFont(theme.font())
        painter.setPen(theme.current().color("secondary"))
        painter.drawText(inner, _MIDDLE | Qt.AlignmentFlag.AlignLeft, TITLE)
        return
    bold, rest = model.layout.name(row)
    if model.view != "learner":  # a number typed goes to its row
        painter.setFont(theme.font(theme.SMALL_PX))
        painter.setPen(theme.current().color("secondary"))
        number = QRect(inner.left() - 4, inner.top(), _NUMBER_WIDTH, inner.height())
        painter.drawText(number, _MIDDLE | Qt.AlignmentFlag.AlignRight, str(row + 1))
        inner.setLeft(number.right() + 8)
    painter.setPen(theme.current().color("text"))
    for text, weight in ((bold, QFont.Weight.DemiBold), (f" {rest}", QFont.Weight.Normal)):
        font = theme.font(weight=weight)
        painter.setFont(font)
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, _MIDDLE | Qt.AlignmentFlag.AlignLeft, shown)
        inner = inner.adjusted(QFontMetrics(font).horizontalAdvance(shown), 0, 0, 0)


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
