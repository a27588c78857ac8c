"""The panel where the cohorts of a report are chosen: all, a year, or some, found by typing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from gen_desktop.models.names import fold
from gen_desktop.ui.widgets.basics import button, label
from gen_desktop.ui.widgets.popover import Popover
from gen_desktop.ui.widgets.ticks import set_tick

WIDTH = 356
MOST_LINES = 11
_LINE = Qt.ItemDataRole.UserRole
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True)
class Whole:
    """A choice that takes no cohort by name. ``key`` None: all of them; else the year they end in."""

    key: int | None
    text: str


@dataclass(frozen=True)
class Choice:
    """What is chosen: a whole (its ``key``, with no id), or cohorts by their ids."""

    key: int | None = None
    ids: tuple[int, ...] = ()


class CohortPicker(Popover):
    """``picked(Choice)``: at once for a whole; when the panel is left for cohorts. Escape changes nothing."""

    picked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("Cohortes du rapport", parent)
        self._wholes: Sequence[Whole] = ()
        self._cohorts: Sequence[tuple[int, str, str]] = ()
        self._chosen = Choice()
        self._marked: set[int] = set()
        self.setFixedWidth(WIDTH)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("Chercher une cohorte")
        self.search.setAccessibleName("Chercher une cohorte")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._fill())
        self.search.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setAccessibleName("Cohortes")
        self.list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.list.itemClicked.connect(self._toggle)
        self.list.installEventFilter(self)
        self._nothing = label("Aucune cohorte ne porte ce nom.", "secondary")
        self.ok = button("OK", self.close)
        for widget in (self.search, self.list, self._nothing):
            self.body.addWidget(widget)
        self.body.addWidget(self.ok, 0, Qt.AlignmentFlag.AlignRight)

    def set_choices(self, wholes: Sequence[Whole], cohorts: Sequence[tuple[int, str, str]]) -> None:
        """What may be chosen; each cohort with its id, its code and a quiet detail."""
        self._wholes, self._cohorts = wholes, cohorts

    def set_choice(self, choice: Choice) -> None:
        """Show that choice."""
        self._chosen = choice

    def begin(self) -> None:
        self._marked = set(self._chosen.ids)
        self.search.clear()
        self._fill()
        self.search.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        # In the order of the list, whatever the order of the clicks: the same choice is the same report.
        ids = tuple(cohort_id for cohort_id, _, _ in self._cohorts if cohort_id in self._marked)
        if ids and set(ids) != set(self._chosen.ids):
            self.picked.emit(Choice(ids=ids))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._give_up()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(Qt.Key(event.key()), in_search=watched is self.search)
        return super().eventFilter(watched, event)

    def _on_key(self, key: Qt.Key, *, in_search: bool) -> bool:
        item = self.list.currentItem()
        if key == Qt.Key.Key_Escape:
            self._give_up()
        elif key == Qt.Key.Key_Down and in_search:
            self.list.setFocus()
            self.list.setCurrentRow(max(self.list.currentRow(), 0))
        elif (key in _ENTER or (key == Qt.Key.Key_Space and not in_search)) and item is not None:
            self._toggle(item)
        else:
            return False
        return True

    def _give_up(self) -> None:
        self._marked = set(self._chosen.ids)
        self.close()

    def _toggle(self, item: QListWidgetItem) -> None:
        line = item.data(_LINE)
        if isinstance(line, Whole):
            self._marked = set()
            self.close()
            if line.key != self._chosen.key or self._chosen.ids:
                self.picked.emit(Choice(key=line.key))
            return
        self._marked ^= {line}
        row = self.list.row(item)
        self._fill()
        self.list.setCurrentRow(row)

    def _fill(self) -> None:
        words = fold(self.search.text()).split()
        self.list.clear()
        for whole in self._wholes:
            if not words:
                on = not self._marked and not self._chosen.ids and whole.key == self._chosen.key
                self._add(whole, whole.text, on)
        for cohort_id, code, detail in self._cohorts:
            if all(word in fold(f"{code} {detail}") for word in words):
                self._add(cohort_id, f"{code}   {detail}", cohort_id in self._marked)
        found = self.list.count()
        self._nothing.setVisible(not found)
        self.list.setVisible(bool(found))
        if words and found:
            self.list.setCurrentRow(0)
        if not self.isVisible():
            self._fit()

    def _fit(self) -> None:
        shown = min(self.list.count(), MOST_LINES)
        self.list.setFixedHeight(max(self.list.sizeHintForRow(0), 26) * max(shown, 1) + 4)

    def _add(self, line: Whole | int, text: str, on: bool) -> None:
        item = QListWidgetItem(text)
        item.setData(_LINE, line)
        set_tick(item, on)
        self.list.addItem(item)
