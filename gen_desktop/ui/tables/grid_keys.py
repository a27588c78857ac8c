"""Keys that mean the same in every grid where one key fills a cell."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

CONFIRM = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})
ERASE = frozenset({Qt.Key.Key_Delete, Qt.Key.Key_Backspace})
MODIFIERS = frozenset(
    {
        *(Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta),
        *(Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_unknown),
    }
)
# A French keyboard gives its digits with Maj only: without it the same keys are taken for digits too.
_FRENCH_ROW = dict(zip("&é\"'(-è_çà", "1234567890", strict=True))


def digit_of(event: QKeyEvent) -> str:
    """The digit a key stands for, on French and other keyboards; '' when it is none."""
    text = event.text()
    if text and text in "0123456789":
        return text
    return _FRENCH_ROW.get(text, "")
