"""A line that offers what may be meant while it is typed; anything else may be typed too."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QLineEdit, QListWidget, QListWidgetItem, QWidget

Offer = tuple[str, object]
"""What is read, and what it stands for."""
_MEANT = Qt.ItemDataRole.UserRole
_SHOWN = 8
_FRAME = 12
_MARGIN = 4
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_TAKING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SuggestField(QLineEdit):
    """``picked(object)`` when an offer is taken: arrows and Enter, or a click. Escape closes the list.

    Tab goes on to the next field as from any line, and takes the offer that the arrows chose. What was typed
    stays otherwise, for it may be new; where an offer is what is looked for (``is_choice``), the first one is
    ready for Enter, and Tab takes the only one: of several communes of one postal code, none is taken for
    whoever only passes.

    ``offers`` is asked at each key and must answer at once.
    """

    picked = Signal(object)

    def __init__(
        self,
        offers: Callable[[str], Sequence[Offer]],
        parent: QWidget | None = None,
        *,
        is_choice: bool = False,
    ) -> None:
        super().__init__(parent)
        self._offers = offers
        self._is_choice = is_choice
        self._list: QListWidget | None = None
        self._has_chosen = False
        self.textEdited.connect(self._on_edited)

    def open_list(self) -> QListWidget | None:
        """What shows the offers; None while it is closed."""
        return self._list if self._list is not None and self._list.isVisible() else None

    def offered(self) -> Sequence[str]:
        """What the list says, line by line; nothing while it is closed."""
        shown = self.open_list()
        return [] if shown is None else [shown.item(row).text() for row in range(shown.count())]

    def event(self, event: QEvent) -> bool:
        # While the list is open its keys are its own: no shortcut of the window takes Escape or Enter.
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and self._is_own(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shown = self.open_list()
        if shown is None or not self._is_own(event):
            super().keyPressEvent(event)
        elif (key := Qt.Key(event.key())) in _STEPS:
            self._has_chosen = True
            self._choose(shown, max(shown.currentRow(), -1 if key == Qt.Key.Key_Down else 0) + _STEPS[key])
        elif key in _TAKING:
            self._take(shown.currentItem())
        else:
            self._close()

    def focusNextPrevChild(self, forwards: bool) -> bool:
        shown = self.open_list()
        if shown is not None and forwards and self._is_meant(shown):
            self._take(shown.currentItem())
        self._close()
        return super().focusNextPrevChild(forwards)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._close()
        super().focusOutEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._close()
        super().resizeEvent(event)

    def _is_own(self, event: QKeyEvent) -> bool:
        shown, key = self.open_list(), Qt.Key(event.key())
        if shown is None:
            return False
        return key in _STEPS or key == Qt.Key.Key_Escape or (key in _TAKING and shown.currentRow() >= 0)

    def _is_meant(self, shown: QListWidget) -> bool:
        return self._has_chosen or (self._is_choice and shown.count() == 1)

    def _on_edited(self, text: str) -> None:
        self._has_chosen = False
        offers = self._offers(text)
        if not offers:
            self._close()
            return
        shown = self._list or self._made_list()
        shown.clear()
        for label, meant in offers:
            item = QListWidgetItem(label, shown)
            item.setData(_MEANT, meant)
        if self._is_choice:
            self._choose(shown, 0)
        self._place(shown)
        shown.show()
        shown.raise_()

    def _made_list(self) -> QListWidget:
        # A child of the window, never a window of its own, which takes the keys and gives them back too late
        # for whoever types fast: what was meant for the next field came to the one before.
        self._list = QListWidget(self.window())
        self._list.setProperty("role", "offers")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setAccessibleName("Propositions")
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemClicked.connect(self._take)
        self.destroyed.connect(self._list.deleteLater)
        for area in _areas_around(self):
            area.verticalScrollBar().valueChanged.connect(self._close)
        return self._list

    def _choose(self, shown: QListWidget, row: int) -> None:
        """Move in the offers, round their ends; what is chosen there is read aloud as what the field says."""
        shown.setCurrentRow(row % shown.count())
        self.setAccessibleDescription(shown.currentItem().text())

    def _place(self, shown: QListWidget) -> None:
        """Under the field, or above it for want of room; as wide as its longest line, right sides even."""
        room = self.window().rect()
        rows = min(shown.count(), _SHOWN)
        wanted = sum(shown.sizeHintForRow(row) for row in range(rows)) + _FRAME
        bar = shown.verticalScrollBar().sizeHint().width()
        width = max(self.width(), shown.sizeHintForColumn(0) + bar + _FRAME)
        corner = self.mapTo(self.window(), QPoint(self.width() - width, 0))
        above, below = corner.y() - _MARGIN, room.height() - corner.y() - self.height() - _MARGIN
        height = min(wanted, max(above, below))
        top = corner.y() + self.height() if height <= below else corner.y() - height
        shown.setGeometry(max(0, corner.x()), top, min(width, room.width()), height)

    def _take(self, item: QListWidgetItem) -> None:
        meant = item.data(_MEANT)
        self._close()
        self.picked.emit(meant)

    def _close(self) -> None:
        if self._list is not None:
            self._list.hide()
        self.setAccessibleDescription("")


def _areas_around(widget: QWidget) -> Sequence[QAbstractScrollArea]:
    found = []
    while (parent := widget.parentWidget()) is not None:
        if isinstance(parent, QAbstractScrollArea):
            found.append(parent)
        widget = parent
    return found
