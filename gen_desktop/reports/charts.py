"""Charts as vector drawings with direct labels. Each says its data in words to whoever cannot see it.

Values come with their text already written (« 34,5 % »): a chart computes no figure, it only draws shares.
A chart needs at least one bar, month or box; a report without data says so in a paragraph instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gen_desktop.reports import style
from gen_desktop.reports.canvas import Pen, Rect, Run, TaggedCanvas
from gen_desktop.reports.fonts import text_width
from gen_desktop.reports.pieces import Draw, Laid, Piece
from gen_desktop.reports.spots import Source
from gen_desktop.reports.structure import Element
from gen_desktop.reports.style import NOTE, SMALL, SMALL_STRONG, TINY, TINY_SECONDARY, TextStyle
from gen_desktop.reports.text import break_lines, plain

_GAP = 10.0
_WIDEST_STEP = 84.0
"""Between two months: a few columns across the whole page would look like posts."""


@dataclass(frozen=True, slots=True)
class TargetBar:
    """A share from 0 to 1 (None: not known), its text, « n sur N », and its target if it has one."""

    label: str
    share: float | None
    text: str
    counts: str = ""
    target: float | None = None
    target_text: str = ""
    source: Source | None = None

    def said(self) -> str:
        counts = f" ({self.counts})" if self.counts else ""
        target = f", objectif {self.target_text}" if self.target_text else ""
        return f"{self.label}\u00a0: {self.text}{counts}{target}"


@dataclass(frozen=True, slots=True)
class TargetBars:
    """Horizontal bars from 0 to 100 %, with the target as a vertical mark. ``alt`` introduces the data."""

    bars: Sequence[TargetBar]
    alt: str
    note: str = ""

    def layout(self, width: float) -> Laid:
        label_width = min(max(_width(bar.label, SMALL) for bar in self.bars), width * 0.32)
        text_room = max(_width(bar.text, SMALL_STRONG) for bar in self.bars)
        counts_room = max(_width(bar.counts, TINY) for bar in self.bars)
        aims = [f"objectif {bar.target_text}" if bar.target_text else "" for bar in self.bars]
        aims_room = max(_width(aim, TINY) for aim in aims)
        rooms = text_room + sum(room + _GAP for room in (counts_room, aims_room) if room)
        left = label_width + _GAP
        right = width - rooms - _GAP
        counts_edge = width - (aims_room + _GAP if aims_room else 0.0)
        rows = [(bar, break_lines(bar.label, SMALL, label_width)) for bar in self.bars]
        heights = [len(lines) * SMALL.leading + 5.0 for _, lines in rows]

        def draw(canvas: TaggedCanvas, x: float, top: float) -> None:
            for (bar, lines), height, aim in zip(rows, heights, aims, strict=True):
                middle = top + height / 2
                canvas.spot(Rect(x, top, width, height), bar.label, bar.source)
                _column(canvas, (x, middle - len(lines) * SMALL.leading / 2), lines, SMALL)
                _track(canvas, Rect(x + left, middle - 4, right - left, 8), bar)
                y = middle - SMALL.leading / 2 + SMALL.baseline
                canvas.text(x + right + _GAP + text_room, y, bar.text, SMALL_STRONG, "right")
                canvas.text(x + counts_edge, y, bar.counts, TINY_SECONDARY, "right")
                canvas.text(x + width - aims_room, y, aim, TINY_SECONDARY)
                top += height

        return _figure(self.alt, [bar.said() for bar in self.bars], (width, sum(heights)), draw, self.note)


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of a range, or what is between: its share from 0 to 1, its text, its « n sur N »."""

    share: float
    text: str
    counts: str
    source: Source | None = None

    def said(self) -> str:
        return f"{self.text} ({self.counts})"


@dataclass(frozen=True, slots=True)
class BoundsBar:
    """Two bounds that the truth is between; ``middle``: another way of counting, between them as well."""

    label: str
    low: Bound
    high: Bound
    middle: float | None = None
    target: float | None = None
    target_text: str = ""

    def said(self) -> str:
        target = f", objectif {self.target_text}" if self.target_text else ""
        return f"{self.label}\u00a0: de {self.low.said()} à {self.high.said()}{target}"


