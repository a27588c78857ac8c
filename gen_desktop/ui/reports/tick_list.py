"""Beside the preview: what can be issued, what keeps some back, and the way to mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from gen_desktop.ui.widgets.basics import button, label

WIDTH = 330
SHOWN_REASONS = 4
"""More sentences than that are counted: a calendar without trainers would fill the column."""
TO_CHECK = "À vérifier"
DOORS = {
    "organization": "Ouvrir la fiche de l’organisme",
    "cohort": "Ouvrir la cohorte",
    "course": "Ouvrir la cohorte",
    "learner": "Ouvrir la fiche de la personne",
    "attendance": "Ouvrir l’émargement",
    "sheets": "Ouvrir les feuilles signées",
}
"""The kind of an obstacle → what the button that leads to its record says."""


class Tickable(Protocol):
    """A paper that may be issued when nothing stands in its way (reports/paper_obstacles.py).

    ``warnings``: what is to be looked at first, and does not keep it from leaving.
    """

    @property
    def obstacles(self) -> Sequence[Any]: ...

    @property
    def warnings(self) -> Sequence[Any]: ...


@dataclass(frozen=True, slots=True)
class TickLine:
    """How a paper is listed; ``state_tip``: what is said over its state."""

    name: str
    state: str
    is_ticked: bool
    tip: str = ""
    state_tip: str = ""


class TickList(QWidget):
    """``shown(paper)``: the line where one is. ``ticked()``: what is ticked changed.

    ``door(kind, id)``: the record to mend.
    """

    shown = Signal(object)
    ticked = Signal()
    door = Signal(str, object)

    def __init__(self, name: str, titles: tuple[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self._papers: Sequence[Any] = ()
        self.list = tree(name, titles, stretched=0)
        self.list.currentItemChanged.connect(lambda _now, _before: self._on_current())
        self.list.itemChanged.connect(lambda _item, _column: self.ticked.emit())
        self.all_button = button("Tout cocher", lambda: self._tick(True), kind="link")
        self.none_button = button("Tout décocher", lambda: self._tick(False), kind="link")
        self.why = label("", wrap=True)
        self.door_button = button("", self._open_door)
        head = QHBoxLayout()
        head.addWidget(self.all_button)
        head.addWidget(self.none_button)
        head.addStretch(1)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(6)
        self.body.addLayout(head)
        self.body.addWidget(self.list, 3)
        self.body.addWidget(self.why)
        self.body.addWidget(self.door_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._show_why(None)

    def show_papers(self, papers: Sequence[Any], line_of: Callable[[Any], TickLine], first: int) -> None:
        """List them; the one at ``first`` is previewed."""
        self.list.blockSignals(True)
        self.list.clear()
        self._papers = papers
        for paper in papers:
            line = line_of(paper)
            item = QTreeWidgetItem([line.name, line.state])
            _set_tickable(item, not paper.obstacles, line.is_ticked)
            item.setToolTip(0, line.tip or line.name)
            item.setToolTip(1, line.state_tip)
            self.list.addTopLevelItem(item)
        self.list.blockSignals(False)
        if (at_first := self.list.topLevelItem(first)) is not None:
            self.list.setCurrentItem(at_first)
            self.list.scrollToItem(at_first)
        self._on_current()
        self._show_links()
        self.ticked.emit()

    def chosen(self) -> list[Any]:
        """Those ticked."""
        return [one for one, item in self._items() if item.checkState(0) is Qt.CheckState.Checked]

    def current(self) -> Any | None:
        """The one previewed."""
        item = self.list.currentItem()
        at = self.list.indexOfTopLevelItem(item) if item is not None else -1
        return self._papers[at] if 0 <= at < len(self._papers) else None

    def _items(self) -> Iterator[tuple[Any, QTreeWidgetItem]]:
        for at, paper in enumerate(self._papers):
            item = self.list.topLevelItem(at)
            if item is not None:
                yield paper, item

    def _tick(self, on: bool) -> None:
        self.list.blockSignals(True)
        for paper, item in self._items():
            _set_tickable(item, not paper.obstacles, on)
        self.list.blockSignals(False)
        self.ticked.emit()

    def _show_links(self) -> None:
        """Nothing to tick when something is missing for each of them."""
        may = any(not paper.obstacles for paper in self._papers)
        self.all_button.setEnabled(may)
        self.none_button.setEnabled(may)

    def _on_current(self) -> None:
        paper = self.current()
        self._show_why(paper)
        self.shown.emit(paper)

    def _show_why(self, paper: Tickable | None) -> None:
        lines = _bullets(paper.obstacles) if paper is not None else []
        if paper is not None and paper.warnings:
            lines += [f"{TO_CHECK}\u00a0:", *_bullets(paper.warnings)]
        self.why.setText("\n".join(lines))
        self.why.setVisible(bool(lines))
        first = _first(paper)
        self.door_button.setVisible(first is not None)
        if first is not None:
            self.door_button.setText(DOORS[first.kind])

    def _open_door(self) -> None:
        first = _first(self.current())
        if first is not None:
            self.door.emit(first.kind, first.record_id)


def _bullets(found: Sequence[Any]) -> list[str]:
    lines = [f"• {one.sentence}" for one in found[:SHOWN_REASONS]]
    if len(found) > SHOWN_REASONS:
        lines.append(f"• et {len(found) - SHOWN_REASONS} autres.")
    return lines


def _first(paper: Tickable | None) -> Any | None:
    """What is to be mended first: what keeps it from leaving, else what is to be looked at."""
    return next(iter((*paper.obstacles, *paper.warnings)), None) if paper is not None else None


def tree(name: str, titles: Sequence[str], *, stretched: int) -> QTreeWidget:
    """A flat list with titles, as wide as its place: the column ``stretched`` gives way, ended by « … »."""
    made = QTreeWidget()
    made.setAccessibleName(name)
    made.setHeaderLabels(list(titles))
    made.setRootIsDecorated(False)
    made.setUniformRowHeights(True)
    made.setTabKeyNavigation(False)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    header = made.header()
    header.setStretchLastSection(False)
    for column in range(len(titles)):
        way = (
            QHeaderView.ResizeMode.Stretch if column == stretched else QHeaderView.ResizeMode.ResizeToContents
        )
        header.setSectionResizeMode(column, way)
    return made


def _set_tickable(item: QTreeWidgetItem, can: bool, on: bool) -> None:
    """One that cannot be ticked keeps its box, so that names stand under each other."""
    flags, tickable = item.flags(), Qt.ItemFlag.ItemIsUserCheckable
    item.setFlags(flags | tickable if can else flags & ~tickable)
    item.setCheckState(0, Qt.CheckState.Checked if can and on else Qt.CheckState.Unchecked)
