"""A panel under a chip where several of many may be chosen, found by typing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QWidget

from gen_desktop.reference.lists import plain
from gen_desktop.ui.widgets.basics import button, label
from gen_desktop.ui.widgets.popover import Popover
from gen_desktop.ui.widgets.ticks import set_tick

WIDTH = 300
MOST_LINES = 11
SEARCHED_FROM = 10
"""With fewer choices than that, nothing is typed to find one."""
_VALUE = Qt.ItemDataRole.UserRole
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ManyChoices(Popover):
    """``changed(values)`` at each choice, in the order of the list. Space, Enter or a click takes one."""

    changed = Signal(object)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(name, parent)
        self._choices: Sequence[tuple[str, str]] = ()
        self._chosen: set[str] = set()
        self.setFixedWidth(WIDTH)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("Chercher")
        self.search.setAccessibleName(f"Chercher dans «\u00a0{name}\u00a0»")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._fill())
        self.search.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setAccessibleName(name)
        self.list.setUniformItemSizes(True)
        self.list.itemClicked.connect(self._toggle)
        self.list.installEventFilter(self)
        self._nothing = label("Rien ne porte ce nom.", "secondary")
        self._none = button("Tout décocher", lambda: self._choose(set()), kind="link")
        foot = QHBoxLayout()
        foot.addWidget(self._none)
        foot.addStretch(1)
        foot.addWidget(button("OK", self.close))
        for widget in (label(name, "strong"), self.search, self.list, self._nothing):
            self.body.addWidget(widget)
        self.body.addLayout(foot)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Values and their names, in order."""
        self._choices = choices
        if self.isVisible():
            self._fill()

    def set_chosen(self, values: Sequence[str]) -> None:
        """Show those as chosen, without a signal."""
        self._chosen = set(values)

    def begin(self) -> None:
        self.search.clear()
        self.search.setVisible(len(self._choices) >= SEARCHED_FROM)
        self._fill()
        shown = min(self.list.count(), MOST_LINES)
        self.list.setFixedHeight(max(self.list.sizeHintForRow(0), 26) * max(shown, 1) + 4)
        (self.search if not self.search.isHidden() else self.list).setFocus()
        if self.search.isHidden():
            self.list.setCurrentRow(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(Qt.Key(event.key()), in_search=watched is self.search)
        return super().eventFilter(watched, event)

    def _on_key(self, key: Qt.Key, *, in_search: bool) -> bool:
        item = self.list.currentItem()
        if key == Qt.Key.Key_Escape:
            self.close()
        elif key == Qt.Key.Key_Down and in_search:
            self.list.setFocus()
            self.list.setCurrentRow(max(self.list.currentRow(), 0))
        elif (key in _ENTER or (key == Qt.Key.Key_Space and not in_search)) and item is not None:
            self._toggle(item)
        else:
            return False
        return True

    def _toggle(self, item: QListWidgetItem) -> None:
        row = self.list.row(item)
        self._choose(self._chosen ^ {str(item.data(_VALUE))})
        self.list.setCurrentRow(row)

    def _choose(self, values: set[str]) -> None:
        self._chosen = values
        self._fill()
        self.changed.emit(tuple(value for value, _ in self._choices if value in values))

    def _fill(self) -> None:
        typed = plain(self.search.text())
        self.list.clear()
        for value, text in self._choices:
            if typed in plain(text):
                self._add(value, text, value in self._chosen)
        self._nothing.setVisible(not self.list.count())
        self._none.setEnabled(bool(self._chosen))
        if typed and self.list.count():
            self.list.setCurrentRow(0)

    def _add(self, value: str, text: str, on: bool) -> None:
        item = QListWidgetItem(text)
        item.setData(_VALUE, value)
        item.setToolTip(text)
        set_tick(item, on)
        self.list.addItem(item)
