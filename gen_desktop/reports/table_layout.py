"""Where the text of a table goes: widths of columns, lines of cells, decimal commas under one another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from gen_desktop.reports.fonts import text_width
from gen_desktop.reports.style import TextStyle
from gen_desktop.reports.text import break_lines

Align = Literal["left", "right", "decimal"]

COUNTS_GAP = 7.0
"""Between a rate and its « n sur N »."""

# One number with its unit; what follows the whole part is set to the right of the common comma.
_NUMBER = re.compile(
    r"([+\-\u2212]?\d[\d\u202f\u00a0]*(?<=\d))(,\d+)?([\u202f\u00a0 ]?(?:%|€|h|pts?|ans?|mois|j))?"
)


class MeasuredCell(NamedTuple):
    """A cell and its widths in points; ``tail`` is the part from the comma on, None when it is no number."""

    text: str
    width: float
    tail: float | None
    counts: str
    counts_width: float
    look: TextStyle
    counts_look: TextStyle


class PlacedText(NamedTuple):
    """A piece of a cell's line, ``x`` points from the left of the table."""

    x: float
    text: str
    look: TextStyle


@dataclass(slots=True)
class ColumnFit:
    """What a column needs, grown cell by cell."""

    align: Align
    minimum: float
    head: float = 0.0
    tail: float = 0.0
    plain: float = 0.0
    counts: float = 0.0
    stacked: bool = False
    """« n sur N » stands under its rate instead of beside it."""

    def add(self, cell: MeasuredCell) -> None:
        if cell.tail is None:
            self.plain = max(self.plain, cell.width)
        else:
            self.head = max(self.head, cell.width - cell.tail)
            self.tail = max(self.tail, cell.tail)
        self.counts = max(self.counts, cell.counts_width)

    @property
    def counts_room(self) -> float:
        return self.counts + COUNTS_GAP if self.counts and not self.stacked else 0.0

    @property
    def natural(self) -> float:
        """The width at which nothing wraps."""
        return max(self.minimum, self.plain, self.counts, self.head + self.tail + self.counts_room)


def measure(text: str, counts: str, align: Align, looks: tuple[TextStyle, TextStyle]) -> MeasuredCell:
    """The widths of a cell; ``looks`` are those of its text and of its counts."""
    look, counts_look = looks
    width = max(text_width(line, look.font, look.size) for line in text.split("\n"))
    tail: float | None = None
    if align == "decimal":
        number = _NUMBER.fullmatch(text)
        if number is not None:
            tail = text_width(text[number.end(1) :], look.font, look.size)
        elif counts:
            tail = 0.0
    counts_width = text_width(counts, counts_look.font, counts_look.size) if counts else 0.0
    return MeasuredCell(text, width, tail, counts, counts_width, look, counts_look)


def column_widths(naturals: Sequence[float], fixed: Sequence[float | None], available: float) -> list[float]:
    """Widths that fill the page exactly.

    Room to spare is shared equally among the columns without a fixed width, so that the gaps between them
    look the same; when there is not enough, the widest give way first: columns of figures keep theirs.
    """
    widths = [natural if given is None else given for natural, given in zip(naturals, fixed, strict=True)]
    free = [index for index, given in enumerate(fixed) if given is None] or list(range(len(widths)))
    rest = available - sum(width for index, width in enumerate(widths) if index not in free)
    needed = sum(widths[index] for index in free)
    if needed <= rest:
        for index in free:
            widths[index] += (rest - needed) / len(free)
        return widths
    cap = _cap([widths[index] for index in free], rest)
    for index in free:
        widths[index] = min(widths[index], cap)
    return widths


def place_cell(cell: MeasuredCell, fit: ColumnFit, left: float, width: float) -> list[list[PlacedText]]:
    """The lines of a cell whose text may use ``width`` points from ``left`` on."""
    right = left + width
    beside = fit.counts_room if cell.counts else 0.0
    under = cell.counts_width
    if max(cell.width, under) > width or "\n" in cell.text:
        whole = f"{cell.text} {cell.counts}" if cell.counts else cell.text
        lines = break_lines(whole, cell.look, width)
        return [[_aligned(line, cell.look, fit.align, (left, right))] for line in lines]
    if fit.align == "left":
        return [[PlacedText(left, cell.text, cell.look)]]
    if cell.tail is None:
        return [[PlacedText(right - cell.width, cell.text, cell.look)]]
    # Text too wide for the common comma goes to the edge instead of over its neighbor.
    crowded = cell.width + beside > width
    room = 0.0 if crowded else fit.counts_room
    start = max(left, right - room - fit.tail - (cell.width - cell.tail))
    if not cell.counts:
        return [[PlacedText(start, cell.text, cell.look)]]
    counts = PlacedText(right - cell.counts_width, cell.counts, cell.counts_look)
    if fit.stacked or crowded:
        return [[PlacedText(start, f"{cell.text} ", cell.look)], [counts]]
    return [[PlacedText(start, f"{cell.text} ", cell.look), counts]]


def _aligned(line: str, look: TextStyle, align: Align, edges: tuple[float, float]) -> PlacedText:
    if align == "left":
        return PlacedText(edges[0], line, look)
    return PlacedText(edges[1] - text_width(line.rstrip(" "), look.font, look.size), line, look)


def _cap(widths: Sequence[float], available: float) -> float:
    """The limit that makes the widths fit: those below it keep their size."""
    rest = available
    ordered = sorted(widths)
    for index, width in enumerate(ordered):
        share = rest / (len(ordered) - index)
        if width > share:
            return share
        rest -= width
    return ordered[-1]
