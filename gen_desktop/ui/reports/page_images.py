"""Draws pages in reader threads, only those asked for, and keeps the last ones."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from gen_desktop.jobs import Job
from gen_desktop.reports.pixels import Pixels, draw_page
from gen_desktop.ui.job_runner import JobRunner, Task

BUDGET = 64 * 1024 * 1024
"""Bytes of pixels kept, whatever is visible apart."""

Key = tuple[int, int, int]
"""A page and its size in real pixels."""


class PageImages(QObject):
    """``arrived(page)`` when an image asked for is there."""

    arrived = Signal(int)

    def __init__(self, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._pdf = b""
        self._kept: OrderedDict[Key, QImage] = OrderedDict()
        self._asked: dict[Key, Task] = {}

    @property
    def kept(self) -> tuple[Key, ...]:
        """What is drawn, the longest unused first."""
        return tuple(self._kept)

    def set_document(self, pdf: bytes) -> None:
        """Another document: nothing of the one before is shown."""
        self._pdf = pdf
        self._cancel(self._asked)
        self._kept.clear()

    def image(self, key: Key) -> QImage | None:
        """The image of exactly that size, or else another of the same page, or None."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        return next((image for other, image in reversed(self._kept.items()) if other[0] == key[0]), None)

    def ask(self, wanted: Iterable[Key]) -> None:
        """Draw these if they are missing; what was asked for and is not wanted any more is given up."""
        keys = set(wanted)
        self._cancel([key for key in self._asked if key not in keys])
        for key in sorted(keys):
            if key not in self._kept and key not in self._asked:
                self._asked[key] = self._jobs.read(
                    partial(_draw, self._pdf, key), partial(self._on_drawn, key, self._pdf), name="page"
                )
        self._forget(keys)

    def _cancel(self, keys: Iterable[Key]) -> None:
        for key in list(keys):
            self._asked.pop(key).cancel()

    def _on_drawn(self, key: Key, pdf: bytes, image: QImage) -> None:
        if pdf is self._pdf:
            self._asked.pop(key, None)
            self._kept[key] = image
            self.arrived.emit(key[0])

    def _forget(self, wanted: set[Key]) -> None:
        size = sum(image.sizeInBytes() for image in self._kept.values())
        for key in list(self._kept):
            if size > BUDGET and key not in wanted:
                size -= self._kept.pop(key).sizeInBytes()


def to_image(drawn: Pixels) -> QImage:
    """Pixels as Qt has them; copied, so that the image does not look into a buffer that Python may free."""
    image = QImage(drawn.data, drawn.width, drawn.height, drawn.stride, QImage.Format.Format_RGB32)
    return image.copy()


def _draw(pdf: bytes, key: Key, job: Job) -> QImage:
    job.step(0, 1, "")
    index, width, height = key
    return to_image(draw_page(pdf, index, width, height))
