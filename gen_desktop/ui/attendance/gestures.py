"""The marks of gestures that fill several cells at once. They never replace what is recorded."""

from __future__ import annotations

from collections.abc import Sequence

from gen_desktop.models import attendance as rules
from gen_desktop.queries.attendance import Key
from gen_desktop.services.attendance import MarkInput
from gen_desktop.ui.attendance.grid_model import WeekGridModel


def filled_column(model: WeekGridModel, column: int, status: str) -> list[MarkInput]:
    """One status for every empty cell of a half-day."""
    return [MarkInput(*cell, status) for cell in model.column_keys(column) if model.mark_of(cell) is None]


def copied_before(model: WeekGridModel, cells: Sequence[Key]) -> list[MarkInput]:
    """For the empty ones of these cells, what the half-day before holds.

    A lateness is copied as a presence: its minutes belong to its own day.
    """
    marks = []
    for cell in cells:
        row, column = model.place_of(cell) or (-1, -1)
        before = model.key_at(row, column - 1)
        mark = model.mark_of(before) if before is not None else None
        if mark is not None and model.mark_of(cell) is None:
            status = rules.PRESENT if mark.status in rules.presence_codes() else mark.status
            marks.append(MarkInput(*cell, status))
    return marks
