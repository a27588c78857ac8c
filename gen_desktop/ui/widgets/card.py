"""Surfaces: the white card with its title, and the tinted notice."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from gen_desktop.ui.theme import Tone
from gen_desktop.ui.widgets.basics import label, line, set_role


class Card(QFrame):
    """A surface with thin edges. Add to ``body``; ``full_width`` parts go to the edges (tables, rows)."""

    def __init__(self, title: str = "", parent: QWidget | None = None, *, margins: int = 14) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(1, 1, 1, 1)
        self._outer.setSpacing(0)
        self.title_label = label(title, "strong")
        self._head = QHBoxLayout()
        if title:
            self._head.setContentsMargins(margins, 11, margins, 9)
            self._head.addWidget(self.title_label, 1)
            self._outer.addLayout(self._head)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(margins, 0 if title else margins, margins, margins)
        self.body.setSpacing(8)
        self._outer.addLayout(self.body, 1)

    def add(self, widget: QWidget, stretch: int = 0) -> None:
        """Add inside the margins."""
        self.body.addWidget(widget, stretch)

    def add_to_head(self, widget: QWidget) -> None:
        """Add at the right of the title."""
        self._head.addWidget(widget)

    def add_full_width(self, widget: QWidget, stretch: int = 0) -> None:
        """Add from edge to edge, above the body's own content."""
        self._outer.insertWidget(self._outer.count() - 1, widget, stretch)

    def no_margins(self) -> None:
        """For a card that holds a table: its corners stay, its content touches the edges."""
        self.body.setContentsMargins(0, 0, 0, 0)
        self._outer.setContentsMargins(1, 4, 1, 4)

    def add_line(self) -> None:
        """A separator across the body."""
        self.body.addWidget(line())


class Notice(QFrame):
    """A tinted box: a strong first line, then what it means. The tone is said by the words too."""

    def __init__(self, tone: Tone, heading: str, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self.setProperty("tone", tone)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(11, 8, 11, 9)
        layout.setSpacing(1)
        self._heading = label(heading, "strong", wrap=True)
        self._text = label(text, wrap=True)
        layout.addWidget(self._heading)
        layout.addWidget(self._text)
        self._text.setVisible(bool(text))

    def set(self, tone: Tone, heading: str, text: str = "") -> None:
        """Say something else."""
        set_role(self, "tone", tone)
        self._heading.setText(heading)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        for child in (self._heading, self._text):
            child.style().unpolish(child)
            child.style().polish(child)
