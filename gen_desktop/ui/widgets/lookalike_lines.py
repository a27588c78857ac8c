"""Under a name being typed: who in the file looks like that person, each with a link to her record."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.ui.widgets.basics import button, clear, column, label

if TYPE_CHECKING:
    from gen_desktop.importing.while_typed import Lookalike


class LookalikeLines(QWidget):
    """``opened(id)``: her record is asked for. Hidden while nobody looks alike; it stops nothing."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found: tuple[Lookalike, ...] = ()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 2, 0, 4)
        self._layout.setSpacing(4)
        self.hide()

    def show_people(self, found: Sequence[Lookalike]) -> None:
        """These people, the most alike first; none hides the lines."""
        if tuple(found) == self.found:
            return
        self.found = tuple(found)
        clear(self._layout)
        for one in self.found:
            self._layout.addWidget(self._line(one))
        self.setVisible(bool(self.found))

    def _line(self, one: Lookalike) -> QWidget:
        born = f", {french.born(one.sex)} le {french.short_date(one.birth_date)}" if one.birth_date else ""
        said = label(
            f"Déjà dans le fichier{french.NBSP}: {one.name}{born} ({one.reasons})", "secondary", wrap=True
        )
        link = button("Ouvrir la fiche", partial(self.opened.emit, one.id), kind="link")
        link.setAccessibleName(f"Ouvrir la fiche de {one.name}")
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(link)
        layout.addStretch(1)
        return column(said, row)
