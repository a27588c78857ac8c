"""Short facts one after the other, a small name above each: the head of papers that lie down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gen_desktop.reports import style
from gen_desktop.reports.canvas import Run, TaggedCanvas
from gen_desktop.reports.pieces import Laid, Piece
from gen_desktop.reports.structure import Element
from gen_desktop.reports.text import fitted_within, plain

_COLUMNS = 6
_GAP = 10.0
_NAME = style.TINY_SECONDARY
_VALUE = style.SMALL_STRONG
_LINES = 3
"""Of a value; a longer one is written smaller: papers that lie down have no height to lose."""


@dataclass(frozen=True, slots=True)
class FactsLine:
    """Facts as (name, value), six to a row."""

    facts: Sequence[tuple[str, str]]

    def layout(self, width: float) -> Laid:
        root = Element("L", attributes="/O/List/ListNumbering/None")
        rows = [self.facts[start : start + _COLUMNS] for start in range(0, len(self.facts), _COLUMNS)]
        return Laid([root], [_row(root, row, width) for row in rows], 0.0, 6.0)


def _row(root: Element, facts: Sequence[tuple[str, str]], width: float) -> Piece:
    column = (width - _GAP * (_COLUMNS - 1)) / _COLUMNS
    drawn: list[tuple[Element, list[Run]]] = []
    tallest = 0.0
    for index, (name, value) in enumerate(facts):
        item = root.new("LI")
        x = index * (column + _GAP)
        fit = fitted_within(value, _VALUE, column, _LINES * _VALUE.leading)
        tallest = max(tallest, fit.height)
        drawn.append((item.new("Lbl"), [Run(x, _NAME.baseline, f"{plain(name)} ", _NAME)]))
        first = _NAME.leading + fit.look.baseline
        runs = [Run(x, first + at * fit.look.leading, line, fit.look) for at, line in enumerate(fit.lines)]
        drawn.append((item.new("LBody"), runs))

    def draw(canvas: TaggedCanvas, left: float, top: float) -> None:
        for element, runs in drawn:
            with canvas.marked(element):
                canvas.runs([run._replace(x=left + run.x, y=top + run.y) for run in runs])

    return Piece(_NAME.leading + tallest + 4, draw)
