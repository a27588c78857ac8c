"""Who the rows of a list are about: people of the store, and people that the list brings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz

from gen_desktop.french import NBSP, short_date
from gen_desktop.importing.cohort_book import CohortRef
from gen_desktop.importing.known_people import KnownPeople, KnownPerson, Row
from gen_desktop.models.learner import full_name
from gen_desktop.models.names import fold, sort_key

_ALIKE = 88
"""Out of 100 (rapidfuzz): names of people born the same day, closer than that, may be one mistyped."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a row says of who somebody is."""

    last_name: str
    first_name: str
    birth_date: dt.date | None
    france_travail_id: str | None
    key: str = ""

    @classmethod
    def of(cls, name: tuple[str, str], birth_date: dt.date | None, france_travail_id: str | None) -> Identity:
        """With the key by which people are compared."""
        return cls(*name, birth_date, france_travail_id, sort_key(*name))


@dataclass(slots=True, eq=False)
class Person:
    """A person of the list. ``id`` None: to be made. ``known``: the stored row, {} for somebody new.

    ``values``: what the list says, the last row that says it wins; ``said_on``: the row that said it.
    """

    identity: Identity
    first_row: int
    id: int | None = None
    known: Row = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    said_on: dict[str, int] = field(default_factory=dict)
    cohorts: dict[str, int] = field(default_factory=dict)
    """Code of the cohort → row of the list."""

    def say(self, row: int, values: dict[str, Any]) -> None:
        """Take over what a row says of the person."""
        self.values.update(values)
        self.said_on.update(dict.fromkeys(values, row))

    def changes(self) -> dict[str, Any]:
        """What differs from the store."""
        return {name: value for name, value in self.values.items() if self.known.get(name) != value}


class Roster:
    """Finds the person of each row. Nobody is merged with somebody else on a name alone."""

    def __init__(self, known: KnownPeople) -> None:
        self._known = known
        self.people: list[Person] = []
        self._by_id: dict[int, Person] = {}
        self._by_name: dict[str, list[Person]] = {}
        self._by_birth: dict[dt.date, list[Person]] = {}
        self._by_france_travail: dict[str, Person] = {}

    def find(self, who: Identity, cohort: CohortRef, row: int) -> tuple[Person, str]:
        """The person, and the doubt that remains when she is new ('' for none)."""
        listed = self._listed(who, cohort)
        if listed is not None:
            return listed, ""
        known = self._known.recognise(who.key, who.birth_date, who.france_travail_id, cohort.id)
        if known is not None and known.id in self._by_id:
            return self._by_id[known.id], ""
        doubt = "" if known is not None else next(self._doubts(who), "")
        person = Person(who, row, known.id if known is not None else None)
        self._add(person)
        return person, doubt

    def _add(self, person: Person) -> None:
        who = person.identity
        self.people.append(person)
        if person.id is not None:
            self._by_id[person.id] = person
        self._by_name.setdefault(who.key, []).append(person)
        if who.birth_date is not None:
            self._by_birth.setdefault(who.birth_date, []).append(person)
        if who.france_travail_id:
            self._by_france_travail.setdefault(who.france_travail_id, person)

    def _listed(self, who: Identity, cohort: CohortRef) -> Person | None:
        """Somebody of an earlier row, by the rules of KnownPeople.recognise."""
        same_id = self._by_france_travail.get(who.france_travail_id or "")
        if same_id is not None and (
            same_id.identity.key == who.key
            or (who.birth_date is not None and same_id.identity.birth_date == who.birth_date)
        ):
            return same_id
        for one in self._by_name.get(who.key, ()):
            other = one.identity
            if who.birth_date is not None and other.birth_date == who.birth_date:
                return one
            is_unclear = who.birth_date is None or other.birth_date is None
            are_two = bool(other.france_travail_id and who.france_travail_id)
            if is_unclear and not are_two and cohort.code in one.cohorts:
                return one
        return None

    def _doubts(self, who: Identity) -> Iterator[str]:
        """Whom a new person could be."""
        holder = self._known.with_france_travail_id(who.france_travail_id)
        if holder is not None:
            yield _already(f"l’identifiant {who.france_travail_id}", holder)
        for one in self._known.named(who.key):
            if who.birth_date is None or one.birth_date is None:
                yield _already("quelqu’un de ce nom", one)
        for listed in self._by_name.get(who.key, ()):
            if who.birth_date is None or listed.identity.birth_date is None:
                where = f"à la ligne {listed.first_row}"
                yield f"le même nom est {where}, sans date de naissance pour les rapprocher."
        for one in self._known.born_on(who.birth_date):
            if _are_alike(who, one.sort_key):
                yield _already("quelqu’un né ce jour-là", one)
        for listed in self._by_birth.get(who.birth_date, ()) if who.birth_date else ():
            if _are_alike(who, listed.identity.key):
                name = full_name(listed.identity.last_name, listed.identity.first_name)
                yield f"{name}, ligne {listed.first_row}, a la même date de naissance."


def _are_alike(who: Identity, key: str) -> bool:
    """Names that differ by a letter or two, or by the order of last and first name."""
    if key == who.key:
        return False  # one of them was recognised by another sign, or is a true namesake
    return key == f"{fold(who.first_name)}  {fold(who.last_name)}" or fuzz.ratio(who.key, key) >= _ALIKE


def _already(what: str, one: KnownPerson) -> str:
    birth = one.birth_date
    born = f"né(e) le {short_date(birth)}" if birth else "date de naissance inconnue"
    return f"{what} est déjà dans le fichier ({one.name}, {born}){NBSP}: une autre fiche sera créée."
