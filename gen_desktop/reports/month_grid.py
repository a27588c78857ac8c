"""The days of a month in a grid, morning and afternoon: hours planned, hours present, code of the absence."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gen_desktop import french
from gen_desktop.models.assiduity import HalfDayLine
from gen_desktop.models.attendance import PRESENT
from gen_desktop.reference.lists import code_list
from gen_desktop.reports import style
from gen_desktop.reports.canvas import Pen, Rect, Run, TaggedCanvas
from gen_desktop.reports.fonts import text_width
from gen_desktop.reports.paper_words import table_hours
from gen_desktop.reports.pieces import Laid, Piece
from gen_desktop.reports.structure import Element
from gen_desktop.reports.style import TextStyle

_HALVES = (("AM", "Matin"), ("PM", "Après-midi"))
"""Heures prévues, heures présent, code: a line each."""
_LABEL_SHARE = 0.115
_HEAD, _ROW = 21.0, 12.5
_DAY = TextStyle(style.SEMIBOLD, 7.5, 9)
_LETTER = TextStyle(style.REGULAR, 6.5, 8, style.SECONDARY)
_LABEL = TextStyle(style.REGULAR, 7.5, _ROW)
_CELL = TextStyle(style.REGULAR, 7, _ROW)
_STRONG = TextStyle(style.SEMIBOLD, 7, _ROW)
NOT_RECORDED = "?"


@dataclass(frozen=True, slots=True)
class MonthGrid:
    """``month``: its first day. Days of which nothing is due stay shaded and empty."""

    month: dt.date
    half_days: Sequence[HalfDayLine]

    def layout(self, width: float) -> Laid:
        table = Element("Table")
        days = calendar.monthrange(self.month.year, self.month.month)[1]
        label = width * _LABEL_SHARE
        at = _Places(label, (width - label) / days, days)
        found = {(one.held_on.day, one.half_day): one for one in self.half_days}
        rows = [self._head(table.new("THead").new("TR"), at)]
        body = table.new("TBody")
        for half_day, title in _HALVES:
            of_half = {day: found[day, half_day] for day in range(1, days + 1) if (day, half_day) in found}
            rows += [
                _row(body.new("TR"), at, f"{title}, {name}", values, of_half, look)
                for name, values, look in _lines(of_half)
            ]
        for row in rows[:-1]:
            row.keep = True
        return Laid([table], rows, 4.0, 10.0)

    def _head(self, row: Element, at: _Places) -> Piece:
        corner = row.new("TH", attributes="/O/Table/Scope/Column")
        cells = [row.new("TH", attributes="/O/Table/Scope/Column") for _ in range(at.days)]

        def draw(canvas: TaggedCanvas, left: float, top: float) -> None:
            with canvas.marked(corner):
                canvas.text(left + 3, top + 14, "Heures", _LABEL)
            for day, cell in enumerate(cells, start=1):
                middle = left + at.middle(day)
                letter = french.WEEKDAYS[self.month.replace(day=day).weekday()][0].upper()
                with canvas.marked(cell):
                    canvas.text(middle, top + 8, f"{letter} ", _LETTER, "center")
                    canvas.text(middle, top + 17, str(day), _DAY, "center")
            with canvas.artifact():
                canvas.line((left, top), (left + at.width, top), Pen(style.LINE_STRONG, 0.7))
                canvas.line((left, top + _HEAD), (left + at.width, top + _HEAD), Pen(style.LINE_STRONG, 0.7))

        return Piece(_HEAD, draw)


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the columns are, from the left of the grid."""

    label: float
    column: float
    days: int

    @property
    def width(self) -> float:
        return self.label + self.column * self.days

    def left(self, day: int) -> float:
        return self.label + self.column * (day - 1)

    def middle(self, day: int) -> float:
        return self.left(day) + self.column / 2


_Values = Mapping[int, str]


def _lines(of_half: Mapping[int, HalfDayLine]) -> Iterator[tuple[str, _Values, TextStyle]]:
    held = {day: one for day, one in of_half.items() if not one.is_suspended}
    yield "prévues", {day: table_hours(one.minutes) for day, one in held.items()}, _CELL
    yield "présent", {day: _present(one) for day, one in held.items()}, _STRONG
    yield "code", {day: code_of(one.status) for day, one in of_half.items()}, _CELL


def _present(one: HalfDayLine) -> str:
    return NOT_RECORDED if one.status is None else table_hours(one.present)


def code_of(status: str | None) -> str:
    """« mal. », « A »: what a grid says of a status; nothing of a plain presence."""
    if status is None or status == PRESENT:
        return ""
    code = code_list("attendance_status")[status]
    return code["short"] or code["key"]


def _row(
    row: Element, at: _Places, title: str, values: _Values, due: Mapping[int, HalfDayLine], look: TextStyle
) -> Piece:
    head = row.new("TH", attributes="/O/Table/Scope/Row")
    cells = {day: row.new("TD") for day in range(1, at.days + 1)}

    def draw(canvas: TaggedCanvas, left: float, top: float) -> None:
        with canvas.artifact():
            for day in cells.keys() - due.keys():
                canvas.rect(Rect(left + at.left(day), top, at.column, _ROW), style.TRACK)
            canvas.line((left, top + _ROW), (left + at.width, top + _ROW), Pen(style.LINE))
        with canvas.marked(head):
            canvas.text(left + 3, top + _LABEL.baseline, title, _LABEL)
        for day, text in values.items():
            if text:
                fitted = _fitted(text, look, at.column - 1.5)
                width = text_width(text, fitted.font, fitted.size)
                x = left + at.middle(day) - width / 2
                with canvas.marked(cells[day]):
                    canvas.runs((Run(x, top + fitted.baseline, text, fitted),))

    return Piece(_ROW, draw)


def _fitted(text: str, look: TextStyle, room: float) -> TextStyle:
    """The look, smaller when the text is wider than its cell: « transp. »."""
    width = text_width(text, look.font, look.size)
    return look if width <= room else TextStyle(look.font, look.size * room / width, look.leading, look.color)
