"""Where the file is chosen or dropped."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from gen_desktop.ui import icons, theme
from gen_desktop.ui.widgets.basics import button, label, set_role

KINDS_OF_FILE = "Excel (.xlsx, .xls), LibreOffice (.ods) ou CSV"


class DropZone(QFrame):
    """A dashed frame with its buttons; the page itself takes what is dropped anywhere on it."""

    choose_wanted = Signal()
    read_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "drop")
        self._picture = QLabel(self)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._name = label("", "strong")
        self._hint = label("", "secondary")
        for words in (self._name, self._hint):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.choose_button = button("", self.choose_wanted.emit)
        self.read_button = button("Lire le fichier", self.read_wanted.emit, kind="primary")
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.choose_button)
        buttons.addWidget(self.read_button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 20, 16, 20)
        layout.setSpacing(6)
        layout.addWidget(self._picture)
        layout.addWidget(self._name)
        layout.addWidget(self._hint)
        layout.addSpacing(4)
        layout.addLayout(buttons)
        theme.announcer.applied.connect(self._draw)
        self.show_file(None)

    def show_file(self, path: Path | None) -> None:
        """Name the file chosen, or ask for one."""
        self._name.setText("Déposez la liste ici" if path is None else path.name)
        self._hint.setText(KINDS_OF_FILE if path is None else str(path.parent))
        self.choose_button.setText("Choisir un fichier…" if path is None else "Choisir un autre fichier…")
        # One filled button: choosing first, then reading.
        set_role(self.choose_button, "kind", "primary" if path is None else "")
        self.read_button.setVisible(path is not None)
        self._icon = "upload" if path is None else "file-text"
        self._draw()

    def set_over(self, over: bool) -> None:
        """Say that what is being dragged can be let go here."""
        set_role(self, "over", "true" if over else "false")

    def _draw(self) -> None:
        self._picture.setPixmap(icons.pixmap(self._icon, "secondary", size=28, scale=2))
