"""What the tabs beside the list are made of."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gen_desktop.ui.widgets.basics import clear, label


class Tab(QWidget):
    """Rebuilt for each person; light enough for every arrow key in the list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(10)

    def fill(self, *widgets: QWidget) -> None:
        """Show these, one under the other."""
        clear(self._layout)
        for widget in widgets:
            self._layout.addWidget(widget)


def heading(text: str) -> QWidget:
    """What the lines under it are."""
    made = label(text, "strong", wrap=True)
    made.setContentsMargins(0, 4, 0, 0)
    return made


def figure(value: str, said: str) -> QWidget:
    """A number one sees first, and what it is."""
    return row(label(value, "figure"), label(said, "secondary"))


def row(*widgets: QWidget) -> QWidget:
    """Side by side."""
    holder = QWidget()
    layout = QHBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch(1)
    return holder
