"""How numbers, dates, counts and sentences are written in French, on screen and on paper alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

NBSP = "\u00a0"
NARROW = "\u202f"
"""Narrow no-break space: in thousands, before ; ! ? % and before units."""
UNKNOWN = "–"
"""Written wherever a value is not known; never an empty text, never a zero."""
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)

_MINUS = "\u2212"
_FRENCH_PREFIXES = ("33", "262", "590", "594", "596", "508")


def round_half_up(value: float | Decimal, decimals: int = 0) -> Decimal:
    """Rounded the way people do it by hand: 0,05 gives 0,1 and 0,25 gives 0,3 (one decimal)."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def number(value: float | Decimal | None, decimals: int = 0, *, signed: bool = False) -> str:
    """« 31 000 », « 12,5 »; with ``signed`` a plus before what is above zero. None is an en dash."""
    if value is None:
        return UNKNOWN
    rounded = round_half_up(value, decimals)
    digits = f"{abs(rounded):,f}".replace(",", NARROW).replace(".", ",")
    if rounded == 0:
        return digits
    return (_MINUS if rounded < 0 else "+" if signed else "") + digits


def rate_value(n: int, total: int, decimals: int = 1) -> Decimal | None:
    """n out of total in percent, rounded half up; None when nobody is counted (total 0)."""
    if total == 0:
        return None
    # Multiplied first: the quotient of two integers is then rounded once only.
    return round_half_up(Decimal(n * 100) / Decimal(total), decimals)


def percent(value: float | Decimal | None, decimals: int = 1) -> str:
    """A value already in percent: 41.66 gives « 41,7 % ». None is an en dash."""
    return UNKNOWN if value is None else f"{number(value, decimals)}{NARROW}%"


def rate(n: int | None, total: int | None, decimals: int = 1) -> str:
    """« 41,7 % » for 5 out of 12; an en dash when the total is 0 or something is not known."""
    if n is None or total is None:
        return UNKNOWN
    return percent(rate_value(n, total, decimals), decimals)


def share_text(n: int | None, total: int | None) -> str:
    """« 5 sur 12 », the words that go with every percentage. An en dash when something is not known."""
    return UNKNOWN if n is None or total is None else f"{number(n)} sur {number(total)}"


def file_size(count: int) -> str:
    """Bytes as people count them: « 12 Ko », « 6,1 Mo », « 74,1 Go »."""
    if count < 1 << 20:
        return f"{number(-(-count // 1024))}{NBSP}Ko"
    if count < 1 << 30:
        return f"{number(count / (1 << 20), 1)}{NBSP}Mo"
    return f"{number(count / (1 << 30), 1)}{NBSP}Go"


def hours(minutes: int | None) -> str:
    """Minutes as decimal hours with at most one decimal: « 27,3 h », « 28 h ». None is an en dash."""
    if minutes is None:
        return UNKNOWN
    value = round_half_up(Decimal(minutes) / 60, 1)
    return f"{number(value, 0 if value == int(value) else 1)}{NARROW}h"


def duration(minutes: int | None) -> str:
    """Minutes as people say them: « 40 min », « 3 h », « 3 h 05 ». None is an en dash."""
    if minutes is None:
        return UNKNOWN
    whole, rest = divmod(minutes, 60)
    if whole == 0:
        return f"{rest}{NARROW}min"
    return f"{number(whole)}{NARROW}h" + (f"{NARROW}{rest:02d}" if rest else "")


def clock(moment: time) -> str:
    """« 9 h », « 13 h 30 »."""
    return f"{moment.hour}{NARROW}h" + (f"{NARROW}{moment.minute:02d}" if moment.minute else "")


def short_date(day: date | None) -> str:
    """« 23/05/2026 ». None is an en dash."""
    return UNKNOWN if day is None else f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def long_date(day: date | None, *, weekday: bool = True) -> str:
    """« lundi 23 novembre 2026 », « 1er mars 2026 » without its weekday. None is an en dash."""
    if day is None:
        return UNKNOWN
    words = f"{_day_number(day)} {month_name(day)}"
    return f"{WEEKDAYS[day.weekday()]} {words}" if weekday else words


def day_month(day: date) -> str:
    """« 16/11 », for the head of a narrow column."""
    return f"{day.day:02d}/{day.month:02d}"


