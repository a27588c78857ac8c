"""Beside the preview: of whom documents are issued, what keeps some back, what was issued before."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.queries.documents import PaperLine
from gen_desktop.ui.reports.papers_work import Candidate
from gen_desktop.ui.widgets.basics import button, label

WIDTH = 330
DOORS = {
    "organization": "Ouvrir la fiche de l’organisme",
    "cohort": "Ouvrir la cohorte",
    "course": "Ouvrir la cohorte",
    "learner": "Ouvrir la fiche de la personne",
    "attendance": "Ouvrir l’émargement",
}
"""The kind of an obstacle → what the button that leads to its record says."""
READY, BLOCKED, ISSUED = "Prêt", "À compléter", "Déjà émis"


class PeopleList(QWidget):
    """``shown(candidate)``: the line where one is. ``ticked()``: who is ticked changed.

    ``door(kind, id)``: the record to mend.
    """

    shown = Signal(object)
    ticked = Signal()
    door = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self._candidates: Sequence[Candidate] = ()
        self.list = _tree("Personnes concernées", ("Personne", "État"))
        self.list.currentItemChanged.connect(lambda now, _before: self._on_current(now))
        self.list.itemChanged.connect(lambda _item, _column: self.ticked.emit())
        self.all_button = button("Tout cocher", lambda: self._tick(True), kind="link")
        self.none_button = button("Tout décocher", lambda: self._tick(False), kind="link")
        self.why = label("", wrap=True)
        self.door_button = button("", self._open_door)
        self.issued = _tree("Documents déjà émis", ("Numéro", "Pour", "Le"))
        self.issued_title = label("", "strong", wrap=True)
        head = QHBoxLayout()
        head.addWidget(self.all_button)
        head.addWidget(self.none_button)
        head.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.list, 3)
        layout.addWidget(self.why)
        layout.addWidget(self.door_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.issued_title)
        layout.addWidget(self.issued, 2)
        self._show_why(None)

    def show_candidates(self, candidates: Sequence[Candidate], learner_ids: Collection[int]) -> None:
        """Show them; those ready are ticked, or of them only ``learner_ids`` when some are given.

        A document issued already is not: another cancels and replaces it.
        """
        self.list.blockSignals(True)
        self.list.clear()
        self._candidates = candidates
        for candidate in candidates:
            item = QTreeWidgetItem([candidate.name, _state(candidate)])
            asked = not learner_ids or candidate.learner_id in learner_ids
            _set_tickable(item, not candidate.obstacles, asked and candidate.issued is None)
            item.setToolTip(0, "\n".join(one.sentence for one in candidate.obstacles))
            if (issued := candidate.issued) is not None:
                item.setToolTip(1, f"{issued.number}, le {french.short_date(issued.issued_on)}")
            self.list.addTopLevelItem(item)
        self.list.resizeColumnToContents(1)
        self.list.blockSignals(False)
        first = next((at for at, one in enumerate(candidates) if one.learner_id in learner_ids), 0)
        if (item_of_first := self.list.topLevelItem(first)) is not None:
            self.list.setCurrentItem(item_of_first)
        else:
            self._on_current(None)
        self.ticked.emit()

    def show_issued(self, lines: Sequence[PaperLine]) -> None:
        """The documents already issued, the latest first."""
        self.issued.clear()
        for line in lines:
            day = french.short_date(line.issued_at.date())
            item = QTreeWidgetItem([line.number, line.person or line.scope, day])
            item.setToolTip(0, f"{line.title}, {line.scope}")
            if line.replaced_by is not None:
                words = f"Annulé et remplacé par {line.replaced_by}"
                item.setText(2, f"{day}, remplacé")
                for column in range(3):
                    item.setToolTip(column, words)
                    item.setForeground(column, self.palette().placeholderText())
            self.issued.addTopLevelItem(item)
        count = french.plural(len(lines), "document déjà émis", "documents déjà émis")
        self.issued_title.setText(count if lines else "Aucun document n’est encore émis.")
        self.issued.setVisible(bool(lines))
        for column in range(3):
            self.issued.resizeColumnToContents(column)

    def chosen(self) -> list[Candidate]:
        """Those ticked."""
        return [one for one, item in self._items() if item.checkState(0) is Qt.CheckState.Checked]

    def current(self) -> Candidate | None:
        """The one whose document is previewed."""
        at = self.list.indexOfTopLevelItem(self.list.currentItem()) if self.list.currentItem() else -1
        return self._candidates[at] if 0 <= at < len(self._candidates) else None

    def _items(self) -> Iterator[tuple[Candidate, QTreeWidgetItem]]:
        for at, candidate in enumerate(self._candidates):
            item = self.list.topLevelItem(at)
            if item is not None:
                yield candidate, item

    def _tick(self, on: bool) -> None:
        self.list.blockSignals(True)
        for candidate, item in self._items():
            _set_tickable(item, not candidate.obstacles, on)
        self.list.blockSignals(False)
        self.ticked.emit()

    def _on_current(self, _item: QTreeWidgetItem | None) -> None:
        candidate = self.current()
        self._show_why(candidate)
        self.shown.emit(candidate)

    def _show_why(self, candidate: Candidate | None) -> None:
        obstacles = candidate.obstacles if candidate is not None else ()
        self.why.setText("\n".join(f"• {one.sentence}" for one in obstacles))
        self.why.setVisible(bool(obstacles))
        self.door_button.setVisible(bool(obstacles))
        if obstacles:
            self.door_button.setText(DOORS[obstacles[0].kind])

    def _open_door(self) -> None:
        candidate = self.current()
        if candidate is not None and candidate.obstacles:
            first = candidate.obstacles[0]
            self.door.emit(first.kind, first.record_id)


def _state(candidate: Candidate) -> str:
    if candidate.obstacles:
        return BLOCKED
    return READY if candidate.issued is None else ISSUED


def _tree(name: str, titles: Sequence[str]) -> QTreeWidget:
    made = QTreeWidget()
    made.setAccessibleName(name)
    made.setHeaderLabels(list(titles))
    made.setRootIsDecorated(False)
    made.setUniformRowHeights(True)
    made.setTabKeyNavigation(False)
    made.header().setStretchLastSection(True)
    made.setColumnWidth(0, 220)
    return made


def _set_tickable(item: QTreeWidgetItem, can: bool, on: bool) -> None:
    flags = item.flags()
    item.setFlags(
        flags | Qt.ItemFlag.ItemIsUserCheckable if can else flags & ~Qt.ItemFlag.ItemIsUserCheckable
    )
    if can:
        item.setCheckState(0, Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
