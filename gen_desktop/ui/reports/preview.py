"""The pages of the report, one under the other, as they will be on paper."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from gen_desktop.reports.page_text import TextHit
from gen_desktop.reports.pixels import page_sizes
from gen_desktop.ui import theme
from gen_desktop.ui.job_runner import JobRunner
from gen_desktop.ui.reports import page_layout
from gen_desktop.ui.reports.page_images import Key, PageImages
from gen_desktop.ui.reports.page_layout import MARGIN, WIDTH, Place, Zoom

LINE_STEP = 48
HIT_STRENGTH = (0.22, 0.3)
"""How strongly a place found is colored, and the present one."""
VEIL = 0.55
"""How much of the pages is hidden while newer ones are being made."""


OUTLINE_STRENGTH = 0.55
"""How strongly what the mouse is over is outlined."""

Part = tuple[int, tuple[float, float, float, float]]
"""A page, and a part of it told as parts of its size."""


class PagesView(QAbstractScrollArea):
    """``moved()`` when another page or another zoom is shown. Only visible pages are drawn, and the next."""

    moved = Signal()

    def __init__(self, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.images = PageImages(jobs, self)
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._places: tuple[Place, ...] = ()
        self._zoom: Zoom = WIDTH
        self._page = 0
        self._hits: Sequence[TextHit] = ()
        self._hit: TextHit | None = None
        self._outline: Part | None = None
        self._chosen: Part | None = None
        self._is_stale = False
        self._ring = False
        self._asking = QTimer(self)
        self._asking.setSingleShot(True)
        self._asking.setInterval(0)
        self._asking.timeout.connect(self._ask)
        self.images.arrived.connect(lambda _page: self.viewport().update())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName("Aperçu du rapport")
        self.verticalScrollBar().setSingleStep(LINE_STEP)
        self.horizontalScrollBar().setSingleStep(LINE_STEP)

    @property
    def page_count(self) -> int:
        """Pages of the document."""
        return len(self._sizes)

    @property
    def page(self) -> int:
        """The page most in view, from 0."""
        return self._page

    @property
    def zoom(self) -> Zoom:
        """What was asked for."""
        return self._zoom

    @property
    def scale(self) -> float:
        """The scale of the page in view: 1.0 as on paper."""
        return self._places[self._page].scale if self._places else 1.0

    def set_document(self, pdf: bytes) -> None:
        """Show a document, at the same place if another was shown."""
        self._sizes = page_sizes(pdf)
        self.images.set_document(pdf)
        self._is_stale = False
        self._lay_out()

    def set_stale(self, stale: bool) -> None:
        """Veil the pages: what they show is being made again."""
        self._is_stale = stale
        self.viewport().update()

    def set_zoom(self, zoom: Zoom) -> None:
        """Another size; what is read stays in view."""
        index, place = self._page, self._places[self._page] if self._places else None
        top = self.verticalScrollBar().value()
        part = (top - place.y) / place.height if place is not None else 0.0
        self._zoom = zoom
        self._lay_out()
        if place is not None:
            new = self._places[index]
            self.verticalScrollBar().setValue(round(new.y + part * new.height))
            self._note_page()
        self.moved.emit()

    def zoom_in(self) -> None:
        """One step larger."""
        self.set_zoom(page_layout.next_step(self.scale, larger=True))

    def zoom_out(self) -> None:
        """One step smaller."""
        self.set_zoom(page_layout.next_step(self.scale, larger=False))

    def go_to_page(self, index: int) -> None:
        """The top of that page."""
        if 0 <= index < len(self._places):
            self.verticalScrollBar().setValue(self._places[index].y - MARGIN)

    def set_hits(self, hits: Sequence[TextHit], current: TextHit | None) -> None:
        """Mark the places found; the present one is brought into view."""
        self._hits, self._hit = hits, current
        if current is not None and current.boxes and current.page < len(self._places):
            self._reveal(page_layout.box_in(self._places[current.page], current.boxes[0]))
        self.viewport().update()

    def set_outline(self, part: Part | None) -> None:
        """Outline softly what the mouse is over."""
        if part != self._outline:
            self._outline = part
            self.viewport().update()

    def set_chosen(self, part: Part | None) -> None:
        """Outline what the keyboard is on, and bring it into view."""
        self._chosen = part
        if part is not None:
            self._reveal(page_layout.box_in(self._places[part[0]], part[1]))
        self.viewport().update()

    def pages_in_view(self) -> list[int]:
        """The pages of which something is in view."""
        return [index for index, _ in self._visible()]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar, key = self.verticalScrollBar(), Qt.Key(event.key())
        height = self.viewport().height()
        if key in (Qt.Key.Key_PageDown, Qt.Key.Key_Space):
            bar.setValue(page_layout.step_down(self._places, bar.value(), height))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_Backspace):
            bar.setValue(page_layout.step_up(self._places, bar.value(), height))
        elif key == Qt.Key.Key_Home:
            bar.setValue(bar.minimum())
        elif key == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                self.zoom_in() if event.angleDelta().y() > 0 else self.zoom_out()
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        index = self._page
        begins = bool(self._places) and self.verticalScrollBar().value() <= self._places[index].y
        self._lay_out()
        if begins and index:
            self.go_to_page(index)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.viewport().update()
        return super().viewportEvent(event)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self._note_page()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for index, box in self._visible():
            painter.fillRect(box, look.color("paper"))
            image = self.images.image(self._key(index))
            if image is not None:
                painter.drawImage(box, image)
            self._mark_hits(painter, index)
            self._mark_parts(painter, index)
            if self._is_stale:
                painter.setOpacity(VEIL)
                painter.fillRect(box, look.color("desk"))
                painter.setOpacity(1)
            painter.setPen(QPen(look.color("scroll" if look.is_dark else "line"), 1))
            painter.drawRect(box.adjusted(-1, -1, 0, 0))
        if self._ring:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(look.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            edge = self.viewport().rect().adjusted(1, 1, -2, -2)
            painter.drawRoundedRect(edge, theme.CARD_RADIUS, theme.CARD_RADIUS)
        self._asking.start()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_ring(event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_ring(False)

    def _show_ring(self, shown: bool) -> None:
        """Who comes by the keyboard must see where the keys go."""
        self._ring = shown
        self.viewport().update()

    def box_in_view(self, page: int, part: tuple[float, float, float, float]) -> QRect:
        """Where a part of a page, told as parts of its size, stands in the viewport."""
        left, top = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        x, y, right, bottom = page_layout.box_in(self._places[page], part)
        return QRect(x - left, y - top, right - x, bottom - y)

    def _reveal(self, box: tuple[int, int, int, int]) -> None:
        """Scroll as far as needed to see it with some room around."""
        size = self.viewport().size()
        for bar, first, last, shown in (
            (self.verticalScrollBar(), box[1], box[3], size.height()),
            (self.horizontalScrollBar(), box[0], box[2], size.width()),
        ):
            if first < bar.value() + LINE_STEP or last > bar.value() + shown - LINE_STEP:
                bar.setValue((first + last - shown) // 2)

    def _mark_hits(self, painter: QPainter, page: int) -> None:
        color = theme.current().color("attention_fill")
        for hit in self._hits:
            if hit.page != page:
                continue
            color.setAlphaF(HIT_STRENGTH[hit is self._hit])
            for part in hit.boxes:
                box = self.box_in_view(page, part).adjusted(-1, -1, 1, 1)
                painter.fillRect(box, color)
                if hit is self._hit:  # told by more than a darker color
                    painter.setPen(QPen(theme.current().color("attention_fill"), 2))
                    painter.drawRect(box.adjusted(-1, -1, 0, 0))

    def _mark_parts(self, painter: QPainter, page: int) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for part, strength, width in ((self._outline, OUTLINE_STRENGTH, 1), (self._chosen, 1.0, 2)):
            if part is not None and part[0] == page:
                color = theme.current().color("accent")
                color.setAlphaF(strength)
                painter.setPen(QPen(color, width))
                painter.drawRoundedRect(self.box_in_view(*part).adjusted(-2, -1, 2, 1), 3, 3)

    def _lay_out(self) -> None:
        size = self.viewport().size()
        self._places = page_layout.places(self._sizes, self._zoom, size.width(), size.height())
        bottom = self._places[-1].bottom + MARGIN if self._places else 0
        across = max((place.x + place.width + MARGIN for place in self._places), default=0)
        for bar, whole, shown in (
            (self.verticalScrollBar(), bottom, size.height()),
            (self.horizontalScrollBar(), across, size.width()),
        ):
            bar.setPageStep(shown)
            bar.setRange(0, max(whole - shown, 0))
        self._note_page(force=True)
        self.viewport().update()

    def _note_page(self, *, force: bool = False) -> None:
        middle = self.verticalScrollBar().value() + self.viewport().height() // 3
        page = page_layout.page_at(self._places, middle)
        if page != self._page or force:
            self._page = page
            self.setAccessibleName(f"Aperçu du rapport, page {page + 1} sur {max(self.page_count, 1)}")
            self.moved.emit()

    def _visible(self) -> list[tuple[int, QRect]]:
        """The pages in view, and where."""
        left, top = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        view = self.viewport().rect()
        boxes = [QRect(place.x - left, place.y - top, place.width, place.height) for place in self._places]
        return [(index, box) for index, box in enumerate(boxes) if box.intersects(view)]

    def _key(self, index: int) -> Key:
        place, ratio = self._places[index], self.devicePixelRatioF()
        return index, max(round(place.width * ratio), 1), max(round(place.height * ratio), 1)

    def _ask(self) -> None:
        if not self._places or not self.isVisible():
            return
        shown = [index for index, _ in self._visible()]
        after = [index for index in (max(shown, default=-1) + 1,) if index < len(self._places)]
        self.images.ask(self._key(index) for index in (*shown, *after))
