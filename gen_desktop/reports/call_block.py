"""One person to call, on paper: how to reach her, what was tried, the questions. Never cut in two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gen_desktop.reports import style
from gen_desktop.reports.canvas import Pen, Rect, Run, TaggedCanvas
from gen_desktop.reports.fonts import text_width
from gen_desktop.reports.form_fields import Field, FormRow
from gen_desktop.reports.pieces import Draw, Laid, Piece, draw_lines
from gen_desktop.reports.structure import Element
from gen_desktop.reports.style import TextStyle
from gen_desktop.reports.text import break_lines

_NAME = TextStyle(style.SEMIBOLD, 11.5, 15)
_PHONE = TextStyle(style.SEMIBOLD, 10.5, 14.5)
_PAD = 7.0
_GAP = 4.0


@dataclass(frozen=True, eq=False, slots=True)
class CallBlock:
    """``due``: stands at the right of the name. ``reach``: the numbers; ``told``: what else is known."""

    name: str
    due: str
    path: str
    reach: str
    told: Sequence[str]
    questions: Sequence[tuple[str, Sequence[Field]]]

    @property
    def level(self) -> int:
        """A person is a bookmark under the title of the document."""
        return 2

    @property
    def text(self) -> str:
        """The words of the bookmark."""
        return self.name

    def layout(self, width: float) -> Laid:
        inner = width - 2 * _PAD
        root = Element("Sect")
        draws, head = self._head(root, inner)
        rows = [FormRow(name, fields, inner) for name, fields in self.questions]
        items = [root.new("P") for _ in rows]
        height = _PAD + head + _GAP + sum(row.height for row in rows) + _GAP

        def draw(canvas: TaggedCanvas, left: float, top: float) -> None:
            with canvas.artifact():
                canvas.rect(Rect(left, top, width, head + _PAD + _GAP / 2), style.SURFACE)
                canvas.rect(Rect(left, top, width, height), pen=Pen(style.LINE_STRONG, 0.7))
            for lowered, one in draws:
                one(canvas, left + _PAD, top + _PAD + lowered)
            y = top + _PAD + head + _GAP
            for row, item in zip(rows, items, strict=True):
                row.draw(canvas, item, left + _PAD, y)
                y += row.height

        return Laid([root], [Piece(height, draw, anchor=self)], 0.0, 10.0)

    def _head(self, root: Element, width: float) -> tuple[list[tuple[float, Draw]], float]:
        """What is printed above the questions, each with its distance from the top, and the whole height."""
        due_width = text_width(self.due, style.SMALL_STRONG.font, style.SMALL_STRONG.size)
        names = break_lines(self.name, _NAME, width - due_width - 14)
        title, due = root.new("H2"), root.new("P")
        draws: list[tuple[float, Draw]] = [(0.0, draw_lines(title, names, _NAME))]
        draws.append((0.0, _at_right(due, self.due, width)))
        y = len(names) * _NAME.leading
        texts = [(self.path, style.SMALL.colored(style.SECONDARY)), (self.reach, _PHONE)]
        for text, look in [*texts, *((one, style.SMALL) for one in self.told)]:
            lines = break_lines(text, look, width)
            draws.append((y, draw_lines(root.new("P"), lines, look)))
            y += len(lines) * look.leading
        return draws, y


def _at_right(element: Element, text: str, width: float) -> Draw:
    look = style.SMALL_STRONG

    def draw(canvas: TaggedCanvas, left: float, top: float) -> None:
        start = left + width - text_width(text, look.font, look.size)
        with canvas.marked(element):
            canvas.runs([Run(start, top + (_NAME.leading - look.leading) / 2 + look.baseline, text, look)])

    return draw
