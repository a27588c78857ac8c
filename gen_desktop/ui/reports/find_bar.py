"""Over the pages: the words to look for, how many places have them, the one before and the one after."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from gen_desktop import french
from gen_desktop.reports.page_text import MOST_HITS
from gen_desktop.ui.actions import keys_text
from gen_desktop.ui.reports.finder import Finder
from gen_desktop.ui.widgets.basics import icon_button, label


class FindBar(QFrame):
    """``edited(words)`` at each key, ``left`` when it was closed.

    Enter leads to the next place, Shift+Enter to the one before, Escape closes.
    """

    edited = Signal(str)
    left = Signal()

    def __init__(self, finder: Finder, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._finder = finder
        self.setProperty("role", "card")
        self.field = QLineEdit(self)
        self.field.setPlaceholderText("Chercher dans le rapport")
        self.field.setAccessibleName("Chercher dans le rapport")
        self.count = label("", "secondary")
        self.before = icon_button("chevron-up", f"Précédent ({keys_text('hit_previous')})", self._go_back)
        self.after = icon_button("chevron-down", f"Suivant ({keys_text('hit_next')})", self._go_on)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(8)
        layout.addWidget(self.field, 1)
        layout.addWidget(self.count)
        for made in (
            self.before,
            self.after,
            icon_button("x", "Fermer la recherche (Échap)", self.close_bar),
        ):
            layout.addWidget(made)
        self.field.textEdited.connect(self.edited)
        finder.changed.connect(self._show_count)
        self._show_count()
        self.hide()

    def open_bar(self) -> None:
        """Show it, ready to type other words."""
        self.show()
        self.field.setFocus()
        self.field.selectAll()
        self.edited.emit(self.field.text())

    def close_bar(self) -> None:
        """Nothing is looked for any more; the words stay for the next time."""
        self.left.emit()  # first: once hidden, the focus would have gone wherever Tab goes
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.close_bar()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._go_back() if back else self._go_on()
        else:
            super().keyPressEvent(event)

    def _go_on(self) -> None:
        self._finder.step(1)

    def _go_back(self) -> None:
        self._finder.step(-1)

    def _show_count(self) -> None:
        finder = self._finder
        for made in (self.before, self.after):
            made.setEnabled(len(finder.hits) > 1)
        if finder.hits:
            more = " premiers" if len(finder.hits) == MOST_HITS else ""
            self.count.setText(f"{finder.at + 1} sur {french.number(len(finder.hits))}{more}")
        elif finder.is_looking:
            self.count.setText("recherche…")
        else:
            self.count.setText("introuvable" if self.field.text().strip() else "")
        self.field.setAccessibleDescription(self.count.text())
