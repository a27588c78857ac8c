"""What was done to a record, gesture by gesture, in words: wherever a history is read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.queries.history import Told
from gen_desktop.ui.widgets.basics import clear, column, label


def moment(at: datetime) -> str:
    """« 26/11/2026 à 9 h 12 », by the clock of this computer."""
    here = at.astimezone()
    return f"{french.short_date(here.date())} à {french.clock(here.time())}"


class ToldList(QWidget):
    """Every gesture: its name, when, who, and each value before and after."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(10)

    def show_told(self, gestures: Iterable[Told]) -> None:
        """Fill with these gestures, the latest first."""
        clear(self._layout)
        entries = [_entry(gesture) for gesture in gestures]
        for entry in entries or [label("Rien n’est encore noté.", "secondary")]:
            self._layout.addWidget(entry)


def _entry(gesture: Told) -> QWidget:
    said = gesture.name + (" (annulé depuis)" if gesture.undone else "")
    lines = [
        label(said, "strong", wrap=True, selectable=True),
        label(f"{moment(gesture.at)}, {gesture.author}", "small"),
    ]
    record = ""
    for one in gesture.lines:
        if one.record != record:
            record = one.record
            lines.append(label(record, wrap=True))
        changed = f"{one.field}\u00a0: {one.before} → {one.after}"
        lines.append(label(changed, "secondary", wrap=True, selectable=True))
    return column(*lines)
