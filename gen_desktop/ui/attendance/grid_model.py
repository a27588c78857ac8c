"""The table model of a week: people in rows, half-days in columns, all in memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gen_desktop import french
from gen_desktop.models import attendance as rules
from gen_desktop.queries.attendance import Key, Mark, WeekGrid, WeekLearner, WeekSession
from gen_desktop.reference.lists import code_list
from gen_desktop.ui.attendance.keys import Pending
from gen_desktop.ui.theme import Tone

Index = QModelIndex | QPersistentModelIndex

NAME_COLUMN = 0
FIRST_SESSION = 1


@dataclass(frozen=True, slots=True)
class Cell:
    """How one cell looks. ``tone`` None leaves it without a tint; ``is_due`` False shows it closed."""

    text: str
    tone: Tone | None = None
    is_tinted: bool = False
    is_due: bool = True


_ROOT = QModelIndex()
_TONES: dict[str, tuple[Tone, bool]] = {
    rules.PRESENT: ("good", False),
    rules.LATE: ("accent", True),
    rules.ABSENT: ("wrong", True),
    rules.SUSPENDED: ("neutral", True),
}


class WeekGridModel(QAbstractTableModel):
    """Name, half-days, hours done. Reloading the same week tells only of the cells that changed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.grid: WeekGrid | None = None
        self._pending: Pending | None = None
        self._shown: list[list[str]] = []

    @property
    def sessions(self) -> tuple[WeekSession, ...]:
        """The half-days, left to right."""
        return self.grid.sessions if self.grid is not None else ()

    @property
    def learners(self) -> tuple[WeekLearner, ...]:
        """The people, top to bottom."""
        return self.grid.learners if self.grid is not None else ()

    @property
    def total_column(self) -> int:
        """The column of the hours done."""
        return FIRST_SESSION + len(self.sessions)

    def set_grid(self, grid: WeekGrid | None) -> None:
        """Show a week. The same people and half-days as before: only the cells that differ are repainted."""
        same_frame = (
            self.grid is not None
            and grid is not None
            and self.grid.sessions == grid.sessions
            and _names(self.grid) == _names(grid)
        )
        if not same_frame:
            self.beginResetModel()
            self.grid, self._pending = grid, None
            self._shown = self._texts()
            self.endResetModel()
            return
        self.grid = grid
        before, self._shown = self._shown, self._texts()
        for row, (old, new) in enumerate(zip(before, self._shown, strict=True)):
            for column, (was, now) in enumerate(zip(old, new, strict=True)):
                if was != now:
                    self._tell(row, column)

    def set_pending(self, pending: Pending | None) -> None:
        """Show what is being typed, which is not recorded yet."""
        touched = {cell for either in (self._pending, pending) if either is not None for cell in either.cells}
        self._pending = pending
        for cell in touched:
            place = self.place_of(cell)
            if place is not None:
                self._tell(*place)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.learners)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() or self.grid is None else self.total_column + 1

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
        if role != Qt.ItemDataRole.DisplayRole or self.grid is None:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        if section == NAME_COLUMN:
            return "Apprenant"
        if section == self.total_column:
            return "Réalisé"
        half_day = self.sessions[section - FIRST_SESSION]
        return rules.long_slot_label(half_day.held_on, half_day.half_day)

    def key_at(self, row: int, column: int) -> Key | None:
        """The cell's enrollment and class session, None outside the half-days."""
        position = column - FIRST_SESSION
        if not (0 <= row < len(self.learners) and 0 <= position < len(self.sessions)):
            return None
        return self.learners[row].enrollment_id, self.sessions[position].id

    def place_of(self, key: Key) -> tuple[int, int] | None:
        """Row and column of a cell, None when it is not shown."""
        rows = [row for row, learner in enumerate(self.learners) if learner.enrollment_id == key[0]]
        columns = [at for at, half_day in enumerate(self.sessions, FIRST_SESSION) if half_day.id == key[1]]
        return (rows[0], columns[0]) if rows and columns else None

    def mark_of(self, key: Key) -> Mark | None:
        """What is recorded in a cell."""
        return self.grid.marks.get(key) if self.grid is not None else None

    def refusal_of(self, key: Key) -> str | None:
        """Why nothing can be entered in a cell, as the end of a sentence."""
        return self.grid.not_due.get(key) if self.grid is not None else None

    def is_open(self, row: int, column: int) -> bool:
        """Whether something can be entered there."""
        key = self.key_at(row, column)
        return key is not None and self.refusal_of(key) is None

    def minutes_of(self, key: Key) -> int:
        """How long the half-day of a cell lasts."""
        return next((half_day.minutes for half_day in self.sessions if half_day.id == key[1]), 0)

    def column_keys(self, column: int) -> list[Key]:
        """The cells of a half-day where something can be entered, top to bottom."""
        keys = (self.key_at(row, column) for row in range(len(self.learners)) if self.is_open(row, column))
        return [key for key in keys if key is not None]

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
        return Cell(self._letters(mark, key), tone, is_tinted, is_due)

    def text_at(self, row: int, column: int) -> str:
        """What a cell shows."""
        if column == NAME_COLUMN:
            return f"{self.learners[row].last_name} {self.learners[row].first_name}"
        if column == self.total_column:
            return french.hours(self.learners[row].minutes)
        return self.cell(row, column).text

    def spoken_at(self, row: int, column: int) -> str:
        """« Delorme Kévin, lundi 16 novembre matin : absent »."""
        name = self.text_at(row, NAME_COLUMN)
        key = self.key_at(row, column)
        if key is None:
            hours = french.duration(self.learners[row].minutes)
            return name if column == NAME_COLUMN else f"{name}, réalisé cette semaine{french.NBSP}: {hours}"
        half_day = self.sessions[column - FIRST_SESSION]
        slot = rules.long_slot_label(half_day.held_on, half_day.half_day)
        return f"{name}, {slot}{french.NBSP}: {self._state_words(key)}"

    def _state_words(self, key: Key) -> str:
        mark, refusal = self.mark_of(key), self.refusal_of(key)
        if mark is None:
            return f"rien à saisir, {refusal}" if refusal else "non saisi"
        missed = self.minutes_of(key) - mark.minutes_present
        if mark.status == rules.LATE and missed:
            return f"retard de {french.duration(missed)}"
        if mark.status == rules.ABSENT:
            return "absent"
        label = code_list("attendance_status")[mark.status].label
        return label[0].lower() + label[1:]

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
        side = {NAME_COLUMN: Qt.AlignmentFlag.AlignLeft, self.total_column: Qt.AlignmentFlag.AlignRight}
        return side.get(column, Qt.AlignmentFlag.AlignHCenter) | Qt.AlignmentFlag.AlignVCenter

    def _texts(self) -> list[list[str]]:
        """What every cell says, to find those that change."""
        return [
            [self.spoken_at(row, column) for column in range(self.columnCount())]
            for row in range(self.rowCount())
        ]

    def _tell(self, row: int, column: int) -> None:
        index = self.index(row, column)
        self.dataChanged.emit(index, index)


def _names(grid: WeekGrid) -> list[tuple[int, str, str]]:
    return [(learner.enrollment_id, learner.last_name, learner.first_name) for learner in grid.learners]
