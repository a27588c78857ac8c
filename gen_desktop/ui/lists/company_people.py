"""Who an employer hired and who it hosted, beside the list of employers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.queries.companies import CompanyPerson
from gen_desktop.reference.lists import label as code_label
from gen_desktop.ui.widgets.basics import clear, label

NOBODY = "Personne n’y a travaillé ni fait de période."


class CompanyPeople(QWidget):
    """One line or two per person, the latest first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(10)

    def show_people(self, people: Sequence[CompanyPerson]) -> None:
        """Show these."""
        clear(self._layout)
        for one in people:
            self._layout.addWidget(label(f"{one.name}, {one.cohort_code}", "strong", wrap=True))
            self._layout.addWidget(label(_said(one), "secondary", wrap=True))
        if not people:
            self._layout.addWidget(label(NOBODY, "secondary", wrap=True))


def _said(one: CompanyPerson) -> str:
    what = "Période en entreprise" if one.kind is None else code_label("placement_kind", one.kind)
    if one.title:
        what += f", {one.title}"
    if one.starts_on is not None and one.ends_on is not None:
        return f"{what}, {french.date_range(one.starts_on, one.ends_on)}"
    return what if one.starts_on is None else f"{what}, depuis le {french.short_date(one.starts_on)}"
