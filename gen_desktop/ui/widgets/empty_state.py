"""What a page says when it has nothing to show yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gen_desktop.ui import icons
from gen_desktop.ui.widgets.basics import button, label

WIDEST = 440


class EmptyState(QWidget):
    """A sentence saying what the place is for, and the first thing to do there."""

    def __init__(
        self,
        sentence: str,
        *actions: tuple[str, Callable[[], Any]],
        icon: str = "",
        heading: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """The first action is the filled button, the others plain."""
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(10)
        layout.addStretch(2)
        if icon:
            picture = QLabel(self)
            picture.setPixmap(icons.pixmap(icon, "secondary", size=32, scale=2))
            layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        if heading:
            layout.addWidget(label(heading, "name"), 0, Qt.AlignmentFlag.AlignHCenter)
        words = label(sentence, "secondary", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        words.setMaximumWidth(WIDEST)
        centered = QHBoxLayout()
        centered.addStretch(1)
        centered.addWidget(words, 100)
        centered.addStretch(1)
        layout.addLayout(centered)
        row = QHBoxLayout()
        row.addStretch(1)
        for position, (text, slot) in enumerate(actions):
            row.addWidget(button(text, slot, kind="primary" if position == 0 else ""))
        row.addStretch(1)
        layout.addLayout(row)
        layout.addStretch(3)
