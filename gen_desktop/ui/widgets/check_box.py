"""A check box whose edge shows in both themes (Fusion draws it almost black on a dark window)."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QCheckBox

from gen_desktop.ui import theme

BOX = 16
GAP = 8


class CheckBox(QCheckBox):
    """An ordinary QCheckBox, drawn by us."""

    def sizeHint(self) -> QSize:
        text = QFontMetrics(theme.font()).horizontalAdvance(self.text().replace("&", ""))
        return QSize(BOX + GAP + text + 4, 22)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, point: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        look, checked = theme.current(), self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(1.5, (self.height() - BOX) / 2 + 0.5, BOX - 1, BOX - 1)
        edge = "text" if self.hasFocus() else "accent" if checked else "secondary"
        painter.setPen(QPen(look.color(edge), 1.4))
        painter.setBrush(look.color("accent" if checked else "surface"))
        painter.drawRoundedRect(box, 4, 4)
        if checked:
            painter.setPen(QPen(look.color("on_accent"), 2, c=Qt.PenCapStyle.RoundCap))
            x, y = box.x(), box.y()
            tick = [QPointF(x + 3.5, y + 8), QPointF(x + 6.5, y + 11), QPointF(x + 11.5, y + 4.5)]
            painter.drawPolyline(QPolygonF(tick))
        painter.setPen(look.color("text" if self.isEnabled() else "secondary"))
        painter.setFont(theme.font())
        words = QRect(BOX + GAP, 0, self.width() - BOX - GAP, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic, self.text())
