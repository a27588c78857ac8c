"""A point to look at: its sign, its words; a door when it leads somewhere."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from gen_desktop.ui import icons, theme
from gen_desktop.ui.theme import Tone
from gen_desktop.ui.widgets.badge import StatusDisc
from gen_desktop.ui.widgets.basics import label

MARGIN = 14
ARROW = 16


class CheckRow(QWidget):
    """Title and detail after the sign of their tone. ``said``: all of it, for a screen reader."""

    def __init__(self, tone: Tone, title: str, detail: str, said: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.setAccessibleName(said)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(MARGIN, 7, MARGIN, 8)
        self.row.setSpacing(8)
        self.row.addWidget(StatusDisc(tone), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(label(title, wrap=True))
        if detail:
            words.addWidget(label(detail, "small", wrap=True))
        self.row.addLayout(words, 1)


class DoorRow(CheckRow):
    """The same, and a click anywhere on it, or Enter, opens what it is about."""

    def __init__(
        self, tone: Tone, title: str, detail: str, said: str, parent: QWidget | None = None, *, tooltip: str
    ) -> None:
        super().__init__(tone, title, detail, said, parent)
        self.row.addSpacing(ARROW)
        self.button = _Cover(self)
        self.button.setAccessibleName(said)
        self.button.setToolTip(tooltip)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.button.setGeometry(self.rect())
        self.button.raise_()


class _Cover(QAbstractButton):
    """Lies over the row, transparent: the words below wrap as words do, which a button's own cannot."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        arrow = icons.pixmap("chevron-right", "secondary", size=ARROW, scale=self.devicePixelRatioF())
        painter.drawPixmap(self.width() - MARGIN - ARROW, 8, arrow)
        if not (self.hasFocus() or self.underMouse()) or not self.isEnabled():
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = theme.current().color("accent")
        painter.setPen(QPen(color if self.hasFocus() else Qt.PenStyle.NoPen))
        color.setAlphaF(0.07)
        painter.setBrush(color)
        box = QRectF(self.rect()).adjusted(2.5, 1.5, -2.5, -1.5)
        painter.drawRoundedRect(box, theme.CONTROL_RADIUS, theme.CONTROL_RADIUS)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)
