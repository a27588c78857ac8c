"""Looks for words in the document in view, in reader threads, and says which place is the present one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from gen_desktop.jobs import Job
from gen_desktop.reports.page_text import PageText, TextHit, find_words, read_text
from gen_desktop.ui.job_runner import JobRunner

DELAY_MS = 120
"""Words typed without a stop are looked for once."""

Found = tuple[tuple[PageText, ...], tuple[TextHit, ...]]


class Finder(QObject):
    """``changed`` when there are other places, or another is the present one."""

    changed = Signal()

    def __init__(self, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._pdf = b""
        self._texts: tuple[PageText, ...] = ()
        self._words = ""
        self._from_page = 0
        self._hits: tuple[TextHit, ...] = ()
        self._at = 0
        self._is_looking = False
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(DELAY_MS)
        self._delay.timeout.connect(self._look)

    @property
    def hits(self) -> tuple[TextHit, ...]:
        """The places found, in reading order."""
        return self._hits

    @property
    def at(self) -> int:
        """Which of them is the present one."""
        return self._at

    @property
    def current(self) -> TextHit | None:
        """The present place."""
        return self._hits[self._at] if self._hits else None

    @property
    def is_looking(self) -> bool:
        """Whether the answer is still to come."""
        return self._is_looking

    def set_document(self, pdf: bytes, page: int) -> None:
        """Another document: the same words are looked for in it, from that page on."""
        self._pdf, self._texts = pdf, ()
        self.look_for(self._words, page)

    def look_for(self, words: str, page: int) -> None:
        """Look for words; the first place on that page or after it becomes the present one."""
        self._words, self._from_page = words.strip(), page
        self._hits, self._at = (), 0
        self._is_looking = bool(self._words and self._pdf)
        if self._is_looking:
            self._delay.start()
        else:
            self._delay.stop()
        self.changed.emit()

    def step(self, places: int) -> None:
        """So many places further, round and round."""
        if self._hits:
            self._at = (self._at + places) % len(self._hits)
            self.changed.emit()

    def _look(self) -> None:
        work = partial(_find, self._pdf, self._texts, self._words)
        self._jobs.read_latest(
            f"reports.find.{id(self)}", work, partial(self._on_found, self._pdf, self._words)
        )

    def _on_found(self, pdf: bytes, words: str, found: Found) -> None:
        if pdf is not self._pdf or words != self._words:
            return
        self._texts, self._hits = found
        later = (at for at, hit in enumerate(self._hits) if hit.page >= self._from_page)
        self._at, self._is_looking = next(later, 0), False
        self.changed.emit()


def _find(pdf: bytes, texts: tuple[PageText, ...], words: str, job: Job) -> Found:
    known = texts or read_text(pdf, job)
    return known, find_words(pdf, known, words, job)
