"""The quiet line above a form whose words are those of another time: they were typed and never saved."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gen_desktop.french import NBSP
from gen_desktop.ui.widgets.basics import button
from gen_desktop.ui.widgets.card import Notice

HERE_AGAIN = f"Ce que vous aviez saisi ici n’était pas enregistré{NBSP}: le voici."
SAVED_SINCE = f"Ce qui est enregistré a changé depuis{NBSP}: relisez avant d’enregistrer."
FORGET = "Effacer cette saisie"


class ComeBack(QWidget):
    """Hidden until ``say``. ``forgotten()``: what is saved is wanted, and not what was typed."""

    forgotten = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notice = Notice("neutral", HERE_AGAIN)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._notice, 1)
        row.addWidget(button(FORGET, self._forget, kind="link"))
        self.hide()

    def say(self, *, is_changed: bool) -> None:
        """Tell that it is back; ``is_changed``: what was saved is no longer what it was typed over."""
        self._notice.set(
            "attention" if is_changed else "neutral", HERE_AGAIN, SAVED_SINCE if is_changed else ""
        )
        self.show()

    def _forget(self) -> None:
        self.hide()
        self.forgotten.emit()
