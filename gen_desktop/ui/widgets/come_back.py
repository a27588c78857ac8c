"""The quiet line above a form whose words are those of another time: they were typed and never saved."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from gen_desktop.french import NBSP
from gen_desktop.ui.widgets.basics import button
from gen_desktop.ui.widgets.card import Notice

HERE_AGAIN = f"Ce que vous aviez saisi ici n’était pas enregistré{NBSP}: le voici."
SAVED_SINCE = f"Ce qui est enregistré a changé depuis{NBSP}: relisez avant d’enregistrer."
_DOWN, _BESIDE = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
FORGET = "Effacer cette saisie"


class ComeBack(QWidget):
    """Hidden until ``say``. ``forgotten()``: what is saved is wanted, and not what was typed."""

    forgotten = Signal()

    def __init__(self, parent: QWidget | None = None, *, is_narrow: bool = False) -> None:
        """``is_narrow``: the way to erase is under the words."""
        super().__init__(parent)
        self._notice = Notice("neutral", HERE_AGAIN)
        layout = QBoxLayout(_DOWN if is_narrow else _BESIDE, self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 if is_narrow else 8)
        layout.addWidget(self._notice, 1)
        layout.addWidget(button(FORGET, self._forget, kind="link"), 0, Qt.AlignmentFlag.AlignRight)
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
