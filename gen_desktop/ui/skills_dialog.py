"""The skills of each block of a course: added, renamed, moved, taken away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from gen_desktop.changes import Change
from gen_desktop.errors import Conflict
from gen_desktop.queries.courses import course_record
from gen_desktop.queries.skills import BlockSkills, skills_of_course
from gen_desktop.services.skills import SkillInput, set_skills
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.ordered_dialog import OrderedDialog
from gen_desktop.ui.pages import Page

WIDTH, LIST_HEIGHT = 680, 380
NEW = "Nouvelle compétence"
KIND = "skills"
NO_BLOCK = "Cette formation n’a pas de bloc\u00a0: écrivez-les d’abord dans sa fiche, un par ligne."
_ROLE = Qt.ItemDataRole.UserRole


class SkillsDialog(OrderedDialog):
    """Blocks come from the course; their skills are put in order here."""

    def __init__(
        self, ctx: AppContext, course_id: int, course_title: str, parent: QWidget | None = None
    ) -> None:
        self.tree = QTreeWidget()
        heading = f"Compétences de la formation {course_title}"
        told = "Chaque bloc a les siennes, dans l’ordre du référentiel."
        super().__init__("Compétences", heading, told, self.tree, parent)
        self._ctx = ctx
        self._course_id = course_id
        self._blocks: list[QTreeWidgetItem] = []
        self.setMinimumWidth(WIDTH)
        self.tree.setHeaderHidden(True)
        self.tree.setWordWrap(True)
        self.tree.setAccessibleName("Blocs et compétences de la formation")
        self.tree.setMinimumHeight(LIST_HEIGHT)
        with ctx.db.read() as session:
            self._show(skills_of_course(session, course_id))
        self.add_button.setEnabled(bool(self._blocks))
        if not self._blocks:
            self.say("attention", NO_BLOCK)
            self.tree.setEnabled(False)

    def add(self) -> None:
        """In the block where the cursor is."""
        block = self._block()
        if block is not None:
            item = _skill_item(block, NEW, None)
            self.tree.setCurrentItem(item)
            self.tree.editItem(item)

    def shift(self, by: int) -> None:
        item, block = self.tree.currentItem(), self._block()
        if block is None or item is block:
            return
        at = block.indexOfChild(item)
        if 0 <= at + by < block.childCount():
            block.insertChild(at + by, block.takeChild(at))
            self.tree.setCurrentItem(item)

    def take_away(self) -> None:
        item, block = self.tree.currentItem(), self._block()
        if block is not None and item is not block:
            block.removeChild(item)

    def lines(self) -> dict[str, list[list[Any]]]:
        typing, current = self.being_typed(), self.tree.currentItem()
        return {
            str(block.data(0, _ROLE)): [
                [typing if item is current and typing is not None else item.text(0), item.data(0, _ROLE)]
                for item in (block.child(at) for at in range(block.childCount()))
            ]
            for block in self._blocks
        }

    def show_lines(self, lines: Any) -> None:
        for block in self._blocks:
            block.takeChildren()
            for title, skill_id in lines.get(str(block.data(0, _ROLE)), ()):
                _skill_item(block, title, skill_id)

    def write(self) -> Change | None:
        """None when what would go along is kept."""
        wanted = {int(block): [SkillInput(*one) for one in skills] for block, skills in self.lines().items()}
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


def edit_skills(page: Page, course_id: int) -> Change | None:
    """Ask for the skills of a course; what was written. Raises NotFound when the course is gone."""
    with page.ctx.db.read() as session:
        title = course_record(session, course_id).title
    dialog = SkillsDialog(page.ctx, course_id, title, page)
    page.in_dialogs.run(KIND, course_id, dialog)
    return dialog.change


def _skill_item(block: QTreeWidgetItem, title: str, skill_id: int | None) -> QTreeWidgetItem:
    item = QTreeWidgetItem(block, [title])
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
    item.setData(0, _ROLE, skill_id)
    return item
