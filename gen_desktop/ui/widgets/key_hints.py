"""The keys of a screen, shown where they are used."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from gen_desktop.ui.widgets.basics import label


def key_cap(text: str) -> QLabel:
    """One key, drawn as a cap."""
    cap = QLabel(text)
    cap.setTextFormat(Qt.TextFormat.PlainText)
    cap.setProperty("role", "key")
    return cap


class KeyHints(QWidget):
    """A line of caps and words: ``[("P", "présent"), ("Maj P", "toute la colonne")]``."""

    def __init__(self, hints: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        for position, (keys, text) in enumerate(hints):
            if position:
                self._layout.addSpacing(12)
            for part in keys.split(" "):
                self._layout.addWidget(key_cap(part))
            self._layout.addWidget(label(text, "secondary"))
        self._layout.addStretch(1)

    def add_right(self, widget: QWidget) -> None:
        """Add at the right end (when it was saved, a count)."""
        self._layout.addWidget(widget)
