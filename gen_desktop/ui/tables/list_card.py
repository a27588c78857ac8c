"""A list in a card, with a line at its foot that says what is selected and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from gen_desktop.ui.tables.column import Column
from gen_desktop.ui.tables.table_view import TableView
from gen_desktop.ui.tables.windowed_model import WindowedTableModel
from gen_desktop.ui.widgets.basics import ElidedLabel, line
from gen_desktop.ui.widgets.card import Card
from gen_desktop.ui.widgets.empty_state import EmptyState


class ListCard(QWidget):
    """``row_chosen(row | None)`` as the selection changes, ``row_opened(row)`` on Enter or a double click."""

    row_chosen = Signal(object)
    row_opened = Signal(object)

    def __init__(
        self,
        name: str,
        columns: Sequence[Column],
        *buttons: QPushButton,
        empty: EmptyState | None = None,
        before_copy: Callable[[int], bool] | None = None,
    ) -> None:
        """``empty`` is shown instead while there is no row; ``before_copy``: see TableView."""
        super().__init__()
        self._rows: Sequence[Any] = ()
        self.said = ElidedLabel("", "secondary")
        self.model = WindowedTableModel(columns, lambda ids: {at: self._rows[at] for at in ids}, self)
        self.table = TableView(self.model, name=name, multiple=False, before_copy=before_copy)
        self.table.row_selected.connect(self.row_chosen)
        self.table.row_activated.connect(self.row_opened)
        card = Card()
        card.no_margins()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        if empty is not None:
            self._stack.addWidget(empty)
        card.add(self._stack, 1)
        self._foot = self._make_foot(buttons)
        self._has_buttons = bool(buttons)
        self._foot.setVisible(self._has_buttons)
        card.add(self._foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)

    @property
    def selected(self) -> Any | None:
        """The row selected."""
        at = self.table.selected_id()
        return None if at is None or at >= len(self._rows) else self._rows[at]

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show these, in their order; the same place of the list stays selected."""
        self._rows = rows
        self.model.reload(range(len(rows)))
        self._stack.setCurrentIndex(0 if rows else 1)
        if self._has_buttons:
            self._foot.setVisible(self._stack.currentIndex() == 0)
        self.row_chosen.emit(self.selected)

    def select(self, at: int) -> None:
        """Select the row at that place."""
        self.table.select_id(at)

    def _make_foot(self, buttons: Sequence[QPushButton]) -> QWidget:
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line())
        row = QHBoxLayout()
        row.setContentsMargins(14, 8, 14, 8)
        row.setSpacing(8)
        row.addWidget(self.said, 1)
        for one in buttons:
            row.addWidget(one)
        column.addLayout(row)
        return foot
