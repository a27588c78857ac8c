"""What the calendar of a cohort will be, before it is written. Pure functions: no storage, no clock."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from gen_desktop import french
from gen_desktop.models.calendar import (
    DEFAULT_PATTERN,
    HALF_DAY_WORDS,
    HALF_DAYS,
    PatternSlot,
    PlannedHalfDay,
    holidays_for,
)
from gen_desktop.models.calendar import half_days as plan_half_days

LONGEST_DAYS = 5 * 366
"""No cohort is longer: beyond, a year was mistyped."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """What half-days follow from. ``closures``: days without class that are no public holidays."""

    pattern: tuple[PatternSlot, ...]
    start: date
    end: date
    zone: str = "national"
    closures: frozenset[date] = field(default_factory=frozenset)

    def holds(self, day: date) -> bool:
        """Whether the day is within the dates."""
        return self.start <= day <= self.end

    def half_days(self) -> list[PlannedHalfDay]:
        """The half-days that follow, in order."""
        return plan_half_days(self.pattern, self.start, self.end, self.zone, self.closures)

    def holidays(self) -> list[tuple[date, str]]:
        """The public holidays that take a half-day of the usual week away, with their names."""
        weekdays = {slot.weekday for slot in self.pattern}
        years = range(self.start.year, self.end.year + 1)
        return [
            (day, name)
            for day, name in holidays_for(self.zone, years).items()
            if self.holds(day) and day.weekday() in weekdays
        ]


def plan_sentence(half_days: int, minutes: int, holidays: int) -> str:
    """« 142 demi-journées, 497 h, 5 jours fériés exclus »."""
    parts = [french.plural(half_days, "demi-journée"), french.hours(minutes)]
    if holidays:
        parts.append(french.plural(holidays, "jour férié exclu", "jours fériés exclus"))
    return ", ".join(parts)


def state_on(start: date, end: date, today: date) -> str:
    """The state of a cohort that day: a code of the list cohort_state."""
    if today < start:
        return "planned"
    return "running" if today <= end else "ended"


def pattern_problem(pattern: Sequence[PatternSlot]) -> str:
    """Why these half-days cannot make one week, '' when they can."""
    by_half: dict[tuple[int, str], PatternSlot] = {}
    for slot in pattern:
        if (slot.weekday, slot.half_day) in by_half:
            day = french.WEEKDAYS[slot.weekday]
            return f"Le {day} {HALF_DAY_WORDS[slot.half_day]} est donné deux fois."
        by_half[slot.weekday, slot.half_day] = slot
    for weekday, name in enumerate(french.WEEKDAYS):
        morning, afternoon = (by_half.get((weekday, half)) for half in HALF_DAYS)
        if morning and afternoon and afternoon.starts_at < morning.ends_at:
            return f"Le {name}, l’après-midi commence avant la fin du matin."
    return ""


def closed_days(calendar: Calendar, held: Collection[date]) -> frozenset[date]:
    """The days of the usual week on which a cohort holds nothing, public holidays aside."""
    open_calendar = Calendar(calendar.pattern, calendar.start, calendar.end, calendar.zone)
    return frozenset({planned.day for planned in open_calendar.half_days()} - set(held))


def usual_slot(pattern: Sequence[PatternSlot], day: date, half_day: str) -> PatternSlot:
    """The hours of that half-day: those of that weekday, else of any day of that week, else the default."""
    slots = [slot for slot in (*pattern, *DEFAULT_PATTERN) if slot.half_day == half_day]
    return min(slots, key=lambda slot: (slot not in pattern, slot.weekday != day.weekday()))


def day_objections(day: date, zone: str) -> tuple[str, ...]:
    """What makes one think twice before holding something that day, as sentences."""
    said = []
    holiday = holidays_for(zone, [day.year]).get(day)
    if holiday is not None:
        said.append(f"Le {french.long_date(day)} est férié ({holiday}).")
    if day.weekday() == 6:
        said.append(f"Le {french.long_date(day, weekday=False)} est un dimanche.")
    return tuple(said)
