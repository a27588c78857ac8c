"""Rows of a form filled in by hand: a name on the left, boxes to tick and blanks to write in beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gen_desktop.reports import style
from gen_desktop.reports.canvas import Pen, Rect, Run, TaggedCanvas
from gen_desktop.reports.fonts import text_width
from gen_desktop.reports.structure import Element
from gen_desktop.reports.style import MM, TextStyle
from gen_desktop.reports.text import break_lines

LABEL_WIDTH = 66.0
LINE = 13.4
"""Points from a line to the next: room enough for handwriting."""
_BOX = 2.8 * MM
_AFTER_BOX = 3.0
_BETWEEN = 6.5
_LOOK = style.TINY
_NAME_LOOK = TextStyle(style.SEMIBOLD, 8, 10)


@dataclass(frozen=True, slots=True)
class Box:
    """Something to tick."""

    text: str


@dataclass(frozen=True, slots=True)
class Blank:
    """Something to write: that many points wide at least; a last one takes the rest of its line."""

    text: str
    width: float


Field = Box | Blank


@dataclass(frozen=True, slots=True)
class _Placed:
    field: Field
    x: float
    end: float
    line: int


class FormRow:
    """One row laid out for a width: fields go to the next line when there is no room left for them."""

    def __init__(self, name: str, fields: Sequence[Field], width: float) -> None:
        self._names = break_lines(name, _NAME_LOOK, LABEL_WIDTH - 8)
        self._placed = _placed(fields, width)
        self.height = max(len(self._names), self._placed[-1].line + 1 if self._placed else 1) * LINE

    def draw(self, canvas: TaggedCanvas, element: Element, left: float, top: float) -> None:
        """Draw it; its words are the content of that element."""
        rise = (LINE - _LOOK.leading) / 2
        runs = [
            Run(left, top + rise + number * _LOOK.leading + _LOOK.baseline, f"{text} ", _NAME_LOOK)
            for number, text in enumerate(self._names)
        ]
        for one in self._placed:
            baseline = top + one.line * LINE + rise + _LOOK.baseline
            runs.append(Run(left + one.x + _lead(one.field), baseline, f"{one.field.text} ", _LOOK))
        with canvas.marked(element):
            canvas.runs(runs)
        with canvas.artifact():
            for one in self._placed:
                _draw_field(canvas, one, left, top + one.line * LINE)


def _placed(fields: Sequence[Field], width: float) -> list[_Placed]:
    found: list[_Placed] = []
    x, line = LABEL_WIDTH, 0
    for field in fields:
        needed = _lead(field) + text_width(field.text, _LOOK.font, _LOOK.size)
        needed += field.width + 4 if isinstance(field, Blank) else 0
        if x + needed > width and x > LABEL_WIDTH:
            found[-1] = _stretched(found[-1], width)
            x, line = LABEL_WIDTH, line + 1
        found.append(_Placed(field, x, min(x + needed, width), line))
        x += needed + _BETWEEN
    if found:
        found[-1] = _stretched(found[-1], width)
    return found


def _stretched(last: _Placed, width: float) -> _Placed:
    """A blank at the end of its line goes to the margin."""
    if isinstance(last.field, Box):
        return last
    return _Placed(last.field, last.x, width, last.line)


def _lead(field: Field) -> float:
    return _BOX + _AFTER_BOX if isinstance(field, Box) else 0.0


def _draw_field(canvas: TaggedCanvas, placed: _Placed, left: float, top: float) -> None:
    if isinstance(placed.field, Box):
        box = Rect(left + placed.x, top + (LINE - _BOX) / 2, _BOX, _BOX)
        canvas.rect(box, pen=Pen(style.TEXT, 0.7))
        return
    start = left + placed.x + text_width(placed.field.text, _LOOK.font, _LOOK.size) + 4
    foot = top + LINE - 3
    canvas.line((start, foot), (left + placed.end, foot), Pen(style.LINE_STRONG, 0.6))
