"""Beside the scope: which page is shown, at which size, and the printer."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from gen_desktop import french
from gen_desktop.ui.actions import keys_text
from gen_desktop.ui.reports.page_layout import PAGE, WIDTH, Zoom
from gen_desktop.ui.widgets.basics import button, label

SCALES = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)


class ViewerBar(QWidget):
    """``zoomed(zoom)`` when a size is chosen; ``larger``, ``smaller`` and ``print_wanted``."""

    zoomed = Signal(object)
    larger = Signal()
    smaller = Signal()
    print_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages = label("", "secondary")
        self.out = button("−", self.smaller.emit, tooltip=f"Réduire la page ({keys_text('zoom_out')})")
        self.into = button("+", self.larger.emit, tooltip=f"Agrandir la page ({keys_text('zoom_in')})")
        self.size_button = button("", tooltip="Taille de la page")
        self.print_button = button("Imprimer", self.print_wanted.emit, tooltip=keys_text("print"))
        for name, made in (("Réduire la page", self.out), ("Agrandir la page", self.into)):
            made.setFixedWidth(36)
            made.setAccessibleName(name)
        self.size_button.setFixedWidth(70)
        self.size_button.setMenu(self._menu())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self.pages, self.out, self.size_button, self.into, self.print_button):
            layout.addWidget(widget)

    def show_place(self, page: int, pages: int, scale: float) -> None:
        """Say where we are: the page from 0, how many there are, its scale."""
        self.pages.setText(f"page {page + 1} sur {pages}" if pages else "")
        percent = french.percent(100 * scale, 0)
        self.size_button.setText(percent)
        self.size_button.setAccessibleName(f"Taille de la page\u00a0: {percent}")
        for widget in (self.out, self.size_button, self.into):
            widget.setEnabled(pages > 0)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for text, zoom in (("Largeur de la page", WIDTH), ("Page entière", PAGE)):
            self._add(menu, text, zoom)
        menu.addSeparator()
        for scale in SCALES:
            self._add(menu, french.percent(100 * scale, 0), scale)
        return menu

    def _add(self, menu: QMenu, text: str, zoom: Zoom) -> None:
        menu.addAction(text).triggered.connect(lambda _checked=False: self.zoomed.emit(zoom))
