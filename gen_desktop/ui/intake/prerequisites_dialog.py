"""What a course asks for, in order: added, renamed, moved, taken away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from gen_desktop.changes import Change
from gen_desktop.queries.applications import AskedFor, prerequisites
from gen_desktop.queries.courses import course_record
from gen_desktop.services.prerequisites import PrerequisiteInput, set_prerequisites
from gen_desktop.ui.ordered_dialog import OrderedDialog
from gen_desktop.ui.pages import Page

WIDTH, LIST_HEIGHT = 460, 240
KIND = "prerequisite"
NEW = "Nouveau prérequis"
_ID = Qt.ItemDataRole.UserRole
Save = Callable[[Sequence[PrerequisiteInput]], Change]


def edit_prerequisites(page: Page, course_id: int) -> None:
    """Ask what a course asks for. Raises NotFound when the course is gone."""
    if page.is_refused(KIND):
        return
    with page.ctx.db.read() as session:
        asked = prerequisites(session, course_id)
        title = course_record(session, course_id).title
    dialog = PrerequisitesDialog(title, asked, partial(set_prerequisites, page.ctx.db, course_id), page)
    page.in_dialogs.run(KIND, course_id, dialog)
    if dialog.change is not None:
        page.ctx.changes.publish(dialog.change)


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
        self.show_lines([(one.name, one.prerequisite_id) for one in asked])

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

    def lines(self) -> list[list[Any]]:
        typing, current = self.being_typed(), self.list.currentRow()
        items = [self.list.item(at) for at in range(self.list.count())]
        names = [one.text() if typing is None or at != current else typing for at, one in enumerate(items)]
        return [[name, one.data(_ID)] for name, one in zip(names, items, strict=True)]

    def show_lines(self, lines: Any) -> None:
        self.list.clear()
        for name, prerequisite_id in lines:
            self._append(name, prerequisite_id)
        self.list.setCurrentRow(0)

    def write(self) -> Change:
        return self._save([PrerequisiteInput(*line) for line in self.lines()])

    def _append(self, name: str, prerequisite_id: int | None) -> QListWidgetItem:
        item = QListWidgetItem(name, self.list)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        item.setData(_ID, prerequisite_id)
        return item
