"""Where the pages of a document stand in the preview. Plain arithmetic, in logical pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

WIDTH = "width"
PAGE = "page"
Zoom = str | float
"""WIDTH: each page as wide as the view; PAGE: the whole page in the view; else 1.0 for its size on paper."""

STEPS = (0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.25, 1.5, 2.0, 3.0)
PIXELS_PER_POINT = 96 / 72
MARGIN = 16
GAP = 14


@dataclass(frozen=True)
class Place:
    """A page in the preview: its corner, its size, and its scale (1.0: as on paper)."""

    x: int
    y: int
    width: int
    height: int
    scale: float

    @property
    def bottom(self) -> int:
        return self.y + self.height


def places(
    sizes: Sequence[tuple[float, float]], zoom: Zoom, view_width: int, view_height: int
) -> tuple[Place, ...]:
    """One page under the other, each centered."""
    scales = [scale_of(size, zoom, view_width, view_height) for size in sizes]
    widths = [round(size[0] * PIXELS_PER_POINT * scale) for size, scale in zip(sizes, scales, strict=True)]
    across = max([view_width, *(width + 2 * MARGIN for width in widths)])
    found, y = [], MARGIN
    for size, scale, width in zip(sizes, scales, widths, strict=True):
        height = round(size[1] * PIXELS_PER_POINT * scale)
        found.append(Place((across - width) // 2, y, width, height, scale))
        y += height + GAP
    return tuple(found)


def scale_of(size: tuple[float, float], zoom: Zoom, view_width: int, view_height: int) -> float:
    """The scale of a page of that size in points."""
    if isinstance(zoom, float):
        return zoom
    scale = max(view_width - 2 * MARGIN, 40) / (size[0] * PIXELS_PER_POINT)
    if zoom == PAGE:
        scale = min(scale, max(view_height - 2 * MARGIN, 40) / (size[1] * PIXELS_PER_POINT))
    return scale


def box_in(place: Place, part: tuple[float, float, float, float]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of a part of a page, told as parts of its width and height."""
    left, top, right, bottom = part
    return (
        place.x + int(left * place.width),
        place.y + int(top * place.height),
        place.x + ceil(right * place.width),
        place.y + ceil(bottom * place.height),
    )


def page_at(found: Sequence[Place], y: int) -> int:
    """The page that stands at that height, or the last one above it."""
    return max((index for index, place in enumerate(found) if place.y <= y), default=0)


def next_step(scale: float, *, larger: bool) -> float:
    """The next usual scale, or the same at the end of the steps."""
    if larger:
        return next((step for step in STEPS if step > scale * 1.02), STEPS[-1])
    return next((step for step in reversed(STEPS) if step < scale * 0.98), STEPS[0])


def step_down(found: Sequence[Place], top: int, view_height: int) -> int:
    """Where Page Down leads: one screen further, but never past the beginning of the next page."""
    wanted = top + view_height - 2 * MARGIN
    starts = [place.y - MARGIN for place in found]
    return next((start for start in starts if top < start <= wanted), wanted)


def step_up(found: Sequence[Place], top: int, view_height: int) -> int:
    """Where Page Up leads: one screen back, but never past the beginning of the page."""
    wanted = top - view_height + 2 * MARGIN
    starts = [place.y - MARGIN for place in found]
    return next((start for start in reversed(starts) if wanted <= start < top), wanted)
