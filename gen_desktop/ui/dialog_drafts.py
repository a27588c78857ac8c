"""What is typed in the dialogs of a page, kept with what is typed in its forms."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QDialog

from gen_desktop.ui import dialogs
from gen_desktop.ui.draft import Draft
from gen_desktop.ui.typing_dialog import TypingDialog

PREFIX = "dialog:"
"""Begins the name under which what is typed in a dialog is kept, among the forms of its page."""


class DialogDrafts:
    """A dialog is known by its kind and its record, « jury:12:3 »; ``Page.dialog_doors`` shows it again."""

    def __init__(self) -> None:
        self._kept: dict[str, Draft] = {}
        self._shown: dict[str, TypingDialog] = {}

    def run(self, kind: str, record: object, dialog: TypingDialog) -> bool:
        """Show the dialog, with what was typed in it another time. True when it was accepted."""
        name = f"{PREFIX}{kind}:{record}"
        dialog.begin()
        if (draft := self._kept.pop(name, None)) is not None:
            dialog.take_up(draft)
        self._shown[name] = dialog
        try:
            return bool(dialogs.run(dialog))
        finally:
            del self._shown[name]

    def keep(self, kind: str, record: object, dialog: TypingDialog) -> None:
        """It was accepted, and could not be saved in the end: what it holds comes back with it."""
        if (draft := dialog.draft()) is not None:
            self._kept[f"{PREFIX}{kind}:{record}"] = draft

    def drafts(self) -> dict[str, Draft]:
        """What is typed and not saved."""
        shown = {name: draft for name, one in self._shown.items() if (draft := one.draft()) is not None}
        return self._kept | shown

    def take(self, drafts: Mapping[str, Draft]) -> Mapping[str, Draft]:
        """Keep those that are typed in dialogs; the others are given back."""
        self._kept |= {name: draft for name, draft in drafts.items() if name.startswith(PREFIX)}
        return {name: draft for name, draft in drafts.items() if not name.startswith(PREFIX)}

    def drop(self) -> None:
        """Forget all of it, and close what is open without a question."""
        self._kept.clear()
        for dialog in reversed(list(self._shown.values())):
            dialog.done(QDialog.DialogCode.Rejected)


def dialog_of(name: str) -> tuple[str, str] | None:
    """The kind and the record of a dialog, from the name of what is typed there; None for that of a form."""
    if not name.startswith(PREFIX):
        return None
    kind, _, record = name.removeprefix(PREFIX).partition(":")
    return kind, record
