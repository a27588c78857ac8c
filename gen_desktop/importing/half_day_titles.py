"""« lun. 14/09 matin »: which half-day a title or a cell means, in the calendar of a cohort."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from gen_desktop import french
from gen_desktop.french import NBSP
from gen_desktop.importing.headers import fold_title
from gen_desktop.models.attendance import long_slot_label
from gen_desktop.models.calendar import HALF_DAY_WORDS, HalfDay
from gen_desktop.models.names import unaccent
from gen_desktop.models.path import Slot

_MORNING = frozenset(("matin", "matinee", "mat", "m"))
_AFTERNOON = frozenset(("apresmidi", "aprem", "pm", "ap"))
_UNCLEAR = "am"  # morning for those who write PM too, « après-midi » for those who write « matin »
_TWO_WORDS = (
    (re.compile(r"\bap(?:res)? m(?:idi)?\b"), "apresmidi"),
    (re.compile(r"\ba m\b"), "am"),
    (re.compile(r"\bp m\b"), "pm"),
)
_LINKS = frozenset(("le", "du", "de", "au", "journee", "demi"))
_MONTHS = tuple(unaccent(month) for month in french.MONTHS)
_LONG_WEEKDAYS = 2
_LONG_MONTHS = 3


@dataclass(frozen=True, slots=True)
class SaidHalfDay:
    """What a text says of a half-day; None is left out. ``is_unclear``: it says AM, which means both."""

    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    half_day: HalfDay | None = None
    is_unclear: bool = False

    @property
    def has_date(self) -> bool:
        """Whether it names a day."""
        return self.day is not None


@dataclass(frozen=True, slots=True)
class HeldHalfDay:
    """A half-day of the calendar."""

    id: int
    day: dt.date
    half_day: str
    minutes: int
    mode: str | None = None
    module: str | None = None

    @property
    def slot(self) -> Slot:
        """What decides of whom it is due."""
        return Slot(self.day, self.half_day, self.mode, self.module)

    @property
    def label(self) -> str:
        """« lundi 14 septembre matin »."""
        return long_slot_label(self.day, self.half_day)


def said_half_day(text: str) -> SaidHalfDay | None:
    """What the text says when it says nothing but a day, a half-day or both; None for any other text."""
    folded = fold_title(text)
    for pattern, word in _TWO_WORDS:
        folded = pattern.sub(word, folded)
    numbers: list[int] = []
    words: list[str] = []
    halves: set[str] = set()
    for token in folded.split():
        if token in _MORNING:
            halves.add("AM")
        elif token in _AFTERNOON:
            halves.add("PM")
        elif token == _UNCLEAR:
            halves.add("?")
        elif re.fullmatch(r"[0-9]{1,4}|1er", token):
            numbers.append(int(token.removesuffix("er")))
        elif token not in _LINKS:
            words.append(token)
    date = _date_parts(numbers, words)
    if date is None or len(halves) > 1 or not (halves or numbers):
        return None
    half = halves.pop() if halves else None
    return SaidHalfDay(*date, half_day=None if half == "?" else half, is_unclear=half == "?")  # type: ignore[arg-type]


def half_day_of_am(said: Iterable[SaidHalfDay]) -> HalfDay | None:
    """What AM means beside the other half-days of the same list; None when they do not tell."""
    halves = {one.half_day for one in said if one.half_day is not None}
    if len(halves) != 1:
        return None
    return "PM" if halves == {"AM"} else "AM"


class CohortCalendar:
    """The half-days of a cohort, and the one that a text means."""

    def __init__(self, code: str, start: dt.date, end: dt.date, held: Iterable[HeldHalfDay]) -> None:
        self.code, self.start, self.end = code, start, end
        self._held = {(one.day, one.half_day): one for one in held}

    @property
    def is_empty(self) -> bool:
        """Whether no half-day was ever planned."""
        return not self._held

    def resolve(self, said: SaidHalfDay, day: dt.date | None = None) -> HeldHalfDay:
        """The half-day; ``day`` when the date is known. Raises ValueError with the French reason."""
        when = day or self._day(said)
        if not self.start <= when <= self.end:
            dates = french.date_range(self.start, self.end)
            raise ValueError(
                f"le {french.short_date(when)} est hors des dates de la cohorte {self.code} ({dates})."
            )
        half = said.half_day or self._only_half(said, when)
        held = self._held.get((when, half))
        if held is None:
            raise ValueError(
                f"la cohorte {self.code} n’a pas cours le {french.long_date(when)} {HALF_DAY_WORDS[half]}."
            )
        return held

    def _only_half(self, said: SaidHalfDay, day: dt.date) -> HalfDay:
        if said.is_unclear:
            raise ValueError(
                f"«{NBSP}AM{NBSP}» veut dire le matin ou l’après-midi{NBSP}: "
                f"écrivez «{NBSP}matin{NBSP}» et «{NBSP}après-midi{NBSP}»."
            )
        halves = [half for half in HALF_DAY_WORDS if (day, half) in self._held]
        if len(halves) == 1:
            return halves[0]
        if halves:
            raise ValueError(f"dites s’il s’agit du matin ou de l’après-midi du {french.short_date(day)}.")
        raise ValueError(f"la cohorte {self.code} n’a pas cours le {french.long_date(day)}.")

    def _day(self, said: SaidHalfDay) -> dt.date:
        """The day, its year found from the dates of the cohort."""
        assert said.day is not None
        assert said.month is not None
        years = [said.year] if said.year else range(self.start.year - 1, self.end.year + 2)
        days = [day for year in years if (day := _date(year, said.month, said.day)) is not None]
        if not days:
            raise ValueError("ce jour n’existe pas.")
        within = [day for day in days if self.start <= day <= self.end]
        named = [day for day in within if said.weekday in (None, day.weekday())]
        if len(named) > 1:
            raise ValueError(
                f"ajoutez l’année{NBSP}: ce jour vient deux fois dans les dates de la cohorte {self.code}."
            )
        if named:
            return named[0]
        if within or said.year:
            day = (within or days)[0]
            if said.weekday not in (None, day.weekday()):
                raise ValueError(f"le {french.short_date(day)} est un {french.WEEKDAYS[day.weekday()]}.")
            return day
        agreeing = [day for day in days if said.weekday in (None, day.weekday())]
        return min(agreeing or days, key=lambda day: abs(day - self.start))


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _date_parts(
    numbers: list[int], words: list[str]
) -> tuple[int | None, int | None, int | None, int | None] | None:
    """Day, month, year, weekday from the numbers and words of a date; None when it is none."""
    weekday = month = None
    # « mar. » is a Tuesday in « mar. 15/09 » and in « mar. 15 mars », March in « 15 mar. ».
    month_is_elsewhere = len(words) > 1 or len([number for number in numbers if number < 100]) > 1
    for word in words:
        as_weekday = _place(word, french.WEEKDAYS, _LONG_WEEKDAYS)
        as_month = _place(word, _MONTHS, _LONG_MONTHS)
        if as_weekday is not None and weekday is None and (as_month is None or month_is_elsewhere):
            weekday = as_weekday
        elif as_month is not None and month is None:
            month = as_month + 1
        else:
            return None
    if not numbers:
        return (None, None, None, None) if not words else None
    if len(numbers) == 3 and numbers[0] > 99:
        numbers = numbers[::-1]  # 2026-09-14
    if month is not None:
        numbers = [numbers[0], month, *numbers[1:]]
    if len(numbers) not in (2, 3) or not 1 <= numbers[0] <= 31 or not 1 <= numbers[1] <= 12:
        return None
    year = numbers[2] if len(numbers) == 3 else None
    return numbers[0], numbers[1], year + 2000 if year is not None and year < 100 else year, weekday


def _place(word: str, words: Iterable[str], shortest: int) -> int | None:
    found = [index for index, full in enumerate(words) if full.startswith(word)]
    return found[0] if len(found) == 1 and len(word) >= shortest else None
