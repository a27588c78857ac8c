"""One box that finds anything: results come while typing, in groups, from a reader thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from gen_desktop.ui import theme
from gen_desktop.ui.widgets.key_hints import key_cap

if TYPE_CHECKING:
    from gen_desktop.ui.job_runner import JobRunner

DELAY_MS = 120
MIN_LETTERS = 2
_HIT = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class SearchHit:
    """One thing found: its kind and id, the words that name it, and a quiet detail."""

    kind: str
    id: int
    title: str
    detail: str = ""


Provider = Callable[[str], Sequence[SearchHit]]


class SearchBox(QLineEdit):
    """``hit_chosen(SearchHit)`` on Enter or click. Up and down move in the results, Escape closes them.

    ``provider`` runs in a reader thread; hits of one kind must follow each other. ``kind_titles``: the French
    heading of each kind.
    """

    hit_chosen = Signal(object)

    def __init__(
        self,
        jobs: JobRunner,
        provider: Provider,
        kind_titles: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._provider = provider
        self._kind_titles = kind_titles
        self.setProperty("role", "search")
        self.setPlaceholderText("Rechercher partout")
        self.setAccessibleName("Rechercher partout")
        self._cap = key_cap("Ctrl K")
        self._cap.setParent(self)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(DELAY_MS)
        self._delay.timeout.connect(self._ask)
        self.textEdited.connect(self._on_edited)
        self._popup: QFrame | None = None

    @cached_property
    def _list(self) -> QListWidget:
        # Built at the first search: the first paint does without it.
        made = QListWidget()
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setAccessibleName("Résultats")
        made.itemClicked.connect(self._choose)
        return made

    def results(self) -> list[str]:
        """What the list of results says, line by line."""
        return [self._list.item(row).text() for row in range(self._list.count())]

    def is_open(self) -> bool:
        """Whether the results are shown."""
        return self._popup is not None and self._popup.isVisible()

    def take_focus(self) -> None:
        """What Ctrl+K does."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self._close() if self.is_open() else self.clear()
        elif self.is_open() and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._move(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            item = self._list.currentItem() if self.is_open() else None
            if item is not None:
                self._choose(item)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        hint = self._cap.sizeHint()
        self._cap.setGeometry(
            self.width() - hint.width() - 10,
            (self.height() - hint.height()) // 2,
            hint.width(),
            hint.height(),
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.is_open():
            self._place()
        return super().eventFilter(watched, event)

    def _on_edited(self, text: str) -> None:
        if len(text.strip()) < MIN_LETTERS:
            self._delay.stop()
            self._close()
        else:
            self._delay.start()

    def _ask(self) -> None:
        text, provider = self.text().strip(), self._provider
        self._jobs.read_latest("search", lambda job: (text, provider(text)), self._on_found)

    def _on_found(self, answer: tuple[str, Sequence[SearchHit]]) -> None:
        text, hits = answer
        if text != self.text().strip() or not self.hasFocus():
            return
        self._list.clear()
        for kind, group in groupby(hits, key=lambda hit: hit.kind):
            self._add_heading(self._kind_titles.get(kind, kind))
            for hit in group:
                item = QListWidgetItem(f"{hit.title}   {hit.detail}" if hit.detail else hit.title)
                item.setData(_HIT, hit)
                self._list.addItem(item)
        if not hits:
            self._add_heading(f"Rien ne répond à «\u00a0{text}\u00a0».")
        self._open()
        self._move(1)

    def _add_heading(self, text: str) -> None:
        item = QListWidgetItem(text)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setFont(theme.font(theme.SMALL_PX))
        self._list.addItem(item)

    def _move(self, by: int) -> None:
        row = self._list.currentRow() + by
        while 0 <= row < self._list.count():
            if self._list.item(row).flags() & Qt.ItemFlag.ItemIsSelectable:
                self._list.setCurrentRow(row)
                return
            row += by

    def _choose(self, item: QListWidgetItem) -> None:
        hit = item.data(_HIT)
        if hit is not None:
            self._close()
            self.clear()
            self.hit_chosen.emit(hit)

    def _open(self) -> None:
        if self._popup is None:
            # A child of the window, not a popup window: the box keeps the focus and the keys.
            self._popup = QFrame(self.window())
            self._popup.setProperty("role", "card")
            layout = QVBoxLayout(self._popup)
            layout.setContentsMargins(6, 6, 6, 6)
            layout.addWidget(self._list)
            self.window().installEventFilter(self)
        self._list.setCurrentRow(-1)
        self._popup.show()
        self._popup.raise_()
        self._place()

    def _place(self) -> None:
        if self._popup is None:
            return
        height = sum(self._list.sizeHintForRow(row) for row in range(self._list.count())) + 18
        width = max(self.width(), 400)
        corner = self.mapTo(self.window(), QPoint(self.width() - width, self.height() + 4))
        self._popup.setGeometry(corner.x(), corner.y(), width, min(height, 420))

    def _close(self) -> None:
        self._delay.stop()
        if self._popup is not None:
            self._popup.hide()
