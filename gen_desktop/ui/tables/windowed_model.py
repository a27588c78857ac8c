"""A table model over ids: the list is exact, rows are fetched by pages when they are painted."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from gen_desktop.ui.tables.column import Column, Row

logger = logging.getLogger(__name__)

PAGE = 100
PAGES_KEPT = 20
UNREADABLE = "–"

Index = QModelIndex | QPersistentModelIndex
FetchRows = Callable[[Sequence[int]], Mapping[int, Row]]

_ALIGN = {
    "left": int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft),
    "center": int(Qt.AlignmentFlag.AlignCenter),
    "right": int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight),
}
_TEXT_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)


class WindowedTableModel(QAbstractTableModel):
    """``fetch_rows(ids)`` answers rows by id, one short query on the GUI thread for at most PAGE ids.

    Sorting and filtering belong to SQL: the owner hears ``sort_requested(sort name, descending)``, asks its
    query for ids again and calls ``reload``. ``fetch_failed(error)`` comes once per reload, queued.
    """

    sort_requested = Signal(str, bool)
    fetch_failed = Signal(object)

    def __init__(
        self, columns: Sequence[Column], fetch_rows: FetchRows, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns: tuple[Column, ...] = tuple(columns)
        self._fetch_rows = fetch_rows
        self._ids: Sequence[int] = ()
        self._positions: dict[int, int] | None = None
        self._pages: OrderedDict[int, Mapping[int, Row]] = OrderedDict()
        self._failed = False
        self._sort: str | None = None
        self._descending = False

    @property
    def ids(self) -> Sequence[int]:
        """Every id, in order."""
        return self._ids

    @property
    def sorted_by(self) -> tuple[str | None, bool]:
        """The sort name in force and whether it is descending."""
        return self._sort, self._descending

    def reload(self, ids: Sequence[int]) -> None:
        """Show these ids, in this order."""
        self.beginResetModel()
        self._ids = list(ids)
        self._positions = None
        self._pages.clear()
        self._failed = False
        self.endResetModel()

    def refresh_rows(self, ids: Sequence[int] | frozenset[int]) -> None:
        """Some rows changed but neither their order nor their number: fetch them again when painted."""
        touched = [position for record_id in ids if (position := self.position_of(record_id)) is not None]
        for position in touched:
            self._pages.pop(position // PAGE, None)
        if touched:
            last = len(self.columns) - 1
            self.dataChanged.emit(self.index(min(touched), 0), self.index(max(touched), last))

    def set_sort(self, sort: str | None, descending: bool = False) -> None:
        """Say by what the ids are sorted; only the header changes."""
        self._sort, self._descending = sort, descending
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def request_sort(self, column: int) -> None:
        """What a click on a header does: ascending first, then the other way."""
        sort = self.columns[column].sort
        if sort is None:
            return
        self.set_sort(sort, self._sort == sort and not self._descending)
        self.sort_requested.emit(sort, self._descending)

    def id_at(self, row: int) -> int | None:
        """The id of a row, None outside the list."""
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def position_of(self, record_id: int) -> int | None:
        """The row of an id, None when it is not in the list."""
        if self._positions is None:
            first = self._ids[:PAGE]
            if record_id in first:  # most often: places of a hundred thousand lines are not gathered for it
                return first.index(record_id)
            self._positions = {found: position for position, found in enumerate(self._ids)}
        return self._positions.get(record_id)

    def row_at(self, row: int) -> Row | None:
        """The row object, fetched with its page if need be; None when it cannot be read. Never raises."""
        if not 0 <= row < len(self._ids):
            return None
        number = row // PAGE
        page = self._pages.get(number)
        if page is None:
            page = self._fetch(number)
        else:
            self._pages.move_to_end(number)
        return page.get(self._ids[row])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        # Roles first: a repaint asks eight of them for every cell.
        if role in _TEXT_ROLES:
            return self._text(index)
        if role == Qt.ItemDataRole.TextAlignmentRole and index.isValid():
            return _ALIGN[self.columns[index.column()].align]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tooltip(index)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            if column.sort is not None and column.sort == self._sort:
                return f"{column.title} {'↓' if self._descending else '↑'}"
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGN[column.align]
        return None

    def _text(self, index: Index) -> str | None:
        if not index.isValid():
            return None
        row = self.row_at(index.row())
        if row is None:
            return UNREADABLE
        column = self.columns[index.column()]
        try:
            badge = column.badge(row) if column.badge is not None else None
            return badge[0] if badge is not None else column.text(row)
        except Exception as error:
            self._report(error)
            return UNREADABLE

    def _tooltip(self, index: Index) -> str | None:
        if not index.isValid():
            return None
        column, row = self.columns[index.column()], self.row_at(index.row())
        if column.tooltip is None or row is None:
            return None
        try:
            return column.tooltip(row)
        except Exception as error:
            self._report(error)
            return None

    def _fetch(self, number: int) -> Mapping[int, Row]:
        wanted = self._ids[number * PAGE : (number + 1) * PAGE]
        try:
            page = self._fetch_rows(wanted)
        except Exception as error:
            # Kept empty until the next reload: the same failure must not come back for every cell.
            self._report(error)
            page = {}
        self._pages[number] = page
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        return page

    def _report(self, error: Exception) -> None:
        if self._failed:
            return
        self._failed = True
        logger.error("Rows could not be shown", exc_info=error)
        self.fetch_failed.emit(error)
