"""Texts that remember the numbers they were written from, so that machines are told these too.

A cell, the value of a card, a sentence are written here from counts; what draws them sees ordinary texts, and
``figures_sections.py`` puts the counts beside the words. A number is thus written in one place and never
copied: what is printed and what is told to machines cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Self

from gen_desktop import french
from gen_desktop.french import NARROW, typographic

Value = int | Mapping[str, int | Decimal | str]
"""What a number was written from: a count, or named parts (docs/report-json.md)."""


class Written(str):
    """A text and the values of its numbers, in the order they stand in it."""

    __slots__ = ("values",)
    values: tuple[Value, ...]

    def __new__(cls, text: str, *values: Value) -> Self:
        made = super().__new__(cls, text)
        made.values = values
        return made


def values_of(text: str | None) -> tuple[Value, ...]:
    """The values behind a text; none behind ordinary words."""
    return text.values if isinstance(text, Written) else ()


def count(n: int) -> Written:
    """« 31 000 »."""
    return Written(french.number(n), n)


def plural(n: int, singular: str, plural_form: str | None = None) -> Written:
    """« 3 feuilles »."""
    return Written(french.plural(n, singular, plural_form), n)


def rate(n: int, total: int) -> Written:
    """« 41,7 % », an en dash when nobody is counted."""
    return Written(french.rate(n, total), {"n": n, "N": total})


def share_text(n: int, total: int) -> Written:
    """« 5 sur 12 »."""
    return Written(french.share_text(n, total), {"n": n, "N": total})


def time_rate(minutes: int, total: int) -> Written:
    """« 94,3 % » of a time."""
    return Written(french.rate(minutes, total), {"n": minutes, "N": total, "unit": "minutes"})


def hours(minutes: int) -> Written:
    """« 27,3 h »."""
    return Written(french.hours(minutes), {"minutes": minutes})


def hours_number(minutes: int) -> Written:
    """Hours without their unit, for a column: « 1 248,5 »."""
    return Written(french.number(Decimal(minutes) / 60, 1), {"minutes": minutes})


def euros(value: Decimal | None, *, signed: bool = False) -> str:
    """« 24 397 € », an en dash when it is not known."""
    if value is None:
        return french.UNKNOWN
    return Written(f"{french.number(value, signed=signed)}{NARROW}€", {"euros": value})


def percent(value: Decimal) -> Written:
    """A percentage that was set, not counted: « 30 % », with a decimal only where there is one."""
    return Written(french.percent(value, 0 if value == int(value) else 1), {"percent": value})


def points(value: Decimal) -> Written:
    """« +4,5 »."""
    return Written(french.number(value, 1, signed=True), {"points": value})


def tell(template: str, *parts: str | int) -> Written:
    """A sentence of our own words with what it counts in its places, with French spaces."""
    shown = [count(part) if isinstance(part, int) else part for part in parts]
    return Written(typographic(template.format(*shown)), *_values(shown))


def joined(parts: Iterable[str], between: str = " ") -> Written:
    """Several texts as one."""
    texts = list(parts)
    return Written(between.join(texts), *_values(texts))


def _values(texts: Iterable[str]) -> Iterable[Value]:
    return (value for text in texts for value in values_of(text))
