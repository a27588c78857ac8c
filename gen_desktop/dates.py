"""Calendar arithmetic and the reading of dates as people type them. No clock here: today is given."""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date, timedelta
from typing import NamedTuple

_MONTHS = (
    *("janvier", "fevrier", "mars", "avril", "mai", "juin"),
    *("juillet", "aout", "septembre", "octobre", "novembre", "decembre"),
)
_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
SHORTEST_MONTH = 28
FIRST_YEAR = 1900
LAST_YEAR = 2100
YEARS_AHEAD = 20
"""A two-digit year is read at most this many years after today."""

_NUMERIC = re.compile(r"([0-9]{1,2})[/.\- ]([0-9]{1,2})(?:[/.\- ]([0-9]{2}|[0-9]{4}))?")
_ISO = re.compile(r"([0-9]{4})[/.\-]([0-9]{1,2})[/.\-]([0-9]{1,2})")
_DIGITS = re.compile(r"[0-9]{6}|[0-9]{8}")
_WORDS = re.compile(
    r"(?:le )?(?:([a-z]{3,8})\.?,? )?([0-9]{1,2})(?:er)?[ \-/]?([a-z]{3,9})\.?(?:[ \-/]?([0-9]{2}|[0-9]{4}))?"
)


class _Parts(NamedTuple):
    """What was typed, before the century is chosen. ``year`` is None when it was left out."""

    day: int
    month: int
    year: str | None
    weekday: int | None = None


def days_in_month(year: int, month: int) -> int:
    """28 to 31."""
    return calendar.monthrange(year, month)[1]


def add_months(day: date, months: int) -> date:
    """The same day that many calendar months later, or the last day of that month when it has no such day.

    This is the rule of the programme for every horizon (3, 6, 12, 24 months after the exit).
    Raises ValueError outside the years 1 to 9999.
    """
    year, month_index = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise ValueError("La date sort du calendrier.")
    month = month_index + 1
    if day.day <= SHORTEST_MONTH:
        return date(year, month, day.day)
    return date(year, month, min(day.day, days_in_month(year, month)))


def latest_start(as_of: date, months: int) -> date:
    """The latest day d such that ``add_months(d, months) <= as_of``.

    So "due at k months" is a comparison of a plain column with one date, in any database.
    """
    start = add_months(as_of, -months)
    if as_of.day == days_in_month(as_of.year, as_of.month):
        # The end of a short month also receives the days that this month lacks.
        return start.replace(day=days_in_month(start.year, start.month))
    return start


def months_between(start: date, end: date) -> int:
    """Complete calendar months: the greatest m such that ``add_months(start, m) <= end``."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if end.day >= min(start.day, days_in_month(end.year, end.month)) else months - 1


def age_on(birth: date, day: date) -> int:
    """Complete years. Someone born on 29 February turns a year older on 1 March of common years.

    queries/populations.py says the same rule in SQL.

    Raises ValueError when the day is before the birth.
    """
    if day < birth:
        raise ValueError("La date est antérieure à la naissance.")
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def week_start(day: date) -> date:
    """The Monday of that week."""
    return day - timedelta(days=day.weekday())


def iso_week(day: date) -> tuple[int, int]:
    """ISO 8601 year and week number; the year may differ from the calendar year around 1 January."""
    year, week, _ = day.isocalendar()
    return year, week


def month_bounds(year: int, month: int) -> tuple[date, date]:
    """First and last day of the month."""
    return date(year, month, 1), date(year, month, days_in_month(year, month))


def quarter_bounds(year: int, quarter: int) -> tuple[date, date]:
    """First and last day of the quarter, 1 to 4."""
    if quarter not in (1, 2, 3, 4):
        raise ValueError("Le trimestre va de 1 à 4.")
    return date(year, quarter * 3 - 2, 1), month_bounds(year, quarter * 3)[1]


def parse_typed_date(text: str, today: date, *, birth: bool = False) -> date:
    """Read a date as French people type it: 230526, 23/5, 23-05-2026, 2026-05-23, lundi 16 novembre 2026.

    Without a year it is the year of ``today``. A two-digit year is read within 80 years before and 20 years
    after today; with ``birth`` it is the latest one that is not in the future, and the year must be there.
    Raises ValueError whose text is a French sentence.
    """
    parts = _split(_plain(text))
    if parts is None:
        raise ValueError(f"« {_shown(text)} » n’est pas une date (exemples : 23/05/2026, 23 mai 2026).")
    if birth and parts.year is None:
        raise ValueError(f"Il manque l’année dans « {_shown(text)} ».")
    found = _build(parts, _choose_year(parts, today, birth=birth), text)
    if parts.weekday is not None and parts.weekday != found.weekday():
        raise ValueError(f"Le {found:%d/%m/%Y} est un {_WEEKDAYS[found.weekday()]} : « {_shown(text)} ».")
    return found


def _plain(text: str) -> str:
    """Lower case, no accents, single ordinary spaces; wide digits and no-break spaces become plain ones."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    squeezed = " ".join(bare.replace("‐", "-").replace("–", "-").split())
    return re.sub(r" ?([/.\-]) ?", r"\1", squeezed).replace(".-", "-")


