"""Key figures as a row of cards, and the flow of people as boxes joined by arrows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gen_desktop.reports import style
from gen_desktop.reports.canvas import Pen, Rect, Run, TaggedCanvas
from gen_desktop.reports.pieces import Laid, Piece
from gen_desktop.reports.spots import Source
from gen_desktop.reports.structure import Element
from gen_desktop.reports.style import FIGURE, SMALL, TINY, TINY_SECONDARY, TextStyle
from gen_desktop.reports.text import break_lines

_GAP = 10.0
_INSIDE = 9.0


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A figure that must be seen first. ``share`` and ``target`` (0 to 1) draw a small bar with its mark.

    ``detail`` is a last line in words: « objectif 30 %, atteint », « trimestre précédent : 82 ».
    """

    label: str
    value: str
    counts: str = ""
    detail: str = ""
    share: float | None = None
    target: float | None = None
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """Cards side by side, ``columns`` in a row."""

    figures: Sequence[KeyFigure]
    columns: int = 4

    def layout(self, width: float) -> Laid:
        root = Element("L", attributes="/O/List/ListNumbering/None")
        card_width = (width - _GAP * (self.columns - 1)) / self.columns
        pieces = []
        for start in range(0, len(self.figures), self.columns):
            cards = [
                _Card(figure, card_width, root.new("LI"))
                for figure in self.figures[start : start + self.columns]
            ]
            pieces.append(_row_of_cards(cards, card_width))
        return Laid([root], pieces, 4.0, 6.0)


class _Card:
    """One figure laid out for the width of its card."""

    def __init__(self, figure: KeyFigure, width: float, item: Element) -> None:
        inner = width - 2 * _INSIDE
        self.figure = figure
        self.label = item.new("Lbl")
        self.body = item.new("LBody")
        self.label_lines = break_lines(f"{figure.label} ", SMALL.colored(style.SECONDARY), inner)
        self.counts_lines = break_lines(f"{figure.counts} ", TINY, inner) if figure.counts else []
        self.detail_lines = break_lines(figure.detail, TINY_SECONDARY, inner) if figure.detail else []

    @property
    def has_bar(self) -> bool:
        return self.figure.share is not None

    def draw(self, canvas: TaggedCanvas, area: Rect, rows: _CardRows) -> None:
        x, y = area.left + _INSIDE, area.top + _INSIDE - 2
        canvas.spot(area, self.figure.label, self.figure.source)
        with canvas.artifact():
            canvas.rect(area, style.WHITE, Pen(style.LINE, 0.8), radius=4)
        with canvas.marked(self.label):
            _lines(canvas, (x, y), self.label_lines, SMALL.colored(style.SECONDARY))
        y += rows.label
        with canvas.marked(self.body):
            canvas.text(x, y + FIGURE.baseline, f"{self.figure.value} ", FIGURE)
            y += FIGURE.leading
            _lines(canvas, (x, y), self.counts_lines, TINY)
            bar_top = y + rows.counts
            _lines(canvas, (x, bar_top + rows.bar), self.detail_lines, TINY_SECONDARY)
        if self.has_bar:
            with canvas.artifact():
                self._bar(canvas, Rect(x, bar_top + 4.5, area.width - 2 * _INSIDE, 4))

    def _bar(self, canvas: TaggedCanvas, track: Rect) -> None:
        canvas.rect(track, style.TRACK)
        canvas.rect(track._replace(width=track.width * min(self.figure.share or 0.0, 1.0)), style.ACCENT)
        if self.figure.target is not None:
            mark = track.left + track.width * min(self.figure.target, 1.0)
            canvas.rect(Rect(mark - 1.5, track.top - 2, 3, track.height + 4), style.WHITE)
            canvas.rect(Rect(mark - 0.7, track.top - 2, 1.4, track.height + 4), style.TEXT)


@dataclass(frozen=True, slots=True)
class _CardRows:
    """Heights shared by the cards of a row, so that their figures stand on one line."""

    label: float
    counts: float
    bar: float
    detail: float

    @property
    def total(self) -> float:
        return 2 * _INSIDE - 3 + self.label + FIGURE.leading + self.counts + self.bar + self.detail


def _row_of_cards(cards: Sequence[_Card], width: float) -> Piece:
    rows = _CardRows(
        label=max(len(card.label_lines) for card in cards) * SMALL.leading,
        counts=max(len(card.counts_lines) for card in cards) * TINY.leading,
        bar=13.0 if any(card.has_bar for card in cards) else 1.0,
        detail=max(len(card.detail_lines) for card in cards) * TINY.leading,
    )

    def draw(canvas: TaggedCanvas, left: float, top: float) -> None:
        for index, card in enumerate(cards):
            card.draw(canvas, Rect(left + index * (width + _GAP), top, width, rows.total), rows)

    return Piece(rows.total + _GAP, draw)


