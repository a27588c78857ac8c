"""The scan of a sheet: its pages, turned and enlarged."""

from __future__ import annotations

from functools import partial

import pypdfium2
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap, QResizeEvent, QTransform
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from gen_desktop.jobs import Job
from gen_desktop.models.paper_formats import PDF, Format
from gen_desktop.reports.pixels import page_sizes
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.paper_preview import preview
from gen_desktop.ui.widgets.basics import icon_button, label

_DRAWN = QSize(2000, 2000)
"""Real pixels of a page, at most: enough to read a signature twice as large as on paper."""
_ZOOMS = (1.0, 1.5, 2.0, 3.0)
_UNSEEN = "Cette page ne peut pas être montrée ici."


class ScanView(QWidget):
    """As wide as its place at first. Drawn off the GUI thread."""

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._scan: tuple[bytes, Format] | None = None
        self._image: QImage | None = None
        self._page = self._pages = self._turns = self._zoom = 0
        self._shown = QLabel()
        self._shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._area = QScrollArea()
        self._area.setWidget(self._shown)
        self._area.setWidgetResizable(True)
        self._area.setAccessibleName("Feuille numérisée")
        self._number = label("", "secondary")
        self._previous = icon_button("chevron-left", "Page précédente", partial(self._go, -1))
        self._next = icon_button("chevron-right", "Page suivante", partial(self._go, 1))
        bar = QHBoxLayout()
        bar.setSpacing(4)
        for widget in (self._previous, self._number, self._next):
            bar.addWidget(widget)
        bar.addStretch(1)
        bar.addWidget(icon_button("redo", "Tourner la page d’un quart de tour", self.turn))
        bar.addWidget(icon_button("zoom-out", "Réduire la page", partial(self._enlarge, -1)))
        bar.addWidget(icon_button("zoom-in", "Agrandir la page", partial(self._enlarge, 1)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(bar)
        layout.addWidget(self._area, 1)

    def show_scan(self, data: bytes, form: Format) -> None:
        """Show the first page."""
        self._scan, self._image = (data, form), None
        self._page = self._turns = self._zoom = 0
        try:
            self._pages = len(page_sizes(data)) if form == PDF else 1
        except pypdfium2.PdfiumError:  # what another reader opens
            self._pages = 1
        self._draw()

    def turn(self) -> None:
        """A quarter of a turn to the right."""
        self._turns = (self._turns + 1) % 4
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _go(self, step: int) -> None:
        self._page = max(0, min(self._page + step, self._pages - 1))
        self._draw()

    def _enlarge(self, step: int) -> None:
        self._zoom = max(0, min(self._zoom + step, len(_ZOOMS) - 1))
        self._fit()

    def _draw(self) -> None:
        if self._scan is None:
            return
        data, form = self._scan
        page = self._page
        self._number.setText(f"Page {page + 1} sur {self._pages}")
        self._previous.setEnabled(page > 0)
        self._next.setEnabled(page + 1 < self._pages)

        def work(_job: Job) -> QImage | None:
            return preview(data, form, _DRAWN, page)

        self._ctx.jobs.read_latest("sheets.page", work, self._on_drawn)

    def _on_drawn(self, image: QImage | None) -> None:
        self._image = image
        self._fit()

    def _fit(self) -> None:
        if self._scan is None:
            return
        if self._image is None:
            self._shown.setPixmap(QPixmap())
            self._shown.setText(_UNSEEN if self._pages else "")
            return
        ratio = self.devicePixelRatioF()
        turned = self._image.transformed(QTransform().rotate(90 * self._turns))
        width = int((self._area.viewport().width() - 2) * ratio * _ZOOMS[self._zoom])
        smooth = Qt.TransformationMode.SmoothTransformation
        pixmap = QPixmap.fromImage(turned.scaledToWidth(max(1, width), smooth))
        pixmap.setDevicePixelRatio(ratio)
        self._shown.setPixmap(pixmap)
