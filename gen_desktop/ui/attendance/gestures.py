"""The marks of gestures that fill several cells at once. They never replace what is recorded, and leave
presences in half-days to come aside.
"""

from __future__ import annotations

from collections.abc import Sequence

from gen_desktop.models import attendance as rules
from gen_desktop.queries.attendance import Key
from gen_desktop.services.attendance import MarkInput
from gen_desktop.ui.attendance.grid_model import GridModel


def filled_block(model: GridModel, row: int, column: int, status: str) -> list[MarkInput]:
    """One status for every empty cell of a half-day, or of the week of one person."""
    cells = model.block_keys(row, column)
    empty = [cell for cell in cells if model.mark_of(cell) is None]
    return [MarkInput(*cell, status) for cell in empty if not model.to_come_sentence(cell, status)]


def copied_before(model: GridModel, cells: Sequence[Key]) -> list[MarkInput]:
    """For the empty ones of these cells, what the half-day before holds.

    A lateness is copied as a presence: its minutes belong to its own day.
    """
    marks = []
    for cell in cells:
        before = model.before(cell)
        mark = model.mark_of(before) if before is not None else None
        if mark is not None and model.mark_of(cell) is None:
            status = rules.PRESENT if mark.status in rules.presence_codes() else mark.status
            if not model.to_come_sentence(cell, status):
                marks.append(MarkInput(*cell, status))
    return marks
