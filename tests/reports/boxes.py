"""Every text of drawn pages with the room it takes, so that tests can see whether one runs into another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from gen_desktop.reports.canvas import Run, TaggedCanvas
from gen_desktop.reports.fonts import text_width

_SLACK = 0.4
"""Points by which the letters of a line may touch those above: capitals do not, accents may."""


class TextBox(NamedTuple):
    """A text on a page: its edges in points, y downwards."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


@contextmanager
def recorded() -> Iterator[list[TextBox]]:
    """The texts drawn meanwhile, but for what crosses the page as a watermark."""
    found: list[TextBox] = []
    drawn = TaggedCanvas.runs

    def runs(canvas: TaggedCanvas, pieces: Sequence[Run]) -> None:
        for x, y, text, look in pieces:
            if text.strip() and look.size < 60:
                width = text_width(text.rstrip(" "), look.font, look.size)
                box = TextBox(canvas.page, x, y - 0.66 * look.size, x + width, y, text)
                found.append(box)
        drawn(canvas, pieces)

    TaggedCanvas.runs = runs
    try:
        yield found
    finally:
        TaggedCanvas.runs = drawn


def assert_apart(boxes: Sequence[TextBox], width: float, height: float, margin: float) -> None:
    """No text leaves the page's margins, and no two of them run into each other."""
    for box in boxes:
        assert box.left >= margin - _SLACK, box
        assert box.right <= width - margin + _SLACK, box
        assert box.top >= 0, box
        assert box.bottom <= height, box
    by_page: dict[int, list[TextBox]] = {}
    for box in boxes:
        by_page.setdefault(box.page, []).append(box)
    for found in by_page.values():
        found.sort(key=lambda box: box.top)
        for at, one in enumerate(found):
            for other in found[at + 1 :]:
                if other.top >= one.bottom - _SLACK:
                    break
                beside = other.left >= one.right - _SLACK or one.left >= other.right - _SLACK
                assert beside, (one, other)
