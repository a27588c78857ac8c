"""The communes of France, with their postal codes and the former communes that each took in.

Made from a public package by ``tools/make_communes.py``. Nothing is read before the first question.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from gen_desktop.reference.lists import read_rows

VINTAGE = "2026"
"""Year of the official geographic code (INSEE) that the list follows."""


@dataclass(frozen=True, slots=True)
class Commune:
    """A present commune, or a district of Paris, Lyon or Marseille (its commune is ``parent``, else '').

    ``city``: its name on an envelope. ``former``: code and name ('' when not known) of those it took in.
    """

    code: str
    name: str
    city: str
    postal_codes: tuple[str, ...]
    population: int
    parent: str
    former: tuple[tuple[str, str], ...]


@cache
def communes() -> tuple[Commune, ...]:
    """Every commune and district, by code."""
    rows = read_rows("communes")
    names = {row["code"]: row["name"] for row in rows}
    return tuple(
        Commune(
            code=row["code"],
            name=row["name"],
            city=names[row["parent"] or row["code"]],
            postal_codes=_listed(row["postal_codes"]),
            population=int(row["population"] or 0),
            parent=row["parent"],
            former=tuple((one[:5], one[6:]) for one in _listed(row["former"])),
        )
        for row in rows
    )


def find_commune(code: str | None) -> Commune | None:
    """The present commune of an INSEE code, that of a former commune followed; None for an unknown code."""
    return None if code is None else _by_code().get(code)


@cache
def _by_code() -> dict[str, Commune]:
    found = {old: commune for commune in communes() for old, _name in commune.former}
    return found | {commune.code: commune for commune in communes()}


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()