@dataclass(frozen=True, slots=True)
class BoundsBars:
    """Ranges from 0 to 100 %: the sure part dark, the uncertain one light, a line for the middle."""

    bars: Sequence[BoundsBar]
    alt: str
    note: str = ""

    def layout(self, width: float) -> Laid:
        label_width = max(_width(bar.label, SMALL) for bar in self.bars)
        texts = [f"{bar.low.text} à {bar.high.text}" for bar in self.bars]
        counts = [f"{bar.low.counts}\u00a0; {bar.high.counts}" for bar in self.bars]
        text_room = max(_width(text, SMALL_STRONG) for text in texts)
        counts_room = max(_width(text, TINY) for text in counts)
        left = label_width + _GAP
        right = width - text_room - counts_room - 2 * _GAP
        step = SMALL.leading + 6.0

        def draw(canvas: TaggedCanvas, x: float, top: float) -> None:
            for bar, text, of in zip(self.bars, texts, counts, strict=True):
                y = top + 3 + SMALL.baseline
                low, high = (_width(end.counts, TINY) for end in (bar.low, bar.high))
                at_most, at_least = x + width - high, x + width - _width(of, TINY)
                canvas.spot(Rect(at_least, top, low, step), f"{bar.label}, au moins", bar.low.source)
                canvas.spot(Rect(at_most, top, high, step), f"{bar.label}, au plus", bar.high.source)
                canvas.text(x, y, bar.label, SMALL)
                _range(canvas, Rect(x + left, top + step / 2 - 4, right - left, 8), bar)
                canvas.text(x + right + _GAP + text_room, y, text, SMALL_STRONG, "right")
                canvas.text(x + width, y, of, TINY_SECONDARY, "right")
                top += step

        said = [bar.said() for bar in self.bars]
        return _figure(self.alt, said, (width, len(self.bars) * step), draw, self.note)


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a stacked bar: its name, its share from 0 to 1, its text (« 41 % »), its « n sur N »."""

    label: str
    share: float
    text: str
    counts: str = ""
    source: Source | None = None

    def said(self) -> str:
        return f"{self.label} {self.text}" + (f" ({self.counts})" if self.counts else "")

    def named(self) -> str:
        return f"{self.label}, {self.counts}" if self.counts else self.label


@dataclass(frozen=True, slots=True)
class OutcomeBar:
    """A whole cut into outcomes, in the fixed order: lasting job, short job, training, looking, unknown.

    ``label`` names the whole when several bars follow one another; ``counts`` is its « N personnes ».
    """

    segments: Sequence[Segment]
    label: str = ""
    counts: str = ""

    def said(self) -> str:
        parts = ", ".join(segment.said() for segment in self.segments)
        counts = f" ({self.counts})" if self.counts else ""
        return f"{self.label}{counts}\u00a0: {parts}" if self.label else parts


@dataclass(frozen=True, slots=True)
class OutcomeBars:
    """Stacked bars in the outcome colors. Percentages stand in the bar, names and colors once below."""

    bars: Sequence[OutcomeBar]
    alt: str
    note: str = ""

    def layout(self, width: float) -> Laid:
        labels = [f"{bar.label} · {bar.counts}" if bar.counts else bar.label for bar in self.bars]
        key = _key_lines([segment.named() for segment in self.bars[0].segments], width)
        head = SMALL.leading + 2.0 if any(labels) else 0.0
        height = len(self.bars) * (head + 24.0) + len(key) * 13.0

        def draw(canvas: TaggedCanvas, x: float, top: float) -> None:
            for bar, label in zip(self.bars, labels, strict=True):
                canvas.text(x, top + SMALL.baseline, label, SMALL)
                _stack(canvas, Rect(x, top + head, width, 18), bar.segments)
                top += head + 24.0
            for line in key:
                for shift, index, text in line:
                    box = Rect(x + shift, top + 3, 7, 7)
                    _swatch(canvas, box, index)
                    canvas.text(x + shift + 11, top + TINY.baseline + 1.5, text, TINY)
                    part = self.bars[0].segments[index]
                    area = Rect(x + shift, top, 11 + _width(text, TINY), 13.0)
                    canvas.spot(area, part.label, part.source if len(self.bars) == 1 else None)
                top += 13.0

        return _figure(self.alt, [bar.said() for bar in self.bars], (width, height), draw, self.note)


@dataclass(frozen=True, slots=True)
class MonthValue:
    """A column of a chart over time: « janv. », value (None: not known), its text, « n sur N », year."""

    label: str
    value: float | None
    text: str
    counts: str = ""
    year: str = ""

    def said(self) -> str:
        counts = f" ({self.counts})" if self.counts else ""
        return f"{self.label}{f' {self.year}' if self.year else ''}\u00a0: {self.text}{counts}"


@dataclass(frozen=True, slots=True)
class MonthColumns:
    """Vertical columns, one per month, from 0 to ``top`` (the largest value when None).

    « n sur N » stands under the months as long as there is room for it, else the year where it changes.
    """

    months: Sequence[MonthValue]
    alt: str
    top: float | None = None
    target: float | None = None
    target_text: str = ""
    note: str = ""

    def layout(self, width: float) -> Laid:
        plot, above = 92.0, 14.0
        values = [month.value for month in self.months if month.value is not None]
        largest = self.top or max([*values, self.target or 0.0], default=0.0) or 1.0
        target = f"objectif {self.target_text}" if self.target is not None else ""
        right = width - (_width(target, TINY) + 6 if target else 0.0)
        counts_room = max(_width(month.counts, TINY) for month in self.months)
        step = min(right / len(self.months), max(_WIDEST_STEP, counts_room + _GAP))
        right = step * len(self.months)
        below = [month.counts for month in self.months] if counts_room <= step - 4 else self._years()
        look = _fitting([month.text for month in self.months], step)
        bar = min(step * 0.62, 34.0)
        said = [month.said() for month in self.months] + [target] * bool(target)

        def draw(canvas: TaggedCanvas, x: float, top: float) -> None:
            base = top + above + plot
            heights = [plot * min((month.value or 0.0) / largest, 1.0) for month in self.months]
            middles = [x + (index + 0.5) * step for index in range(len(self.months))]
            for middle, height in zip(middles, heights, strict=True):
                canvas.rect(Rect(middle - bar / 2, base - height, bar, height), style.ACCENT)
            if self.target is not None:
                y = base - plot * min(self.target / largest, 1.0)
                canvas.line((x, y), (x + right, y), Pen(style.WHITE, 2.4))
                canvas.line((x, y), (x + right, y), Pen(style.TEXT, 1.0))
                canvas.text(x + right + 6, y + 2.6, target, TINY)
            for month, middle, height, under in zip(self.months, middles, heights, below, strict=True):
                room = _width(month.text, look) + 2
                # Opaque, so that the line of the target does not strike the figure through.
                canvas.rect(Rect(middle - room / 2, base - height - 11, room, 9.5), style.WHITE)
                canvas.text(middle, base - height - 4, month.text, look, "center")
                canvas.text(middle, base + TINY.baseline + 2, month.label, TINY, "center")
                y = base + TINY.leading + TINY.baseline + 2
                canvas.text(middle, y, under, TINY_SECONDARY, "center")
            canvas.line((x, base), (x + right, base), Pen(style.LINE_STRONG, 0.7))

        height = above + plot + TINY.leading * (2 if any(below) else 1) + 4
        return _figure(self.alt, said, (width, height), draw, self.note)

    def _years(self) -> list[str]:
        years = [month.year for month in self.months]
        return [year if year != before else "" for before, year in zip(["", *years], years, strict=False)]


def _fitting(texts: Sequence[str], step: float) -> TextStyle:
    """The style in which these texts stand side by side, ``step`` points apart."""
    widest = max(_width(text, TINY) for text in texts)
    return replace(TINY, size=min(TINY.size, TINY.size * (step - 2) / widest))


def _track(canvas: TaggedCanvas, area: Rect, bar: TargetBar) -> None:
    """A bar on its track from 0 to 1, with the mark of its target."""
    canvas.rect(area, style.TRACK)
    if bar.share:
        canvas.rect(area._replace(width=area.width * min(bar.share, 1.0)), style.ACCENT)
    if bar.target is not None:
        _mark(canvas, area, bar.target)


def _range(canvas: TaggedCanvas, area: Rect, bar: BoundsBar) -> None:
    """What is sure, then what the unknown may add, on a track from 0 to 1."""
    canvas.rect(area, style.TRACK)
    canvas.rect(area._replace(width=area.width * bar.high.share), style.OUTCOME_COLORS[2])
    if bar.low.share:
        canvas.rect(area._replace(width=area.width * bar.low.share), style.ACCENT)
    if bar.middle is not None:
        middle = area.left + area.width * bar.middle
        canvas.line((middle, area.top), (middle, area.bottom), Pen(style.WHITE, 1.4))
    if bar.target is not None:
        _mark(canvas, area, bar.target)


def _mark(canvas: TaggedCanvas, area: Rect, target: float) -> None:
    mark = area.left + area.width * min(target, 1.0)
    canvas.rect(Rect(mark - 1.6, area.top - 2.5, 3.2, area.height + 5), style.WHITE)
    canvas.rect(Rect(mark - 0.8, area.top - 2.5, 1.6, area.height + 5), style.TEXT)


def _stack(canvas: TaggedCanvas, area: Rect, segments: Sequence[Segment]) -> None:
    x = area.left
    for index, segment in enumerate(segments):
        part = Rect(x, area.top, area.width * segment.share, area.height)
        color = style.OUTCOME_COLORS[index]
        canvas.spot(part, segment.label, segment.source)
        if segment.share and color != style.WHITE:
            canvas.rect(part, color)
            # A white line after each part: neighbors stay apart in grey too.
            canvas.line((part.right, area.top), (part.right, area.bottom), Pen(style.WHITE, 1.2))
        if _width(segment.text, TINY) + 5 <= part.width:
            look = TINY.colored(style.label_color(color))
            canvas.text(x + part.width / 2, area.top + 11.7, segment.text, look, "center")
        x += part.width
    canvas.rect(area, pen=Pen(style.LINE_STRONG))


def _swatch(canvas: TaggedCanvas, box: Rect, index: int) -> None:
    color = style.OUTCOME_COLORS[index]
    canvas.rect(box, color, Pen(style.LINE_STRONG) if color == style.WHITE else None)


def _key_lines(labels: Sequence[str], width: float) -> list[list[tuple[float, int, str]]]:
    """The names under a stacked bar, as lines of (distance from the left, color number, name)."""
    lines: list[list[tuple[float, int, str]]] = [[]]
    x = 0.0
    for index, label in enumerate(labels):
        room = 11 + _width(label, TINY)
        if x and x + room > width:
            lines.append([])
            x = 0.0
        lines[-1].append((x, index, plain(label)))
        x += room + 16
    return lines


def _column(canvas: TaggedCanvas, place: tuple[float, float], lines: Sequence[str], look: TextStyle) -> None:
    x, top = place
    first = top + look.baseline
    canvas.runs([Run(x, first + number * look.leading, line, look) for number, line in enumerate(lines)])


def _width(text: str, look: TextStyle) -> float:
    return text_width(plain(text), look.font, look.size)


def _figure(alt: str, said: Sequence[str], size: tuple[float, float], draw: Draw, note: str) -> Laid:
    """A chart as one figure, its data in its alternative text, its note below."""
    width, height = size
    element = Element("Figure", alt=f"{alt.rstrip('.')}. {'; '.join(said)}.")

    def drawing(canvas: TaggedCanvas, left: float, top: float) -> None:
        with canvas.figure(element, Rect(left, top, width, height)):
            draw(canvas, left, top)

    pieces = [Piece(height, drawing)]
    elements = [element]
    if note:
        pieces[0].keep = True
        remark = Element("P")
        elements.append(remark)
        lines = break_lines(note, NOTE, width)
        pieces.append(_note_piece(remark, lines))
    return Laid(elements, pieces, 5.0, 13.0)


def _note_piece(element: Element, lines: Sequence[str]) -> Piece:
    def draw(canvas: TaggedCanvas, left: float, top: float) -> None:
        with canvas.marked(element):
            _column(canvas, (left, top + 3), lines, NOTE)

    return Piece(len(lines) * NOTE.leading + 3, draw)
