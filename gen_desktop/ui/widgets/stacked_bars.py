"""Shares of a whole, one line per whole, each share labelled where it lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gen_desktop import french
from gen_desktop.ui import theme

ROW = 23
BAR = 17
LEGEND = 26
LABEL_WIDTH = 56


@dataclass(frozen=True)
class Series:
    """One kind of share: its words in the legend, its color token, and the ink that reads on it."""

    text: str
    token: str
    ink: str = "on_outcome_light"


@dataclass(frozen=True)
class StackedRow:
    """One whole: ``counts`` in the order of the series. A sum of zero is said, not drawn as 0 %."""

    label: str
    counts: Sequence[int]
    key: object = None


OUTCOMES: tuple[Series, ...] = (
    Series("durable", "outcome_lasting", "on_outcome_dark"),
    Series("court", "outcome_short"),
    Series("formation", "outcome_training"),
    Series("recherche", "outcome_looking"),
    Series("sans réponse", "outcome_unknown"),
)


class StackedBars(QWidget):
    """``clicked(row key, series index)`` when a share is clicked."""

    clicked = Signal(object, int)

    def __init__(
        self, series: Sequence[Series], parent: QWidget | None = None, *, label_width: int = LABEL_WIDTH
    ) -> None:
        super().__init__(parent)
        self._series = tuple(series)
        self._rows: Sequence[StackedRow] = ()
        self._label_width = label_width
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)

    def set_rows(self, rows: Sequence[StackedRow]) -> None:
        """Show these wholes, top to bottom."""
        self._rows = tuple(rows)
        self.setAccessibleName("\u00a0; ".join(self._said(row) for row in rows))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(380, len(self._rows) * ROW + LEGEND)

    def minimumSizeHint(self) -> QSize:
        return QSize(260, len(self._rows) * ROW + LEGEND)

    def share_at(self, point: QPointF) -> tuple[StackedRow, int] | None:
        """The share under a point."""
        for position, row in enumerate(self._rows):
            for index, box in self._boxes(position, row):
                if box.contains(point):
                    return row, index
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        found = self.share_at(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if found else Qt.CursorShape.ArrowCursor)
        if found is not None:
            row, index = found
            said = french.share_text(row.counts[index], sum(row.counts))
            self.setToolTip(f"{row.label}, {self._series[index].text}\u00a0: {said}")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        found = self.share_at(event.position())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(found[0].key, found[1])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for position, row in enumerate(self._rows):
            self._paint_row(painter, position, row)
        self._paint_legend(painter, len(self._rows) * ROW + 6)

    def _said(self, row: StackedRow) -> str:
        total = sum(row.counts)
        if not total:
            return f"{row.label}\u00a0: personne à ce jour"
        shares = (
            f"{s.text} {french.rate(n, total, 0)}" for s, n in zip(self._series, row.counts, strict=True)
        )
        return f"{row.label}\u00a0: {', '.join(shares)}"

    def _track(self, position: int) -> QRectF:
        return QRectF(self._label_width, position * ROW + 2.5, self.width() - self._label_width - 1, BAR)

    def _boxes(self, position: int, row: StackedRow) -> list[tuple[int, QRectF]]:
        total = sum(row.counts)
        if not total:
            return []
        track = self._track(position)
        boxes, x = [], track.x()
        for index, count in enumerate(row.counts):
            width = track.width() * count / total
            boxes.append((index, QRectF(x, track.y(), width, track.height())))
            x += width
        return boxes

    def _paint_row(self, painter: QPainter, position: int, row: StackedRow) -> None:
        look, track = theme.current(), self._track(position)
        painter.setFont(theme.font())
        painter.setPen(look.color("secondary"))
        name = QRect(0, position * ROW, self._label_width - 4, ROW - 1)
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, row.label)
        outline = QPainterPath()
        outline.addRoundedRect(track, 4, 4)
        painter.setFont(theme.font(theme.SMALL_PX))
        if not sum(row.counts):
            painter.setPen(look.color("secondary"))
            painter.drawText(track, Qt.AlignmentFlag.AlignVCenter, "personne à ce jour")
            return
        painter.save()
        painter.setClipPath(outline)
        total = sum(row.counts)
        for index, box in self._boxes(position, row):
            series = self._series[index]
            painter.fillRect(box, look.color(series.token))
            text = french.rate(row.counts[index], total, 0)
            if QFontMetrics(painter.font()).horizontalAdvance(text) + 6 <= box.width():
                painter.setPen(look.color(series.ink))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()
        painter.setPen(QPen(look.color("outcome_edge"), 1))
        painter.drawPath(outline)

    def _paint_legend(self, painter: QPainter, top: int) -> None:
        look = theme.current()
        painter.setFont(theme.font(theme.SMALL_PX))
        metrics = QFontMetrics(painter.font())
        x = 0
        for series in self._series:
            painter.setPen(QPen(look.color("outcome_edge"), 1))
            painter.setBrush(look.color(series.token))
            painter.drawRect(QRectF(x + 0.5, top + 5.5, 7, 7))
            painter.setPen(look.color("secondary"))
            width = metrics.horizontalAdvance(series.text)
            painter.drawText(QRect(x + 13, top, width + 2, 18), Qt.AlignmentFlag.AlignVCenter, series.text)
            x += width + 24
