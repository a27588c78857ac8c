"""Beside the preview: the weeks whose sheets can be issued, and what keeps some back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from gen_desktop.ui.reports.sheets_work import SheetChoice
from gen_desktop.ui.widgets.basics import button, label

WIDTH = 330
DOORS = {"organization": "Ouvrir la fiche de l’organisme"}
READY, BLOCKED = "Prête", "À compléter"
SHOWN_REASONS = 4
"""More sentences than that are counted: a calendar without trainers would fill the column."""


class SheetsList(QWidget):
    """``shown(choice)``: the line where one is. ``ticked()``: what is ticked changed.

    ``door(kind, id)``: the record to mend.
    """

    shown = Signal(object)
    ticked = Signal()
    door = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self._choices: Sequence[SheetChoice] = ()
        self.tree = QTreeWidget()
        self.tree.setAccessibleName("Semaines")
        self.tree.setHeaderLabels(["Semaine", "Feuille"])
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        self.tree.setTabKeyNavigation(False)
        self.tree.setColumnWidth(0, 236)
        self.tree.currentItemChanged.connect(lambda _now, _before: self._on_current())
        self.tree.itemChanged.connect(lambda _item, _column: self.ticked.emit())
        self.all_button = button("Tout cocher", lambda: self._tick(True), kind="link")
        self.none_button = button("Tout décocher", lambda: self._tick(False), kind="link")
        self.why = label("", wrap=True)
        self.door_button = button("", self._open_door)
        head = QHBoxLayout()
        head.addWidget(self.all_button)
        head.addWidget(self.none_button)
        head.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.why)
        layout.addWidget(self.door_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._show_why(None)

    def show_choices(self, choices: Sequence[SheetChoice], monday: dt.date | None) -> None:
        """Show them; those of that week are ticked, and the first of them is previewed."""
        self.tree.blockSignals(True)
        self.tree.clear()
        self._choices = choices
        for choice in choices:
            item = QTreeWidgetItem([choice.title, BLOCKED if choice.obstacles else READY])
            _set_tickable(item, not choice.obstacles, choice.paper.week.monday == monday)
            item.setToolTip(0, choice.title)
            self.tree.addTopLevelItem(item)
        self.tree.blockSignals(False)
        at = next((at for at, one in enumerate(choices) if one.paper.week.monday == monday), 0)
        first = self.tree.topLevelItem(at)
        if first is not None:
            self.tree.setCurrentItem(first)
            self.tree.scrollToItem(first)
        self._on_current()
        self.ticked.emit()

    def chosen(self) -> list[SheetChoice]:
        """Those ticked."""
        return [one for one, item in self._items() if item.checkState(0) is Qt.CheckState.Checked]

    def current(self) -> SheetChoice | None:
        """The one previewed."""
        item = self.tree.currentItem()
        at = self.tree.indexOfTopLevelItem(item) if item is not None else -1
        return self._choices[at] if 0 <= at < len(self._choices) else None

    def _items(self) -> Iterator[tuple[SheetChoice, QTreeWidgetItem]]:
        for at, choice in enumerate(self._choices):
            item = self.tree.topLevelItem(at)
            if item is not None:
                yield choice, item

    def _tick(self, on: bool) -> None:
        self.tree.blockSignals(True)
        for choice, item in self._items():
            _set_tickable(item, not choice.obstacles, on)
        self.tree.blockSignals(False)
        self.ticked.emit()

    def _on_current(self) -> None:
        choice = self.current()
        self._show_why(choice)
        self.shown.emit(choice)

    def _show_why(self, choice: SheetChoice | None) -> None:
        obstacles = choice.obstacles if choice is not None else ()
        lines = [f"• {one.sentence}" for one in obstacles[:SHOWN_REASONS]]
        if len(obstacles) > SHOWN_REASONS:
            lines.append(f"• et {len(obstacles) - SHOWN_REASONS} autres.")
        self.why.setText("\n".join(lines))
        self.why.setVisible(bool(obstacles))
        self.door_button.setVisible(bool(obstacles))
        if obstacles:
            is_organization = obstacles[0].kind == "organization"
            self.door_button.setText(
                "Ouvrir la fiche de l’organisme" if is_organization else "Ouvrir la cohorte"
            )

    def _open_door(self) -> None:
        choice = self.current()
        if choice is not None and choice.obstacles:
            self.door.emit(choice.obstacles[0].kind, choice.obstacles[0].record_id)


def _set_tickable(item: QTreeWidgetItem, can: bool, on: bool) -> None:
    flags = item.flags()
    tickable = Qt.ItemFlag.ItemIsUserCheckable
    item.setFlags(flags | tickable if can else flags & ~tickable)
    item.setCheckState(0, Qt.CheckState.Checked if can and on else Qt.CheckState.Unchecked)
