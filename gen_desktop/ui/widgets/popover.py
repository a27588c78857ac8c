"""A chip that opens a small panel under itself, for choices that a menu cannot hold."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from gen_desktop.ui.widgets.basics import set_role

GAP = 4


class Popover(QFrame):
    """Closes on Escape, on a click elsewhere, or when the choice is made (``close``)."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setProperty("role", "popover")
        self.setAccessibleName(name)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(10, 10, 10, 10)
        self.body.setSpacing(8)

    def begin(self) -> None:
        """Show what is chosen now and take the focus: called each time it opens."""

    def open_under(self, anchor: QWidget) -> None:
        """Show the panel under a widget, within its window's screen."""
        self.begin()
        self.adjustSize()
        corner = anchor.mapToGlobal(QPoint(0, anchor.height() + GAP))
        room = anchor.screen().availableGeometry()
        left = max(room.left(), min(corner.x(), room.right() - self.width()))
        top = max(room.top(), min(corner.y(), room.bottom() - self.height()))
        self.move(left, top)
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)


class PopoverChip(QPushButton):
    """A chip that says what is chosen and opens its panel."""

    def __init__(self, name: str, popover: Popover, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.popover = popover
        self.setProperty("kind", "chip")
        self.setProperty("narrowed", "true")
        self.setAutoDefault(False)
        self.clicked.connect(lambda _checked=False: popover.open_under(self))

    def say(self, text: str, *, narrowed: bool = True, tooltip: str = "") -> None:
        """Show what is chosen; ``narrowed`` when it is not the ordinary choice."""
        self.setText(f"{text} ▾")
        self.setAccessibleName(f"{self._name}\u00a0: {text}")
        self.setToolTip(tooltip)
        set_role(self, "narrowed", "true" if narrowed else "false")
