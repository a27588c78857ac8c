"""A word on a tint. The word says it; the color only helps."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from gen_desktop.ui import theme
from gen_desktop.ui.theme import Tone

HEIGHT = 19
PADDING = 8


def badge_font() -> QFont:
    """The font of every badge."""
    return theme.font(12, QFont.Weight.Medium)


def badge_width(text: str) -> int:
    """How wide ``paint_badge`` draws that text."""
    return QFontMetrics(badge_font()).horizontalAdvance(text) + 2 * PADDING


def paint_badge(painter: QPainter, at: QRect, text: str, tone: Tone) -> None:
    """Draw a badge at the left of ``at``, centered in its height and cut to its width."""
    color, tint = theme.current().tone(tone)
    width = min(badge_width(text), at.width())
    box = QRectF(at.x(), at.center().y() - HEIGHT / 2 + 0.5, width, HEIGHT)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tint)
    painter.drawRoundedRect(box, HEIGHT / 2, HEIGHT / 2)
    painter.setFont(badge_font())
    painter.setPen(color)
    shown = QFontMetrics(badge_font()).elidedText(
        text, Qt.TextElideMode.ElideRight, round(width) - 2 * PADDING + 1
    )
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
    painter.restore()


class Badge(QWidget):
    """A badge as a widget."""

    def __init__(self, text: str = "", tone: Tone = "neutral", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set(text, tone)

    @property
    def text(self) -> str:
        """The word shown."""
        return self._text

    def set(self, text: str, tone: Tone = "neutral") -> None:
        """Another word; '' hides the badge."""
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(badge_width(self._text), HEIGHT + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_badge(painter, self.rect(), self._text, self._tone)


class StatusDisc(QWidget):
    """The round sign before a line: "!" wrong, a triangle attention, "i" to know, a check for good."""

    _SAID = {
        "wrong": "À corriger",
        "attention": "À surveiller",
        "accent": "Pour information",
        "good": "En ordre",
    }

    def __init__(self, tone: Tone, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = tone
        self.setFixedSize(20, 18)
        self.setAccessibleName(self._SAID.get(tone, ""))

    def paintEvent(self, event: QPaintEvent) -> None:
        color, tint = theme.current().tone(self._tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint)
        painter.drawRoundedRect(self.rect(), 9, 9)
        painter.setPen(color)
        if self._tone == "attention":
            painter.setBrush(color)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawPolygon(QPolygonF([QPointF(10, 4.5), QPointF(15, 12.5), QPointF(5, 12.5)]))
            return
        painter.setFont(theme.font(12, QFont.Weight.Bold))
        sign = {"wrong": "!", "good": "✓"}.get(self._tone, "i")
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, sign)
