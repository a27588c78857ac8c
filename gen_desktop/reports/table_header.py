"""The head of a table: one row of titles, or two when columns share a common title."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol, TypeVar

from gen_desktop.reports import style
from gen_desktop.reports.canvas import Pen, Run, TaggedCanvas
from gen_desktop.reports.fonts import text_width
from gen_desktop.reports.pieces import Piece
from gen_desktop.reports.structure import Element
from gen_desktop.reports.style import TextStyle
from gen_desktop.reports.table_layout import Align
from gen_desktop.reports.text import break_lines

_BELOW = 3.5
_BETWEEN = 4.0

_Other = TypeVar("_Other")


class Titled(Protocol):
    """What the head must know of a column."""

    @property
    def title(self) -> str: ...

    @property
    def align(self) -> Align: ...

    @property
    def group(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns with the places of their text, in points from the left of the table."""

    columns: Sequence[Titled]
    lefts: Sequence[float]
    widths: Sequence[float]


@dataclass(frozen=True, slots=True)
class _Title:
    """A cell of the head: where its text goes and what it covers."""

    lines: Sequence[str]
    left: float
    width: float
    align: str
    spans: int = 0
    """How many columns it covers, for a common title."""
    grouped: bool = False
    """Stands under a common title."""


class TableHeader:
    """Draws the head as header cells the first time, as decoration on the following pages."""

    def __init__(self, columns: Columns, look: TextStyle, width: float) -> None:
        self._look = look
        self._width = width
        self._titles = self._make(columns)
        grouped = [title for title in self._titles if title.spans]
        self._upper = self._height_of(grouped) + _BETWEEN if grouped else 0.0
        below = [title for title in self._titles if not title.spans and title.grouped]
        alone = [title for title in self._titles if not title.spans and not title.grouped]
        self._inner = max(self._upper + self._height_of(below), self._height_of(alone))
        self._rules = [(title.left, title.left + title.width) for title in grouped]

    def piece(self, head: Element) -> Piece:
        """The head on the first page of the table, filling the ``THead`` element."""
        upper = head.new("TR") if self._upper else None
        lower = head.new("TR")
        elements = [self._cell(title, upper, lower) for title in self._titles]

        def draw(canvas: TaggedCanvas, left: float, top: float) -> None:
            for title, element in _in_reading_order(zip(self._titles, elements, strict=True)):
                with canvas.marked(element):
                    canvas.runs(self._runs(title, left, top))
            with canvas.artifact():
                self._lines(canvas, left, top)

        return Piece(self._inner + _BELOW, draw, keep=True)

    def repeated(self) -> Piece:
        """The head on the following pages."""

        def draw(canvas: TaggedCanvas, left: float, top: float) -> None:
            with canvas.artifact("Header"):
                for title, _ in _in_reading_order((title, None) for title in self._titles):
                    canvas.runs(self._runs(title, left, top))
                self._lines(canvas, left, top)

        return Piece(self._inner + _BELOW, draw)

    def _cell(self, title: _Title, upper: Element | None, lower: Element) -> Element:
        if title.spans and upper is not None:
            return upper.new("TH", attributes=f"/O/Table/Scope/Column/ColSpan {title.spans}")
        if upper is not None and not title.grouped:
            # An empty cell above, rather than a title over two rows: readers differ on where those end.
            upper.new("TD")
        return lower.new("TH", attributes="/O/Table/Scope/Column")

    def _make(self, columns: Columns) -> list[_Title]:
        titles: list[_Title] = []
        numbered = enumerate(columns.columns)
        for group, members in groupby(numbered, key=lambda pair: pair[1].group):
            indexes = [index for index, _ in members]
            if group:
                left = columns.lefts[indexes[0]]
                width = columns.lefts[indexes[-1]] + columns.widths[indexes[-1]] - left
                lines = break_lines(group, self._look, width)
                titles.append(_Title(lines, left, width, "center", spans=len(indexes)))
            for index in indexes:
                column, left, width = columns.columns[index], columns.lefts[index], columns.widths[index]
                align = "left" if column.align == "left" else "right"
                lines = break_lines(column.title, self._look, width)
                titles.append(_Title(lines, left, width, align, grouped=bool(group)))
        return titles

    def _height_of(self, titles: Sequence[_Title]) -> float:
        return max((len(title.lines) for title in titles), default=0) * self._look.leading

    def _runs(self, title: _Title, left: float, top: float) -> list[Run]:
        look = self._look
        if title.spans:
            first = top + look.baseline
        else:
            first = top + self._inner - len(title.lines) * look.leading + look.baseline
        runs = []
        for number, line in enumerate(title.lines):
            spare = title.width - text_width(line.rstrip(" "), look.font, look.size)
            shift = {"left": 0.0, "center": spare / 2, "right": spare}[title.align]
            runs.append(Run(left + title.left + shift, first + number * look.leading, line, look))
        return runs

    def _lines(self, canvas: TaggedCanvas, left: float, top: float) -> None:
        y = top + self._inner + _BELOW
        canvas.line((left, y), (left + self._width, y), Pen(style.LINE_STRONG, 0.7))
        for start, end in self._rules:
            under = top + self._upper - _BETWEEN / 2
            canvas.line((left + start, under), (left + end, under), Pen(style.LINE))


def _in_reading_order(titles: Iterable[tuple[_Title, _Other]]) -> list[tuple[_Title, _Other]]:
    """The common titles first: they stand in the upper row."""
    return sorted(titles, key=lambda pair: not pair[0].spans)
