"""The skills of each block of a course: added, renamed, moved, taken away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gen_desktop.changes import Change
from gen_desktop.errors import AppError, Conflict
from gen_desktop.queries.skills import BlockSkills, skills_of_course
from gen_desktop.services.skills import SkillInput, set_skills
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.widgets.basics import button, label
from gen_desktop.ui.widgets.card import Notice

WIDTH, LIST_HEIGHT = 680, 380
NEW = "Nouvelle compétence"
NO_BLOCK = "Cette formation n’a pas de bloc\u00a0: écrivez-les d’abord dans sa fiche, un par ligne."
_ROLE = Qt.ItemDataRole.UserRole


class SkillsDialog(QDialog):
    """What is refused is said above, and the dialog stays open. ``change``: what was written, else None."""

    def __init__(
        self, ctx: AppContext, course_id: int, course_title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Compétences")
        self.change: Change | None = None
        self._ctx = ctx
        self._course_id = course_id
        self._blocks: list[QTreeWidgetItem] = []
        self._notice = Notice("wrong", "")
        self._notice.hide()
        self.tree = QTreeWidget(self)
        self.tree.setHeaderHidden(True)
        self.tree.setWordWrap(True)
        self.tree.setAccessibleName("Blocs et compétences de la formation")
        self.tree.setMinimumHeight(LIST_HEIGHT)
        with ctx.db.read() as session:
            self._show(skills_of_course(session, course_id))
        self._lay_out(course_title)
        if not self._blocks:
            self._notice.set("attention", NO_BLOCK)
            self._notice.show()
            self.tree.setEnabled(False)

    def add(self) -> None:
        """One more in the block where the cursor is, to be named at once."""
        block = self._block()
        if block is not None:
            item = _skill_item(block, NEW, None)
            self.tree.setCurrentItem(item)
            self.tree.editItem(item)

    def shift(self, by: int) -> None:
        """Put the skill selected higher or lower in its block."""
        item, block = self.tree.currentItem(), self._block()
        if block is None or item is block:
            return
        at = block.indexOfChild(item)
        if 0 <= at + by < block.childCount():
            block.insertChild(at + by, block.takeChild(at))
            self.tree.setCurrentItem(item)

    def take_away(self) -> None:
        """Out of its block the skill selected."""
        item, block = self.tree.currentItem(), self._block()
        if block is not None and item is not block:
            block.removeChild(item)

    def wanted(self) -> dict[int, list[SkillInput]]:
        """The skills of every block as they are now."""
        return {
            block.data(0, _ROLE): [_typed(block.child(at)) for at in range(block.childCount())]
            for block in self._blocks
        }

    def accept(self) -> None:
        try:
            self.change = self._save(self.wanted())
        except AppError as error:
            self._notice.set("wrong", str(error))
            self._notice.show()
            return
        if self.change is not None:
            super().accept()

    def _save(self, wanted: dict[int, list[SkillInput]]) -> Change | None:
        """None when what would go along is kept."""
        try:
            return set_skills(self._ctx.db, self._course_id, wanted)
        except Conflict as conflict:
            question = "Retirer aussi ce qui a été évalué\u00a0?"
            if not dialogs.ask_to_lose(self, question, str(conflict), yes="Tout retirer", no="Garder"):
                return None
        return set_skills(self._ctx.db, self._course_id, wanted, with_levels=True)

    def _show(self, blocks: Sequence[BlockSkills]) -> None:
        for block in blocks:
            top = QTreeWidgetItem(self.tree, [f"{block.code} {block.title}"])
            self._blocks.append(top)
            top.setData(0, _ROLE, block.id)
            for skill in block.skills:
                _skill_item(top, skill.title, skill.id)
        self.tree.expandAll()
        if self._blocks:
            self.tree.setCurrentItem(self._blocks[0])

    def _block(self) -> QTreeWidgetItem | None:
        item: Any = self.tree.currentItem()
        return item if item is None else item.parent() or item

    def _lay_out(self, course_title: str) -> None:
        self.setMinimumWidth(WIDTH)
        side = QVBoxLayout()
        side.setSpacing(8)
        add = button("Ajouter", self.add, icon="plus")
        add.setEnabled(bool(self._blocks))
        side.addWidget(add)
        side.addWidget(button("Monter", lambda: self.shift(-1), icon="chevron-up"))
        side.addWidget(button("Descendre", lambda: self.shift(1), icon="chevron-down"))
        side.addWidget(button("Retirer", self.take_away, icon="x"))
        side.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self.tree, 1)
        middle.addLayout(side)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button("Annuler", self.reject))
        foot.addWidget(button("Enregistrer", self.accept, kind="primary"))
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addWidget(label(f"Compétences de la formation {course_title}", "strong", wrap=True))
        told = "Chaque bloc a les siennes, dans l’ordre du référentiel. F2 renomme."
        layout.addWidget(label(told, "secondary", wrap=True))
        layout.addWidget(self._notice)
        layout.addLayout(middle)
        layout.addLayout(foot)


def _skill_item(block: QTreeWidgetItem, title: str, skill_id: int | None) -> QTreeWidgetItem:
    item = QTreeWidgetItem(block, [title])
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
    item.setData(0, _ROLE, skill_id)
    return item


def _typed(item: QTreeWidgetItem) -> SkillInput:
    return SkillInput(item.text(0), item.data(0, _ROLE))
