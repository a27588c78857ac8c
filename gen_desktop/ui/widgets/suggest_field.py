"""A line that offers what may be meant while it is typed; anything else may be typed too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QStyledItemDelegate, QWidget

Offer = tuple[str, object]
"""What is read, and what it stands for."""
_MEANT = Qt.ItemDataRole.UserRole
_SHOWN = 8
_FRAME = 12


class SuggestField(QLineEdit):
    """``picked(object)`` when an offer is taken: arrows and Enter, or a click. Escape closes the list.

    Tab goes on with what is typed: nothing is replaced that nobody looked at.
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
        # The completer gives a delegate of its own, which knows nothing of the style sheet.
        self._list.setItemDelegate(QStyledItemDelegate(self._list))
        self._list.installEventFilter(self)
        # Not setCompleter: a line would show each offer that the arrows pass over.
        self._completer.setWidget(self)
        self._completer.activated[QModelIndex].connect(self._take)  # type: ignore[index]  # overloads
        self.textEdited.connect(self._on_edited)

    def offered(self) -> list[str]:
        """What the list says, line by line; nothing while it is closed."""
        if not self._list.isVisible():
            return []
        return [self._model.item(row).text() for row in range(self._model.rowCount())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._list and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
                self._list.hide()
                # Once the list has given the focus back.
                QTimer.singleShot(0, self, partial(self.focusNextPrevChild, key == Qt.Key.Key_Tab))
                return True
        return super().eventFilter(watched, event)

    def _on_edited(self, text: str) -> None:
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
