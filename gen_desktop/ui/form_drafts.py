"""What is typed in the one form that a page shows at a time, kept by the name of what it is about."""

from __future__ import annotations

from collections.abc import Mapping

from gen_desktop.ui.draft import Draft
from gen_desktop.ui.side_form import SideForm


class FormDrafts:
    """A name says the form and its record, « correct:12:2026-11-01 »: the page opens it again from that."""

    def __init__(self) -> None:
        self._kept: dict[str, Draft] = {}
        self._form: SideForm | None = None
        self._name = ""

    def begin(self, name: str, form: SideForm) -> None:
        """A form is shown: what was kept under that name is typed again."""
        self._form, self._name = form, name
        if (draft := self._kept.pop(name, None)) is not None:
            form.take_up(draft.values)

    def end(self) -> None:
        """The form was saved or given up."""
        self._form = None

    def drafts(self) -> Mapping[str, Draft]:
        """What is typed and not saved."""
        found = dict(self._kept)
        if self._form is not None and (typed := self._form.touched()):
            found[self._name] = Draft(self._form.title, typed)
        return found

    def take(self, drafts: Mapping[str, Draft]) -> None:
        """Keep these until their forms are shown."""
        self._kept |= drafts

    def drop(self) -> None:
        """Forget what waits for its form."""
        self._kept.clear()
