"""The top of the sheet as it stands, with the line of its titles, for people to say another one."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gen_desktop.importing.plan import HowRead
from gen_desktop.importing.values import as_text
from gen_desktop.ui.widgets.basics import label

MOST_ROWS = 10_000
COLUMN_WIDTH = 120


class TopView(QWidget):
    """``title_row_chosen(number)``: a line of the sheet, from 1."""

    title_row_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spin = QSpinBox(self)
        self.spin.setRange(1, MOST_ROWS)
        self.spin.setKeyboardTracking(False)
        self.spin.setAccessibleName("Les titres sont à la ligne")
        self.spin.valueChanged.connect(self.title_row_chosen)
        self.table = QTableWidget(self)
        self.table.setAccessibleName("Début de la feuille")
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.horizontalHeader().setDefaultSectionSize(COLUMN_WIDTH)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.table.activated.connect(self._on_activated)
        row = QHBoxLayout()
        row.setContentsMargins(14, 10, 14, 10)
        row.setSpacing(8)
        row.addWidget(label("Les titres sont à la ligne"))
        row.addWidget(self.spin)
        row.addWidget(label("La liste est relue aussitôt.", "secondary"))
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(self.table, 1)

    def show_top(self, read: HowRead) -> None:
        """The first rows of that sheet."""
        with QSignalBlocker(self.spin):
            self.spin.setValue(read.title_row)
        rows = read.first_rows
        self.table.setRowCount(len(rows))
        self.table.setColumnCount(max(map(len, rows), default=0))
        for at, row in enumerate(rows):
            for place in range(self.table.columnCount()):
                text = as_text(row[place]) if place < len(row) else ""
                item = QTableWidgetItem(" ".join(text.split()))
                font = item.font()
                font.setBold(at + 1 == read.title_row)
                item.setFont(font)
                self.table.setItem(at, place, item)
        if read.title_row <= len(rows):
            self.table.selectRow(read.title_row - 1)

    def _on_activated(self, index: QModelIndex) -> None:
        self.spin.setValue(index.row() + 1)
