"""A line that offers what may be meant while it is typed; anything else may be typed too."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QStyledItemDelegate, QWidget

Offer = tuple[str, object]
"""What is read, and what it stands for."""
_MEANT = Qt.ItemDataRole.UserRole
_SHOWN = 8
_FRAME = 12


class SuggestField(QLineEdit):
    """``picked(object)`` when an offer is taken: arrows and Enter, or a click. Escape closes the list.

    Tab goes on to the next field as from any line; it takes the offer when there is but one, or when the
    arrows chose it: of several communes of one postal code, none is taken for whoever only passes.

    ``offers`` is asked at each key and must answer at once.
    """

    picked = Signal(object)

    def __init__(self, offers: Callable[[str], Sequence[Offer]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offers = offers
        self._model = QStandardItemModel(self)
        self._list = QListView()
        self._list.setProperty("role", "offers")
        self._list.setAccessibleName("Propositions")
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(_SHOWN)
        self._completer.setPopup(self._list)
        # The line keeps the keys: a list that had taken them gives them back too late for whoever types fast.
        self._list.setWindowFlag(Qt.WindowType.WindowDoesNotAcceptFocus)
        # The completer gives a delegate of its own, which knows nothing of the style sheet.
        self._list.setItemDelegate(QStyledItemDelegate(self._list))
        # Not setCompleter: a line would show each offer that the arrows pass over.
        self._completer.setWidget(self)
        self._completer.activated[QModelIndex].connect(self._take)  # type: ignore[index]  # overloads
        self._has_chosen = False
        self._list.installEventFilter(self)  # after that of the completer, so as to be asked before it
        self.textEdited.connect(self._on_edited)

    def offered(self) -> list[str]:
        """What the list says, line by line; nothing while it is closed."""
        if not self._list.isVisible():
            return []
        return [self._model.item(row).text() for row in range(self._model.rowCount())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._list and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                self._pass(forwards=key == Qt.Key.Key_Tab)
                return True
            if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self._has_chosen = True
        return super().eventFilter(watched, event)

    def _pass(self, *, forwards: bool) -> None:
        """Go on to the next field, or back to the one before."""
        index = self._list.currentIndex()
        is_meant = index.isValid() and (self._has_chosen or self._model.rowCount() == 1)
        self._list.hide()
        if is_meant and forwards:
            self._take(index)
        self.focusNextPrevChild(forwards)

    def _on_edited(self, text: str) -> None:
        self._has_chosen = False
        self._model.clear()
        for label, meant in self._offers(text):
            item = QStandardItem(label)
            item.setData(meant, _MEANT)
            self._model.appendRow(item)
        if self._model.rowCount() == 0:
            self._list.hide()
            return
        self._completer.complete(self._room())
        self._list.setCurrentIndex(self._completer.completionModel().index(0, 0))

    def _room(self) -> QRect:
        """Where the list opens: as wide as its longest line, its right side that of the field."""
        bar = self._list.verticalScrollBar().sizeHint().width()
        width = max(self.width(), self._list.sizeHintForColumn(0) + bar + _FRAME)
        return QRect(self.width() - width, 0, width, self.height())

    def _take(self, index: QModelIndex) -> None:
        self.picked.emit(index.data(_MEANT))
