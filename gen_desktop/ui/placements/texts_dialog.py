"""The texts of messages: those of the program and those kept by colleagues, corrected in place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from gen_desktop.changes import Change
from gen_desktop.errors import AppError, InvalidInput
from gen_desktop.models.message_text import EMAIL
from gen_desktop.queries.messages import KeptMessage, kept_messages
from gen_desktop.services import message_templates as services
from gen_desktop.ui import actions, dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.draft import Draft
from gen_desktop.ui.placements.text_form import TextForm
from gen_desktop.ui.placements.words import text_name
from gen_desktop.ui.typing_dialog import TYPED, TypingDialog
from gen_desktop.ui.widgets.basics import button, label, set_refusal

TITLE = "Textes des messages"
WIDTH, HEIGHT, LIST_WIDTH = 860, 600, 250
SHOWN = "shown"
"""Which text is typed in, beside what its fields hold."""
NEW = KeptMessage(None, 0, "", EMAIL, "", "")
TABLE = "message_template"


class TextsDialog(TypingDialog):
    """Each save is a gesture of its own, published at once. A text of the program that is changed is kept."""

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(TITLE, parent)
        self._ctx = ctx
        self._texts: list[KeptMessage] = []
        self._shown = NEW
        self.list = QListWidget()
        self.list.setAccessibleName(TITLE)
        self.list.setFixedWidth(LIST_WIDTH)
        self.form = TextForm(self)
        self.save_button = button("Enregistrer", self.save, kind="primary")
        self.new_button = button("Nouveau texte", self.new, icon="plus")
        self.delete_button = button("Supprimer", self.delete, icon="trash")
        refusal = ctx.why_not(TABLE)
        for one in (self.save_button, self.new_button):
            set_refusal(one, refusal)
        self._lay_out()
        self._reload(None)
        self.list.currentRowChanged.connect(self._on_row)
        actions.make(self, "save", self.save)

    def new(self) -> None:
        """An empty text, to be written."""
        if self.may_lose():
            self._select(-1)
            self._show(NEW)
            self.form.name.setFocus()

    def save(self) -> None:
        """Keep what is typed; what is wrong is said under its field."""
        if not self.save_button.isEnabled() or not self.form.check():
            return
        values, shown = self.form.values(), self._shown
        try:
            if shown.id is None:
                change = services.keep_message(self._ctx.db, values)
            else:
                change = services.change_message(self._ctx.db, shown.id, values, version=shown.version)
        except InvalidInput as error:
            self.form.show_problems(error)
            return
        except AppError as error:
            dialogs.show_error(self, error)
            self._find_again()
            return
        self._on_written(change, change.created_id or shown.id)

    def delete(self) -> None:
        """Take the text shown away; undo and the bin give it back."""
        if self._shown.id is None:
            return
        try:
            change = services.delete_message(self._ctx.db, self._shown.id)
        except AppError as error:
            dialogs.show_error(self, error)
            return
        self._on_written(change, None)

    def held(self) -> dict[str, Any]:
        return self.form.rows.held()

    def put_back(self, typed: Mapping[str, Any]) -> None:
        self.form.put_back(typed)

    def touched(self) -> dict[str, Any]:
        """The whole of it, and which text it is: that one may be gone. Nothing where nothing can be saved."""
        is_typed = self.save_button.isEnabled() and super().touched()
        return {**self.held(), SHOWN: _key(self._shown)} if is_typed else {}

    def take_up(self, draft: Draft) -> None:
        key = draft.values[TYPED][SHOWN]
        row = next((at for at, one in enumerate(self._texts) if _key(one) == key), -1)
        self._select(row)
        self._show(self._texts[row] if row >= 0 else NEW)
        super().take_up(draft)

    def _on_written(self, change: Change, text_id: int | None) -> None:
        self._ctx.changes.publish(change)
        self._reload(text_id)

    def _find_again(self) -> None:
        """The texts as they are now, with what is typed and could not be saved."""
        draft = self.draft()
        self._reload(self._shown.id)
        if draft is not None:
            self.take_up(draft)

    def _reload(self, text_id: int | None) -> None:
        with self._ctx.db.read() as session:
            self._texts = list(kept_messages(session, self._ctx.today()))
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([text_name(one) for one in self._texts])
        row = next((at for at, one in enumerate(self._texts) if one.id == text_id), 0)
        self.list.setCurrentRow(row)
        self.list.blockSignals(False)
        self._show(self._texts[row])

    def _on_row(self, row: int) -> None:
        if row < 0:
            return
        if self.may_lose():
            self._show(self._texts[row])
            return
        self._select(next((at for at, one in enumerate(self._texts) if one is self._shown), -1))

    def _select(self, row: int) -> None:
        self.list.blockSignals(True)
        self.list.setCurrentRow(row)
        self.list.blockSignals(False)

    def _show(self, text: KeptMessage) -> None:
        self._shown = text
        self.form.show_text(text)
        self.begin()
        self.come_back.hide()
        supplied = "" if text.id is not None else "Un texte du programme ne se supprime pas."
        set_refusal(self.delete_button, self._ctx.why_not(TABLE) or supplied)

    def _lay_out(self) -> None:
        self.resize(WIDTH, HEIGHT)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.list, 1)
        left.addWidget(self.new_button)
        left.addWidget(self.delete_button)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addLayout(left)
        middle.addWidget(self.form, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button("Fermer", self.reject))
        foot.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(label(TITLE, "name"))
        layout.addWidget(self.come_back)
        layout.addLayout(middle)
        layout.addLayout(foot)


def _key(text: KeptMessage) -> str:
    """A text of the program has no id before it is changed."""
    return str(text.id) if text.id is not None else f"{text.kind}/{text.name}"