def _shown(text: str) -> str:
    """The faulty text, short enough for a message."""
    squeezed = " ".join(text.split())
    return squeezed if len(squeezed) <= 40 else squeezed[:39] + "…"


def _split(plain: str) -> _Parts | None:
    if match := _ISO.fullmatch(plain):
        return _Parts(int(match[3]), int(match[2]), match[1])
    if match := _NUMERIC.fullmatch(plain):
        return _Parts(int(match[1]), int(match[2]), match[3])
    if _DIGITS.fullmatch(plain):
        if len(plain) == 8 and int(plain[2:4]) > 12:  # 20260523 cannot be read as day and month
            return _Parts(int(plain[6:]), int(plain[4:6]), plain[:4])
        return _Parts(int(plain[:2]), int(plain[2:4]), plain[4:])
    return _split_words(plain)


def _split_words(plain: str) -> _Parts | None:
    # A full stop lost its spaces above: "16 nov.2026" and "lun.16 nov" are given them back.
    match = _WORDS.fullmatch(re.sub(r"\.(?=\S)", ". ", plain))
    if match is None:
        return None
    month = _position(match[3], _MONTHS)
    weekday = _position(match[1], _WEEKDAYS) if match[1] else None
    if month is None or (match[1] and weekday is None):
        return None
    return _Parts(int(match[2]), month + 1, match[4], weekday)


def _position(word: str, words: tuple[str, ...]) -> int | None:
    """The place of the only word that begins so: "sept" is September, "jui" is nothing."""
    found = [index for index, full in enumerate(words) if full.startswith(word)]
    return found[0] if len(found) == 1 else None


def _choose_year(parts: _Parts, today: date, *, birth: bool) -> int:
    if parts.year is None:
        return today.year
    year = int(parts.year)
    if len(parts.year) == 4:
        return year
    if birth:
        century = today.year - today.year % 100
        later_than_today = (century + year, parts.month, parts.day) > (today.year, today.month, today.day)
        return century + year - (100 if later_than_today else 0)
    last = today.year + YEARS_AHEAD
    return last - (last - year) % 100


def _build(parts: _Parts, year: int, text: str) -> date:
    shown = _shown(text)
    if not 1 <= parts.month <= 12:
        raise ValueError(f"« {shown} » n’est pas une date : il n’y a pas de mois {parts.month}.")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"L’année {year} n’est pas vraisemblable : « {shown} ».")
    length = days_in_month(year, parts.month)
    if not 1 <= parts.day <= length:
        raise ValueError(f"« {shown} » n’est pas une date : ce mois compte {length} jours.")
    return date(year, parts.month, parts.day)
