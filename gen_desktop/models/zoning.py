"""Rural zonings and priority neighbourhoods: what an official list says of a commune.

The list in force at the entry counts (programme.md §6.3): a later one changes nothing to who entered before.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from gen_desktop.errors import Problem
from gen_desktop.reference.communes import find_commune

QPV = "QPV"
RURAL_KINDS = ("ZRR", "FRR")
KINDS: Mapping[str, str] = {
    "ZRR": "Zones de revitalisation rurale (ZRR)",
    "FRR": "France ruralités revitalisation (FRR)",
    QPV: "Quartiers prioritaires de la ville (QPV)",
}
"""Kind of list → its French name."""
PARTLY: Mapping[str, str] = {"ZRR": "PC", "FRR": "FRR_P"}
"""Code of rural_zoning for a commune of which a part is classed."""


@dataclass(frozen=True, slots=True)
class Neighborhood:
    """A QPV: its code, its name, and the INSEE codes of the communes it touches."""

    code: str
    name: str
    communes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfficialPlaces:
    """What a list holds: the class (code of rural_zoning) of each commune by INSEE code, or its QPV."""

    classes: Mapping[str, str] = field(default_factory=dict)
    neighborhoods: tuple[Neighborhood, ...] = ()

    @property
    def count(self) -> int:
        """How many communes, or how many QPV."""
        return len(self.classes) or len(self.neighborhoods)

    def zoning(self, kind: str, insee_code: str) -> str | None:
        """The class of a commune, present or former; None when the list does not name it.

        A commune that took in others of another class than its own is classed in part.
        """
        for code in _ways(insee_code):
            if code in self.classes:
                return self.classes[code]
        commune = find_commune(insee_code)
        former = commune.former if commune is not None else ()
        found = {self.classes[code] for code, _name in former if code in self.classes}
        if len(found) > 1:
            return PARTLY[kind]
        return next(iter(found), None)

    def neighborhoods_of(self, insee_code: str) -> tuple[Neighborhood, ...]:
        """The QPV that a commune touches: never proof that an address is inside one."""
        ways = set(_ways(insee_code))
        commune = find_commune(insee_code)
        if commune is not None:
            ways |= {code for code, _name in commune.former}
        return tuple(one for one in self.neighborhoods if not ways.isdisjoint(one.communes))

    def packed(self) -> bytes:
        """As it is kept in the file; equal lists give equal bytes."""
        quarters = [[one.code, one.name, list(one.communes)] for one in self.neighborhoods]
        whole = {"communes": dict(self.classes), "qpv": quarters}
        return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @classmethod
    def unpacked(cls, data: bytes) -> OfficialPlaces:
        """Back from ``packed``."""
        whole = json.loads(data)
        quarters = tuple(Neighborhood(code, name, tuple(codes)) for code, name, codes in whole["qpv"])
        return cls(whole["communes"], quarters)


class Dated(Protocol):
    """What a list says of itself; the dates are inclusive, None is without end."""

    @property
    def kind(self) -> str: ...
    @property
    def valid_from(self) -> dt.date: ...
    @property
    def valid_to(self) -> dt.date | None: ...


Listed = TypeVar("Listed", bound=Dated)


def in_force(lists: Iterable[Listed], kinds: Iterable[str], day: dt.date) -> Listed | None:
    """The list of these kinds in force that day; of two, the one that began later. None without any."""
    wanted = set(kinds)
    found = [
        one
        for one in lists
        if one.kind in wanted and one.valid_from <= day and (one.valid_to is None or day <= one.valid_to)
    ]
    return max(found, key=lambda one: one.valid_from, default=None)


def list_problems(kind: str, name: str, valid_from: dt.date, valid_to: dt.date | None) -> Iterator[Problem]:
    """What keeps a list from being kept under these dates."""
    assert kind in KINDS, kind
    if not name.strip():
        yield Problem("name", "Donnez un nom à cette liste.")
    if valid_to is not None and valid_to < valid_from:
        yield Problem("valid_to", "La fin de validité est avant le début.")


def _ways(insee_code: str) -> Iterator[str]:
    """The codes under which a list may name a commune: its own, the present one, that of its city."""
    yield insee_code
    commune = find_commune(insee_code)
    if commune is not None:
        yield commune.code
        if commune.parent:
            yield commune.parent
