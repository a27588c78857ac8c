"""A small form in a dialog: what is decided in a moment, about one thing."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from gen_desktop.ui import actions
from gen_desktop.ui.widgets.basics import button, label
from gen_desktop.ui.widgets.form import FormRows

WIDTH = 560


class EditDialog(QDialog):
    """A title, rows, and « Enregistrer », which checks them first."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(WIDTH)
        self.form = FormRows(label_width=200)
        self.save_button = button("Enregistrer", self._take, kind="primary")
        self._foot = QHBoxLayout()
        self._foot.addStretch(1)
        self._foot.addWidget(button("Annuler", self.reject))
        self._foot.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(label(title, "name", wrap=True))
        layout.addWidget(self.form)
        layout.addLayout(self._foot)
        self.save_button.setDefault(True)
        actions.make(self, "save", self._take)

    def add_to_foot(self, widget: QWidget) -> None:
        """At the left of the foot: what else can be decided here."""
        self._foot.insertWidget(0, widget)

    def _take(self) -> None:
        if self.form.check_all():
            self.accept()
