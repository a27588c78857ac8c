"""Which columns a list shows, and in which order."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gen_desktop.ui.widgets.basics import button, label
from gen_desktop.ui.widgets.ticks import set_tick

_KEY, _ON = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
HINT = (
    "Cochez ce que la liste montre (espace ou clic). Pour l’ordre\u00a0: faites glisser, ou Alt ↑ et Alt ↓."
)


class ColumnChooser(QDialog):
    """The first column names the record: it is always shown. ``chosen()``: keys in their order."""

    def __init__(
        self,
        offered: Sequence[tuple[str, str]],
        shown: Sequence[str],
        usual: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        """``offered``: keys and titles, in the order to show; ``usual``: those of the program."""
        super().__init__(parent)
        self.setWindowTitle("Colonnes de la liste")
        self.resize(360, 520)
        self._offered, self._usual = tuple(offered), tuple(usual)
        self.list = QListWidget(self)
        self.list.setAccessibleName("Colonnes")
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.list.itemClicked.connect(self._toggle)
        self.list.installEventFilter(self)
        self._fill(offered, shown)
        self.up = button("Monter", lambda: self._move(-1))
        self.down = button("Descendre", lambda: self._move(1))
        self.up.setShortcut("Alt+Up")
        self.down.setShortcut("Alt+Down")
        self.reset = button("Colonnes d’origine", self._reset, kind="link")
        moving = QHBoxLayout()
        for widget in (self.up, self.down):
            moving.addWidget(widget)
        moving.addStretch(1)
        moving.addWidget(self.reset)
        ok = button("Montrer ces colonnes", self.accept, kind="primary")
        ok.setDefault(True)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button("Annuler", self.reject))
        foot.addWidget(ok)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 16)
        layout.setSpacing(10)
        layout.addWidget(label(HINT, "secondary", wrap=True))
        layout.addWidget(self.list, 1)
        layout.addLayout(moving)
        layout.addLayout(foot)

    def chosen(self) -> list[str]:
        """The keys ticked, in the order of the list."""
        return [str(item.data(_KEY)) for item in self._items() if item.data(_ON)]

    def tick(self, key: str, on: bool) -> None:
        """Show or hide one column."""
        for item in self._items():
            if item.data(_KEY) == key:
                _mark(item, on)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            item = self.list.currentItem()
            if event.key() == Qt.Key.Key_Space and item is not None:
                self._toggle(item)
                return True
        return super().eventFilter(watched, event)

    def _toggle(self, item: QListWidgetItem) -> None:
        if item.data(_KEY) != self._offered[0][0]:
            _mark(item, not item.data(_ON))

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _fill(self, offered: Sequence[tuple[str, str]], shown: Sequence[str]) -> None:
        self.list.clear()
        for key, title in offered:
            item = QListWidgetItem(title)
            item.setData(_KEY, key)
            _mark(item, key in shown)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _move(self, by: int) -> None:
        row = self.list.currentRow()
        if row >= 0 and 0 <= row + by < self.list.count():
            item = self.list.takeItem(row)
            self.list.insertItem(row + by, item)
            self.list.setCurrentItem(item)

    def _reset(self) -> None:
        titles = dict(self._offered)
        order = [key for key in self._usual if key in titles]
        order += [key for key in titles if key not in order]
        self._fill([(key, titles[key]) for key in order], self._usual)


def _mark(item: QListWidgetItem, on: bool) -> None:
    item.setData(_ON, on)
    set_tick(item, on)
