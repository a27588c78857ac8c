"""The list of every page: quiet rows, keyboard first, columns the person chooses."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import groupby

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QSettings, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from gen_desktop.ui import theme
from gen_desktop.ui.tables.row_delegate import RowDelegate
from gen_desktop.ui.tables.windowed_model import PAGE, Index, WindowedTableModel

HEADER_HEIGHT = 29
MIN_WIDTH = 40
_ENDS = (Qt.Key.Key_Home, Qt.Key.Key_End)
_CTRL_OR_KEYPAD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.KeypadModifier


class TableView(QTableView):
    """``row_selected(row | None)``: the current record changes; ``row_activated(row)``: Enter, double click.

    ``selection_changed(n)``: how many rows are selected now. ``columns_changed``: which are shown, and where.
    The selection is kept by id across reloads. ``state`` and ``state_key`` remember widths, order and choice
    of columns in the window's INI file.
    """

    row_selected = Signal(object)
    row_activated = Signal(object)
    selection_changed = Signal(int)
    columns_changed = Signal()

    def __init__(
        self,
        model: WindowedTableModel,
        parent: QWidget | None = None,
        *,
        name: str = "Liste",
        state: QSettings | None = None,
        state_key: str = "",
        multiple: bool = True,
        before_copy: Callable[[int], bool] | None = None,
        copy_many: Callable[[], object] | None = None,
    ) -> None:
        """``name`` is what a screen reader says. ``multiple`` allows several selected rows.

        ``before_copy`` is asked, with the number of rows, before they go to the clipboard: lists of people
        answer no when the register of exports cannot be written. ``copy_many`` copies what is selected when
        it is more than a page: reading it would hold the window.
        """
        super().__init__(parent)
        self._rows = model
        self._before_copy, self._copy_many = before_copy, copy_many
        self._forbidden: frozenset[str] = frozenset()
        self._state, self._state_key = state, f"tables/{state_key}" if state_key else ""
        self._told: int | None = None
        self._filling = self._restoring = False
        self._kept: list[int] = []
        self._kept_current: int | None = None
        self.setModel(model)
        self.setItemDelegate(RowDelegate(self))
        self.setAccessibleName(name)
        self._dress(multiple)
        self._lay_columns()
        self._restore_state()
        model.modelAboutToBeReset.connect(self._keep_selection)
        model.modelReset.connect(self._restore_selection)
        self.activated.connect(self._on_activated)
        header = self.horizontalHeader()
        header.sectionClicked.connect(model.request_sort)
        header.sectionResized.connect(self._on_resized)
        header.sectionMoved.connect(lambda *_: self._on_columns())
        header.customContextMenuRequested.connect(self._show_columns)

    def selected_id(self) -> int | None:
        """The id of the current record, None when no row is selected."""
        index = self.currentIndex()
        return self._rows.id_at(index.row()) if self.selectionModel().isRowSelected(index.row()) else None

    def selected_ids(self) -> list[int]:
        """The ids selected, in the order of the list."""
        return [found for row in self._selected_rows() if (found := self._rows.id_at(row)) is not None]

    def selected_count(self) -> int:
        """How many rows are selected."""
        return sum(bottom - top + 1 for top, bottom in self._selected_ranges())

    def select_id(self, record_id: int) -> bool:
        """Select that record and bring it into view. False when it is not in the list."""
        row = self._rows.position_of(record_id)
        if row is None:
            return False
        self._make_current(row)
        self.scrollTo(self._rows.index(row, 0), QAbstractItemView.ScrollHint.EnsureVisible)
        return True

    def keep_current(self) -> None:
        """Select the current record alone."""
        if (current := self.selected_id()) is not None:
            self.select_id(current)
        else:
            self.clearSelection()

    def column_menu(self) -> QMenu:
        """The menu of columns: a right click on the header shows it."""
        menu = QMenu(self)
        for position, column in enumerate(self._rows.columns):
            if column.key in self._forbidden:
                continue
            action: QAction = menu.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(position))
            action.setEnabled(position > 0)  # the first column names the record
            action.toggled.connect(lambda on, at=position: self._set_column_shown(at, on))
        menu.addSeparator()
        menu.addAction("Colonnes d’origine", self.reset_columns)
        return menu

    def reset_columns(self) -> None:
        """Back to the widths, order and columns of the program."""
        header = self.horizontalHeader()
        for position in range(len(self._rows.columns)):
            header.moveSection(header.visualIndex(position), position)
        self._lay_columns()
        self._on_columns()

    def shown_columns(self) -> list[str]:
        """The keys of the columns shown, left to right."""
        return [self._rows.columns[at].key for at in self._shown_positions()]

    def show_columns(self, keys: Sequence[str]) -> None:
        """Show these columns in that order and no other, the first one always; widths stay."""
        positions = {column.key: at for at, column in enumerate(self._rows.columns)}
        first = self._rows.columns[0].key
        wanted = [key for key in dict.fromkeys((first, *keys)) if key in positions]
        wanted = sorted(wanted, key=lambda key: keys.index(key) if key in keys else -1)
        header = self.horizontalHeader()
        header.blockSignals(True)
        for at, key in enumerate([*wanted, *(key for key in positions if key not in wanted)]):
            header.moveSection(header.visualIndex(positions[key]), at)
            self.setColumnHidden(positions[key], key not in wanted or key in self._forbidden)
        header.blockSignals(False)
        self._fill()
        self.viewport().update()
        self._on_columns()

    def forbid_columns(self, keys: Sequence[str]) -> None:
        """Columns that whoever works here may not see: hidden, and not offered."""
        self._forbidden = frozenset(keys)
        for position, column in enumerate(self._rows.columns):
            if column.key in self._forbidden:
                self.setColumnHidden(position, True)

    def offered_columns(self) -> list[tuple[str, str]]:
        """Keys and titles of every column that may be shown: those shown first, in their order."""
        shown = self.shown_columns()
        titles = {one.key: one.title for one in self._rows.columns if one.key not in self._forbidden}
        return [(key, titles[key]) for key in (*shown, *(key for key in titles if key not in shown))]

    def copied_text(self) -> str:
        """The selected rows as tab-separated text, titles first when there are several."""
        shown, rows = self._shown_positions(), self._selected_rows()
        lines = [
            "\t".join(_cell(str(self._rows.index(row, position).data() or "")) for position in shown)
            for row in rows
        ]
        if len(lines) > 1:
            lines.insert(0, "\t".join(_cell(self._rows.columns[position].title) for position in shown))
        return "\n".join(lines)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif event.key() == Qt.Key.Key_Escape and self.selected_count() > 1:
            self.keep_current()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._on_activated(self.currentIndex())
        elif event.key() in _ENDS and not event.modifiers() & ~_CTRL_OR_KEYPAD:
            self._go_to_end(last=event.key() == Qt.Key.Key_End)
        else:
            super().keyPressEvent(event)

    def _go_to_end(self, *, last: bool) -> None:
        """The first or the last row, with or without Ctrl: Qt would move by columns, or scroll only."""
        rows = self._rows.rowCount()
        if rows:
            self._make_current(rows - 1 if last else 0)
            self.scrollTo(self.currentIndex())

    def _copy(self) -> None:
        rows = self.selected_count()
        if rows > PAGE and self._copy_many is not None:
            self._copy_many()
        elif rows and (self._before_copy is None or self._before_copy(rows)):
            QGuiApplication.clipboard().setText(self.copied_text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fill()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self._tell()
        if not self._restoring:
            self.selection_changed.emit(self.selected_count())

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._tell()

    def _tell(self) -> None:
        selected = self.selected_id()
        if selected != self._told:
            self._told = selected
            self.row_selected.emit(None if selected is None else self._rows.row_at(self.currentIndex().row()))

    def _on_activated(self, index: QModelIndex) -> None:
        row = self._rows.row_at(index.row()) if index.isValid() else None
        if row is not None:
            self.row_activated.emit(row)

    def _keep_selection(self) -> None:
        self._kept, self._kept_current = self.selected_ids(), self.selected_id()

    def _restore_selection(self) -> None:
        self._restoring = True
        self._select_kept()
        self._restoring = False
        self.selection_changed.emit(self.selected_count())

    def _select_kept(self) -> None:
        found = sorted(row for kept in self._kept if (row := self._rows.position_of(kept)) is not None)
        current = self._rows.position_of(self._kept_current) if self._kept_current is not None else None
        if current is None:
            self._told = None
            if self._kept_current is not None:
                self.row_selected.emit(None)
            self._select_rows(found)
            return
        # Told again: the same record may read otherwise now.
        self._told = None
        self._make_current(current)
        self._select_rows(found)
        self.scrollTo(self._rows.index(current, 0))

    def _select_rows(self, rows: Sequence[int]) -> None:
        """Add these rows (sorted) to the selection, in as few ranges as they make."""
        selection, last = QItemSelection(), len(self._rows.columns) - 1
        for _, run in groupby(enumerate(rows), lambda pair: pair[1] - pair[0]):
            lines = [row for _, row in run]
            selection.select(self._rows.index(lines[0], 0), self._rows.index(lines[-1], last))
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(selection, flags.Select | flags.Rows)

    def _selected_ranges(self) -> list[tuple[int, int]]:
        """First and last row of each run selected: thirty thousand rows are one run, not as many indexes."""
        return sorted({(run.top(), run.bottom()) for run in self.selectionModel().selection().toList()})

    def _selected_rows(self) -> list[int]:
        return [row for top, bottom in self._selected_ranges() for row in range(top, bottom + 1)]

    def _shown_positions(self) -> list[int]:
        header = self.horizontalHeader()
        order = sorted(range(len(self._rows.columns)), key=header.visualIndex)
        return [position for position in order if not self.isColumnHidden(position)]

    def _make_current(self, row: int) -> None:
        # Not selectRow: that one obeys the Ctrl key of the moment and would toggle.
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(self._rows.index(row, 0), flags.ClearAndSelect | flags.Rows)

    def _dress(self, multiple: bool) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        modes = QAbstractItemView.SelectionMode
        self.setSelectionMode(modes.ExtendedSelection if multiple else modes.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(theme.LIST_ROW)
        header = self.horizontalHeader()
        header.setFixedHeight(HEADER_HEIGHT)
        header.setMinimumSectionSize(MIN_WIDTH)
        header.setHighlightSections(False)
        # Its own, always empty: painting each title would else ask whether every row of it is selected.
        header.setSelectionModel(QItemSelectionModel(self._rows, header))
        header.setSectionsClickable(True)
        header.setSectionsMovable(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def _lay_columns(self) -> None:
        metrics = QFontMetrics(theme.font(theme.SMALL_PX))
        for position, column in enumerate(self._rows.columns):
            title = metrics.horizontalAdvance(f"{column.title} ↑") + 24
            self.setColumnWidth(position, max(column.width, title))
            self.setColumnHidden(position, not column.shown)
        self._fill()

    def _fill(self) -> None:
        """Give the stretching column the room left over, never less than its own width.

        Qt's Stretch mode would squeeze it to nothing when the window is narrow.
        """
        stretch = next((at for at, column in enumerate(self._rows.columns) if column.stretch), None)
        if stretch is None or self._filling:
            return
        self._filling = True
        widths = (self.columnWidth(at) for at in range(len(self._rows.columns)) if at != stretch)
        room = self.viewport().width() - sum(widths)
        self.setColumnWidth(stretch, max(room, self._rows.columns[stretch].width))
        self._filling = False

    def _on_resized(self, *_sizes: int) -> None:
        if not self._filling:
            self._fill()
            self._save_state()

    def _set_column_shown(self, position: int, shown: bool) -> None:
        self.setColumnHidden(position, not shown)
        self._fill()
        self._on_columns()

    def _on_columns(self) -> None:
        self._save_state()
        self.columns_changed.emit()

    def _show_columns(self, at: QPoint) -> None:
        menu = self.column_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.horizontalHeader().mapToGlobal(at))

    def _save_state(self) -> None:
        if self._state is None or not self._state_key:
            return
        header = self.horizontalHeader()
        # By key, not by number: a later version may bring other columns.
        kept = {
            column.key: [header.visualIndex(at), self.columnWidth(at), not self.isColumnHidden(at)]
            for at, column in enumerate(self._rows.columns)
        }
        self._state.setValue(self._state_key, json.dumps(kept))

    def _restore_state(self) -> None:
        if self._state is None or not self._state_key:
            return
        kept = _read_state(str(self._state.value(self._state_key, "")))
        header = self.horizontalHeader()
        positions = {column.key: at for at, column in enumerate(self._rows.columns)}
        for key, (visual, width, shown) in sorted(kept.items(), key=lambda item: item[1][0]):
            if key not in positions:
                continue
            at = positions[key]
            header.moveSection(header.visualIndex(at), min(max(visual, 0), len(positions) - 1))
            self.setColumnHidden(at, not shown and at > 0)
            if width >= MIN_WIDTH:
                self.setColumnWidth(at, width)


def _read_state(text: str) -> dict[str, tuple[int, int, bool]]:
    """What was kept, or nothing when it is not ours."""
    try:
        stored = json.loads(text or "{}")
        return {
            str(key): (int(order), int(width), bool(shown)) for key, (order, width, shown) in stored.items()
        }
    except (ValueError, TypeError, AttributeError):
        return {}


def _cell(text: str) -> str:
    """One cell of a pasted table: no tab, no line end, and nothing a spreadsheet would take for a formula."""
    flat = " ".join(text.split())
    if flat[:1] in ("=", "@", "+") or (flat[:1] == "-" and not _is_number(flat)):
        return f"'{flat}"
    return flat


def _is_number(text: str) -> bool:
    digits: Sequence[str] = text[1:].replace(",", "").replace(".", "").replace("%", "").split()
    return bool(digits) and all(part.isdigit() for part in digits)
