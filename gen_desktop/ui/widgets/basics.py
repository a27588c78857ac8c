"""Buttons, labels and lines in the program's manner."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gen_desktop.ui import icons

LabelRole = Literal[
    "", "title", "figure", "strong", "name", "secondary", "small", "error", "good", "attention"
]
ICON_GAP = 4
ButtonKind = Literal["", "primary", "danger", "link", "quiet"]


def label(text: str = "", role: LabelRole = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """Plain text, never markup: what people typed is shown as typed."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


class PushButton(QPushButton):
    """Answers Enter like the space bar when it has the focus; Enter elsewhere never presses it."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAutoDefault(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not enter or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():  # a key held down presses once
            self.click()


def button(
    text: str,
    slot: Callable[[], Any] | None = None,
    *,
    kind: ButtonKind = "",
    icon: str = "",
    tooltip: str = "",
) -> QPushButton:
    """A button with words. One ``primary`` per screen, for what most people came for."""
    made = PushButton(text)
    if kind:
        made.setProperty("kind", kind)
    if icon:
        color = "on_accent" if kind == "primary" else "secondary"
        icons.set_icon(made, icon, color, size=16, gap=ICON_GAP if text else 0)
    made.setToolTip(tooltip)
    if slot is not None:
        made.clicked.connect(lambda _checked=False: slot())
    return made


def icon_button(icon: str, name: str, slot: Callable[[], Any] | None = None) -> QPushButton:
    """A square button without words: ``name`` (French) is its tooltip and what a screen reader says."""
    made = button("", slot, icon=icon, tooltip=name)
    made.setProperty("kind", "icon")
    made.setAccessibleName(name)
    return made


def line(*, vertical: bool = False) -> QFrame:
    """A separator of one pixel."""
    made = QFrame()
    made.setProperty("role", "line")
    if vertical:
        made.setFixedWidth(1)
    else:
        made.setFixedHeight(1)
    return made


def scrolled(content: QWidget) -> QScrollArea:
    """The widget, scrolled downwards when there is no room; what lies below shows through it."""
    content.setProperty("role", "clear")
    content.setAutoFillBackground(False)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    area.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    return area


def set_role(widget: QWidget, name: str, value: object) -> None:
    """Change a property the style sheet looks at, and restyle the widget."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


class ElidedLabel(QLabel):
    """One line, with "…" where ``mode`` says when there is no room; the whole text is then its tooltip."""

    def __init__(
        self,
        text: str = "",
        role: LabelRole = "",
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__()
        self._full, self._mode = "", mode
        self.setTextFormat(Qt.TextFormat.PlainText)
        if role:
            self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """The whole text, shown as far as it fits."""
        self._full = text
        self.setAccessibleName(text)
        self._fit()

    def full_text(self) -> str:
        """What was set, however much of it fits."""
        return self._full

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._full, self._mode, max(self.width(), 24))
        self.setText(shown)
        self.setToolTip(self._full if shown != self._full else "")


def set_refusal(widget: QWidget | QAction, refusal: str, tooltip: str = "") -> None:
    """Disable a widget, or a line of a menu, and say why; with '' it works, under its own tooltip."""
    widget.setEnabled(not refusal)
    widget.setToolTip(refusal or tooltip)


def column(*widgets: QWidget) -> QWidget:
    """Lines that belong together, one under the other."""
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(2)
    for widget in widgets:
        layout.addWidget(widget)
    return holder


def clear(layout: QLayout) -> None:
    """Take away all that a layout shows, for something else to be put there."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
