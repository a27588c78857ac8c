"""What a course asks for, in order: added, renamed, moved, taken away."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from gen_desktop.changes import Change
from gen_desktop.queries.applications import AskedFor
from gen_desktop.services.prerequisites import PrerequisiteInput
from gen_desktop.ui.ordered_dialog import OrderedDialog

WIDTH, LIST_HEIGHT = 460, 240
NEW = "Nouveau prérequis"
Save = Callable[[Sequence[PrerequisiteInput]], Change]


class PrerequisitesDialog(OrderedDialog):
    """``save`` writes the list."""

    def __init__(
        self, course_title: str, asked: Sequence[AskedFor], save: Save, parent: QWidget | None = None
    ) -> None:
        self.list = QListWidget()
        heading = f"Ce que demande la formation {course_title}"
        told = "Chaque candidat y reçoit un niveau au positionnement."
        super().__init__("Prérequis", heading, told, self.list, parent)
        self._save = save
        self.setMinimumWidth(WIDTH)
        self.list.setAccessibleName("Prérequis de la formation")
        self.list.setMinimumHeight(LIST_HEIGHT)
        for one in asked:
            self._append(one.name, one.prerequisite_id)
        if asked:
            self.list.setCurrentRow(0)
        self.begin()

    def add(self) -> None:
        """At the end."""
        item = self._append(NEW, None)
        self.list.setCurrentItem(item)
        self.list.editItem(item)

    def shift(self, by: int) -> None:
        at = self.list.currentRow()
        if 0 <= at + by < self.list.count() and at >= 0:
            item = self.list.takeItem(at)
            self.list.insertItem(at + by, item)
            self.list.setCurrentRow(at + by)

    def take_away(self) -> None:
        if (at := self.list.currentRow()) >= 0:
            self.list.takeItem(at)

    def wanted(self) -> list[PrerequisiteInput]:
        items = [self.list.item(at) for at in range(self.list.count())]
        return [PrerequisiteInput(one.text(), one.data(Qt.ItemDataRole.UserRole)) for one in items]

    def write(self) -> Change:
        return self._save(self.wanted())

    def _append(self, name: str, prerequisite_id: int | None) -> QListWidgetItem:
        item = QListWidgetItem(name, self.list)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        item.setData(Qt.ItemDataRole.UserRole, prerequisite_id)
        return item