def month_name(day: date) -> str:
    """« novembre 2026 »."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def date_range(start: date, end: date) -> str:
    """« du 16 au 20 novembre 2026 », saying month and year once when they are the same."""
    if start == end:
        return f"le {long_date(start, weekday=False)}"
    first = _day_number(start)
    if start.year != end.year:
        first = long_date(start, weekday=False)
    elif start.month != end.month:
        first = f"{first} {MONTHS[start.month - 1]}"
    return f"du {first} au {long_date(end, weekday=False)}"


def week_title(monday: date, days: int = 5) -> str:
    """« Semaine du 16 au 20 novembre 2026 »."""
    return f"Semaine {date_range(monday, monday + timedelta(days=days - 1))}"


def _day_number(day: date) -> str:
    return "1er" if day.day == 1 else str(day.day)


def form(count: float, singular: str, plural_form: str | None = None) -> str:
    """The word alone, agreed with the count: French has the plural from 2 on (« 1,5 heure »)."""
    if abs(count) < 2:
        return singular
    if plural_form is not None:
        return plural_form
    return singular if singular.endswith(("s", "x", "z")) else f"{singular}s"


def born(sex: str | None) -> str:
    """« née » (F), « né » (M), « né(e) » when it is not known."""
    return {"F": "née", "M": "né"}.get(sex or "", "né(e)")


def plural(count: int, singular: str, plural_form: str | None = None) -> str:
    """« 3 feuilles », « 0 feuille »; the plural form is given when it is more than an s."""
    return f"{number(count)} {form(count, singular, plural_form)}"


def join_names(names: Sequence[str]) -> str:
    """« Ana, Bo et Cléo »."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} et {names[-1]}"


def phone(text: str | None) -> str:
    """A stored number for reading: « 06 12 45 78 03 », « +32 470 12 34 56 ».

    What is no telephone number is given back as it is; None or nothing is an en dash.
    """
    if not text:
        return UNKNOWN
    digits = re.sub(r"[^0-9+]", "", text)
    for prefix in _FRENCH_PREFIXES:
        if re.fullmatch(rf"\+{prefix}[0-9]{{9}}", digits):
            digits = f"0{digits[len(prefix) + 1 :]}"
    if re.fullmatch(r"0[0-9]{9}", digits):
        return NBSP.join(digits[start : start + 2] for start in range(0, 10, 2))
    return _foreign_phone(text) if digits.startswith("+") else text


def siret(stored: str) -> str:
    """« 812 345 678 00017 »; what has not fourteen digits is given back as it is."""
    if len(stored) != 14:
        return stored
    return NBSP.join((stored[:3], stored[3:6], stored[6:9], stored[9:]))


def contact(value: str, whose: str | None, *more: str) -> str:
    """« 06 12 45 78 03 (mère) », « 06 12 45 78 03 (mère, relais) », « zoe@exemple.fr »."""
    said = ", ".join(filter(None, (whose, *more)))
    return f"{phone(value)} ({said})" if said else phone(value)


def _foreign_phone(text: str) -> str:
    import phonenumbers

    try:
        parsed = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException:
        return text
    shown = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return shown.replace(" ", NBSP)


_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_INSIDE_OPENING = re.compile(r"«[ \u00a0\u202f]*")
_INSIDE_CLOSING = re.compile(r"[ \u00a0\u202f]*»")
_HIGH_SIGN = re.compile(r"(?<=[\w)\]»’…%])[ \u00a0\u202f]*([;!?]+)(?=[\s»)\]]|$)")
_COLON = re.compile(r"(?<=[\w)\]»’%])[ \u00a0\u202f]*:(?=\s|$)")
_PERCENT = re.compile(r"(?<=[0-9])[ \u00a0\u202f]*%")
_UNIT = re.compile(r"(?<=[0-9])[ \u00a0](?=(?:€|h|min|km)\b|€)")
_THOUSANDS = re.compile(r"(?<=[0-9])[ \u00a0](?=[0-9]{3}(?![0-9]))")


def typographic(text: str) -> str:
    """Ordinary typing with the spaces and signs of French printing; what is right already stays as it is.

    Addresses of pages and times written with a colon are left alone. Numbers are grouped only where a space
    already separates exactly three digits.
    """
    text = _APOSTROPHE.sub("’", text).replace("...", "…")
    text = _INSIDE_OPENING.sub(f"«{NBSP}", text)
    text = _INSIDE_CLOSING.sub(f"{NBSP}»", text)
    text = _HIGH_SIGN.sub(f"{NARROW}\\1", text)
    text = _COLON.sub(f"{NBSP}:", text)
    text = _PERCENT.sub(f"{NARROW}%", text)
    text = _UNIT.sub(NARROW, text)
    return _THOUSANDS.sub(NARROW, text)
