"""The periods that a follow-up report is asked for, and their reading back from the words of a document."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from gen_desktop.dates import add_months, month_bounds, parse_typed_date, quarter_bounds
from gen_desktop.reports.follow_up import period_words

QUARTERS = 5
YEARS_BACK = 30
_RANGE = re.compile(r"du (.+?) au (.+)")


@dataclass(frozen=True)
class Period:
    """A first and a last day, both in it."""

    first: dt.date
    last: dt.date

    @property
    def words(self) -> str:
        """« 3e trimestre 2026 », « du 5 janvier au 12 mars 2026 »: as the report itself says it."""
        return period_words(self.first, self.last)


def month_of(day: dt.date) -> Period:
    """The month of that day."""
    return Period(*month_bounds(day.year, day.month))


def quarter_of(day: dt.date) -> Period:
    """The quarter of that day."""
    return Period(*quarter_bounds(day.year, (day.month + 2) // 3))


def year_of(year: int) -> Period:
    """The whole year."""
    return Period(dt.date(year, 1, 1), dt.date(year, 12, 31))


def last_quarter(today: dt.date) -> Period:
    """The last quarter that is over: what a report is most often asked for."""
    return quarter_of(add_months(today, -3))


def usual_periods(today: dt.date) -> tuple[Period, ...]:
    """This month and the last, the quarters and the years around today, the latest first."""
    months = [month_of(add_months(today, -back)) for back in (0, 1)]
    quarters = [quarter_of(add_months(today, -3 * back)) for back in range(QUARTERS)]
    return (*months, *quarters, year_of(today.year), year_of(today.year - 1))


def period_named(words: str, near: dt.date) -> Period | None:
    """The period that ``words`` says, looked for in the years up to the one after ``near``."""
    for period in _whole_periods(near):
        if period.words == words:
            return period
    match = _RANGE.fullmatch(words)
    try:
        if match is None:
            day = parse_typed_date(words, near)
            return Period(day, day)
        last = parse_typed_date(match[2], near)
        return Period(_first_day(match[1], last), last)
    except ValueError:
        return None


def _whole_periods(near: dt.date) -> Iterator[Period]:
    for year in range(near.year + 1, near.year - YEARS_BACK, -1):
        yield year_of(year)
        for quarter in (1, 2, 3, 4):
            yield Period(*quarter_bounds(year, quarter))
        for month in range(1, 13):
            yield Period(*month_bounds(year, month))


def _first_day(words: str, last: dt.date) -> dt.date:
    """« 5 », « 5 janvier » or « 5 janvier 2026 », completed by the last day."""
    bare = words.removesuffix("er")
    return last.replace(day=int(bare)) if bare.isdigit() else parse_typed_date(words, last)
