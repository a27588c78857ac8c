"""Beside the list: the panel to read or a form in its place, and what was typed and left for later."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from gen_desktop.errors import NotFound
from gen_desktop.ui.draft import Draft
from gen_desktop.ui.learners.record_form import RecordForm

FormKey = tuple[str, int | None, int | None]
"""Which form: the gesture, the person, the enrollment."""


class Beside(QStackedWidget):
    """One form at a time. ``changed`` when a form takes the place of the panel or gives it back.

    ``saved(Change)`` and ``left()`` are those of the form shown.
    """

    changed = Signal()
    saved = Signal(object)
    left = Signal()

    def __init__(self, panel: QWidget, several: QWidget, parent: QWidget | None = None) -> None:
        """``panel`` reads one person, ``several`` sums up those chosen together."""
        super().__init__(parent)
        self._panel, self._several = panel, several
        self.is_several = False
        self._drafts: dict[FormKey, Draft] = {}
        self.form: RecordForm | None = None
        self.key: FormKey | None = None
        self.addWidget(panel)
        self.addWidget(several)
        self.setMinimumWidth(340)

    def show_several(self) -> None:
        """Read several people together."""
        self.is_several = True
        if self.form is None:
            self.setCurrentWidget(self._several)

    def show_one(self) -> None:
        """Read one person again."""
        self.is_several = False
        if self.form is None:
            self.setCurrentWidget(self._panel)

    def open(self, key: FormKey, build: Callable[[], RecordForm]) -> None:
        """Show that form, with what was typed in it before; the one shown stays if it is the same.

        Raises NotFound when what it is about is gone; what was typed about it goes too.
        """
        if self.key != key:
            self.close_form()
            try:
                form = build()
            except NotFound:
                self._drafts.pop(key, None)
                raise
            if key in self._drafts:
                form.restore(self._drafts.pop(key))
            form.saved.connect(self.saved)
            form.left.connect(self.left)
            self.form, self.key = form, key
            self.changed.emit()
            self.addWidget(form)
            self.setCurrentWidget(form)
        if self.form is not None:
            self.form.take_focus()

    def close_form(self) -> None:
        """Back to reading; what is typed and not saved is kept for the next time."""
        if self.form is None or self.key is None:
            return
        if self.form.is_touched():
            self._drafts[self.key] = self.form.draft()
        self.drop_form()

    def drop_form(self) -> None:
        """Back to reading; what is typed is forgotten."""
        form, self.form, self.key = self.form, None, None
        self.changed.emit()
        self.setCurrentWidget(self._several if self.is_several else self._panel)
        if form is not None:
            self.removeWidget(form)
            form.deleteLater()

    def stays_for(self, learner_id: int | None) -> bool:
        """Whether the form shown is about that person, or about somebody new while nobody is selected."""
        if self.key is None:
            return False
        return self.key[1] == learner_id or (learner_id is None and self.key[0] == "create")

    def unfinished(self, learner_id: int | None) -> FormKey | None:
        """A form about that person that was left with something typed."""
        return next((key for key in self._drafts if learner_id is not None and key[1] == learner_id), None)

    def is_typing_about(self, learner_id: int) -> bool:
        """Whether something about that person is being typed, shown or left."""
        keys = [*self._drafts, *([self.key] if self.key is not None else [])]
        return any(key[1] == learner_id for key in keys)

    def drafts(self) -> Mapping[str, Draft]:
        """What is typed and not saved, by form."""
        found = dict(self._drafts)
        if self.form is not None and self.key is not None and self.form.is_touched():
            found[self.key] = self.form.draft()
        return {_key_text(key): draft for key, draft in found.items()}

    def take_drafts(self, drafts: Mapping[str, Draft]) -> None:
        """Take back what ``drafts`` gave."""
        self._drafts |= {read_key(form): draft for form, draft in drafts.items()}

    def drop_drafts(self) -> None:
        """Forget everything typed and not saved."""
        self._drafts.clear()
        if self.form is not None:
            self.drop_form()


def _key_text(key: FormKey) -> str:
    return ":".join("" if part is None else str(part) for part in key)


def read_key(text: str) -> FormKey:
    """The form that ``drafts`` names."""
    gesture, person, enrollment = text.split(":")
    return gesture, int(person) if person else None, int(enrollment) if enrollment else None
