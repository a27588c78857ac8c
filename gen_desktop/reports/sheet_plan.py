"""How the sheet of a week is cut into pages: at most 12 people and 10 half-days each, days kept whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from gen_desktop.queries.week_sheets import SheetHalfDay, SheetLearner, WeekSheet
from gen_desktop.reports.style import MM

PEOPLE = 12
"""At most on a page, for signatures of 10 mm that do not run into each other."""
HALF_DAYS = 10
CELL_WIDTH, CELL_HEIGHT = 22 * MM, 10 * MM
"""The least room for a signature."""
WIDTH, HEIGHT = 297 * MM, 210 * MM
LEFT, RIGHT = 10 * MM, 287 * MM
HOURS_WIDTH = 13 * MM
_NAME_WIDTH = 44 * MM
_WIDEST = 45 * MM


@dataclass(frozen=True, slots=True)
class SheetPage:
    """A page: some people, some half-days (``first``: the place of the first one in the week)."""

    half_days: tuple[SheetHalfDay, ...]
    first: int
    learners: tuple[SheetLearner, ...]

    @property
    def cell_width(self) -> float:
        """Of a half-day, in points: as wide as the page gives, up to what a signature needs."""
        room = (RIGHT - LEFT - HOURS_WIDTH - _NAME_WIDTH) / len(self.half_days)
        return min(room, _WIDEST)

    @property
    def name_width(self) -> float:
        """What the half-days leave to the names."""
        return RIGHT - LEFT - HOURS_WIDTH - self.cell_width * len(self.half_days)

    def edges(self) -> list[float]:
        """The vertical lines of the table: names, each half-day, hours, right edge."""
        start = LEFT + self.name_width
        columns = [start + self.cell_width * at for at in range(len(self.half_days) + 1)]
        return [LEFT, *columns, RIGHT]


def sheet_pages(week: WeekSheet) -> tuple[SheetPage, ...]:
    """The pages of a week: first its first days for everybody, then the following days."""
    pages = []
    first = 0
    for half_days in _parts_of_week(week.half_days):
        for start in range(0, max(len(week.learners), 1), PEOPLE):
            pages.append(SheetPage(half_days, first, week.learners[start : start + PEOPLE]))
        first += len(half_days)
    return tuple(pages)


def _parts_of_week(half_days: Sequence[SheetHalfDay]) -> Iterator[tuple[SheetHalfDay, ...]]:
    part: list[SheetHalfDay] = []
    for _, of_day in groupby(half_days, key=lambda half_day: half_day.held_on):
        day = list(of_day)
        if part and len(part) + len(day) > HALF_DAYS:
            yield tuple(part)
            part = []
        part += day
    if part:
        yield tuple(part)
