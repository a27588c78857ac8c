"""What a course asks for, in order: added, renamed, moved, taken away."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gen_desktop.changes import Change
from gen_desktop.errors import AppError
from gen_desktop.queries.applications import AskedFor
from gen_desktop.services.prerequisites import PrerequisiteInput
from gen_desktop.ui.widgets.basics import button, label
from gen_desktop.ui.widgets.card import Notice

WIDTH, LIST_HEIGHT = 460, 240
NEW = "Nouveau prérequis"
Save = Callable[[Sequence[PrerequisiteInput]], Change]


class PrerequisitesDialog(QDialog):
    """``save`` writes the list; what it refuses is said above, and the dialog stays open.

    ``change``: what was written, None when nothing was.
    """

    def __init__(
        self, course_title: str, asked: Sequence[AskedFor], save: Save, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Prérequis")
        self.change: Change | None = None
        self._save = save
        self._notice = Notice("wrong", "")
        self._notice.hide()
        self.list = QListWidget(self)
        self.list.setAccessibleName("Prérequis de la formation")
        self.list.setMinimumHeight(LIST_HEIGHT)
        for one in asked:
            self._append(one.name, one.prerequisite_id)
        self._lay_out(course_title)
        if asked:
            self.list.setCurrentRow(0)

    def add(self) -> None:
        """One more at the end, to be named at once."""
        item = self._append(NEW, None)
        self.list.setCurrentItem(item)
        self.list.editItem(item)

    def shift(self, by: int) -> None:
        """Put the one selected higher or lower."""
        at = self.list.currentRow()
        if 0 <= at + by < self.list.count() and at >= 0:
            item = self.list.takeItem(at)
            self.list.insertItem(at + by, item)
            self.list.setCurrentRow(at + by)

    def take_away(self) -> None:
        """Out of the list the one selected."""
        if (at := self.list.currentRow()) >= 0:
            self.list.takeItem(at)

    def wanted(self) -> list[PrerequisiteInput]:
        """The list as it is now."""
        items = [self.list.item(at) for at in range(self.list.count())]
        return [PrerequisiteInput(one.text(), one.data(Qt.ItemDataRole.UserRole)) for one in items]

    def accept(self) -> None:
        try:
            self.change = self._save(self.wanted())
        except AppError as error:
            self._notice.set("wrong", str(error))
            self._notice.show()
            return
        super().accept()

    def _append(self, name: str, prerequisite_id: int | None) -> QListWidgetItem:
        item = QListWidgetItem(name, self.list)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        item.setData(Qt.ItemDataRole.UserRole, prerequisite_id)
        return item

    def _lay_out(self, course_title: str) -> None:
        self.setMinimumWidth(WIDTH)
        side = QVBoxLayout()
        side.setSpacing(8)
        side.addWidget(button("Ajouter", self.add, icon="plus"))
        side.addWidget(button("Monter", lambda: self.shift(-1), icon="chevron-up"))
        side.addWidget(button("Descendre", lambda: self.shift(1), icon="chevron-down"))
        side.addWidget(button("Retirer", self.take_away, icon="x"))
        side.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self.list, 1)
        middle.addLayout(side)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button("Annuler", self.reject))
        foot.addWidget(button("Enregistrer", self.accept, kind="primary"))
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addWidget(label(f"Ce que demande la formation {course_title}", "strong", wrap=True))
        layout.addWidget(
            label("Chaque candidat y reçoit un niveau au positionnement. F2 renomme.", "secondary", wrap=True)
        )
        layout.addWidget(self._notice)
        layout.addLayout(middle)
        layout.addLayout(foot)
