"""The grid and its keys: what is typed becomes marks, which the page records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from gen_desktop import french
from gen_desktop.models import attendance as rules
from gen_desktop.queries.attendance import Key
from gen_desktop.queries.attendance_grid import Mark
from gen_desktop.services.attendance import MarkInput
from gen_desktop.ui.attendance import keys
from gen_desktop.ui.attendance.gestures import copied_before, filled_block
from gen_desktop.ui.attendance.grid_model import GridModel
from gen_desktop.ui.attendance.grid_paint import (
    MONTH_NAME_WIDTH,
    GridDelegate,
    GridHeader,
    NamesHeader,
    column_widths,
)
from gen_desktop.ui.attendance.keys import Pending, Typed
from gen_desktop.ui.attendance.layout import FIRST_SESSION, NAME_COLUMN, half_day_at
from gen_desktop.ui.attendance.sheet_row import short_words
from gen_desktop.ui.tables import grid_keys
from gen_desktop.ui.tables.grid_paint import HEAD_LINE, PADDING, dress
from gen_desktop.ui.widgets.basics import label

_NO_MODIFIER = Qt.KeyboardModifier.NoModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier
_STEPS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_FILLED = "demi-journée est déjà saisie pour toutes les personnes attendues"
_Cursor = QAbstractItemView.CursorAction


class GridView(QTableView):
    """Letters mark the current cell or the whole selection, then the cursor goes down.

    ``marks_made(marks, name)`` and ``cleared(keys)`` ask the page to record; it answers with ``advance`` when
    that was done. ``name`` is '' when the gesture's name follows from its marks.
    ``pending_changed(pending)``: a mark waits for its reason or minutes (None: no longer).
    ``taken_back()``: the gesture just recorded was too early, nothing of it may stay.
    ``sheet_asked(class session)``: what becomes of the signed sheet of that half-day.
    ``told(sentence)``: why a key did nothing. ``justified(keys)``: say more of these absences.
    """

    marks_made = Signal(object, str)
    cleared = Signal(object)
    taken_back = Signal()
    sheet_asked = Signal(object)
    stepped = Signal(int)
    justified = Signal(object)
    pending_changed = Signal(object)
    cursor_moved = Signal()
    told = Signal(str)

    def __init__(self, model: GridModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = model
        self._pending: Pending | None = None
        self._typed: Typed | None = None
        self._may_advance = False
        self._number = ""
        self.setModel(model)
        self.setItemDelegate(GridDelegate(self))
        self.header = GridHeader(self)
        self.setHorizontalHeader(self.header)
        dress(self, "Émargement")
        self.setVerticalHeader(NamesHeader(self))
        self.verticalHeader().hide()
        self._corner = label("Apprenant", "small")
        self._corner.setParent(self)
        self.header.sectionClicked.connect(self._select_column)
        self.verticalHeader().sectionClicked.connect(self._select_row)
        self.clicked.connect(self._on_clicked)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        model.modelReset.connect(self._on_reset)

    def selected_keys(self) -> list[Key]:
        """The cells a key acts on: the selection, column by column, else the current cell."""
        places = sorted((index.column(), index.row()) for index in self.selectedIndexes())
        current = self.currentIndex()
        if len(places) < 2:
            places = [(current.column(), current.row())] if current.isValid() else []
        found = (self._grid.key_at(row, column) for column, row in places)
        return [key for key in found if key is not None]

    def go_to(self, row: int, column: int) -> None:
        """Make that cell the current one, alone, whatever keys are held down."""
        index = self._grid.index(row, column)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def go_to_first_empty(self, day: date | None = None) -> None:
        """The first cell to fill from that day on, as one types; else the first that can be filled."""
        places = self._places()
        later = [place for place in places if day is None or self._day_of(place) >= day] or places
        empty = (place for place in later if not self._is_marked(*place))
        target = next(empty, later[0] if later else (0, FIRST_SESSION))
        self.go_to(*target)

    def advance(self) -> None:
        """After a recorded key: to the next cell as one types; a block stays selected."""
        if not self._may_advance:
            return
        self._may_advance = False
        here = self.currentIndex()
        places = self._grid.places()
        at = places.index((here.row(), here.column())) if (here.row(), here.column()) in places else -1
        following = next((place for place in places[at + 1 :] if self._grid.is_open(*place)), None)
        if following is not None:
            self.go_to(*following)

    def finish_pending(self, *, advance: bool = False) -> None:
        """Record what was being typed: a justified absence without reason, a lateness with its minutes.

        Minutes that cannot be are forgotten, and that is told.
        """
        pending = self._pending
        if pending is None:
            return
        if pending.problem:  # nobody may think that it is recorded
            self.drop_pending()
            self.told.emit(f"Rien n’est enregistré{french.NBSP}: {pending.problem}.")
            return
        status = rules.JUSTIFIED if pending.kind == "reason" else rules.LATE
        self._commit(pending, status, advance=advance)

    def drop_pending(self) -> None:
        """Forget what was being typed; the cells are as they were."""
        self._set_pending(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in grid_keys.MODIFIERS:
            return
        number, self._number = self._number, ""
        typed, self._typed = self._typed, None
        if typed is not None and (digit := grid_keys.digit_of(event)):
            self._reopen(typed, digit)
            event.accept()
            return
        if self._pending is not None and self._continue(self._pending, event):
            event.accept()
            return
        if self._begin(event) or self._go_to_number(number, event):
            event.accept()
            return
        if event.key() in grid_keys.CONFIRM or (event.text().isprintable() and event.text()):
            event.accept()  # Enter after a mark, other letters: nothing, and no search by typing either
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # Ctrl+Z while something is being typed forgets that, and leaves what is recorded alone.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._pending is not None
            and event.matches(QKeySequence.StandardKey.Undo)
        ):
            event.accept()
            return True
        return super().event(event)

    def moveCursor(self, action: _Cursor, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        here = self.currentIndex()
        columns = self._grid.session_columns()
        if self._grid.row_count == 0 or not columns:
            return here
        last_row = self._grid.row_count - 1
        row, column = here.row(), here.column()
        if action == _Cursor.MoveHome:
            row, column = (0, column) if modifiers & _CONTROL else (row, columns[0])
        elif action == _Cursor.MoveEnd:
            row, column = (last_row, column) if modifiers & _CONTROL else (row, columns[-1])
        else:
            target = super().moveCursor(action, modifiers)
            row, column = target.row(), half_day_at(columns, here.column(), target.column())
        return self._grid.index(min(max(row, 0), last_row), min(max(column, columns[0]), columns[-1]))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.finish_pending()
        super().focusOutEvent(event)
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def hideEvent(self, event: QHideEvent) -> None:
        self.finish_pending()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_columns()

    def _begin(self, event: QKeyEvent) -> bool:
        """A key outside any mark in progress; False when it is none of ours."""
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if modifiers == _NO_MODIFIER:
            if key in keys.MARKS:
                self._mark(keys.MARKS[Qt.Key(key)])
            elif key == Qt.Key.Key_J:
                self._start("reason")
            elif key == Qt.Key.Key_R:
                self._start("minutes")
            elif key in grid_keys.ERASE:
                self._erase()
            elif key == Qt.Key.Key_I:
                self.justified.emit(self.selected_keys())
            elif key in _STEPS:
                self.stepped.emit(_STEPS[Qt.Key(key)])
            else:
                return False
            return True
        if modifiers == _SHIFT and key in keys.MARKS:
            self._fill_column(keys.MARKS[Qt.Key(key)])
            return True
        if modifiers == _CONTROL and key == Qt.Key.Key_D:
            self._copy_half_day_before()
            return True
        if modifiers == _CONTROL and key == Qt.Key.Key_A:
            self.selectAll()
            return True
        return False

    def _go_to_number(self, before: str, event: QKeyEvent) -> bool:
        """A digit goes to the row of that number; with the digits just before it, if there is such a row."""
        digit = grid_keys.digit_of(event)
        if not digit or self._grid.view == "learner":
            return False
        self._number = next(
            (text for text in (before + digit, digit) if 0 < int(text) <= self._grid.row_count), ""
        )
        if self._number:
            self.go_to(int(self._number) - 1, self.currentIndex().column())
        return True

    def _continue(self, pending: Pending, event: QKeyEvent) -> bool:
        """A key while a mark waits. False: that was recorded as it stands, the key begins something else."""
        key = event.key()
        if key == Qt.Key.Key_Escape or event.matches(QKeySequence.StandardKey.Undo):
            self.drop_pending()
        elif key in grid_keys.ERASE:
            self._set_pending(pending.without_last() if pending.digits else None)
        elif pending.kind == "minutes" and (digit := grid_keys.digit_of(event)):
            self._type_digit(pending, digit)
        elif pending.problem:
            return True  # the bar goes on saying why, until the minutes are right
        elif key in grid_keys.CONFIRM:
            self.finish_pending(advance=True)
        elif pending.kind == "reason" and (status := keys.reason_of(event)) is not None:
            self._commit(pending, status, advance=True)
        elif pending.kind == "reason" and _is_letter(event) and key not in keys.BEGIN:
            return True  # no reason has this key: the bar still shows those that have one
        else:
            is_next_mark = key in keys.MARKS or key in (Qt.Key.Key_J, Qt.Key.Key_R)
            self.finish_pending(advance=is_next_mark and not event.modifiers())
            return False
        return True

    def _type_digit(self, pending: Pending, digit: str) -> None:
        longer = pending.with_digit(digit)
        self._set_pending(longer)
        if longer.is_complete:
            before, here = self._marks_of(longer.cells), self.currentIndex()
            self.finish_pending(advance=True)
            is_recorded = before != self._marks_of(longer.cells)
            self._typed = Typed(longer, is_recorded, (here.row(), here.column()))

    def _reopen(self, typed: Typed, digit: str) -> None:
        """A digit right after minutes recorded by themselves belongs to them: they are not right any more."""
        if self._is_single():
            self.go_to(*typed.place)
        self._may_advance = False
        if typed.is_recorded:
            self.taken_back.emit()
        self._set_pending(typed.pending.with_digit(digit))

    def _marks_of(self, cells: Sequence[Key]) -> list[Mark | None]:
        return [self._grid.mark_of(cell) for cell in cells]

    def _mark(self, status: str) -> None:
        cells = self._open_cells(status)
        if cells:
            self._may_advance = self._is_single()
            self.marks_made.emit([MarkInput(*cell, status) for cell in cells], "")

    def _start(self, kind: str) -> None:
        cells = self._open_cells(rules.LATE if kind == "minutes" else "")
        if cells:
            limit = min(self._grid.minutes_of(cell) for cell in cells)
            self._set_pending(Pending("reason" if kind == "reason" else "minutes", tuple(cells), limit))

    def _commit(self, pending: Pending, status: str, *, advance: bool) -> None:
        self._set_pending(None)
        self._may_advance = advance and self._is_single()
        minutes = pending.minutes if status == rules.LATE else 0
        self.marks_made.emit([MarkInput(*cell, status, minutes) for cell in pending.cells], "")

    def _erase(self) -> None:
        marked = [cell for cell in self.selected_keys() if self._grid.mark_of(cell) is not None]
        sent = next((sentence for cell in marked if (sentence := self._grid.sent_sentence(cell))), "")
        if sent:
            self.told.emit(sent)
        elif marked:
            self._may_advance = False
            self.cleared.emit(marked)

    def _fill_column(self, status: str) -> None:
        here = self.currentIndex()
        marks = filled_block(self._grid, here.row(), here.column(), status)
        closed = self._grid.key_at(here.row(), here.column())
        sent = self._grid.sent_sentence(closed) if closed is not None else ""
        to_come = self._grid.to_come_sentence(closed, status) if closed is not None else ""
        what = "semaine est déjà saisie pour cette personne" if self._grid.view == "learner" else _FILLED
        self._make(marks, "", sent or to_come or f"Cette {what}.")

    def _copy_half_day_before(self) -> None:
        here = self.currentIndex()
        block = self._is_single() and self._grid.view != "learner"
        wanted = self._grid.block_keys(here.row(), here.column()) if block else self._open_cells()
        marks = copied_before(self._grid, wanted)
        name = f"Recopier {french.plural(len(marks), 'demi-journée')}"
        early = self._grid.to_come_sentence(wanted[0], rules.PRESENT) if wanted else ""
        self._make(marks, name, early or "Rien à recopier depuis la demi-journée précédente.")

    def _make(self, marks: Sequence[MarkInput], name: str, otherwise: str) -> None:
        if marks:
            self._may_advance = False
            self.marks_made.emit(marks, name)
        else:
            self.told.emit(otherwise)

    def _open_cells(self, status: str = "") -> list[Key]:
        """The cells a status goes to; says why when there is none."""
        chosen = self.selected_keys()
        cells = [cell for cell in chosen if not self._grid.closed_by(cell, status)]
        if chosen and not cells:
            self.told.emit(self._grid.closed_by(chosen[0], status))
        return cells

    def _is_single(self) -> bool:
        return len(self.selectedIndexes()) < 2

    def _is_marked(self, row: int, column: int) -> bool:
        key = self._grid.key_at(row, column)
        return key is not None and self._grid.mark_of(key) is not None

    def _places(self) -> list[tuple[int, int]]:
        """Where something can be entered, as one types."""
        return [place for place in self._grid.places() if self._grid.is_open(*place)]

    def _day_of(self, place: tuple[int, int]) -> date:
        session = self._grid.session_at(*place)
        return session.held_on if session is not None else date.min

    def _set_pending(self, pending: Pending | None) -> None:
        self._pending = pending
        self._grid.set_pending(pending)
        self.pending_changed.emit(pending)

    def _select_column(self, column: int) -> None:
        if column in self._grid.session_columns():
            self._select([(row, column) for row in range(self._grid.row_count)])

    def _select_row(self, row: int) -> None:
        if self._grid.is_sheets(row):
            return
        self._select([(row, column) for column in self._grid.session_columns()])

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() == NAME_COLUMN:
            self._select_row(index.row())
            return
        state = self._grid.sheet_at(index.column()) if self._grid.is_sheets(index.row()) else None
        if state is not None and short_words(state):
            self.sheet_asked.emit(state.class_session_id)

    def _select(self, places: Sequence[tuple[int, int]]) -> None:
        if not places:
            return
        first, last = (self._grid.index(*place) for place in (places[0], places[-1]))
        mode = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.selectionModel().select(QItemSelection(first, last), mode)
        self.setFocus()

    def _on_current_changed(self) -> None:
        self._typed = None
        self.header.viewport().update()
        self.cursor_moved.emit()

    def _on_reset(self) -> None:
        self._pending = self._typed = None
        self.pending_changed.emit(None)
        self._lay_columns()

    def _lay_columns(self) -> None:
        if not self._grid.columns or not self._grid.session_columns():
            return
        is_month = self._grid.view == "month"
        self.verticalHeader().setVisible(is_month)
        self.setColumnHidden(NAME_COLUMN, is_month)
        for column, width in enumerate(column_widths(self._grid, self.viewport().width())):
            if width:
                self.setColumnWidth(column, width)
        self._corner.setVisible(is_month)
        self._corner.setGeometry(PADDING, HEAD_LINE, MONTH_NAME_WIDTH - PADDING, HEAD_LINE)


def _is_letter(event: QKeyEvent) -> bool:
    return bool(event.text()) and event.text().isprintable()
