"""What a nasty file is: a name, how it is made, and what the reader must make of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TODAY = dt.date(2026, 11, 23)
TITLES = ("Nom", "Prénom", "Né le", "Téléphone", "Code postal", "Ville")
LINES = (
    ("Dupré", "Zoé", "23/05/2001", "06 39 98 01 23", "58120", "Château-Chinon"),
    ("Noël", "François", "01/02/1999", "06 39 98 01 45", "01000", "Bourg-en-Bresse"),
    ("D’Aubœuf", "Anaïs", "14/07/1985", "07 00 01 02 03", "89000", "Auxerre"),
)
_FIELDS = ("last_name", "first_name", "birth_date", "phone", "postal_code", "city")

Person = Mapping[str, Any]


def person(*values: Any) -> Person:
    """Last name, first name, birth date, telephone, postal code, city; None or left out: not known."""
    return {name: value for name, value in zip(_FIELDS, values, strict=False) if value is not None}


PEOPLE = (
    person("Dupré", "Zoé", dt.date(2001, 5, 23), "+33639980123", "58120", "Château-Chinon"),
    person("Noël", "François", dt.date(1999, 2, 1), "+33639980145", "01000", "Bourg-en-Bresse"),
    person("D’Aubœuf", "Anaïs", dt.date(1985, 7, 14), "+33700010203", "89000", "Auxerre"),
)


@dataclass(frozen=True, slots=True)
class Case:
    """A file, and what is right: people with their repairs and remarks, or the sentence that refuses it.

    ``make`` writes it at the path it is given. ``says``: how its sentence goes on after the name of the file,
    no-break spaces made plain; '' for a file that is read. ``wrong``: parts of what is said of its cells, in
    order. ``remarks``: parts of what is said of the file as a whole. ``repairs``: field and kind of each.
    """

    name: str
    make: Callable[[Path], None]
    says: str = ""
    people: tuple[Person, ...] = PEOPLE
    repairs: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    remarks: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


def of_bytes(data: bytes | Callable[[], bytes]) -> Callable[[Path], None]:
    """A maker that writes bytes, made at that moment when they are many."""
    return lambda path: Path.write_bytes(path, data if isinstance(data, bytes) else data()) and None


def read(
    name: str,
    data: bytes | Callable[[], bytes],
    people: tuple[Person, ...] = PEOPLE,
    *,
    repairs: tuple[tuple[str, str], ...] = (),
    remarks: tuple[str, ...] = (),
    wrong: tuple[str, ...] = (),
) -> Case:
    """A file that is read."""
    return Case(name, of_bytes(data), "", people, frozenset(repairs), remarks, wrong)


def refused(name: str, data: bytes | Callable[[], bytes], says: str) -> Case:
    """A file that gets its sentence."""
    return Case(name, of_bytes(data), says, ())
