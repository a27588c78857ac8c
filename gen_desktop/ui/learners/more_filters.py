"""« Plus de filtres »: the menu of all of them, and the panel in which each is chosen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from gen_desktop.queries.filter_choices import Choices, in_words
from gen_desktop.queries.list_filters import Among, Between, ChoiceFilter, Narrowing, RangeFilter, filters
from gen_desktop.ui.learners.range_panel import RangePanel
from gen_desktop.ui.widgets.basics import PushButton
from gen_desktop.ui.widgets.chips import FilterChip
from gen_desktop.ui.widgets.many_choices import ManyChoices
from gen_desktop.ui.widgets.popover import Popover

TITLE = "Plus de filtres"


class MoreFilters(QObject):
    """``chosen(filter id, Narrowing | None)`` when the person says something in one of them.

    ``text_asked``: what is typed filters too.
    """

    chosen = Signal(str, object)
    text_asked = Signal()

    def __init__(self, today: Callable[[], dt.date], parent: QWidget) -> None:
        super().__init__(parent)
        self._owner = parent
        self._today = today
        self._choices: Choices = {}
        self._in_force: dict[str, Narrowing] = {}
        self.panel: Popover | None = None
        self.chip = PushButton(f"{TITLE} ▾", parent)
        self.chip.setProperty("kind", "chip")
        self.chip.setAccessibleName(TITLE)
        self.menu = QMenu(self.chip)
        self.chip.setMenu(self.menu)

    def set_choices(self, choices: Choices) -> None:
        """What each filter offers; those that are not there are not shown to whoever works here."""
        offered = set(choices) != set(self._choices)
        self._choices = choices
        if offered:
            self._fill()

    def set_in_force(self, narrowings: Sequence[Narrowing]) -> None:
        """What each panel shows as chosen."""
        self._in_force = {one.filter: one for one in narrowings}

    def say(self, chip: FilterChip, narrowing: Narrowing) -> None:
        """Say on a chip what was chosen."""
        found = filters()[narrowing.filter]
        chip.say(found.title, in_words(narrowing, self._choices) or "…")

    def edit(self, name: str, anchor: QWidget) -> None:
        """Open the panel of a filter under a widget."""
        if self.panel is not None:
            self.panel.deleteLater()
        found = filters()[name]
        self.panel = self._range(found) if isinstance(found, RangeFilter) else self._choice(found)
        self.panel.open_under(anchor)

    def _fill(self) -> None:
        self.menu.clear()
        self.menu.addAction("Un texte…\tCtrl F").triggered.connect(
            lambda _checked=False: self.text_asked.emit()
        )
        self.menu.addSeparator()
        groups: dict[str, QMenu] = {}
        for one in filters().values():
            if one.id in self._choices:
                group = groups.get(one.group) or groups.setdefault(one.group, self.menu.addMenu(one.group))
                group.addAction(one.title).triggered.connect(partial(self._open, one.id))

    def _open(self, name: str, _checked: bool = False) -> None:
        self.edit(name, self.chip)

    def _choice(self, found: ChoiceFilter) -> Popover:
        panel = ManyChoices(found.title, self._owner)
        panel.set_choices(self._choices[found.id])
        narrowing = self._in_force.get(found.id)
        panel.set_chosen(narrowing.values if isinstance(narrowing, Among) else ())
        panel.changed.connect(partial(self._on_values, found.id))
        return panel

    def _range(self, found: RangeFilter) -> Popover:
        panel = RangePanel(found, self._today, self._owner)
        narrowing = self._in_force.get(found.id)
        panel.show_between(narrowing if isinstance(narrowing, Between) else None)
        panel.changed.connect(partial(self.chosen.emit, found.id))
        return panel

    def _on_values(self, name: str, values: tuple[str, ...]) -> None:
        self.chosen.emit(name, Among(name, values) if values else None)
