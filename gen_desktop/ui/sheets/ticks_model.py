"""Who signed which half-day: the cells of a sheet, filled in from the marks, where one says what lacks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from gen_desktop import french
from gen_desktop.models.attendance import long_slot_label, presence_codes
from gen_desktop.models.sheet_rules import (
    BLANK,
    DOUBTFUL,
    MISSING,
    SIGNED,
    UNEXPECTED,
    defect_of,
    has_signature,
)
from gen_desktop.queries.attendance_grid import AttendanceGrid, WeekSession
from gen_desktop.reference.lists import label
from gen_desktop.services.signed_sheets import HalfDaySeen
from gen_desktop.ui import theme
from gen_desktop.ui.theme import Tone

Index = QModelIndex | QPersistentModelIndex
TRAINER_ROW = 0
_NOWHERE = QModelIndex()
_HALF_DAYS = {"AM": "matin", "PM": "apr.-m."}
_SHORT = {
    MISSING: ("manque", "wrong"),
    UNEXPECTED: ("absent", "wrong"),
    DOUBTFUL: ("doute", "attention"),
}
"""What is wrong with a signature, in a cell: word and tone."""


class TicksModel(QAbstractTableModel):
    """The trainer's line, then a line per person; a column per half-day of the week.

    ``touched``: something was said by hand since ``set_week``.
    """

    edited = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.grid: AttendanceGrid | None = None
        self.touched = False
        self._today = dt.date.max
        self._proved: set[int] = set()
        self._trainer: dict[int, bool | None] = {}
        self._seen: dict[tuple[int, int], str] = {}

    def set_week(self, grid: AttendanceGrid, filed: Mapping[int, HalfDaySeen] | None, today: dt.date) -> None:
        """Show a week: as a sheet says it (``filed``), or as its marks suppose it, all its half-days held."""
        self.beginResetModel()
        self.grid, self._today, self.touched = grid, today, False
        sessions = [one for one in grid.sessions if one.held_on <= today]
        self._proved = {one.id for one in sessions if filed is None or one.id in filed}
        self._trainer, self._seen = {}, {}
        for one in sessions:
            found = filed.get(one.id) if filed is not None else None
            self._trainer[one.id] = True if found is None else found.trainer_signed
            for person in grid.learners:
                supposed = SIGNED if self._is_present(person.enrollment_id, one.id) else BLANK
                noted = supposed if found is None else found.seen.get(person.enrollment_id, SIGNED)
                self._seen[person.enrollment_id, one.id] = noted
        self.endResetModel()

    def seen(self) -> list[HalfDaySeen]:
        """What the sheet proves."""
        if self.grid is None:
            return []
        return [
            HalfDaySeen(
                one.id,
                self._trainer[one.id],
                {
                    person.enrollment_id: self._code(person.enrollment_id, one.id)
                    for person in self.grid.learners
                    if self._is_open(person.enrollment_id, one.id)
                },
            )
            for one in self.grid.sessions
            if one.id in self._proved
        ]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if self.grid is None or parent.isValid() else 1 + len(self.grid.learners)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if self.grid is None or parent.isValid() else len(self.grid.sessions)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def toggle(self, row: int, column: int) -> None:
        """A signature is there, or is not."""
        key = self._key(row, column)
        if key is None:
            return
        if key[0] is None:
            self._trainer[key[1]] = self._trainer[key[1]] is not True
        else:
            here = (key[0], key[1])
            is_signed = has_signature(self._seen[here]) and self._seen[here] != DOUBTFUL
            self._seen[here] = BLANK if is_signed else SIGNED
        self._tell(row, column)

    def doubt(self, row: int, column: int) -> None:
        """A signature is there, which is not like that person's others; the trainer's is to be checked."""
        key = self._key(row, column)
        if key is None:
            return
        if key[0] is None:
            self._trainer[key[1]] = True if self._trainer[key[1]] is None else None
        else:
            here = (key[0], key[1])
            self._seen[here] = SIGNED if self._seen[here] == DOUBTFUL else DOUBTFUL
        self._tell(row, column)

    def toggle_column(self, column: int) -> None:
        """All have signed that half-day, or nobody when all had."""
        keys = [(row, key) for row in range(self.rowCount()) if (key := self._key(row, column)) is not None]
        people = [(key[0], key[1]) for _, key in keys if key[0] is not None]
        wanted = BLANK if people and all(self._seen[one] == SIGNED for one in people) else SIGNED
        self._seen |= dict.fromkeys(people, wanted)
        self._tell_column(column)

    def toggle_proved(self, column: int) -> None:
        """The sheet proves that half-day, or does not."""
        session = self._session(column)
        if session is not None and session.held_on <= self._today:
            self._proved ^= {session.id}
            self._tell_column(column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        word, tone, sentence = self._cell(index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return word
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return sentence
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.current().tone(tone)[0]
        if role == Qt.ItemDataRole.BackgroundRole and tone in ("wrong", "attention"):
            return theme.current().tone(tone)[1]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        is_vertical = orientation is Qt.Orientation.Vertical
        if self.grid is None or section >= (self.rowCount() if is_vertical else self.columnCount()):
            return None  # a header asks of lines that are gone while a smaller cohort takes their place
        if role == Qt.ItemDataRole.DisplayRole:
            if is_vertical:
                return self._name(section)
            session = self.grid.sessions[section]
            day = f"{french.WEEKDAYS[session.held_on.weekday()][:3]}. {session.held_on.day}"
            return f"{day}\n{_HALF_DAYS[session.half_day]}"
        if role == Qt.ItemDataRole.TextAlignmentRole and is_vertical:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def _cell(self, row: int, column: int) -> tuple[str, Tone, str]:
        """Word, tone, and the sentence read aloud."""
        session = self._session(column)
        assert session is not None
        where = f"{self._name(row)}, {long_slot_label(session.held_on, session.half_day)}"
        if session.held_on > self._today:
            return "", "neutral", f"{where}{french.NBSP}: à venir"
        if session.id not in self._proved:
            return "·", "neutral", f"{where}{french.NBSP}: pas sur cette feuille"
        if row == TRAINER_ROW:
            signed = self._trainer[session.id]
            word, tone, said = _TRAINER[signed]
            return word, tone, f"{where}{french.NBSP}: {said}"
        word, tone, said = self._signature(row, session)
        return word, tone, f"{where}{french.NBSP}: {said}"

    def _signature(self, row: int, session: WeekSession) -> tuple[str, Tone, str]:
        assert self.grid is not None
        person = self.grid.learners[row - 1].enrollment_id
        if not self._is_open(person, session.id):
            return "", "neutral", "rien à signer"
        noted = self._seen[person, session.id]
        mark = self.grid.marks.get((person, session.id))
        defect = defect_of(noted, None if mark is None else mark.status in presence_codes())
        if defect is not None:
            word, tone = _SHORT[defect]
            return word, tone, label("signature_defect", defect).lower()  # type: ignore[return-value]
        if has_signature(noted):
            return "✓", "good", "signé"
        return (
            ("–", "neutral", "pas noté, pas signé") if mark is None else ("–", "neutral", "absent, pas signé")
        )

    def _code(self, person: int, class_session_id: int) -> str:
        """What is stored: an empty cell of somebody present is a missing signature."""
        noted = self._seen[person, class_session_id]
        if noted == DOUBTFUL:
            return DOUBTFUL
        is_present = self._is_present(person, class_session_id)
        if has_signature(noted):
            mark = None if self.grid is None else self.grid.marks.get((person, class_session_id))
            return SIGNED if is_present or mark is None else UNEXPECTED
        return MISSING if is_present else BLANK

    def _is_present(self, person: int, class_session_id: int) -> bool:
        mark = None if self.grid is None else self.grid.marks.get((person, class_session_id))
        return mark is not None and mark.status in presence_codes()

    def _is_open(self, person: int, class_session_id: int) -> bool:
        """Whether somebody may have signed: due, or recorded."""
        key = (person, class_session_id)
        return self.grid is not None and (key in self.grid.marks or key not in self.grid.not_due)

    def _session(self, column: int) -> WeekSession | None:
        return None if self.grid is None or column < 0 else self.grid.sessions[column]

    def _key(self, row: int, column: int) -> tuple[int | None, int] | None:
        """Enrollment (None: the trainer) and half-day of a cell that can be said, else None."""
        session = self._session(column)
        if session is None or session.id not in self._proved or self.grid is None or row < 0:
            return None
        if row == TRAINER_ROW:
            return None, session.id
        person = self.grid.learners[row - 1].enrollment_id
        return (person, session.id) if self._is_open(person, session.id) else None

    def _name(self, row: int) -> str:
        if row == TRAINER_ROW or self.grid is None:
            return "Formateur"
        person = self.grid.learners[row - 1]
        return f"{person.last_name} {person.first_name}"

    def _tell(self, row: int, column: int) -> None:
        self.touched = True
        self.dataChanged.emit(self.index(row, column), self.index(row, column))
        self.edited.emit()

    def _tell_column(self, column: int) -> None:
        self.touched = True
        self.dataChanged.emit(self.index(0, column), self.index(self.rowCount() - 1, column))
        self.edited.emit()


_TRAINER: dict[bool | None, tuple[str, Tone, str]] = {
    True: ("✓", "good", "signé"),
    False: ("manque", "wrong", "n’a pas signé"),
    None: ("?", "attention", "à vérifier"),
}
