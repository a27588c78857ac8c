"""One box that finds anything: results come at every key, in groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from shiboken6 import isValid

from gen_desktop.ui.widgets.key_hints import key_cap
from gen_desktop.ui.widgets.search_results import WIDTH, SearchHit, SearchResults

if TYPE_CHECKING:
    from gen_desktop.ui.job_runner import JobRunner

__all__ = ["SearchBox", "SearchHit"]

DELAY_MS = 120
MIN_LETTERS = 2
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}

Provider = Callable[[str], Sequence[SearchHit]]
AtOnce = Callable[[str], Sequence[SearchHit] | None]


class SearchBox(QLineEdit):
    """``hit_chosen(SearchHit)`` on Enter or click. Up and down move in the results, Escape closes them, then
    empties the box, then gives the focus back.

    ``at_once`` answers on the GUI thread, for no text too; while it gives None, ``provider`` is asked in a
    reader thread. Hits of one group must follow each other. ``kind_titles``: the French heading of each kind.
    """

    hit_chosen = Signal(object)

    def __init__(
        self,
        jobs: JobRunner,
        provider: Provider,
        kind_titles: Mapping[str, str],
        parent: QWidget | None = None,
        at_once: AtOnce = lambda text: None,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._provider = provider
        self._at_once = at_once
        self._kind_titles = kind_titles
        self._came_from: QWidget | None = None
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
        self._popup: SearchResults | None = None

    def results(self) -> list[str]:
        """What the list of results says, line by line."""
        return [] if self._popup is None else self._popup.texts()

    def popup(self) -> SearchResults | None:
        """What shows the results; None before the first ones."""
        return self._popup

    def is_open(self) -> bool:
        """Whether the results are shown."""
        return self._popup is not None and self._popup.isVisible()

    def take_focus(self) -> None:
        """What Ctrl+K does."""
        if not self.hasFocus():
            self._came_from = QApplication.focusWidget()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        self._on_edited(self.text())

    def forget_results(self) -> None:
        """Nothing found stays here; what was typed does."""
        self._close()
        self.setAccessibleDescription("")
        if self._popup is not None:
            self._popup.show_hits((), "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self._on_escape()
        elif key in _STEPS:
            if self._popup is not None and self.is_open():
                self._show_choice(self._popup, _STEPS[key])
            else:
                self._on_edited(self.text())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            hit = self._popup.current() if self._popup is not None and self.is_open() else None
            if hit is not None:
                self._choose(hit)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if not self.is_open():
            self._on_edited(self.text())

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
        if event.type() == QEvent.Type.Resize and self._popup is not None and self._popup.isVisible():
            self._place(self._popup)
        return super().eventFilter(watched, event)

    def _on_edited(self, text: str) -> None:
        self._delay.stop()
        typed = text.strip()
        hits = self._at_once(typed)
        if hits is not None and (typed or hits):
            self._show(typed, hits)
        elif hits is None and len(typed) >= MIN_LETTERS:
            self._delay.start()
        else:
            self._close()

    def _on_escape(self) -> None:
        if self.is_open():
            self._close()
        elif self.text():
            self.clear()
        elif self._came_from is not None and isValid(self._came_from):
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self) -> None:
        text, provider = self.text().strip(), self._provider
        self._jobs.read_latest("search", lambda job: (text, provider(text)), self._on_found)

    def _on_found(self, answer: tuple[str, Sequence[SearchHit]]) -> None:
        text, hits = answer
        if text == self.text().strip() and self.hasFocus():
            self._show(text, hits)

    def _show(self, text: str, hits: Sequence[SearchHit]) -> None:
        popup = self._popup or self._made_popup()
        popup.show_hits(hits, f"Rien ne répond à «\u00a0{text}\u00a0».")
        if not popup.isVisible():
            popup.show()
            popup.raise_()
        self._place(popup)
        self._show_choice(popup, 0)

    def _made_popup(self) -> SearchResults:
        # At the first search: the first paint does without it. A child of the window, not a popup window:
        # the box keeps the focus and the keys.
        self._popup = SearchResults(self._kind_titles, self.window())
        self._popup.chosen.connect(self._choose)
        self.window().installEventFilter(self)
        return self._popup

    def _show_choice(self, popup: SearchResults, by: int) -> None:
        """Move in the results; what is chosen there is read aloud as what the box says."""
        if by:
            popup.move_by(by)
        hit = popup.current()
        self.setAccessibleDescription("" if hit is None else f"{hit.title} {hit.detail}".strip())

    def _choose(self, hit: SearchHit) -> None:
        self._close()
        self.clear()
        self.hit_chosen.emit(hit)

    def _place(self, popup: SearchResults) -> None:
        room = self.window().rect()
        width = min(max(self.width(), WIDTH), room.width())
        corner = self.mapTo(self.window(), QPoint(self.width() - width, self.height() + 4))
        height = min(popup.height_wanted(), room.height() - corner.y() - 8)
        popup.setGeometry(max(0, corner.x()), corner.y(), width, height)

    def _close(self) -> None:
        self._delay.stop()
        if self._popup is not None:
            self._popup.hide()
