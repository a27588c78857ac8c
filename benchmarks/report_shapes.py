"""Cards and charts of a report as rectangles and words, for the peers: the same shapes for each of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from gen_desktop.reports import cards, charts, style

ROW, LABELS = 14.0, 0.3
"""Points from one bar to the next; part of the width that is left to their names."""
CARD = 76.0


@dataclass(slots=True)
class Shapes:
    """``rects``: x, y, width, height, fill, outline. ``words``: x, baseline, size, text. y goes down."""

    height: float
    rects: list[tuple[float, float, float, float, str, str]] = field(default_factory=list)
    words: list[tuple[float, float, float, str]] = field(default_factory=list)

    def box(self, x: float, y: float, width: float, height: float, fill: str, outline: str = "") -> None:
        self.rects.append((x, y, width, height, fill, outline))

    def word(self, x: float, y: float, text: str, size: float = 8) -> None:
        if text:
            self.words.append((x, y, size, text))


def shapes(block: Any, width: float) -> list[Shapes]:
    """What a block of cards or a chart draws, cut where a page may end; empty for any other block."""
    if isinstance(block, cards.KeyFigures):
        starts = range(0, len(block.figures), block.columns)
        return [_cards(block.figures[at : at + block.columns], width / block.columns) for at in starts]
    if isinstance(block, cards.FlowChart):
        return [_flow(block, width)]
    if isinstance(block, charts.OutcomeBars):
        return [_stacks(block, width)]
    if isinstance(block, charts.MonthColumns):
        return [_months(block, width)]
    if isinstance(block, (charts.TargetBars, charts.BoundsBars)):
        return [_bars(list(_ranges(block)), width)]
    return []


def _cards(figures: Any, width: float) -> Shapes:
    drawn = Shapes(CARD + 10)
    for index, figure in enumerate(figures):
        x = index * width
        drawn.box(x, 0, width - 10, CARD, style.WHITE, style.LINE)
        drawn.word(x + 9, 15, figure.label)
        drawn.word(x + 9, 40, figure.value, 20)
        drawn.word(x + 9, 52, figure.counts)
        drawn.word(x + 9, 71, figure.detail, 7)
        if figure.share is not None:
            room = width - 28
            drawn.box(x + 9, 57, room, 4, style.TRACK)
            drawn.box(x + 9, 57, room * min(figure.share, 1.0), 4, style.ACCENT)
        if figure.target is not None:
            drawn.box(x + 9 + (width - 28) * figure.target, 55, 1.4, 8, style.TEXT)
    return drawn


def _flow(block: cards.FlowChart, width: float) -> Shapes:
    deep = max(len(step) for step in block.steps)
    drawn, step_width = Shapes(deep * 65.0), width / len(block.steps)
    for index, step in enumerate(block.steps):
        for level, box in enumerate(step):
            x, y = index * step_width, level * 65.0
            drawn.box(x, y, step_width - 15, 50, style.ACCENT_TINT, style.LINE_STRONG)
            drawn.box(x + step_width - 15, y + 25, 15, 0.8, style.SECONDARY)
            drawn.word(x + 4, y + 12, box.label)
            drawn.word(x + 4, y + 27, box.number, 13)
            for line, text in enumerate(box.detail.split("\n")):
                drawn.word(x + 4, y + 37 + line * 9, text)
    return drawn


def _ranges(block: charts.TargetBars | charts.BoundsBars) -> Iterator[tuple[Any, float, float, list[str]]]:
    """Each bar, its sure part, its whole, its words."""
    for bar in block.bars:
        if isinstance(bar, charts.TargetBar):
            share = bar.share or 0.0
            yield bar, share, share, [bar.text, bar.counts, bar.target_text]
        else:
            words = [f"{bar.low.text} à {bar.high.text}", bar.low.counts, bar.high.counts]
            yield bar, bar.low.share, bar.high.share, words


def _bars(ranges: list[tuple[Any, float, float, list[str]]], width: float) -> Shapes:
    drawn, left, room = Shapes(len(ranges) * ROW), width * LABELS, width * 0.35
    for index, (bar, low, high, words) in enumerate(ranges):
        y = index * ROW
        drawn.word(0, y + 10, bar.label)
        drawn.box(left, y + 3, room, 8, style.TRACK)
        drawn.box(left, y + 3, room * min(high, 1.0), 8, style.OUTCOME_COLORS[2])
        drawn.box(left, y + 3, room * min(low, 1.0), 8, style.ACCENT)
        if bar.target is not None:
            drawn.box(left + room * bar.target, y, 1.6, 13, style.TEXT)
        for place, text in zip((0.66, 0.78, 0.9), words, strict=True):
            drawn.word(width * place, y + 10, text)
    return drawn


def _stacks(block: charts.OutcomeBars, width: float) -> Shapes:
    drawn = Shapes(len(block.bars) * 36.0 + 14)
    for index, bar in enumerate(block.bars):
        x, y = 0.0, index * 36.0
        drawn.word(0, y + 10, f"{bar.label} {bar.counts}".strip())
        for number, part in enumerate(bar.segments):
            drawn.box(x, y + 14, width * part.share, 18, style.OUTCOME_COLORS[number], style.WHITE)
            drawn.word(x + 2, y + 26, part.text)
            x += width * part.share
    for number, part in enumerate(block.bars[0].segments):
        x, y = number * width / 5, drawn.height - 10
        drawn.box(x, y, 7, 7, style.OUTCOME_COLORS[number], style.LINE_STRONG)
        drawn.word(x + 11, y + 7, f"{part.label} {part.counts}", 7)
    return drawn


def _months(block: charts.MonthColumns, width: float) -> Shapes:
    drawn, step = Shapes(130), width / len(block.months)
    largest = block.top or max((month.value or 0.0 for month in block.months), default=0.0) or 1.0
    for index, month in enumerate(block.months):
        height = 92 * min((month.value or 0.0) / largest, 1.0)
        drawn.box(index * step, 106 - height, step * 0.6, height, style.ACCENT)
        drawn.word(index * step, 102 - height, month.text, 7)
        drawn.word(index * step, 116, month.label, 7)
        drawn.word(index * step, 126, month.counts or month.year, 7)
    if block.target is not None:
        drawn.box(0, 106 - 92 * block.target / largest, width, 1, style.TEXT)
        drawn.word(width - 60, 100 - 92 * block.target / largest, block.target_text)
    return drawn