@dataclass(frozen=True, slots=True)
class FlowBox:
    """A group of people on the way through: its name, how many, and what they are of the group before."""

    label: str
    number: str
    detail: str = ""
    source: Source | None = None

    def said(self) -> str:
        detail = self.detail.replace("\n", ", ")
        return f"{self.label} {self.number}" + (f" ({detail})" if detail else "")


@dataclass(frozen=True, slots=True)
class FlowChart:
    """Boxes from left to right, joined by arrows.

    Each step holds the group that goes on, then those that left the way there, drawn below it.
    """

    steps: Sequence[Sequence[FlowBox]]
    alt: str

    def layout(self, width: float) -> Laid:
        gap = 15.0
        box_width = (width - gap * (len(self.steps) - 1)) / max(len(self.steps), 1)
        inside = box_width - 8
        boxes = [box for step in self.steps for box in step]
        label_lines = max(len(break_lines(box.label, TINY, inside)) for box in boxes)
        details = max(len(break_lines(box.detail, TINY, inside)) if box.detail else 0 for box in boxes)
        box_height = 10 + _NUMBER.leading + (label_lines + details) * TINY.leading
        depth = max(len(step) for step in self.steps)
        height = depth * box_height + (depth - 1) * gap
        said = "; ".join("puis " * (index > 0) + _step_said(step) for index, step in enumerate(self.steps))
        element = Element("Figure", alt=f"{self.alt.rstrip('.')}. {said}.")

        def draw(canvas: TaggedCanvas, left: float, top: float) -> None:
            with canvas.figure(element, Rect(left, top, width, height)):
                for index, step in enumerate(self.steps):
                    for level, box in enumerate(step):
                        x, y = left + index * (box_width + gap), top + level * (box_height + gap)
                        if index:
                            _arrow(canvas, (x - gap, top + box_height / 2), (x, y + box_height / 2))
                        area = Rect(x, y, box_width, box_height)
                        canvas.spot(area, box.label, box.source)
                        canvas.rect(area, *_MAIN_LOOK if level == 0 else _SIDE_LOOK, radius=4)
                        _box_text(canvas, area, box, label_lines)

        return Laid([element], [Piece(height, draw)], 6.0, 14.0)


_NUMBER = TextStyle(style.SEMIBOLD, 13, 16)
_MAIN_LOOK = (style.ACCENT_TINT, Pen(style.OUTCOME_COLORS[2]))
_SIDE_LOOK = (style.WHITE, Pen(style.LINE_STRONG))


def _step_said(step: Sequence[FlowBox]) -> str:
    said = step[0].said()
    return said + (f"; à côté\u00a0: {', '.join(box.said() for box in step[1:])}" if len(step) > 1 else "")


def _box_text(canvas: TaggedCanvas, area: Rect, box: FlowBox, label_lines: int) -> None:
    """The words of a box; labels end on the same line in all of them, so that the numbers do too."""
    middle = area.left + area.width / 2
    lines = break_lines(box.label, TINY, area.width - 8)
    y = area.top + 5 + (label_lines - len(lines)) * TINY.leading
    for line in lines:
        canvas.text(middle, y + TINY.baseline, line, TINY, "center")
        y += TINY.leading
    canvas.text(middle, y + _NUMBER.baseline, box.number, _NUMBER, "center")
    y += _NUMBER.leading
    for line in break_lines(box.detail, TINY, area.width - 8) if box.detail else []:
        canvas.text(middle, y + TINY.baseline, line, TINY_SECONDARY, "center")
        y += TINY.leading


def _arrow(canvas: TaggedCanvas, start: tuple[float, float], end: tuple[float, float]) -> None:
    """From the middle of the main box to a box of the next step, around the corner when that one is lower."""
    pen = Pen(style.SECONDARY, 0.8)
    tip = (end[0] - 3.5, end[1])
    if start[1] == end[1]:
        canvas.line(start, tip, pen)
    else:
        bend = (start[0] + end[0]) / 2 - 1
        canvas.line((bend, start[1]), (bend, end[1]), pen)
        canvas.line((bend, end[1]), tip, pen)
    canvas.polygon([end, (end[0] - 4.5, end[1] - 2.4), (end[0] - 4.5, end[1] + 2.4)], style.SECONDARY)


def _lines(canvas: TaggedCanvas, place: tuple[float, float], lines: Sequence[str], look: TextStyle) -> None:
    x, top = place
    first = top + look.baseline
    canvas.runs([Run(x, first + number * look.leading, line, look) for number, line in enumerate(lines)])
