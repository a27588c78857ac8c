"""Where an absence stands: to justify, justified, unjustified. Derived from its facts, never stored.

How an absence counts in hours and rates is its status alone (models/attendance.py); this says what waits.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from gen_desktop.models.attendance import ABSENT, justified_codes
from gen_desktop.models.calendar import holidays_for
from gen_desktop.reference.lists import codes_where

_SATURDAY = 5


class Stage(StrEnum):
    """A code of absence_stage."""

    TO_JUSTIFY = "to_justify"
    DOCUMENT_AWAITED = "document_awaited"
    DOCUMENT_MISSING = "document_missing"
    UNJUSTIFIED = "unjustified"
    JUSTIFIED = "justified"


@dataclass(frozen=True, slots=True)
class Delay:
    """What the house rules give: ``days`` working days after the absence, in a zone of public holidays."""

    days: int
    zone: str = "national"

    def last_day(self, absent_on: dt.date) -> dt.date:
        """The last day on which a document of that absence is in time."""
        return _working_days_after(absent_on, self.days, self.zone)


@cache
def absence_codes() -> tuple[str, ...]:
    """The statuses of an absence, justified or not."""
    return (ABSENT, *justified_codes())


@cache
def codes_with_document() -> tuple[str, ...]:
    """The statuses of an absence that only a document justifies."""
    return codes_where("attendance_status", document="yes")


@cache
def waiting_stages() -> tuple[str, ...]:
    """The stages in which somebody has something to do."""
    return codes_where("absence_stage", waits="yes")


def stage_of(
    status: str, document_on: dt.date | None, absent_on: dt.date, as_of: dt.date, delay: Delay
) -> Stage | None:
    """Where an absence stands on a day; None when the mark is no absence.

    A reason of which no document is asked (bad weather, a reason that was not told) justifies by itself.
    """
    in_time = as_of <= delay.last_day(absent_on)
    if status == ABSENT:
        return Stage.TO_JUSTIFY if in_time else Stage.UNJUSTIFIED
    if status not in justified_codes():
        return None
    if status not in codes_with_document() or (document_on is not None and document_on <= as_of):
        return Stage.JUSTIFIED
    return Stage.DOCUMENT_AWAITED if in_time else Stage.DOCUMENT_MISSING


@lru_cache(maxsize=4096)
def _working_days_after(day: dt.date, count: int, zone: str) -> dt.date:
    """The day that comes that many working days later: no Saturday, no Sunday, no public holiday."""
    left = count
    while left:
        day += dt.timedelta(days=1)
        if day.weekday() < _SATURDAY and day not in holidays_for(zone, (day.year,)):
            left -= 1
    return day
