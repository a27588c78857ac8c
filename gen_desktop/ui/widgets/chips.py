"""Rounded filters above a list: some switch, some open a menu."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from gen_desktop import french
from gen_desktop.ui import icons
from gen_desktop.ui.widgets.basics import set_role

CROSS = 22
"""Pixels at the right end of a filter that take it off."""
WIDEST = 300


class ToggleChip(QPushButton):
    """On or off; use Qt's ``toggled``. ``set_count`` adds "· 4"."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._text = text
        self.setProperty("kind", "chip")
        self.setCheckable(True)
        self.setAutoDefault(False)

    def set_count(self, count: int | None) -> None:
        """How many it would leave; None takes the count away."""
        self.setText(self._text if count is None else f"{self._text} · {french.number(count)}")


class MenuChip(QPushButton):
    """One choice among several, shown on the chip itself. ``chosen(value)`` when the person picks."""

    chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None, *, neutral: Any = None) -> None:
        """``name`` is what the choice is about ("Cohorte"); ``neutral`` the value that filters nothing."""
        super().__init__(parent)
        self._name = name
        self._neutral = neutral
        self._value: Any = None
        self._choices: dict[Any, QAction] = {}
        self._menu = QMenu(self)
        self._group = QActionGroup(self)
        self.setProperty("kind", "chip")
        self.setAutoDefault(False)
        self.setMenu(self._menu)

    @property
    def value(self) -> Any:
        """The value chosen."""
        return self._value

    def set_choices(self, choices: Sequence[tuple[Any, str]], value: Any = None) -> None:
        """Values and their French names, in order. Keeps the present value if it is still there."""
        wanted = value if value is not None else self._value
        self._menu.clear()
        self._choices.clear()
        for choice, text in choices:
            action = self._menu.addAction(text)
            action.setCheckable(True)
            self._group.addAction(action)
            action.triggered.connect(lambda _checked=False, picked=choice: self._pick(picked))
            self._choices[choice] = action
        if wanted not in self._choices and choices:
            wanted = choices[0][0]
        self.set_value(wanted)

    def set_value(self, value: Any) -> None:
        """Show that choice without a signal; an unknown value is ignored."""
        action = self._choices.get(value)
        if action is None:
            return
        self._value = value
        action.setChecked(True)
        self.setText(f"{action.text()} ▾")
        self.setAccessibleName(f"{self._name}\u00a0: {action.text()}")
        set_role(self, "narrowed", "true" if value != self._neutral else "false")

    def _pick(self, value: Any) -> None:
        if value != self._value:
            self.set_value(value)
            self.chosen.emit(value)


class FilterChip(QPushButton):
    """A filter in force: a click changes it, its cross (or Suppr) takes it off.

    ``clicked`` to change it, ``removed`` to take it off.
    """

    removed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._full = ""
        self.setProperty("kind", "chip")
        self.setProperty("narrowed", "true")
        self.setProperty("crossed", "true")
        self.setAutoDefault(False)

    def say(self, title: str, text: str) -> None:
        """« Prescripteur : Mission locale »; what does not fit is in the tooltip."""
        self._full = f"{title}\u00a0: {text}"
        room = WIDEST - CROSS - 24
        shown = self.fontMetrics().elidedText(self._full, Qt.TextElideMode.ElideRight, room)
        self.setText(shown)
        self.setToolTip(self._full)
        self.setAccessibleName(self._full)
        self.setAccessibleDescription("Entrée pour changer ce filtre, Suppr pour le retirer")
        self.updateGeometry()

    def full_text(self) -> str:
        """What it says, however much of it fits."""
        return self._full

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.position().x() >= self.width() - CROSS and self.rect().contains(event.position().toPoint()):
            self.setDown(False)
            self.removed.emit()
        else:
            super().mouseReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        cross = icons.pixmap("x", "accent", size=12, scale=self.devicePixelRatioF())
        painter.drawPixmap(QRect(self.width() - CROSS + 1, (self.height() - 12) // 2, 12, 12), cross)


class ChipBar(QWidget):
    """Chips side by side, then whatever belongs at the right end (a count, a button)."""

    def __init__(self, *chips: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        for chip in chips:
            self._layout.addWidget(chip)
        self._layout.addStretch(1)

    def add(self, widget: QWidget) -> None:
        """Add after the last chip."""
        stretch = next(
            i for i in range(self._layout.count()) if self._layout.itemAt(i).spacerItem() is not None
        )
        self._layout.insertWidget(stretch, widget)

    def add_right(self, widget: QWidget) -> None:
        """Add at the right end."""
        self._layout.addWidget(widget)
