"""Among many people, those worth comparing with one: of one birth date, one name, one telephone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from gen_desktop.importing.likeness import Identity, exchanged, likeness
from gen_desktop.jobs import let_go

_CROWD = 200
"""A sign that more people than this share tells nobody apart: a default date, the number of the office."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person of the store (``row`` 0), or of an earlier row. ``person``: the id, or what will have it."""

    who: Identity
    row: int = 0
    person: object = None


class Lookalikes:
    """People by each of their signs, so that nobody is compared with everybody."""

    def __init__(self) -> None:
        self._by_sign: dict[Hashable, list[Somebody]] = {}

    def add(self, somebody: Somebody) -> None:
        """One more person to compare with."""
        for sign in _signs(somebody.who):
            self._by_sign.setdefault(sign, []).append(somebody)

    def find(self, who: Identity) -> tuple[Somebody, str] | None:
        """The first person who could be this one, and what makes one think so."""
        identifier = who.france_travail_id
        for holder in self._by_sign.get(identifier, ()) if identifier else ():
            return holder, f"l’identifiant {identifier}"
        signs: Iterator[Hashable] = _signs(who)
        swapped = exchanged(who.birth_date)
        for sign in (*signs, swapped) if swapped else signs:
            among = self._by_sign.get(sign, ())
            for other in among if len(among) <= _CROWD else ():
                if found := likeness(who, other.who):
                    return other, found
        return None

    def release(self) -> None:
        """Free the signs, little by little."""
        let_go(self._by_sign)


def _signs(who: Identity) -> Iterator[str | dt.date]:
    """What to look a person up by, the surest first. Names, numbers and addresses never equal each other."""
    if who.france_travail_id:
        yield who.france_travail_id
    yield from who.phones
    if who.email:
        yield who.email
    yield who.words
    if who.birth_date is not None:
        yield who.birth_date
