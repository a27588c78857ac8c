"""A small form in a dialog: what is decided in a moment, about one thing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gen_desktop.changes import Change
from gen_desktop.errors import AppError, InvalidInput
from gen_desktop.ui import actions, dialogs
from gen_desktop.ui.typing_dialog import TypingDialog
from gen_desktop.ui.widgets.basics import button, label
from gen_desktop.ui.widgets.form import FormRows

WIDTH = 560


class EditDialog(TypingDialog):
    """A title, rows, and « Enregistrer », which checks them, then writes while they are still shown.

    ``change``: what was written, None when nothing was.
    """

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(title, parent)
        self.change: Change | None = None
        self.setMinimumWidth(WIDTH)
        self.form = FormRows(label_width=200)
        self.save_button = button("Enregistrer", self.save, kind="primary")
        self._foot = QHBoxLayout()
        self._foot.addStretch(1)
        self._foot.addWidget(button("Annuler", self.reject))
        self._foot.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(label(title, "name", wrap=True))
        layout.addWidget(self.come_back)
        layout.addWidget(self.form)
        layout.addLayout(self._foot)
        self.save_button.setDefault(True)
        actions.make(self, "save", self.save)

    def sizeHint(self) -> QSize:
        """As wide as it will be: a height told for a narrower one would leave a gap around the title."""
        return super().sizeHint().expandedTo(QSize(WIDTH, 0))

    def write(self) -> Change | None:
        """Write what is typed. Raises AppError; None when whoever asked does it, later."""
        return None

    def held(self) -> dict[str, Any]:
        return self.form.held()

    def put_back(self, typed: Mapping[str, Any]) -> None:
        self.form.put_back(typed)

    def add_to_foot(self, widget: QWidget) -> None:
        """At the left of the foot: what else can be decided here."""
        self._foot.insertWidget(0, widget)

    def save(self) -> None:
        """Check, write, close; what cannot be saved is said, and stays here."""
        if not self.form.check_all():
            return
        try:
            self.change = self.write()
        except AppError as error:
            self.refuse(error)
        else:
            self.accept()

    def refuse(self, error: Exception) -> None:
        """Say why it could not be written: under the fields that are wrong, else in a dialog."""
        sentences = self.form.show_problems(error) if isinstance(error, InvalidInput) else []
        if sentences:
            dialogs.warn(self, "\n".join(sentences))
        elif not isinstance(error, InvalidInput):
            dialogs.show_error(self, error)
