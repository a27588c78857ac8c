"""Public holidays, weekly patterns and the half-days they give. Pure functions: no storage, no clock."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from functools import lru_cache
from typing import Literal

from gen_desktop import french
from gen_desktop.models.names import unaccent

HalfDay = Literal["AM", "PM"]
HALF_DAYS: tuple[HalfDay, HalfDay] = ("AM", "PM")
HALF_DAY_WORDS: dict[HalfDay, str] = {"AM": "matin", "PM": "après-midi"}

ZONES = {
    "national": "France",
    "alsace_moselle": "Alsace-Moselle",
    "971": "Guadeloupe",
    "972": "Martinique",
    "973": "Guyane",
    "974": "La Réunion",
    "976": "Mayotte",
}
"""Zones of public holidays by code, with the name people read."""


@dataclass(frozen=True, slots=True)
class PatternSlot:
    """A half-day of the usual week. ``weekday``: Monday is 0. Raises ValueError when it makes no sense."""

    weekday: int
    half_day: HalfDay
    starts_at: time
    ends_at: time

    def __post_init__(self) -> None:
        if not 0 <= self.weekday <= 6 or self.half_day not in HALF_DAYS:
            raise ValueError("Ce jour ou cette demi-journée n’existe pas.")
        if self.ends_at <= self.starts_at:
            raise ValueError(
                f"L’heure de fin ({french.clock(self.ends_at)}) n’est pas après "
                f"l’heure de début ({french.clock(self.starts_at)})."
            )

    @property
    def minutes(self) -> int:
        return _minutes(self.ends_at) - _minutes(self.starts_at)


@dataclass(frozen=True, slots=True)
class PlannedHalfDay:
    """A half-day on its date. ``minutes`` is what is due of each learner."""

    day: date
    half_day: HalfDay
    starts_at: time
    ends_at: time
    minutes: int


_DEFAULT_HOURS: dict[HalfDay, tuple[time, time]] = {
    "AM": (time(9), time(12, 30)),
    "PM": (time(13, 30), time(17)),
}
DEFAULT_PATTERN = tuple(
    PatternSlot(weekday, half, *_DEFAULT_HOURS[half]) for weekday in range(5) for half in HALF_DAYS
)
"""35 hours: Monday to Friday, 9:00 to 12:30 and 13:30 to 17:00."""


def holidays_for(zone: str, years: Iterable[int]) -> dict[date, str]:
    """Public holidays of those years with their French names, in the order of the calendar.

    Good Friday in Alsace-Moselle (law: communes with a Protestant church) and Mi-Carême and Good Friday in
    Guadeloupe (local custom) are in. Raises ValueError for an unknown zone.
    """
    if zone not in ZONES:
        raise ValueError(f"La zone de jours fériés «\u00a0{zone}\u00a0» n’existe pas.")
    return {day: name for year in sorted(set(years)) for day, name in _holidays(zone, year)}


@lru_cache(maxsize=256)
def _holidays(zone: str, year: int) -> tuple[tuple[date, str], ...]:
    from holidays.countries import France  # 90 ms: not before the first window

    # The library files the local law of Alsace-Moselle under its départements: 57 stands for the three.
    subdivision = {"national": None, "alsace_moselle": "57"}.get(zone, zone)
    found = France(subdiv=subdivision, years=year, language="fr")
    return tuple((day, french.typographic(name)) for day, name in sorted(found.items()))


def days(start: date, end: date) -> Iterator[date]:
    """Every day from start to end, both included; nothing when the end is before the start."""
    for offset in range((end - start).days + 1):
        yield start + timedelta(days=offset)


def half_days(
    pattern: Sequence[PatternSlot],
    start: date,
    end: date,
    zone: str = "national",
    closures: Collection[date] = (),
) -> list[PlannedHalfDay]:
    """The half-days from start to end (both included) in order; public holidays and closures fall out."""
    closed = set(closures) | holidays_for(zone, range(start.year, end.year + 1)).keys()
    by_weekday: dict[int, list[PatternSlot]] = {}
    for slot in sorted(pattern, key=_slot_order):
        by_weekday.setdefault(slot.weekday, []).append(slot)
    return [
        PlannedHalfDay(day, slot.half_day, slot.starts_at, slot.ends_at, slot.minutes)
        for day in days(start, end)
        if day not in closed
        for slot in by_weekday.get(day.weekday(), ())
    ]


def weekly_minutes(pattern: Iterable[PatternSlot]) -> int:
    """What a full week amounts to, in minutes."""
    return sum(slot.minutes for slot in pattern)


def describe_pattern(pattern: Iterable[PatternSlot]) -> str:
    """« Du lundi au jeudi, de 9 h à 12 h 30 et de 13 h 30 à 17 h ; le vendredi, de 9 h à 12 h. »

    ``parse_pattern`` reads this sentence back.
    """
    hours: dict[int, list[PatternSlot]] = {}
    for slot in sorted(pattern, key=_slot_order):
        hours.setdefault(slot.weekday, []).append(slot)
    weekdays_by_hours: dict[str, list[int]] = {}
    for weekday, slots in hours.items():
        spans = [f"de {french.clock(slot.starts_at)} à {french.clock(slot.ends_at)}" for slot in slots]
        weekdays_by_hours.setdefault(" et ".join(spans), []).append(weekday)
    if not weekdays_by_hours:
        return "Aucune demi-journée."
    parts = [f"{_weekdays_text(weekdays)}, {spans}" for spans, weekdays in weekdays_by_hours.items()]
    sentence = f"{french.NARROW}; ".join(parts)
    return f"{sentence[0].upper()}{sentence[1:]}."


def parse_pattern(text: str) -> list[PatternSlot]:
    """Read the usual week as a spreadsheet says it: « lun-ven 9h-12h30 13h30-17h », « lundi au jeudi ».

    Days without hours take 9:00–12:30 and 13:30–17:00; « matin » or « après-midi » keeps one. Days after
    hours begin a new group. « 9h-17h » is refused: nothing says when the pause is.
    Raises ValueError whose text is a French sentence.
    """
    plain = " ".join(_DASHES.sub("-", unaccent(text)).split()).rstrip(".")
    groups = [_Group()]
    position = 0
    while position < len(plain):
        match = _TOKEN.match(plain, position)
        if match is None:
            rest = plain[position : position + 20].strip()
            raise ValueError(
                f"«\u00a0{rest}\u00a0» ne se comprend pas dans les horaires "
                "(exemple\u00a0: lun-ven 9h-12h30 13h30-17h)."
            )
        _take(match, groups)
        position = match.end()
    slots = [slot for group in groups for slot in group.slots()]
    _refuse_doubles(slots)
    return sorted(slots, key=_slot_order)


_DASHES = re.compile("[\u2010-\u2015\u2212]")
_DAY = r"(lundi|lun|mardi|mar|mercredi|mer|jeudi|jeu|vendredi|ven|samedi|sam|dimanche|dim)s?\.?(?![a-z])"
_CLOCK = r"([0-9]{1,2}) ?(?:[h:] ?([0-9]{2})?)?(?![0-9h:])"
_TOKEN = re.compile(
    rf"(?:{_DAY}(?: ?(?:-|/|\bau\b|\ba\b) ?{_DAY})?"
    rf"|{_CLOCK} ?(?:-|a\b|au\b) ?{_CLOCK}"
    r"|(?P<both>journees?(?: entieres?)?\b)|(?P<AM>matins?\b)|(?P<PM>apres[ -]?midis?\b)"
    r"|(?:du|de|des|le|les|et)\b|[,;:/+&()|])\s*"
)
_DAY_STARTS = ("lun", "mar", "mer", "jeu", "ven", "sam", "dim")


@dataclass(slots=True)
class _Group:
    """Days with the hours that follow them."""

    weekdays: list[int] = field(default_factory=list)
    halves: set[HalfDay] = field(default_factory=set)
    spans: dict[HalfDay, tuple[time, time]] = field(default_factory=dict)

    def slots(self) -> list[PatternSlot]:
        """The half-days said; a span must belong to a half-day that was named, when one was."""
        if not self.weekdays:
            raise ValueError("Il manque les jours (exemple\u00a0: lun-ven 9h-12h30 13h30-17h).")
        if self.halves and self.spans and self.halves != self.spans.keys():
            raise ValueError("Les horaires ne vont pas avec le matin ou l’après-midi indiqué.")
        spans = self.spans or {half: _DEFAULT_HOURS[half] for half in self.halves or HALF_DAYS}
        return [
            PatternSlot(weekday, half, *span) for weekday in self.weekdays for half, span in spans.items()
        ]


def _take(match: re.Match[str], groups: list[_Group]) -> None:
    """Add one token to the last group, or begin a new group when days come after hours."""
    first, last, hour, minute, end_hour, end_minute = match.groups()[:6]
    group = groups[-1]
    if first:
        if group.halves or group.spans:
            groups.append(group := _Group())
        group.weekdays += _weekday_range(first, last)
    elif hour:
        starts_at, ends_at = _clock(hour, minute), _clock(end_hour, end_minute)
        half = _half_of(starts_at, ends_at)
        if half in group.spans:
            raise ValueError(f"Deux horaires sont donnés pour le même {HALF_DAY_WORDS[half]}.")
        group.spans[half] = (starts_at, ends_at)
    elif match["both"]:
        group.halves.update(HALF_DAYS)
    else:
        group.halves.update(half for half in HALF_DAYS if match[half])


def _weekday_range(first: str, last: str | None) -> list[int]:
    start = _DAY_STARTS.index(first[:3])
    end = _DAY_STARTS.index(last[:3]) if last else start
    if end < start:
        raise ValueError(
            f"Les jours vont dans l’ordre de la semaine\u00a0: {french.WEEKDAYS[start]} "
            f"au {french.WEEKDAYS[end]} ne va pas."
        )
    return list(range(start, end + 1))


def _clock(hour: str, minute: str | None) -> time:
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        raise ValueError(
            f"{hour}{french.NARROW}h{french.NARROW}{minute or '00'} n’est pas une heure."
        ) from None


def _half_of(starts_at: time, ends_at: time) -> HalfDay:
    if starts_at >= time(12):
        return "PM"
    if ends_at > time(14):
        raise ValueError(
            f"De {french.clock(starts_at)} à {french.clock(ends_at)} il y a plus d’une demi-journée\u00a0: "
            "indiquez le matin et l’après-midi (exemple\u00a0: 9h-12h30 13h30-17h)."
        )
    return "AM"


def _refuse_doubles(slots: list[PatternSlot]) -> None:
    seen = set()
    for slot in slots:
        key = (slot.weekday, slot.half_day)
        if key in seen:
            day = f"{french.WEEKDAYS[slot.weekday]} {HALF_DAY_WORDS[slot.half_day]}"
            raise ValueError(f"Le {day} est donné deux fois.")
        seen.add(key)


def _weekdays_text(weekdays: list[int]) -> str:
    names = [french.WEEKDAYS[weekday] for weekday in weekdays]
    if len(weekdays) == 1:
        return f"le {names[0]}"
    if len(weekdays) > 2 and weekdays[-1] - weekdays[0] == len(weekdays) - 1:
        return f"du {names[0]} au {names[-1]}"
    return f"les {french.join_names(names)}"


def _slot_order(slot: PatternSlot) -> tuple[int, str]:
    return slot.weekday, slot.half_day


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute
