"""Boxes to cross on a scale, one line per question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gen_desktop.reports import style
from gen_desktop.reports.canvas import Pen, Rect, TaggedCanvas
from gen_desktop.reports.pieces import Laid, Piece, draw_lines
from gen_desktop.reports.structure import Element
from gen_desktop.reports.style import MM
from gen_desktop.reports.text import break_lines

_BOX = 6 * MM
_STEP = 14 * MM
_ROW = 11 * MM


@dataclass(frozen=True, slots=True)
class MarkBoxes:
    """``marks`` of the scale above the boxes, from left to right; never cut between two pages."""

    questions: Sequence[str]
    marks: Sequence[str]

    def layout(self, width: float) -> Laid:
        root = Element("L", attributes="/O/List/ListNumbering/None")
        pieces = [self._piece(root.new("LI").new("LBody"), one, width) for one in self.questions]
        for piece in pieces[:-1]:
            piece.keep = True
        return Laid([root], pieces, 4.0, 10.0)

    def _piece(self, body: Element, question: str, width: float) -> Piece:
        look, small = style.BODY, style.SMALL
        boxes = _STEP * len(self.marks)
        lines = break_lines(question, look, width - boxes - 8)
        text = draw_lines(body, lines, look)
        height = max(_ROW, len(lines) * look.leading)

        def draw(canvas: TaggedCanvas, left: float, top: float) -> None:
            text(canvas, left, top + (height - len(lines) * look.leading) / 2)
            with canvas.artifact():
                for at, mark in enumerate(self.marks):
                    x = left + width - boxes + at * _STEP + _STEP - _BOX
                    box = Rect(x, top + (height - _BOX) / 2, _BOX, _BOX)
                    canvas.rect(box, pen=Pen(style.TEXT, 0.8))
                    baseline = box.top + (_BOX - small.leading) / 2 + small.baseline
                    canvas.text(x - 9, baseline, mark, small)
                canvas.line((left, top + height), (left + width, top + height), Pen(style.LINE, 0.5))

        return Piece(height, draw)
