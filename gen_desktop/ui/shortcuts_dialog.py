"""F1: every key of the program."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from gen_desktop.ui.actions import EVERYWHERE, SHORTCUTS, keys_text
from gen_desktop.ui.pages import HIDDEN_PAGES, PAGES
from gen_desktop.ui.widgets.basics import button, label
from gen_desktop.ui.widgets.key_hints import key_cap


class ShortcutsDialog(QDialog):
    """The keys, those that work everywhere first, then page by page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Raccourcis clavier")
        titles = {EVERYWHERE: "Partout"} | {spec.id: spec.title for spec in (*PAGES, *HIDDEN_PAGES)}
        columns = QHBoxLayout()
        columns.setSpacing(36)
        columns.addLayout(self._column([EVERYWHERE], titles))
        columns.addLayout(self._column([context for context in titles if context != EVERYWHERE], titles))
        close = button("Fermer", self.reject)
        close.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(16)
        layout.addLayout(columns)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)

    def _column(self, contexts: list[str], titles: dict[str, str]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        for context in contexts:
            keys = [shortcut for shortcut in SHORTCUTS.values() if shortcut.context == context]
            # Pages answer to Ctrl+1 … Ctrl+9 alike: one line says it.
            shown = [key for key in keys if not key.id.startswith("page_")]
            if shown:
                grid.addWidget(label(titles[context], "strong"), grid.rowCount(), 0, 1, 2)
            for shortcut in shown:
                self._add(grid, keys_text(shortcut.id), shortcut.text)
            if context == EVERYWHERE:
                self._add(grid, "Ctrl 1 … 9", "Aller à une page")
        grid.setRowStretch(grid.rowCount(), 1)
        return grid

    def _add(self, grid: QGridLayout, keys: str, text: str) -> None:
        row = grid.rowCount()
        grid.addWidget(key_cap(keys), row, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(label(text), row, 1)
