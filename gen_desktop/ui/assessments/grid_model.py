"""The table model of the grid, all in memory: people down, blocks or skills across, sums on the last line."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gen_desktop.french import NBSP, short_date
from gen_desktop.queries.assessment_grid import AssessedLearner, AssessmentGrid
from gen_desktop.ui.assessments.layout import Cell, Column, View, cell_of, columns_of, sum_of

Index = QModelIndex | QPersistentModelIndex
SUMS = "Totaux, parmi ce qui est connu"
_ROOT = QModelIndex()


class GridModel(QAbstractTableModel):
    """Reloading the same people and columns tells only of the cells that changed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.grid: AssessmentGrid | None = None
        self.view: View = "blocks"
        self.stage = "entry"
        self.columns: tuple[Column, ...] = ()
        self._cells: list[list[Cell]] = []
        self._typed: tuple[frozenset[tuple[int, int]], str] = (frozenset(), "")

    @property
    def learners(self) -> tuple[AssessedLearner, ...]:
        """The people, one a line."""
        return self.grid.learners if self.grid is not None else ()

    def is_sums(self, row: int) -> bool:
        """Whether that is the line of sums."""
        return row == len(self.learners)

    def set_grid(self, grid: AssessmentGrid | None, view: View, stage: str) -> None:
        """Show a cohort. The same people and columns as before: only cells that differ are repainted."""
        columns = columns_of(grid, view) if grid is not None else ()
        people = grid.learners if grid is not None else ()
        is_same = (columns, people) == (self.columns, self.learners) and grid is not None
        cells = _cells(grid, columns, stage) if grid is not None else []
        if is_same and (self.view, self.stage) == (view, stage):
            before, self.grid, self._cells = self._cells, grid, cells
            self._tell_differences(before)
            return
        self.beginResetModel()
        self.grid, self.view, self.stage, self.columns, self._cells = grid, view, stage, columns, cells
        self._typed = (frozenset(), "")
        self.endResetModel()

    def set_typed(self, places: frozenset[tuple[int, int]], text: str) -> None:
        """Show what is being typed in these places, which is not recorded yet."""
        before = self._typed[0]
        self._typed = (places, text)
        for row, column in before | places:
            self._tell(row, column)

    def is_typed(self, row: int, column: int) -> bool:
        """Whether that cell shows what is being typed."""
        return (row, column) in self._typed[0]

    def cell(self, row: int, column: int) -> Cell:
        """How a cell looks."""
        if self.is_typed(row, column):
            return Cell(f"{self._typed[1]}…", self._typed[1], tone="accent", is_tinted=True)
        return self._cells[row][column]

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._cells)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.is_sums(index.row()):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell(row, column).text
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self.spoken(row, column)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        sections = self.rowCount() if orientation == Qt.Orientation.Vertical else len(self.columns)
        if section >= sections:
            return None  # a header asks of lines that are gone while a smaller cohort takes their place
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._header_tooltip(section, orientation)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return self.name(section)
        return self.columns[section].title

    def name(self, row: int) -> str:
        """« Delorme Kévin », or what the line of sums is."""
        if self.is_sums(row):
            return SUMS
        learner = self.learners[row]
        return f"{learner.last_name} {learner.first_name}"

    def column_words(self, column: int) -> str:
        """« BC01 Développer la partie front-end : 7 acquis sur 9 présentés »."""
        told = self._cells[-1][column].spoken if self._cells else ""
        return f"{self.columns[column].spoken}{NBSP}: {told}" if told else self.columns[column].spoken

    def spoken(self, row: int, column: int) -> str:
        """« Delorme Kévin, BC01 Développer la partie front-end : acquis »."""
        return f"{self.name(row)}, {self.columns[column].spoken}{NBSP}: {self.cell(row, column).spoken}"

    def _header_tooltip(self, section: int, orientation: Qt.Orientation) -> str | None:
        if orientation == Qt.Orientation.Horizontal:
            return self.columns[section].spoken
        if self.is_sums(section):
            return None
        learner = self.learners[section]
        name = self.name(section)
        return f"{name}, sortie le {short_date(learner.exit_on)}" if learner.exit_on else name

    def _tell_differences(self, before: list[list[Cell]]) -> None:
        for row, (old, new) in enumerate(zip(before, self._cells, strict=True)):
            for column, (was, now) in enumerate(zip(old, new, strict=True)):
                if was != now:
                    self._tell(row, column)

    def _tell(self, row: int, column: int) -> None:
        index = self.index(row, column)
        self.dataChanged.emit(index, index)


def _cells(grid: AssessmentGrid, columns: tuple[Column, ...], stage: str) -> list[list[Cell]]:
    """Line by line; the sums last."""
    rows = [[cell_of(grid, column, one, stage) for column in columns] for one in grid.learners]
    across = zip(columns, zip(*rows, strict=True), strict=True) if rows else ()
    return [*rows, [sum_of(grid, column, cells) for column, cells in across]] if rows else []
