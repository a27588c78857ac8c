"""The middle of the page: the report, its progress, or why there is none."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from gen_desktop.ui.job_runner import JobRunner
from gen_desktop.ui.reports.find_bar import FindBar
from gen_desktop.ui.reports.finder import Finder
from gen_desktop.ui.reports.preview import PagesView
from gen_desktop.ui.reports.progress_strip import ProgressStrip
from gen_desktop.ui.widgets.empty_state import EmptyState

STRIP_DELAY_MS = 250
"""A report made sooner shows no progress."""


class Desk(QFrame):
    """``stopped`` when the person stops the report; ``again`` when it shall be made after all."""

    stopped = Signal()
    again = Signal()

    def __init__(self, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "desk")
        self.view = PagesView(jobs)
        self.finder = Finder(jobs, self)
        self.find_bar = FindBar(self.finder, self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.view)
        self._words: QWidget | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addWidget(self.find_bar)
        layout.addWidget(self._stack, 1)
        self.strip = ProgressStrip(self)
        self.strip.stopped.connect(self.stopped)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(STRIP_DELAY_MS)
        self._delay.timeout.connect(self.strip.begin)
        self.finder.changed.connect(self._show_hits)
        self.find_bar.edited.connect(self._look_for)
        self.find_bar.left.connect(self._stop_looking)

    def wait(self) -> None:
        """A report is being made; the one before stays in view, veiled."""
        self._show_view()
        self.view.set_stale(True)
        if not self.strip.isVisible():
            self._delay.start()

    def show_report(self, pdf: bytes) -> None:
        """The report is there."""
        self._end()
        self._show_view()
        self.view.set_document(pdf)
        self.finder.set_document(pdf, self.view.page)

    def show_words(self, heading: str, sentence: str, action: str = "Recommencer") -> None:
        """Why there is no report; the button asks for it again."""
        self._end()
        self._drop_words()
        self._words = EmptyState(sentence, (action, self.again.emit), icon="file-text", heading=heading)
        self._stack.addWidget(self._words)
        self._stack.setCurrentWidget(self._words)

    def _look_for(self, words: str) -> None:
        self.finder.look_for(words, self.view.page)

    def _stop_looking(self) -> None:
        self.finder.look_for("", self.view.page)
        self.view.setFocus()

    def _show_hits(self) -> None:
        self.view.set_hits(self.finder.hits, self.finder.current)

    def _end(self) -> None:
        self._delay.stop()
        self.strip.hide()

    def _show_view(self) -> None:
        self._stack.setCurrentWidget(self.view)
        self._drop_words()

    def _drop_words(self) -> None:
        if self._words is not None:
            self._stack.removeWidget(self._words)
            self._words.deleteLater()
            self._words = None
