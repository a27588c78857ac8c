"""Who the rows of a list are about: people of the store, and people that the list brings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from gen_desktop.french import NBSP, short_date
from gen_desktop.importing.cohort_book import CohortRef
from gen_desktop.importing.known_people import KnownPeople, Row
from gen_desktop.importing.likeness import Identity, likeness_codes
from gen_desktop.importing.lookalikes import Lookalikes, Somebody
from gen_desktop.jobs import let_go
from gen_desktop.models.learner import full_name


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


@dataclass(frozen=True, slots=True)
class Doubt:
    """Somebody new who could be somebody else. ``other``: an id of the store, or a person of the list.

    ``text``: why, as a sentence; ``reasons``: the same in codes of likeness.py.
    """

    other: int | Person
    text: str
    reasons: tuple[str, ...]


class Roster:
    """Finds the person of each row. Nobody is merged with somebody else on a name alone."""

    def __init__(self, known: KnownPeople) -> None:
        self._known = known
        self._by_id: dict[int, Person] = {}
        self._by_name: dict[str, list[Person]] = {}
        self._by_france_travail: dict[str, Person] = {}
        self._lookalikes = Lookalikes()
        for one in known.people:
            self._lookalikes.add(Somebody(one.who, person=one.id))

    def find(self, who: Identity, cohort: CohortRef, row: int) -> tuple[Person, Doubt | None]:
        """The person, and the doubt that remains when she is new."""
        listed = self._listed(who, cohort)
        if listed is not None:
            return listed, None
        known = self._known.recognise(who, cohort.id)
        if known is not None and known.id in self._by_id:
            return self._by_id[known.id], None
        doubt = self._doubt(who) if known is None else None
        person = Person(who, row, known.id if known is not None else None)
        self._add(person)
        return person, doubt

    def release(self) -> None:
        """Nobody is looked for any more: free what only that needed."""
        self._lookalikes.release()
        let_go(self._by_name, self._by_france_travail, self._by_id)

    def _add(self, person: Person) -> None:
        who = person.identity
        if person.id is not None:
            self._by_id[person.id] = person
        else:
            self._lookalikes.add(Somebody(who, person.first_row, person))
        self._by_name.setdefault(who.key, []).append(person)
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

    def _doubt(self, who: Identity) -> Doubt | None:
        """Whom a new person could be."""
        found = self._lookalikes.find(who)
        if found is None:
            return None
        other, what = found
        name = full_name(other.who.last_name, other.who.first_name)
        birth = other.who.birth_date
        born = f"né(e) le {short_date(birth)}" if birth else "date de naissance inconnue"
        where = f"à la ligne {other.row}" if other.row else "dans le fichier"
        text = f"{what} est déjà {where} ({name}, {born}){NBSP}: une autre fiche sera créée."
        assert isinstance(other.person, int | Person)
        return Doubt(other.person, text, likeness_codes(who, other.who))
