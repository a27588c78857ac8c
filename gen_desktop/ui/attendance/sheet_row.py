"""The last row of the grid: where the signed sheet of each half-day stands."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter

from gen_desktop.models.sheet_rules import SheetState, SheetStatus
from gen_desktop.ui import theme
from gen_desktop.ui.theme import Tone

TITLE = "Feuille"
_HEIGHT, _SIDES, _DOT = 18, 8, 9
_WORDS: dict[SheetStatus, tuple[str, Tone]] = {
    SheetStatus.EMPTY: ("vide", "neutral"),
    SheetStatus.INCOMPLETE: ("à noter", "neutral"),
    SheetStatus.TO_FILE: ("à scanner", "attention"),
    SheetStatus.SIGNED: ("signée", "good"),
    SheetStatus.DEFECT: ("défaut", "wrong"),
}
"""What is not held yet, or needs no signature, shows nothing."""


def short_words(state: SheetState | None) -> str:
    """« signée », « à scanner »; '' where nothing is to be said."""
    return _WORDS[state.status][0] if state is not None and state.status in _WORDS else ""


def paint_sheet(painter: QPainter, box: QRect, state: SheetState | None, *, small: bool) -> None:
    """A word on its tint; ``small``: a dot of its color, the word is then its tooltip."""
    if state is None or state.status not in _WORDS:
        return
    word, tone = _WORDS[state.status]
    color, tint = theme.current().tone(tone)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    if small:
        painter.setBrush(color)
        painter.drawEllipse(QRect(box.center().x() - _DOT // 2, box.center().y() - _DOT // 2, _DOT, _DOT))
    else:
        font = theme.font(theme.SMALL_PX, QFont.Weight.Medium)
        width = min(QFontMetrics(font).horizontalAdvance(word) + 2 * _SIDES, box.width() - 2)
        inner = QRect(0, 0, width, _HEIGHT)
        inner.moveCenter(box.center())
        painter.setBrush(tint)
        painter.drawRoundedRect(inner, _HEIGHT / 2, _HEIGHT / 2)
        painter.setFont(font)
        painter.setPen(color)
        painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, word)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
