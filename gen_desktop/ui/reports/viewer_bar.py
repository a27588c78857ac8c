"""Beside the scope: which page is shown, at which size, and the printer."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractSpinBox, QHBoxLayout, QMenu, QSpinBox, QWidget

from gen_desktop import french
from gen_desktop.ui.actions import keys_text
from gen_desktop.ui.reports.page_layout import PAGE, WIDTH, Zoom
from gen_desktop.ui.widgets.basics import button, icon_button, label

SCALES = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)


class ViewerBar(QWidget):
    """``zoomed(zoom)`` when a size is chosen, ``page_wanted(page)``, from 0, when a page is."""

    page_wanted = Signal(int)
    find_wanted = Signal()
    zoomed = Signal(object)
    larger = Signal()
    smaller = Signal()
    print_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page_count = 0
        self.page_field = _page_field()
        self.pages = label("", "secondary")
        self.find_button = icon_button(
            "search", f"Chercher dans le rapport ({keys_text('filter')})", self.find_wanted.emit
        )
        self.out = button("−", self.smaller.emit, tooltip=f"Réduire la page ({keys_text('zoom_out')})")
        self.into = button("+", self.larger.emit, tooltip=f"Agrandir la page ({keys_text('zoom_in')})")
        self.size_button = button("", tooltip="Taille de la page")
        self.print_button = button("Imprimer", self.print_wanted.emit, tooltip=keys_text("print"))
        for name, made in (("Réduire la page", self.out), ("Agrandir la page", self.into)):
            made.setFixedWidth(32)
            made.setAccessibleName(name)
        self.size_button.setFixedWidth(62)
        self.size_button.setMenu(self._menu())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (
            self.page_field,
            self.pages,
            self.find_button,
            self.out,
            self.size_button,
            self.into,
            self.print_button,
        ):
            layout.addWidget(widget)
        self.page_field.valueChanged.connect(self._on_page)

    def type_page(self) -> None:
        """Ready for the number of a page."""
        self.page_field.setFocus()
        self.page_field.selectAll()

    def show_place(self, page: int, pages: int, scale: float) -> None:
        """Say where we are: the page from 0, how many there are, its scale."""
        self.page_field.blockSignals(True)
        self._page_count = pages
        self.page_field.setValue(page + 1)
        self.page_field.blockSignals(False)
        self.pages.setText(f"sur {pages}" if pages else "")
        percent = french.percent(100 * scale, 0)
        self.size_button.setText(percent)
        self.size_button.setAccessibleName(f"Taille de la page\u00a0: {percent}")
        for widget in (self.page_field, self.find_button, self.out, self.size_button, self.into):
            widget.setEnabled(pages > 0)

    def _on_page(self, number: int) -> None:
        page = min(number, self._page_count)
        self.page_field.setValue(page)
        self.page_wanted.emit(page - 1)

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


def _page_field() -> QSpinBox:
    """The page in view; a number typed there is gone to at Enter, beyond the last page the last one."""
    made = QSpinBox()
    made.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
    made.setKeyboardTracking(False)
    made.setRange(1, 9999)  # whatever the document: typing « 40 » of 13 pages must not lead to the fourth
    made.setAlignment(Qt.AlignmentFlag.AlignRight)
    made.setPrefix("page ")
    made.setFixedWidth(72)
    made.setAccessibleName("Page")
    made.setToolTip(f"Aller à la page ({keys_text('go_to_page')})")
    return made
