"""A row of the list in full: what changes, what is wrong, what deserves a look."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from gen_desktop.importing.plan import Level, Note, PlanRow
from gen_desktop.importing.repairs import ColumnRepair
from gen_desktop.ui.imports import words
from gen_desktop.ui.theme import Tone
from gen_desktop.ui.widgets.badge import Badge
from gen_desktop.ui.widgets.basics import ElidedLabel, label, line, scrolled
from gen_desktop.ui.widgets.card import Notice
from gen_desktop.ui.widgets.empty_state import EmptyState

MARGIN = 16
_TONES: dict[Level, Tone] = {
    Level.ERROR: "wrong",
    Level.REFUSED: "attention",
    Level.WARNING: "attention",
    Level.NOTICE: "accent",
}
_NOTHING = "Choisissez une ligne pour lire ici tout ce qui la concerne."


class RowPanel(QFrame):
    """Beside the lists of the preview."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._shown: QWidget = QWidget(self)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(1, 1, 1, 1)
        self._outer.addWidget(self._shown)
        self.show_row(None)

    def show_row(self, row: PlanRow | None, repairs: Sequence[ColumnRepair] = ()) -> None:
        """That row, with what was mended in it (``repairs``: those of the list); None asks for one."""
        if row is None:
            self._show(EmptyState(_NOTHING))
            return
        inner, layout = _column()
        head = QHBoxLayout()
        head.addWidget(ElidedLabel(row.what or "Personne sans nom", "name"), 1)
        head.addWidget(Badge(*words.STATE_BADGES[row.state], parent=inner), 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(head)
        layout.addWidget(label(f"Ligne {row.number}", "secondary"))
        for note in row.notes:
            layout.addWidget(_notice(note))
        if row.details:
            layout.addWidget(line())
            for detail in row.details:
                layout.addWidget(label(detail, wrap=True, selectable=True))
        elif not row.notes:
            layout.addWidget(label(f"{words.changes(row)}.", "secondary", wrap=True))
        if mended := words.row_repairs(row, repairs):
            layout.addWidget(line())
            layout.addWidget(label(mended, "secondary", wrap=True))
        layout.addStretch(1)
        self._show(scrolled(inner))

    def show_note(self, note: Note) -> None:
        """Something about the whole list."""
        inner, layout = _column()
        layout.addWidget(label(words.WHOLE_LIST, "name"))
        layout.addWidget(_notice(note))
        layout.addStretch(1)
        self._show(scrolled(inner))

    def _show(self, widget: QWidget) -> None:
        old, self._shown = self._shown, widget
        self._outer.replaceWidget(old, widget)
        old.hide()
        old.deleteLater()


def _column() -> tuple[QWidget, QVBoxLayout]:
    inner = QWidget()
    layout = QVBoxLayout(inner)
    layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
    layout.setSpacing(8)
    return inner, layout


def _notice(note: Note) -> Notice:
    tone = _TONES[note.level]
    place = words.note_place(note)
    text = words.note_text(note)
    return Notice(tone, place, text) if place else Notice(tone, text)
