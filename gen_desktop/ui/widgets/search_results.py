"""The list of results under a search box: in groups, the name in full, what tells it apart in grey."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from gen_desktop.ui import theme

WIDTH, HEIGHT = 520, 620
ROW, HEADING_ROW = 28, 26
_EDGE, _GAP = 9, 10
_HIT = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class SearchHit:
    """One thing found: its kind and id, the words that name it, and a quiet detail.

    ``group``: the kind, or a heading of its own that it comes under; '' for its kind.
    """

    kind: str
    id: int
    title: str
    detail: str = ""
    group: str = ""


class SearchResults(QFrame):
    """``chosen(SearchHit)`` on a click. ``headings``: the French heading of each kind."""

    chosen = Signal(object)

    def __init__(self, headings: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self._headings = headings
        self.setProperty("role", "card")
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName("Résultats")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(_HitDelegate(self.list))
        self.list.itemClicked.connect(self._on_clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addWidget(self.list)
        self.hide()

    def show_hits(self, hits: Sequence[SearchHit], nothing: str) -> None:
        """Show these, the first one chosen; ``nothing`` is said when there is none."""
        self.list.clear()
        for group, some in groupby(hits, key=lambda hit: hit.group or hit.kind):
            self._add_heading(self._headings.get(group, group))
            for hit in some:
                item = QListWidgetItem(f"{hit.title}   {hit.detail}" if hit.detail else hit.title)
                item.setData(_HIT, hit)
                self.list.addItem(item)
        if not hits:
            self._add_heading(nothing)
        self.list.setCurrentRow(-1)
        self.move_by(1)

    def texts(self) -> list[str]:
        """What the list says, line by line."""
        return [self.list.item(row).text() for row in range(self.list.count())]

    def current(self) -> SearchHit | None:
        """The one that Enter opens."""
        item = self.list.currentItem()
        hit: SearchHit | None = None if item is None else item.data(_HIT)
        return hit

    def move_by(self, by: int) -> None:
        """Choose the next hit (1) or the one before (-1)."""
        row = self.list.currentRow() + by
        while 0 <= row < self.list.count():
            if self.list.item(row).data(_HIT) is not None:
                self.list.setCurrentRow(row)
                if row == 1:
                    self.list.scrollToTop()  # with its heading
                return
            row += by

    def height_wanted(self) -> int:
        """In pixels, all of it shown, up to HEIGHT."""
        rows = (self.list.item(row).data(_HIT) for row in range(self.list.count()))
        return min(sum(HEADING_ROW if hit is None else ROW for hit in rows) + 16, HEIGHT)

    def _add_heading(self, text: str) -> None:
        item = QListWidgetItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.addItem(item)

    def _on_clicked(self, item: QListWidgetItem) -> None:
        hit = item.data(_HIT)
        if hit is not None:
            self.chosen.emit(hit)


class _HitDelegate(QStyledItemDelegate):
    """Draws a heading small and grey; a hit with its name in full and its detail in grey, cut if need be."""

    def sizeHint(self, option: Any, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(WIDTH // 2, HEADING_ROW if index.data(_HIT) is None else ROW)

    def paint(self, painter: QPainter, option: Any, index: QModelIndex | QPersistentModelIndex) -> None:
        self.initStyleOption(option, index)
        hit: SearchHit | None = index.data(_HIT)
        text, option.text = option.text, ""
        style = option.widget.style() if option.widget is not None else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        room = option.rect.adjusted(_EDGE, 0, -_EDGE, 0)
        painter.save()
        if hit is None:
            painter.setFont(theme.font(theme.SMALL_PX))
            _draw(painter, room, text, "secondary")
        else:
            painter.setFont(option.font)
            taken = _draw(painter, room, hit.title, "text") + _GAP
            _draw(painter, room.adjusted(taken, 0, 0, 0), hit.detail, "secondary")
        painter.restore()


def _draw(painter: QPainter, room: QRect, text: str, token: str) -> int:
    """Write one line, cut at the end of the room; the width it took."""
    if room.width() <= 0 or not text:
        return 0
    painter.setPen(theme.current().color(token))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine
    painter.drawText(room, flags, shown)
    return painter.fontMetrics().horizontalAdvance(shown)
