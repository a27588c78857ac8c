"""A group of rows under a title that shows and hides them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from gen_desktop.ui import icons
from gen_desktop.ui.widgets.basics import button, line


class Fold(QWidget):
    """``title`` says how many rows there are, so that nothing is hidden unsaid."""

    def __init__(self, title: str, *, is_open: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head: QPushButton = button(title, self.toggle, kind="quiet")
        self.head.setAccessibleName(title)
        self._rows = QWidget(self)
        self._layout = QVBoxLayout(self._rows)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(line())
        whole.addWidget(self.head, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addWidget(self._rows)
        self._is_open = is_open
        self._show()

    @property
    def is_open(self) -> bool:
        """Whether the rows are shown."""
        return self._is_open

    def add(self, row: QWidget) -> None:
        """Add a row under those there."""
        self._layout.addWidget(row)

    def toggle(self) -> None:
        """Show the rows, or hide them."""
        self._is_open = not self._is_open
        self._show()

    def _show(self) -> None:
        self._rows.setVisible(self._is_open)
        icons.set_icon(
            self.head, "chevron-down" if self._is_open else "chevron-right", "secondary", size=16, gap=4
        )
        self.head.setAccessibleDescription("Ouvert" if self._is_open else "Fermé")
