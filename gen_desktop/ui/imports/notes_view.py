"""Errors, or remarks, one a line: where, what was read, what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.ui.imports import words
from gen_desktop.ui.imports.words import NoteLine
from gen_desktop.ui.tables.column import Column
from gen_desktop.ui.tables.table_view import TableView
from gen_desktop.ui.tables.windowed_model import WindowedTableModel


def _columns(what: str) -> tuple[Column, ...]:
    return (
        Column("row", "Ligne", 56, lambda line: str(line.note.row or french.UNKNOWN), align="right"),
        Column("person", "Personne", 130, lambda line: line.person or french.UNKNOWN),
        Column("column", "Colonne", 118, lambda line: line.note.column or french.UNKNOWN),
        Column("value", "Valeur lue", 108, lambda line: line.note.value or french.UNKNOWN),
        Column(
            "text",
            what,
            260,
            lambda line: words.note_text(line.note),
            tooltip=lambda line: words.note_text(line.note),
            stretch=True,
        ),
    )


class NotesView(QWidget):
    """``note_selected(NoteLine | None)``."""

    note_selected = Signal(object)

    def __init__(self, name: str, what: str, parent: QWidget | None = None) -> None:
        """``name`` is read aloud; ``what`` heads the column of the sentences."""
        super().__init__(parent)
        self._lines: Sequence[NoteLine] = ()
        self.model = WindowedTableModel(_columns(what), self._fetch, self)
        self.table = TableView(self.model, name=name, multiple=False)
        self.table.row_selected.connect(self.note_selected)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)

    def show_lines(self, lines: Sequence[NoteLine]) -> None:
        """These notes, in this order."""
        self._lines = lines
        self.model.reload(range(len(lines)))

    def selected(self) -> NoteLine | None:
        """The note selected."""
        at = self.table.selected_id()
        return None if at is None else self._lines[at]

    def take_first(self) -> None:
        """Select the first one if none is, and give the list the keys."""
        if self.table.selected_id() is None and self._lines:
            self.table.select_id(0)
        self.table.setFocus()

    def _fetch(self, ids: Sequence[int]) -> dict[int, NoteLine]:
        return {at: self._lines[at] for at in ids}
