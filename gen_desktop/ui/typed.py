"""What people type in the forms of cohorts and courses, read and written back. Pure functions, without Qt.

Each reader raises ValueError whose text is a French sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from typing import TypeVar

from gen_desktop import french
from gen_desktop.dates import parse_typed_date
from gen_desktop.french import NARROW, NBSP
from gen_desktop.models.names import unaccent

T = TypeVar("T")
LONGEST_CLOSURE = 92
"""Days: a longer closure is a mistyped date."""

_CLOCK = re.compile(r"([0-9]{1,2})(?: ?[h:.] ?([0-9]{2})?|([0-9]{2}))?")
_HOURS = re.compile(r"([0-9]+)(?:,([0-9]{1,2}))?(?: ?h ?([0-9]{2})?)?")
_DECIMAL = re.compile(r"[0-9]{1,10}(\.[0-9]{1,2})?")
_RANGE = re.compile(r"(?:du )?(.+?) (?:au|a|->|→) (.+)")
_BLOCK = re.compile(r"(?P<code>[A-Za-z0-9._\-]*[0-9])\s*[:.\-–—]*\s+(?P<title>\S.*)")


def read_or_none(reader: Callable[[str], T], text: str) -> T | None:
    """What the reader makes of the text; None when it cannot be read."""
    try:
        return reader(text)
    except ValueError:
        return None


def sentence_of(reader: Callable[[str], object] | None, text: str) -> str:
    """What the reader says against the text, '' when it can be read."""
    if reader is None:
        return ""
    try:
        reader(text)
    except ValueError as error:
        return str(error)
    return ""


def whole(text: str) -> int | None:
    """A number of people; None for nothing."""
    plain = "".join(text.split())
    if not plain:
        return None
    if not plain.isdecimal():
        raise ValueError(f"«{NBSP}{text.strip()}{NBSP}» n’est pas un nombre entier.")
    return int(plain)


def hours(text: str) -> int | None:
    """A length in minutes from « 497 », « 497,5 » or « 3 h 30 »; None for nothing."""
    plain = "".join(text.replace(".", ",").split())
    if not plain:
        return None
    match = _HOURS.fullmatch(plain)
    if match is None or (match[2] and match[3]) or int(match[3] or 0) > 59:
        raise ValueError(f"«{NBSP}{text.strip()}{NBSP}» n’est pas une durée (exemples{NBSP}: 497 ou 497,5).")
    if match[3]:
        return int(match[1]) * 60 + int(match[3])
    return round(Decimal(f"{match[1]}.{match[2] or 0}") * 60)


def hours_text(minutes: int | None) -> str:
    """What ``hours`` reads back."""
    return "" if minutes is None else french.hours(minutes).removesuffix(f"{NARROW}h")


def euros(text: str) -> Decimal | None:
    """An amount from « 1 200,50 » or « 1200.5 € »; None for nothing."""
    return _decimal(text, "€", "n’est pas un montant (exemple", "12500,00")


def percent(text: str) -> Decimal | None:
    """A percentage from « 30 » or « 12,5 % »; None for nothing."""
    return _decimal(text, "%", "n’est pas un pourcentage (exemple", "30")


def decimal_text(value: Decimal | None) -> str:
    """What ``euros`` and ``percent`` read back."""
    if value is None:
        return ""
    units, _, decimals = f"{value:f}".partition(".")
    return f"{units},{decimals}" if decimals.strip("0") else units


def _decimal(text: str, sign: str, complaint: str, example: str) -> Decimal | None:
    plain = "".join(text.replace(sign, "").replace(",", ".").split())
    if not plain:
        return None
    if not _DECIMAL.fullmatch(plain):
        raise ValueError(f"«{NBSP}{text.strip()}{NBSP}» {complaint}{NBSP}: {example}).")
    return Decimal(plain)


def clock(text: str) -> time:
    """An hour of the day from « 9 h », « 9:30 », « 930 »."""
    plain = " ".join(unaccent(text).split())
    match = _CLOCK.fullmatch(plain)
    if match is not None:
        hour, minute = int(match[1]), int(match[2] or match[3] or 0)
        if hour < 24 and minute < 60:
            return time(hour, minute)
    example = french.clock(time(13, 30))
    raise ValueError(f"«{NBSP}{text.strip()}{NBSP}» n’est pas une heure (exemple{NBSP}: {example}).")


def clock_range(text: str) -> tuple[time, time]:
    """Two hours of the day from « 9h-12h30 », « de 9 h à 12 h 30 »."""
    plain = re.sub(r"^de ", "", " ".join(unaccent(text).split()))
    parts = re.split(r" ?(?:[-–—]|\ba\b) ?", plain)
    if len(parts) != 2:
        example = f"{french.clock(time(9))} – {french.clock(time(12, 30))}"
        raise ValueError(f"Donnez le début et la fin (exemple{NBSP}: {example}).")
    return clock(parts[0]), clock(parts[1])


def days(text: str, today: date) -> tuple[date, ...]:
    """Days and ranges of days: « 24/12/2026, du 28 au 31/12/2026 »; nothing gives none."""
    found: set[date] = set()
    for part in re.split(r"[,;\n]", text):
        if part.strip():
            found |= set(_days_of(part.strip(), today))
    return tuple(sorted(found))


def days_text(found: Iterable[date], weekdays: Collection[int]) -> str:
    """What ``days`` reads back; days with only days off (not in ``weekdays``) between them make one range."""
    runs: list[list[date]] = []
    for day in sorted(found):
        if runs and _touch(runs[-1][-1], day, weekdays):
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(
        french.short_date(run[0])
        if len(run) == 1
        else f"du {french.short_date(run[0])} au {french.short_date(run[-1])}"
        for run in runs
    )


def blocks(text: str) -> tuple[tuple[str, str], ...]:
    """Code and title of each block, one a line: « BC01 Développer… »; a line without code is given one."""
    found: list[tuple[str, str]] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        match = _BLOCK.fullmatch(line)
        found.append((match["code"], match["title"]) if match else (f"BC{len(found) + 1:02d}", line))
    return tuple(found)


def blocks_text(found: Sequence[tuple[str, str]]) -> str:
    """What ``blocks`` reads back."""
    return "\n".join(f"{code} {title}" for code, title in found)


def suggested_code(course_code: str, start: date, taken: Collection[str]) -> str:
    """« DWWM 2026-3 »: the first free number of the year."""
    number = 1
    while (code := f"{course_code} {start.year}-{number}") in taken:
        number += 1
    return code


def _days_of(part: str, today: date) -> list[date]:
    match = _RANGE.fullmatch(part)
    if match is None:
        return [parse_typed_date(part, today)]
    last = parse_typed_date(match[2], today)
    first = parse_typed_date(_completed(match[1], last), today)
    if last < first:
        raise ValueError(f"«{NBSP}{part}{NBSP}»{NBSP}: la fin est avant le début.")
    if (last - first).days > LONGEST_CLOSURE:
        raise ValueError(f"«{NBSP}{part}{NBSP}»{NBSP}: la fermeture dure plus de trois mois.")
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]


def _completed(text: str, last: date) -> str:
    """The first day of a range takes from the last one the month and year it leaves out."""
    match = re.fullmatch(r"([0-9]{1,2})(?:er)?(?:[/.\-]([0-9]{1,2}))?", text.strip())
    if match is None:
        return text
    day, month = int(match[1]), int(match[2] or last.month)
    year = last.year if (month, day) <= (last.month, last.day) or not match[2] else last.year - 1
    return f"{day}/{month}/{year}"


def _touch(before: date, after: date, weekdays: Collection[int]) -> bool:
    between = ((before + timedelta(days=offset)) for offset in range(1, (after - before).days))
    return all(day.weekday() not in weekdays for day in between)
