"""What blocks hand to the flow: indivisible pieces, and the structure elements they fill when drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from gen_desktop.reports.canvas import Run, TaggedCanvas
from gen_desktop.reports.structure import Element
from gen_desktop.reports.style import TextStyle

Draw = Callable[[TaggedCanvas, float, float], None]
"""Draws a piece with its upper left corner at (left, top)."""


class Anchor(Protocol):
    """A place one can go to: a heading, by its level (1 to 3) and its words."""

    @property
    def level(self) -> int: ...

    @property
    def text(self) -> str: ...


@dataclass(slots=True)
class Piece:
    """A slice of a block that is never cut: a table row, two lines, a chart."""

    height: float
    draw: Draw
    keep: bool = False
    """Stays on the page of the piece that follows."""
    repeat: Piece | None = None
    """Drawn first whenever this piece opens a page: the header of a table."""
    anchor: Anchor | None = None
    """The heading this piece shows, for bookmarks and the table of contents."""


@dataclass(slots=True)
class Laid:
    """A block laid out for a width: its pieces from top to bottom, and the structure they will fill."""

    elements: list[Element]
    pieces: list[Piece]
    before: float = 0.0
    after: float = 0.0


class Block(Protocol):
    """Anything that can be added to a document."""

    def layout(self, width: float) -> Laid:
        """The pieces for that width. Called once per rendering; it draws nothing."""


def line_groups(count: int) -> Iterator[tuple[int, int]]:
    """Ranges of lines that stay together, so that no line of a paragraph is alone on a page."""
    if count <= 3:
        yield 0, count
        return
    yield 0, 2
    for line in range(2, count - 2):
        yield line, line + 1
    yield count - 2, count


def draw_lines(element: Element, lines: Sequence[str], style: TextStyle, indent: float = 0.0) -> Draw:
    """A drawing of lines of text, one under the other, as content of an element."""

    def draw(canvas: TaggedCanvas, left: float, top: float) -> None:
        first = top + style.baseline
        runs = [Run(left + indent, first + n * style.leading, line, style) for n, line in enumerate(lines)]
        with canvas.marked(element):
            canvas.runs(runs)

    return draw


def text_pieces(element: Element, lines: Sequence[str], style: TextStyle, indent: float = 0.0) -> list[Piece]:
    """The pieces of a text that may be continued on the next page."""
    return [
        Piece((end - start) * style.leading, draw_lines(element, lines[start:end], style, indent))
        for start, end in line_groups(len(lines))
    ]
