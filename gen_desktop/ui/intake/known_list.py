"""People already in the file who look like whoever is being typed: offered, never taken by themselves."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from gen_desktop.queries.search import Hit
from gen_desktop.ui.widgets.basics import label

MOST = 5
HINT = "Déjà dans le fichier (pour choisir\u00a0: un clic, ou ↓ puis ↵ depuis le nom ou le prénom)"


class KnownList(QWidget):
    """``picked(Hit)``: it is that person. The down arrow of a watched line goes into the list."""

    picked = Signal(object)

    def __init__(self, lines: Sequence[QLineEdit], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self._hits: Sequence[Hit] = ()
        self.list = QListWidget(self)
        self.list.setAccessibleName("Personnes déjà dans le fichier")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.list.itemClicked.connect(lambda _item: self._pick())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(label(HINT, "small", wrap=True))
        layout.addWidget(self.list)
        for watched in (*lines, self.list):
            watched.installEventFilter(self)
        self.hide()

    def offer(self, hits: Sequence[Hit]) -> None:
        """Show these people; none hides the list."""
        self._hits = hits[:MOST]
        self.list.clear()
        for hit in self._hits:
            detail = f" ({hit.detail})" if hit.detail else ""
            item = QListWidgetItem(f"{hit.title}{detail}", self.list)
            item.setToolTip(item.text())
        self.setVisible(bool(self._hits))
        row = self.list.sizeHintForRow(0) if self._hits else 0
        self.list.setFixedHeight(len(self._hits) * row + 2 * self.list.frameWidth() + 4)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        key = event.key()
        if watched is not self.list:
            if key == Qt.Key.Key_Down and self._hits and self.isVisible():
                self.list.setCurrentRow(0)
                self.list.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick()
            return True
        elif key == Qt.Key.Key_Escape or (key == Qt.Key.Key_Up and self.list.currentRow() <= 0):
            self._lines[-1].setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return super().eventFilter(watched, event)

    def _pick(self) -> None:
        at = self.list.currentRow()
        if 0 <= at < len(self._hits):
            self.picked.emit(self._hits[at])
