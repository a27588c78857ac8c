"""The grid and its keys: what is typed becomes facts of people, which the page records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from gen_desktop import french
from gen_desktop.ui.assessments.grid_model import GridModel
from gen_desktop.ui.assessments.grid_paint import (
    NAME_WIDTH,
    WIDTHS,
    GridDelegate,
    GridHeader,
    NamesHeader,
)
from gen_desktop.ui.assessments.layout import DATES, WRITTEN, Column
from gen_desktop.ui.tables.grid_keys import ERASE, MODIFIERS, digit_of
from gen_desktop.ui.tables.grid_paint import HEAD_LINE, PADDING, dress
from gen_desktop.ui.widgets.basics import label

_NO_MODIFIER = Qt.KeyboardModifier.NoModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_MOST_TYPED = 40
_Cursor = QAbstractItemView.CursorAction
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Typing:
    """What is being typed in cells of one column, to be confirmed."""

    places: tuple[Place, ...]
    text: str


class GridView(QTableView):
    """A key fills the current cell or the selection, then the cursor goes down.

    ``chosen(cells, code)``: record that code there (None: nothing); ``cells``: (column, enrollment) pairs.
    ``written(cells, text)``: what was typed there, to be read by the page. It answers with ``advance`` when
    that was recorded. ``told(sentence)``: why a key did nothing. ``moved(column)``: where the cursor is.
    """

    chosen = Signal(object, object)
    written = Signal(object, str)
    told = Signal(str)
    moved = Signal(object)

    def __init__(self, model: GridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = model
        self._typing: Typing | None = None
        self._may_advance = False
        self.setModel(model)
        self.setItemDelegate(GridDelegate(self))
        self.setHorizontalHeader(GridHeader(self))
        self.setVerticalHeader(NamesHeader(self))
        dress(self, "Évaluations")
        self.setCornerButtonEnabled(False)
        self._corner = label("Apprenant", "small")
        self._corner.setParent(self)
        self.horizontalHeader().sectionClicked.connect(self.select_column)
        self.verticalHeader().sectionClicked.connect(self.select_row)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        model.modelReset.connect(self._on_reset)

    @property
    def column(self) -> Column | None:
        """The column where the cursor is."""
        at = self.currentIndex().column()
        return self._grid.columns[at] if 0 <= at < len(self._grid.columns) else None

    def go_to(self, row: int, column: int) -> None:
        """Make that cell the current one, alone."""
        mode = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(self._grid.index(row, column), mode)

    def go_back_to(self, row: int, column: int) -> None:
        """That cell again if it is still there, else the first empty one."""
        if 0 <= row < len(self._grid.learners) and 0 <= column < len(self._grid.columns):
            self.go_to(row, column)
        else:
            self.go_to_first_empty()

    def go_to_first_empty(self) -> None:
        """The first cell without anything, as one types: down each column."""
        places = [
            (row, column)
            for column, one in enumerate(self._grid.columns)
            for row in range(len(self._grid.learners))
            if not one.refusal
        ]
        empty = (place for place in places if self._grid.cell(*place).code is None)
        target = next(empty, places[0] if places else None)
        if target is not None:
            self.go_to(*target)

    def advance(self) -> None:
        """After a recorded key: to the next cell down, then to the next column; a block stays selected."""
        if not self._may_advance:
            return
        self._may_advance = False
        here = self.currentIndex()
        row, column = here.row() + 1, here.column()
        if row == len(self._grid.learners):
            row, column = 0, self._next_column(column)
        self.go_to(row, column)

    def finish_typing(self) -> None:
        """Hand what was being typed to the page."""
        typing = self._typing
        if typing is not None:
            self._set_typing(None)
            self.written.emit(self._cells(typing.places), typing.text)

    def select_row(self, row: int) -> None:
        """The whole line of somebody, the cursor staying in its column."""
        if row < len(self._grid.learners):
            column = max(self.currentIndex().column(), 0)
            self._select((row, 0), (row, len(self._grid.columns) - 1), (row, column))

    def select_column(self, column: int) -> None:
        """Everybody in a column."""
        self._select((0, column), (len(self._grid.learners) - 1, column), (0, column))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in MODIFIERS:
            return
        if self._typing is not None and self._continue(self._typing, event):
            event.accept()
        elif self._begin(event) or (event.text() and event.text().isprintable()) or event.key() in _ENTER:
            event.accept()  # other letters: nothing, and no search by typing either
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # Ctrl+Z while something is being typed forgets that, and leaves what is recorded alone.
        is_undo = isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo)
        if event.type() == QEvent.Type.ShortcutOverride and is_undo and self._typing is not None:
            event.accept()
            return True
        return super().event(event)

    def moveCursor(self, action: _Cursor, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        target = super().moveCursor(action, modifiers)
        last = len(self._grid.learners) - 1
        return self._grid.index(min(target.row(), last), target.column()) if target.isValid() else target

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.finish_typing()
        super().focusOutEvent(event)
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def hideEvent(self, event: QHideEvent) -> None:
        self.finish_typing()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_columns()

    def _begin(self, event: QKeyEvent) -> bool:
        """A key with nothing being typed; False when it is none of ours."""
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        column = self.column
        if column is None:
            return False
        if key == Qt.Key.Key_Space and modifiers in (_SHIFT, _CONTROL):
            here = self.currentIndex()
            self.select_row(here.row()) if modifiers == _SHIFT else self.select_column(here.column())
            return True
        if modifiers not in (_NO_MODIFIER, _SHIFT):
            return False
        if key in ERASE:
            self._erase(column)
            return True
        letter = digit_of(event) if column.kind == "skill" else event.text().upper()
        if column.refusal and event.text().isalnum():
            self.told.emit(column.refusal)
            return True
        if (choice := column.choices.get(letter)) is not None:
            is_fill = modifiers == _SHIFT and column.kind != "skill"
            self._fill(column, choice.code) if is_fill else self._choose(choice.code)
            return True
        return column.kind in WRITTEN and self._write_first(column, event)

    def _write_first(self, column: Column, event: QKeyEvent) -> bool:
        if column.kind in DATES and event.key() == Qt.Key.Key_J:
            self._may_advance = self._is_single()
            self.written.emit(self._cells(self._places()), "")
            return True
        text = digit_of(event) if column.kind in DATES else event.text().strip()
        if text and text.isprintable():
            self._set_typing(Typing(tuple(self._places()), text))
        return bool(text)

    def _continue(self, typing: Typing, event: QKeyEvent) -> bool:
        """A key while something is being typed. False: it was handed over, the key does something else."""
        key, text = event.key(), event.text()
        if key == Qt.Key.Key_Escape or event.matches(QKeySequence.StandardKey.Undo):
            self._set_typing(None)
        elif key in ERASE:
            shorter = typing.text[:-1]
            self._set_typing(Typing(typing.places, shorter) if shorter else None)
        elif key in _ENTER:
            self._may_advance = self._is_single()
            self.finish_typing()
        elif text and text.isprintable() and not event.modifiers() & _CONTROL:
            is_date = self.column is not None and self.column.kind in DATES
            typed = (digit_of(event) if is_date and not typing.text[-1].isalpha() else "") or text
            self._set_typing(Typing(typing.places, (typing.text + typed)[:_MOST_TYPED]))
        else:
            self.finish_typing()
            return False
        return True

    def _choose(self, code: str) -> None:
        self._may_advance = self._is_single()
        self.chosen.emit(self._cells(self._places()), code)

    def _fill(self, column: Column, code: str) -> None:
        """The cells of the column that hold nothing yet."""
        at = self.currentIndex().column()
        rows = range(len(self._grid.learners))
        empty = [(row, at) for row in rows if self._grid.cell(row, at).code is None]
        self._may_advance = False
        if empty:
            self.chosen.emit(self._cells(empty), code)
        else:
            self.told.emit(f"La colonne «{french.NBSP}{column.title}{french.NBSP}» est déjà remplie.")

    def _erase(self, column: Column) -> None:
        if column.refusal:
            self.told.emit(column.refusal)
            return
        filled = [place for place in self._places() if self._grid.cell(*place).code is not None]
        if filled:
            self._may_advance = False
            self.chosen.emit(self._cells(filled), None)

    def _places(self) -> list[Place]:
        """What a key acts on: the cells of the selection that take the same keys as the current one."""
        current = self.currentIndex()
        if self._is_single():
            return [(current.row(), current.column())]
        kind = self._grid.columns[current.column()].kind
        places = sorted((index.column(), index.row()) for index in self.selectedIndexes())
        return [(row, column) for column, row in places if self._grid.columns[column].kind == kind]

    def _cells(self, places: Sequence[Place]) -> list[tuple[Column, int]]:
        learners, columns = self._grid.learners, self._grid.columns
        return [(columns[column], learners[row].enrollment_id) for row, column in places]

    def _is_single(self) -> bool:
        return len(self.selectedIndexes()) < 2

    def _next_column(self, after: int) -> int:
        columns = self._grid.columns
        later = (at for at in range(after + 1, len(columns)) if not columns[at].refusal)
        return next(later, after)

    def _set_typing(self, typing: Typing | None) -> None:
        self._typing = typing
        places = frozenset(typing.places) if typing is not None else frozenset()
        self._grid.set_typed(places, typing.text if typing is not None else "")

    def _select(self, first: Place, last: Place, current: Place) -> None:
        if last[0] < 0:
            return
        block = QItemSelection(self._grid.index(*first), self._grid.index(*last))
        self.finish_typing()
        no_update = QItemSelectionModel.SelectionFlag.NoUpdate
        self.selectionModel().setCurrentIndex(self._grid.index(*current), no_update)
        self.selectionModel().select(block, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.setFocus()

    def _on_current_changed(self) -> None:
        self.finish_typing()
        self.horizontalHeader().viewport().update()
        self.moved.emit(self.column)

    def _on_reset(self) -> None:
        self._typing = None
        self._lay_columns()

    def _lay_columns(self) -> None:
        widths = [WIDTHS[column.kind] for column in self._grid.columns]
        for at, width in enumerate(widths):
            self.setColumnWidth(at, width)
        name = min(max(self.width() - sum(widths), NAME_WIDTH[0]), NAME_WIDTH[1])
        self.verticalHeader().setFixedWidth(name)
        self._corner.setGeometry(PADDING, HEAD_LINE, name - PADDING, HEAD_LINE)
