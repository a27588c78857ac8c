"""The table model of a grid, all in memory: what stands at each place, and how it looks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gen_desktop import french
from gen_desktop.models import attendance as rules
from gen_desktop.models.absence import Stage, stage_of, waiting_stages
from gen_desktop.models.sheet_rules import SheetState
from gen_desktop.queries.attendance import Key
from gen_desktop.queries.attendance_grid import AttendanceGrid, Mark, WeekSession
from gen_desktop.reference.lists import code_list, label
from gen_desktop.ui.attendance.keys import Pending
from gen_desktop.ui.attendance.layout import FIRST_SESSION, NAME_COLUMN, Column, Layout, View, layout_of
from gen_desktop.ui.attendance.sheet_row import TITLE, short_words
from gen_desktop.ui.theme import Tone

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Cell:
    """How one cell looks. ``tone`` None leaves it without a tint; ``is_due`` False shows it closed.

    ``waits``: somebody has something to do about this absence.
    """

    text: str
    tone: Tone | None = None
    is_tinted: bool = False
    is_due: bool = True
    waits: bool = False


_FEW = 12
"""Changed cells that are told one by one."""
_ROOT = QModelIndex()
_TONES: dict[str, tuple[Tone, bool]] = {
    rules.PRESENT: ("good", False),
    rules.LATE: ("accent", True),
    rules.ABSENT: ("wrong", True),
    rules.SUSPENDED: ("neutral", True),
}


class GridModel(QAbstractTableModel):
    """Names, half-days, hours done. Reloading the same days tells only of the cells that changed.

    ``as_of``: the day from which it is seen whether an absence still waits; ``now``: what begins later was
    attended by nobody yet.
    """

    def __init__(self, as_of: date, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.grid: AttendanceGrid | None = None
        self.layout: Layout | None = None
        self.view: View = "week"
        self._as_of = as_of
        self._now = now
        self._pending: Pending | None = None
        self._sheets: Mapping[int, SheetState] = {}

    @property
    def row_count(self) -> int:
        """The rows that are typed, that of the sheets aside."""
        return self.layout.row_count if self.layout is not None else 0

    def is_sheets(self, row: int) -> bool:
        """Whether that row says where the sheets stand."""
        return bool(self._sheets) and row == self.row_count

    def sheet_at(self, column: int) -> SheetState | None:
        """Where the sheet of a column stands."""
        session = self.session_at(0, column)
        return self._sheets.get(session.id) if session is not None else None

    def set_sheets(self, sheets: Mapping[int, SheetState]) -> None:
        """Say where the signed sheets of the half-days shown stand; without any there is no row of them."""
        row, root = self.row_count, QModelIndex()
        if bool(sheets) == bool(self._sheets):
            self._sheets = sheets
            if sheets:
                self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))
        elif sheets:
            self.beginInsertRows(root, row, row)
            self._sheets = sheets
            self.endInsertRows()
        else:
            self.beginRemoveRows(root, row, row)
            self._sheets = sheets
            self.endRemoveRows()

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns after the names, left to right."""
        return self.layout.columns if self.layout is not None else ()

    def column(self, at: int) -> Column | None:
        """A column by its number, None for the names."""
        position = at - FIRST_SESSION
        return self.columns[position] if 0 <= position < len(self.columns) else None

    def is_total(self, at: int) -> bool:
        """Whether that column sums others."""
        column = self.column(at)
        return column is not None and column.is_total

    def session_columns(self) -> list[int]:
        """The numbers of the columns of half-days."""
        return [at for at, column in enumerate(self.columns, FIRST_SESSION) if not column.is_total]

    def set_grid(self, grid: AttendanceGrid | None, view: View = "week") -> None:
        """Show days. The same people and half-days as before: only the cells that differ are repainted."""
        before = self.grid
        if before is None or grid is None or view != self.view or _frame(before) != _frame(grid):
            self.beginResetModel()
            self.grid, self.view, self._pending = grid, view, None
            self.layout = layout_of(grid, view) if grid is not None else None
            self._sheets = {}
            self.endResetModel()
            return
        self.grid = grid
        self.layout = layout_of(grid, view)
        changed = _changed(before, grid)
        if len(changed) > _FEW:
            self._tell_all(changed)
        else:
            for key in changed:
                self._tell_cell(key)

    def set_pending(self, pending: Pending | None) -> None:
        """Show what is being typed, which is not recorded yet."""
        touched = {cell for either in (self._pending, pending) if either is not None for cell in either.cells}
        self._pending = pending
        for cell in touched:
            place = self.place_of(cell)
            if place is not None:
                self._tell(*place)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else self.row_count + bool(self._sheets)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() or self.layout is None else FIRST_SESSION + len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self.key_at(index.row(), index.column()) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if self.is_sheets(row):
            return self._sheet_data(column, role)
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text_at(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.spoken_at(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tooltip(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(column)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or self.layout is None:
            return None
        if orientation == Qt.Orientation.Vertical:
            if section >= self.rowCount():
                return None  # a header asks of lines that are gone while a smaller cohort takes their place
            return TITLE if self.is_sheets(section) else " ".join(self.layout.name(section))
        column = self.column(section)
        if column is None:
            return self.layout.name_title
        return column.spoken if column.spoken and not column.is_total else column.title

    def _sheet_data(self, column: int, role: int) -> Any:
        state = self.sheet_at(column)
        if role == Qt.ItemDataRole.DisplayRole:
            return TITLE if column == NAME_COLUMN else short_words(state)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            spoken = self.headerData(column, Qt.Orientation.Horizontal)
            return f"{TITLE}, {spoken}{french.NBSP}: {state.words}" if state is not None else TITLE
        if role == Qt.ItemDataRole.ToolTipRole and state is not None:
            opened = " Cliquez pour ouvrir les feuilles signées." if short_words(state) else ""
            return f"{state.words[0].upper()}{state.words[1:]}.{opened}"
        return None

    def key_at(self, row: int, column: int) -> Key | None:
        """The cell's enrollment and class session, None where there is no half-day."""
        return None if self.layout is None else self.layout.key_at(row, column)

    def session_at(self, row: int, column: int) -> WeekSession | None:
        """The half-day of a cell."""
        return None if self.layout is None else self.layout.session_at(row, column)

    def place_of(self, key: Key) -> tuple[int, int] | None:
        """Row and column of a cell, None when it is not shown."""
        return None if self.layout is None else self.layout.place_of(key)

    def places(self) -> list[tuple[int, int]]:
        """The places of half-days in the order in which they are typed."""
        return [] if self.layout is None else list(self.layout.places())

    def before(self, key: Key) -> Key | None:
        """The half-day before, of the same person, among those that are shown."""
        sessions = self.grid.sessions if self.grid is not None else ()
        at = next((at for at, half_day in enumerate(sessions) if half_day.id == key[1]), 0)
        return (key[0], sessions[at - 1].id) if at else None

    def mark_of(self, key: Key) -> Mark | None:
        """What is recorded in a cell."""
        return self.grid.marks.get(key) if self.grid is not None else None

    def refusal_of(self, key: Key) -> str | None:
        """Why nothing can be entered in a cell, as the end of a sentence."""
        return self.grid.not_due.get(key) if self.grid is not None else None

    def closed_by(self, key: Key, status: str = "") -> str:
        """Why a cell cannot take a status, or any without one, as a sentence; '' when it can."""
        if refusal := self.refusal_of(key):
            return f"Rien à saisir ici{french.NBSP}: {refusal}."
        return self.sent_sentence(key) or self.to_come_sentence(key, status)

    def to_come_sentence(self, key: Key, status: str) -> str:
        """That nobody can be present in a cell yet; '' when its half-day began, or of an absence."""
        place = self.place_of(key)
        session = self.session_at(*place) if place is not None else None
        if session is None:
            return ""
        why = rules.to_come_refusal(status, session.held_on, session.starts_at, self._now())
        return f"{why[0].upper()}{why[1:]}." if why else ""

    def sent_sentence(self, key: Key) -> str:
        """That the month of a cell was sent to a payer, and what to do; '' when it was not."""
        place = self.place_of(key)
        session = self.session_at(*place) if place is not None else None
        if self.grid is None or session is None or not self.grid.sent:
            return ""
        sent = self.grid.sent.get(session.held_on.replace(day=1))
        return f"{sent.refusal}" if sent is not None else ""

    def is_open(self, row: int, column: int) -> bool:
        """Whether something can be entered there."""
        key = self.key_at(row, column)
        return key is not None and not self.closed_by(key)

    def minutes_of(self, key: Key) -> int:
        """How long the half-day of a cell lasts."""
        place = self.place_of(key)
        session = self.session_at(*place) if place is not None else None
        return session.minutes if session is not None else 0

    def stage_of(self, key: Key) -> Stage | None:
        """Where an absence stands; None when the cell holds none."""
        mark, place = self.mark_of(key), self.place_of(key)
        session = self.session_at(*place) if place is not None else None
        if mark is None or session is None or self.grid is None:
            return None
        return stage_of(mark.status, mark.document_on, session.held_on, self._as_of, self.grid.delay)

    def block_keys(self, row: int, column: int) -> list[Key]:
        """The cells that Maj P fills from there, those where something can be entered."""
        keys = self.layout.block(row, column) if self.layout is not None else []
        return [key for key in keys if not self.closed_by(key)]

    def cell(self, row: int, column: int) -> Cell:
        """How a cell of a half-day looks."""
        key = self.key_at(row, column)
        if key is None:
            return Cell("")
        if self._pending is not None and key in self._pending.cells:
            letter = "J" if self._pending.kind == "reason" else "R"
            return Cell(f"{letter}{french.NBSP}{self._pending.digits or '…'}", "accent", is_tinted=True)
        mark = self.mark_of(key)
        is_due = self.refusal_of(key) is None
        if mark is None:
            return Cell("", is_due=is_due)
        tone, is_tinted = _TONES.get(mark.status, ("attention", True))
        waits = self.stage_of(key) in waiting_stages()
        return Cell(self._letters(mark, key), tone, is_tinted, is_due, waits)

    def text_at(self, row: int, column: int) -> str:
        """What a cell shows."""
        if self.layout is None:
            return ""
        if column == NAME_COLUMN:
            return " ".join(self.layout.name(row))
        if self.is_total(column):
            return french.hours(self.layout.total(row, column))
        return self.cell(row, column).text

    def spoken_at(self, row: int, column: int) -> str:
        """« Delorme Kévin, lundi 16 novembre matin : absent »."""
        if self.layout is None:
            return ""
        if self.is_total(column):
            hours = french.duration(self.layout.total(row, column))
            return f"{self.layout.total_words(row, column)}{french.NBSP}: {hours}"
        session, key = self.session_at(row, column), self.key_at(row, column)
        if session is None or key is None:
            return self.text_at(row, NAME_COLUMN)
        slot = rules.long_slot_label(session.held_on, session.half_day)
        who = f"{self.text_at(row, NAME_COLUMN)}, " if self.view != "learner" else ""
        return f"{who}{slot}{french.NBSP}: {self._state_words(key)}"

    def _state_words(self, key: Key) -> str:
        mark, refusal = self.mark_of(key), self.refusal_of(key)
        if mark is None:
            return f"rien à saisir, {refusal}" if refusal else "non saisi"
        missed = self.minutes_of(key) - mark.minutes_present
        if mark.status == rules.LATE and missed:
            return f"retard ou départ anticipé de {french.duration(missed)}"
        words = "Absent" if mark.status == rules.ABSENT else label("attendance_status", mark.status)
        stage = self.stage_of(key)
        said = f" ({label('absence_stage', stage).lower()})" if stage in waiting_stages() else ""
        return words[0].lower() + words[1:] + said

    def _letters(self, mark: Mark, key: Key) -> str:
        """« P », « J mal. », « R 40 »."""
        code = code_list("attendance_status")[mark.status]
        detail = code["short"]
        if mark.status == rules.LATE:
            missed = self.minutes_of(key) - mark.minutes_present
            detail = str(missed) if missed else ""
        return f"{code['key']}{french.NBSP}{detail}" if detail else code["key"]

    def _tooltip(self, row: int, column: int) -> str | None:
        key = self.key_at(row, column)
        mark = self.mark_of(key) if key is not None else None
        if key is None or (mark is None and self.refusal_of(key) is None):
            return None
        words = self._state_words(key)
        text = f"{words[0].upper()}{words[1:]}."
        if mark is not None and mark.document_on is not None:
            text += f" Justificatif reçu le {french.short_date(mark.document_on)}."
        return text

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if self.is_total(column) else Qt.AlignmentFlag.AlignHCenter
        if column == NAME_COLUMN:
            side = Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def _tell_all(self, keys: Collection[Key]) -> None:
        """Many cells changed, and the totals of their rows: told once, for the rows they are in."""
        rows = [place[0] for key in keys if (place := self.place_of(key)) is not None]
        if rows:
            first, last = self.index(min(rows), FIRST_SESSION), self.index(max(rows), self.columnCount() - 1)
            self.dataChanged.emit(first, last)

    def _tell_cell(self, key: Key) -> None:
        """A cell changed, and with it the totals of its row."""
        place = self.place_of(key)
        if place is None:
            return
        self._tell(*place)
        for at, column in enumerate(self.columns, FIRST_SESSION):
            if column.is_total:
                self._tell(place[0], at)

    def _tell(self, row: int, column: int) -> None:
        index = self.index(row, column)
        self.dataChanged.emit(index, index)


def _frame(grid: AttendanceGrid) -> tuple[object, ...]:
    """What the places of a grid follow from."""
    people = [(one.enrollment_id, one.last_name, one.first_name) for one in grid.learners]
    return people, grid.sessions, grid.sent


def _changed(before: AttendanceGrid, after: AttendanceGrid) -> set[Key]:
    """The cells that do not look as before."""
    marks = before.marks.items() ^ after.marks.items()
    return {key for key, _ in marks} | {key for key, _ in before.not_due.items() ^ after.not_due.items()}
