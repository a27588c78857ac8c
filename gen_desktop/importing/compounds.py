"""Cells that say several facts: « 58120 Château-Chinon », two telephones, a date and a place of birth.

Each cleaner gives its facts in the order of ``PARTS``, None where the cell does not say one. As everywhere,
what can be read in two ways is refused.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from gen_desktop.importing.grid import Cell
from gen_desktop.importing.people import phone, postal_code
from gen_desktop.importing.values import Cleaner, as_text, day, line, note, shown

PARTS: Mapping[str, tuple[str, ...]] = {
    "postal_city": ("postal_code", "city"),
    "whole_address": ("address", "postal_code", "city"),
    "birth": ("birth_date", "birth_place"),
    "phone": ("phone", "second_phone"),
}
"""Field whose cell may hold several facts → the fields of these facts."""
_CODE_FIRST = re.compile(r"(?:F-)?([0-9]{4,5})[\s,]+([^\W\d].*)")
_CITY_FIRST = re.compile(r"([^\W\d][^()]*?)[\s,]*\(?([0-9]{5})\)?")
_CITY_IN_DEPARTMENT = re.compile(r"([^\W\d][^()]*?)\s*\((?:[0-9]{2,3}|2[AB])\)")
_ADDRESS = re.compile(r"(.*?)[\s,;–-]+(?:F-)?([0-9]{5})\s+([^\W\d][^0-9]*(?:cedex\s*[0-9]*)?)", re.I | re.S)
_BIRTH = re.compile(
    r"(?:née?\s+le\s+)?(.*?[0-9]{4}|[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2})(?:\s*(?:[,/;–-]|\bà\b|\bA\b)\s*|\s+)"
    r"([^\W\d].*)",
    re.I,
)
_BETWEEN_PHONES = re.compile(r"\s*(?:[/;,|\n]|\bou\b|\bet\b|\s[-–]\s)\s*", re.I)


def parts_of(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """The facts that a cleaned cell says, each with its field."""
    if name in PARTS and isinstance(value, tuple):
        yield from ((part, said) for part, said in zip(PARTS[name], value, strict=True) if said is not None)
    else:
        yield name, value


def phones(value: Cell) -> str | tuple[str, str] | None:
    """One telephone, or two that a sign between them tells apart."""
    apart = [part for part in _BETWEEN_PHONES.split(as_text(value)) if part]
    if len(apart) != 2 or not all(sum(char.isdigit() for char in part) >= 6 for part in apart):
        return phone(value)
    first, second = (phone(part) for part in apart)
    if first is None or second is None or first == second:
        return first or second
    return first, second


def postal_city(value: Cell) -> tuple[str | None, str | None] | None:
    """Postal code and city, in either order; either alone is known alone."""
    text = line(value)
    if text is None or not any(char.isalnum() for char in text):
        return None
    if re.fullmatch(r"[0-9]{4,5}", text):
        return postal_code(text), None
    if match := _CODE_FIRST.fullmatch(text):
        return postal_code(match[1]), match[2]
    if match := _CITY_FIRST.fullmatch(text):
        return postal_code(match[2]), match[1]
    if match := _CITY_IN_DEPARTMENT.fullmatch(text):
        return None, match[1]
    if any(char.isdigit() for char in text):
        raise ValueError(f"{shown(value)} n’est pas un code postal et une ville (exemple\u00a0: 58120 Luzy).")
    return None, text


def whole_address(value: Cell) -> tuple[str, str | None, str | None] | None:
    """Street, postal code and city; an address without a postal code stays whole."""
    text = note(value)
    if text is None or not any(char.isalnum() for char in text):
        return None
    match = _ADDRESS.fullmatch(text)
    if match is None or not match[1].strip():
        return line(text) or "", None, None
    return line(match[1]) or "", postal_code(match[2]), line(match[3])


def birth_cleaner(today: dt.date) -> Cleaner:
    """Date and place of birth: « 14/03/1999 à Autun »; ``today`` completes a year of two digits."""

    def birth(value: Cell) -> tuple[dt.date | None, str | None] | None:
        text = line(value) if isinstance(value, str) else None
        match = _BIRTH.fullmatch(text) if text is not None else None
        if match is not None:
            return day(match[1].strip(), today, birth=True), match[2]
        found = day(value, today, birth=True)
        return None if found is None else (found, None)

    return birth
