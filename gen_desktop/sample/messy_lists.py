"""A large list in which some people are written twice, and others only look as if they were."""

from __future__ import annotations

import random
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from gen_desktop.models.names import sort_key
from gen_desktop.sample.large import LEARNERS_PER_COHORT, large_cohorts
from gen_desktop.sample.learner_lists import describe_cohort, text_of
from gen_desktop.sample.mistakes import MISTAKES
from gen_desktop.sample.names import names
from gen_desktop.sample.people import Inventor, Person
from gen_desktop.sample.sheets import Row, new_book
from gen_desktop.sample.stories import SampleCohort

_KNOWN_SHARE = 10
"""One person in so many is in the file before the list comes."""
_TOP = 2
"""The row of the first person, under the titles."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """Somebody written twice. ``known``: the first time in the file, else in the list, at row ``of_row``.

    ``row``: where the second writing is, as the spreadsheet counts; ``of_name``: how it was written first.
    """

    kind: str
    row: int
    known: bool
    of_row: int
    of_name: str


@dataclass(frozen=True, slots=True)
class MessyLists:
    """``known`` is to be imported first: it brings the cohorts too. ``messy`` holds the duplicates."""

    known: Path
    messy: Path
    hidden: tuple[Hidden, ...]


def write_messy_lists(folder: Path, rows: int, duplicates: int, today: date, seed: int) -> MessyLists:
    """Two workbooks: a tenth as many people already known, then a list of that many rows and 15 columns.

    Half of the duplicates are of people of the first, half within the second. Namesakes, twins, brothers and
    sisters, couples with one telephone, a shelter's number for thirty people: they are duplicates of nobody.
    """
    maker = _Maker(random.Random(seed), today, rows, duplicates)
    known, messy = folder / "deja-connus.xlsx", folder / f"liste-{rows}.xlsx"
    folder.mkdir(parents=True, exist_ok=True)
    maker.write_known(known)
    return MessyLists(known, messy, maker.write_messy(messy))


@dataclass(frozen=True, slots=True)
class _Second:
    """A person written again: the kind of mistake, the place of the first writing, the person as written."""

    kind: str
    first: int
    person: Person


class _Maker:
    def __init__(self, rng: random.Random, today: date, rows: int, duplicates: int) -> None:
        self._rng = rng
        self._today = today
        self._inventor = Inventor(rng)
        self._cohorts = large_cohorts(-(-rows // LEARNERS_PER_COHORT), today)
        self._serial = 0
        self._seen: set[tuple[str, str, date]] = set()
        self._in_cohort: set[tuple[str, int]] = set()
        self._known = list(self._people(rows // _KNOWN_SHARE))
        self._listed = list(self._people(rows - duplicates))
        half = duplicates // 2
        self._of_known = self._seconds(self._known, half)
        self._of_listed = self._seconds(self._listed, duplicates - half)

    def write_known(self, path: Path) -> None:
        """The people of the file, and every cohort."""
        with new_book(path, large=True) as book:
            people = enumerate(self._known)
            book.table(book.sheet("Apprenants"), 0, (self._row(self._cohort(at), one) for at, one in people))
            described = [{**describe_cohort(cohort), "Rythme": None} for cohort in self._cohorts]
            titles = list(dict.fromkeys(title for one in described for title in one))
            book.table(
                book.sheet("Cohortes"), 0, ({title: one.get(title) for title in titles} for one in described)
            )

    def write_messy(self, path: Path) -> tuple[Hidden, ...]:
        """The list, each second writing somewhere below the first, in the next cohort."""
        after: dict[int, list[tuple[bool, _Second]]] = {}
        for second in self._of_known:
            after.setdefault(self._rng.randrange(len(self._listed)), []).append((True, second))
        for second in self._of_listed:
            after.setdefault(self._rng.randrange(second.first, len(self._listed)), []).append((False, second))
        rows: list[Row] = []
        row_of: list[int] = []
        hidden: list[Hidden] = []
        for at, person in enumerate(self._listed):
            row_of.append(len(rows) + _TOP)
            rows.append(self._row(self._cohort(at), person))
            for is_known, second in after.get(at, ()):
                first = (self._known if is_known else self._listed)[second.first]
                of_row = second.first + _TOP if is_known else row_of[second.first]
                name = f"{first.last_name} {first.first_name}"
                hidden.append(Hidden(second.kind, len(rows) + _TOP, is_known, of_row, name))
                rows.append(self._row(self._cohort(second.first + 1), second.person))
        with new_book(path, large=True) as book:
            book.table(book.sheet("Apprenants"), 0, rows)
        return tuple(hidden)

    def _cohort(self, at: int) -> SampleCohort:
        return self._cohorts[at % len(self._cohorts)]

    def _people(self, count: int) -> Iterator[Person]:
        """Strangers, and now and then people who are nearly somebody else."""
        made = 0
        shelter = self._number()
        while made < count:
            person = self._stranger(shelter)
            group = [person, *self._lookalikes(person)] if self._rng.random() < 0.06 else [person]
            for one in group[: count - made]:
                if self._enters(one, made):
                    made += 1
                    yield one

    def _enters(self, person: Person, at: int) -> bool:
        """Whether the cohort of that place has nobody of the name: undated, they would be taken for one."""
        place = (sort_key(person.last_name, person.first_name), at % len(self._cohorts))
        is_free = place not in self._in_cohort
        self._in_cohort.add(place)
        return is_free

    def _stranger(self, shelter: str) -> Person:
        person = self._inventor.person(self._today, unique=False)
        self._know_apart(person)
        number = self._number()
        person.france_travail_id = f"{self._serial:07d}K" if self._rng.random() < 0.6 else ""
        person.phone = shelter if self._rng.random() < 0.001 else number if person.phone else ""
        if self._rng.random() < 0.01:
            person.birth_date = None  # type: ignore[assignment]  # what this list does not know
        return person

    def _know_apart(self, person: Person) -> None:
        """Names come again, never with the same birth date."""
        while (person.last_name, person.first_name, person.birth_date) in self._seen:
            person.birth_date -= timedelta(days=self._rng.randint(1, 400))
        self._seen.add((person.last_name, person.first_name, person.birth_date))

    def _lookalikes(self, person: Person) -> list[Person]:
        """Somebody else with something in common, who has a serial number of their own."""
        if person.birth_date is None:
            return []
        other = self._inventor.person(self._today, unique=False)
        other.phone, other.france_travail_id = self._number(), ""
        kind = self._rng.randrange(6)
        if kind == 0:  # a namesake
            other.last_name, other.first_name, other.sex = person.last_name, person.first_name, person.sex
        elif kind == 1:  # father and son of one name, at one address
            other.last_name, other.first_name, other.sex = person.last_name, person.first_name, person.sex
            other.birth_date = person.birth_date - timedelta(days=self._rng.randint(7000, 11000))
            other.address, other.postal_code, other.city = person.address, person.postal_code, person.city
        elif kind in (2, 3):  # twins, or brother and sister, at their parents'
            other.last_name = person.last_name
            other.first_name = self._far_from(person.first_name)
            other.phone, other.address = person.phone, person.address
            other.postal_code, other.city = person.postal_code, person.city
            if kind == 2:
                other.birth_date = person.birth_date
        elif kind == 4:  # a couple with one telephone and one address for mail
            other.first_name = self._far_from(person.first_name)
            other.phone, other.email, other.address = person.phone, person.email, person.address
        else:  # the same first name and birth date, in another family
            other.first_name, other.sex, other.birth_date = person.first_name, person.sex, person.birth_date
            other.last_name = self._rng.choice([one for one in names("surname") if one != person.last_name])
        self._know_apart(other)
        return [other]

    def _far_from(self, first_name: str) -> str:
        """Another first name, that begins with another letter."""
        wide = (*names("woman"), *names("man"))
        return self._rng.choice([one for one in wide if one[0] != first_name[0]])

    def _seconds(self, people: list[Person], count: int) -> list[_Second]:
        """So many of these people once more, each kind of mistake in turn."""
        found: list[_Second] = []
        places = self._rng.sample(range(len(people)), len(people))
        while len(found) < count:
            mistake = MISTAKES[len(found) % len(MISTAKES)]
            for index, place in enumerate(places):
                again = copy(people[place])
                is_written = again.birth_date is not None and mistake(again, self._rng)
                if is_written and self._enters(again, place + 1):
                    if again.birth_date != people[place].birth_date or self._rng.random() < 0.5:
                        again.france_travail_id = ""
                    found.append(_Second(mistake.__name__, place, again))
                    del places[index]
                    break
            else:
                raise ValueError(f"nobody of the {len(people)} people can be written with {mistake.__name__}")
        return found

    def _number(self) -> str:
        """A telephone number of the ranges kept for fiction, each once: 60,000 of them."""
        self._serial += 1
        starts = ("063998", "019900", "026191", "035301", "046571", "053649")
        number = self._serial * 7919 % 60_000
        return f"{starts[number // 10_000]}{number % 10_000:04d}"

    def _row(self, cohort: SampleCohort, person: Person) -> Row:
        facts = self._inventor.facts(
            replace(person, birth_date=person.birth_date or self._today), self._today
        )
        return {
            "Cohorte": cohort.code,
            "Nom": person.last_name,
            "Prénom": person.first_name,
            "Nom de naissance": person.birth_name,
            "Date de naissance": person.birth_date,
            "Sexe": person.sex,
            "Téléphone": person.phone,
            "Courriel": person.email,
            "Adresse": person.address,
            "Code postal": person.postal_code,
            "Ville": person.city,
            "Identifiant France Travail": person.france_travail_id,
            "Niveau de diplôme": text_of("education_level", facts.diploma),
            "Situation avant l’entrée": text_of("situation_before", facts.situation),
            "Date de candidature": min(cohort.start, self._today)
            - timedelta(days=self._rng.randint(40, 100)),
        }
