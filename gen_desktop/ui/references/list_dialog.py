"""What an official list is called and when it is in force: asked as it comes in, corrected later."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gen_desktop.french import NBSP
from gen_desktop.importing.zoning_lists import ZoningFile
from gen_desktop.models.zoning import KINDS, list_problems
from gen_desktop.queries.zoning import ListRow
from gen_desktop.services.zoning_lists import ZoningListInput
from gen_desktop.ui.references import words
from gen_desktop.ui.typing_dialog import TypingDialog
from gen_desktop.ui.widgets.basics import button, label
from gen_desktop.ui.widgets.date_edit import DateEdit
from gen_desktop.ui.widgets.form import FormRows

WIDTH = 540
IN_FORCE = "La liste compte pour les personnes entrées entre ces deux dates, comprises."


class ListDialog(TypingDialog):
    """The name, the dates and the source of a list; of one that comes in, also what is in it."""

    def __init__(
        self, about: ZoningFile | ListRow, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        is_new = isinstance(about, ZoningFile)
        super().__init__("Importer une liste officielle" if is_new else "Modifier la liste", parent)
        self._kind = about.kind
        self.setMinimumWidth(WIDTH)
        self.name = QLineEdit(about.name)
        self.valid_from, self.valid_to = DateEdit(today), DateEdit(today)
        self.valid_from.set_value(about.valid_from)
        self.valid_to.set_value(about.valid_to)
        self.source = QLineEdit("" if isinstance(about, ZoningFile) else about.source or "")
        self.source.setPlaceholderText("data.gouv.fr, ANCT, DGCL…")
        self.rows = FormRows(label_width=190)
        self.rows.add("name", "Nom", self.name, required=True)
        self.rows.add("valid_from", "En vigueur du", self.valid_from, required=True)
        self.rows.add("valid_to", "Au", self.valid_to, check=self._order)
        self.rows.add_below(label(f"Vide{NBSP}: toujours en vigueur. {IN_FORCE}", "secondary", wrap=True))
        self.rows.add("source", "Source", self.source)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(label(KINDS[about.kind], "name", wrap=True))
        layout.addWidget(self.come_back)
        if isinstance(about, ZoningFile):
            self._say(layout, about)
        layout.addWidget(self.rows)
        layout.addLayout(self._foot("Importer" if is_new else "Enregistrer"))
        self.name.setFocus()

    def held(self) -> dict[str, Any]:
        return self.rows.held()

    def put_back(self, typed: Mapping[str, Any]) -> None:
        self.rows.put_back(typed)

    def values(self) -> ZoningListInput:
        """What is typed; call when every row is right."""
        begins = self.valid_from.value()
        assert begins is not None  # required
        return ZoningListInput(
            self._kind, self.name.text(), begins, self.valid_to.value(), self.source.text()
        )

    def _say(self, layout: QVBoxLayout, found: ZoningFile) -> None:
        self.said = label(
            f"«{NBSP}{found.file_name}{NBSP}»{NBSP}: "
            f"{words.places(found.kind, found.places.count)}.\n{words.counts(found.classes)}".strip(),
            wrap=True,
        )
        layout.addWidget(self.said)
        if doubts := words.doubts(found):
            layout.addWidget(label(doubts, "error", wrap=True))

    def _foot(self, take: str) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button("Annuler", self.reject))
        self.take_button = button(take, self._take, kind="primary")
        self.take_button.setDefault(True)
        foot.addWidget(self.take_button)
        return foot

    def _order(self) -> str:
        begins = self.valid_from.value()
        if self.valid_to.problem() or begins is None:
            return self.valid_to.problem()
        found = list_problems(self._kind, self.name.text(), begins, self.valid_to.value())
        return next((problem.sentence for problem in found if problem.field == "valid_to"), "")

    def _take(self) -> None:
        if self.rows.check_all():
            self.accept()
