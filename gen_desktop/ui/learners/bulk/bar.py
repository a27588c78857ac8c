"""Under the list, once several people are chosen: how many, and what can be done to all of them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.ui.widgets.basics import ElidedLabel, button, icon_button, set_refusal

SEVERAL = 2


class SelectionBar(QFrame):
    """Shown from two people on."""

    edit_asked = Signal()
    enroll_asked = Signal()
    compare_asked = Signal()
    print_asked = Signal()
    export_asked = Signal()
    copy_asked = Signal()
    all_asked = Signal()
    none_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "selection")
        self.count = ElidedLabel("", "strong")
        self.everybody = button("Tout choisir", self.all_asked.emit, kind="link", tooltip="Ctrl A")
        self.edit = button("Modifier…", self.edit_asked.emit)
        self.enroll = button("Inscrire…", self.enroll_asked.emit)
        self.compare = button("Comparer…", self.compare_asked.emit, tooltip="Une même personne\u202f?")
        self.print = icon_button(
            "printer", "Imprimer la liste de ces personnes (Ctrl P)", self.print_asked.emit
        )
        self.export = icon_button("download", "Exporter ces personnes (Ctrl E)", self.export_asked.emit)
        self.copy = icon_button("copy", "Copier vers un tableur (Ctrl C)", self.copy_asked.emit)
        self.none = icon_button("x", "Ne plus choisir qu’une personne (Échap)", self.none_asked.emit)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 8, 6)
        layout.setSpacing(8)
        layout.addWidget(self.count, 1)
        for widget in (self.everybody, self.edit, self.enroll, self.compare):
            layout.addWidget(widget)
        for widget in (self.print, self.export, self.copy, self.none):
            layout.addWidget(widget)
        self.hide()

    def show_count(self, chosen: int, listed: int) -> None:
        """How many people are chosen, of how many listed."""
        self.setVisible(chosen >= SEVERAL)
        everybody = " (toute la liste)" if chosen == listed else ""
        self.count.set_text(f"{french.plural(chosen, 'personne choisie', 'personnes choisies')}{everybody}")
        self.everybody.setVisible(chosen < listed)
        self.compare.setVisible(chosen == SEVERAL)

    def show_rights(self, edit: str, enroll: str) -> None:
        """What keeps whoever works here from changing or enrolling; '' for nothing."""
        set_refusal(self.edit, edit)
        set_refusal(self.enroll, enroll)
