"""The last row of the grid: where the signed sheet of each half-day stands."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter

from gen_desktop.models.sheet_rules import SheetState, SheetStatus
from gen_desktop.ui import theme
from gen_desktop.ui.theme import Tone

TITLE = "Feuille"
_HEIGHT, _SIDES, _NARROW_SIDES = 18, 8, 4
_WORDS: dict[SheetStatus, tuple[str, Tone]] = {
    SheetStatus.EMPTY: ("vide", "neutral"),
    SheetStatus.INCOMPLETE: ("à noter", "neutral"),
    SheetStatus.TO_FILE: ("à scanner", "attention"),
    SheetStatus.SIGNED: ("signée", "good"),
    SheetStatus.DEFECT: ("défaut", "wrong"),
}
"""What is not held yet, or needs no signature, shows nothing."""
_NARROW_WORDS = {SheetStatus.INCOMPLETE: "noter", SheetStatus.TO_FILE: "scan"}
"""Where a month leaves less room: the others are short enough."""


def short_words(state: SheetState | None) -> str:
    """« signée », « à scanner »; '' where nothing is to be said."""
    return _WORDS[state.status][0] if state is not None and state.status in _WORDS else ""


def paint_sheet(painter: QPainter, box: QRect, state: SheetState | None, *, small: bool) -> None:
    """A word on its tint; ``small``: a shorter one, in the columns of a month."""
    if state is None or state.status not in _WORDS:
        return
    word, tone = _WORDS[state.status]
    sides = _SIDES
    if small:
        word, sides = _NARROW_WORDS.get(state.status, word), _NARROW_SIDES
    color, tint = theme.current().tone(tone)
    font = theme.font(theme.SMALL_PX, QFont.Weight.Medium)
    width = min(QFontMetrics(font).horizontalAdvance(word) + 2 * sides, box.width() - 2)
    inner = QRect(0, 0, width, _HEIGHT)
    inner.moveCenter(box.center())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tint)
    painter.drawRoundedRect(inner, _HEIGHT / 2, _HEIGHT / 2)
    painter.setFont(font)
    painter.setPen(color)
    painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, word)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
