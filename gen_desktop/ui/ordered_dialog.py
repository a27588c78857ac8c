"""A list put in order by hand in a dialog: added to, renamed, moved, taken from, then written at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gen_desktop.changes import Change
from gen_desktop.errors import AppError
from gen_desktop.ui import actions
from gen_desktop.ui.typing_dialog import TypingDialog
from gen_desktop.ui.widgets.basics import button, label
from gen_desktop.ui.widgets.card import Notice

KEYS = "F2 renomme, Suppr retire."


LIST = "list"


class OrderedDialog(TypingDialog):
    """``view`` shows the list, which subclasses fill and change.

    What cannot be written is said above, and the dialog stays open. ``change``: what was written, else None.
    """

    def __init__(
        self, title: str, heading: str, told: str, view: QAbstractItemView, parent: QWidget | None
    ) -> None:
        super().__init__(title, parent)
        self.title = heading
        self.change: Change | None = None
        self._view = view
        self._notice = Notice("wrong", "")
        self._notice.hide()
        self.add_button = button("Ajouter", self.add, icon="plus")
        self._lay_out(heading, f"{told} {KEYS}")
        actions.make(self, "save", self.accept)

    def add(self) -> None:
        """One more, to be named at once."""
        raise NotImplementedError

    def shift(self, by: int) -> None:
        """Put the one selected higher or lower."""
        raise NotImplementedError

    def take_away(self) -> None:
        """Out of the list the one selected."""
        raise NotImplementedError

    def lines(self) -> Any:
        """The list as it is now, as JSON can hold it."""
        raise NotImplementedError

    def show_lines(self, lines: Any) -> None:
        """Show the list that ``lines`` gave, in the place of what is shown."""
        raise NotImplementedError

    def write(self) -> Change | None:
        """Write the list; None keeps the dialog open. Raises AppError."""
        raise NotImplementedError

    def held(self) -> dict[str, Any]:
        return {LIST: self.lines()}

    def put_back(self, typed: Mapping[str, Any]) -> None:
        self.show_lines(typed[LIST])

    def accept(self) -> None:
        self._view.setFocus()  # a name still being typed is part of the list
        try:
            self.change = self.write()
        except AppError as error:
            self.say("wrong", str(error))
            return
        if self.change is not None:
            super().accept()

    def being_typed(self) -> str | None:
        """The name that is being typed in the line where the cursor is; None when none is."""
        editors = self._view.viewport().findChildren(QLineEdit)
        return next((one.text() for one in editors if one.isVisible()), None)

    def say(self, tone: Any, sentence: str) -> None:
        """A sentence above the list."""
        self._notice.set(tone, sentence)
        self._notice.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self._view.hasFocus():
            self.take_away()
        else:
            super().keyPressEvent(event)

    def _lay_out(self, heading: str, told: str) -> None:
        side = QVBoxLayout()
        side.setSpacing(8)
        side.addWidget(self.add_button)
        side.addWidget(button("Monter", lambda: self.shift(-1), icon="chevron-up"))
        side.addWidget(button("Descendre", lambda: self.shift(1), icon="chevron-down"))
        side.addWidget(button("Retirer", self.take_away, icon="x", tooltip="Suppr"))
        side.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self._view, 1)
        middle.addLayout(side)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button("Annuler", self.reject))
        foot.addWidget(button("Enregistrer", self.accept, kind="primary", tooltip=actions.keys_text("save")))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(label(heading, "name", wrap=True))
        layout.addWidget(label(told, "secondary", wrap=True))
        layout.addWidget(self.come_back)
        layout.addWidget(self._notice)
        layout.addLayout(middle)
        layout.addLayout(foot)
