"""A headline figure against its target; a door to the people it counts."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from gen_desktop.ui import theme

MARGIN = 14


@dataclass(frozen=True)
class KeyFigure:
    """What the card says, all ready to read. ``filled`` and ``target`` are parts of the bar, 0 to 1.

    ``filled`` None: nothing is known, the bar stays empty and ``figure`` should be an en dash.
    ``reached`` False draws the bar in the color of attention; the words must say it too.
    """

    label: str
    figure: str
    beside: str = ""
    footer: str = ""
    filled: float | None = None
    target: float | None = None
    reached: bool = True


class KeyFigureCard(QAbstractButton):
    """The card; ``clicked`` opens the list of people behind the figure."""

    def __init__(self, figure: KeyFigure, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set(figure)

    @property
    def figure(self) -> KeyFigure:
        """What is shown."""
        return self._figure

    def set(self, figure: KeyFigure) -> None:
        """Show another figure."""
        self._figure = figure
        said = [f"{figure.label}\u00a0: {figure.figure}", figure.beside, figure.footer]
        self.setAccessibleName(", ".join(part for part in said if part))
        self.setToolTip("Voir les personnes comptées")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, 110)

    def minimumSizeHint(self) -> QSize:
        return QSize(150, 110)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, shown = theme.current(), self._figure
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = look.color("accent" if self.hasFocus() else "accent_edge" if self.underMouse() else "line")
        painter.setPen(QPen(edge, 1))
        painter.setBrush(look.color("surface"))
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.CARD_RADIUS, theme.CARD_RADIUS
        )
        inner = self.rect().adjusted(MARGIN, 11, -MARGIN, -12)
        _text(painter, QRect(inner.x(), inner.y(), inner.width(), 18), shown.label, theme.font(), "secondary")
        big = theme.font(theme.FIGURE_PX, QFont.Weight.DemiBold)
        _text(painter, QRect(inner.x(), inner.y() + 17, inner.width(), 32), shown.figure, big, "text")
        left = inner.x() + QFontMetrics(big).horizontalAdvance(shown.figure) + 9
        beside = QRect(left, inner.y() + 24, inner.right() - left, 20)
        _text(painter, beside, shown.beside, theme.font(), "secondary")
        self._paint_bar(painter, QRectF(inner.x(), inner.y() + 57, inner.width(), 6))
        foot = QRect(inner.x(), inner.y() + 69, inner.width(), 18)
        _text(painter, foot, shown.footer, theme.font(12), "secondary")

    def _paint_bar(self, painter: QPainter, bar: QRectF) -> None:
        look, shown = theme.current(), self._figure
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("track"))
        painter.drawRoundedRect(bar, 3, 3)
        if shown.filled:
            part = QRectF(bar)
            part.setWidth(max(6.0, bar.width() * min(shown.filled, 1.0)))
            painter.setBrush(look.color("accent" if shown.reached else "attention_fill"))
            painter.drawRoundedRect(part, 3, 3)
        if shown.target is not None:
            x = bar.x() + bar.width() * min(max(shown.target, 0.0), 1.0)
            painter.setPen(QPen(look.color("text"), 2))
            painter.drawLine(QPointF(x, bar.y() - 3), QPointF(x, bar.bottom() + 3))


def _text(painter: QPainter, box: QRect, text: str, font: QFont, token: str) -> None:
    painter.setFont(font)
    painter.setPen(theme.current().color(token))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
