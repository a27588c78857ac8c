"""The tick of a line that is chosen in a list; the others keep its room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QListWidgetItem

from gen_desktop.ui import icons

SIZE = 16


def set_tick(item: QListWidgetItem, on: bool) -> None:
    """Tick a line or not; it is read aloud."""
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}, choisi" if on else item.text())
    item.setIcon(icons.icon("check", "accent", size=SIZE) if on else _blank())


def _blank() -> QIcon:
    pixmap = QPixmap(SIZE, SIZE)
    pixmap.fill(Qt.GlobalColor.transparent)
    return QIcon(pixmap)
