"""A dialog in which a person writes: what is typed survives a crash, and is not given up unasked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from gen_desktop.ui import dialogs
from gen_desktop.ui.draft import Draft
from gen_desktop.ui.widgets.come_back import ComeBack

TYPED, BEFORE = "typed", "before"


class TypingDialog(QDialog):
    """Subclasses say what is typed and type it again, and show ``come_back`` above it.

    ``DialogDrafts.run`` shows it: what its fields hold then is what nobody has touched. ``title``: what is
    said of it once it is no longer there.
    """

    def __init__(self, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.title = title
        self.come_back = ComeBack(self)
        self.come_back.forgotten.connect(self._forget)
        self._untouched: Mapping[str, Any] = {}

    def held(self) -> dict[str, Any]:
        """What is typed, as JSON can hold it."""
        raise NotImplementedError

    def put_back(self, typed: Mapping[str, Any]) -> None:
        """Type again what ``held`` gave, or a part of it."""
        raise NotImplementedError

    def begin(self) -> None:
        """What the fields hold now is what has not been touched."""
        self._untouched = self.held()

    def touched(self) -> dict[str, Any]:
        """What was typed since ``begin``; empty when nothing would be lost."""
        before = self._untouched
        return {name: value for name, value in self.held().items() if before and value != before.get(name)}

    def draft(self) -> Draft | None:
        """What would be lost, with what was saved in its place; None for nothing."""
        typed = self.touched()
        before = {name: self._untouched.get(name) for name in typed}
        return Draft(self.title, {TYPED: typed, BEFORE: before}) if typed else None

    def take_up(self, draft: Draft) -> None:
        """Type again what ``draft`` gave another time, and say so."""
        before = draft.values[BEFORE]
        is_changed = any(self._untouched.get(name) != value for name, value in before.items())
        self.put_back(draft.values[TYPED])
        self.come_back.say(is_changed=is_changed)

    def may_lose(self) -> bool:
        """Whether nothing typed would be lost, or the person gives it up."""
        return not self.touched() or dialogs.ask_to_lose(
            self, "Abandonner ce qui est saisi\u202f?", yes="Abandonner", no="Continuer la saisie"
        )

    def reject(self) -> None:
        if self.may_lose():
            super().reject()

    def _forget(self) -> None:
        self.put_back(self._untouched)
