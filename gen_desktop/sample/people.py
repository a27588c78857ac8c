"""Invented people, with the facts a centre writes down at the entry, and those it never got."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

from gen_desktop.sample.names import COMMUNES, names

_DIPLOMAS = {
    "N0A": 3,
    "N0B": 3,
    "N0C": 3,
    "N0D": 11,
    "N3": 24,
    "N3+": 5,
    "N4": 29,
    "N5": 11,
    "N6": 5,
    "N7": 2,
}
_SITUATIONS = {
    "DE": 66,
    "DENI": 5,
    "CEJ": 8,
    "SAL_CDD": 3,
    "SAL_INT": 3,
    "SAL_CDI": 2,
    "IND": 2,
    "ETU": 2,
    "INA": 4,
    "NC": 2,
}
_PRESCRIBERS = {
    "FT": 38,
    "ML": 26,
    "SPON": 10,
    "WEB": 7,
    "CAP": 5,
    "PLIE": 4,
    "DEPT": 3,
    "SIAE": 3,
    "FORUM": 2,
}
_REGISTERED = ("DE", "CEJ")
_T = TypeVar("_T")


@dataclass(slots=True)
class Person:
    """Who someone is. An empty text or None is what the centre does not know."""

    last_name: str
    first_name: str
    sex: str
    birth_date: date
    birth_name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    postal_code: str = ""
    city: str = ""
    france_travail_id: str = ""


@dataclass(slots=True)
class Facts:
    """What is noted of someone at the entry; codes of the reference lists, None for unknown."""

    diploma: str | None = None
    situation: str | None = None
    unemployment_months: int | None = None
    in_qpv: bool | None = None
    zoning: str | None = None
    is_rqth: bool | None = None
    is_brsa: bool | None = None
    is_career_change: bool | None = None
    prescriber: str | None = None


@dataclass(slots=True)
class Inventor:
    """Makes people up, always the same ones for the same seed."""

    random: random.Random
    _serial: int = 0
    _taken: set[tuple[str, str]] = field(default_factory=set)

    def person(self, day: date, *, unique: bool = True) -> Person:
        """Someone aged 18 to 58 on that day; ``unique``: nobody else has this name."""
        sex = "F" if self.random.random() < 0.36 else "M"
        last_name, first_name = self._name(sex, unique)
        commune = self.random.choice(COMMUNES)
        self._serial += 1
        person = Person(
            last_name=last_name,
            first_name=first_name,
            sex=sex,
            birth_date=day - timedelta(days=round(self._age() * 365.25)),
            phone=f"063998{self._serial * 37 % 10_000:04d}",
            email=self._email(first_name, last_name),
            address=f"{self.random.randint(1, 88)} {self.random.choice(names('street'))}",
            postal_code=commune.postal_code,
            city=commune.name,
            france_travail_id=f"{self.random.randint(1, 9_999_999):07d}{self.random.choice('ABCDEFGHK')}",
        )
        if sex == "F" and self._chance(0.15):
            person.birth_name = self.random.choice(names("surname"))
        self._forget_some_of(person)
        return person

    def facts(self, person: Person, day: date) -> Facts:
        """What is noted of this person at an entry that day. About one fact in fourteen is missing."""
        situation = self._weighted(_SITUATIONS)
        commune = next((one for one in COMMUNES if one.name == person.city), None)
        age = (day - person.birth_date).days // 365
        facts = Facts(
            diploma=self._known(self._weighted(_DIPLOMAS)),
            situation=self._known(situation),
            in_qpv=self._known(commune is not None and commune.has_qpv and self._chance(0.7)),
            zoning=self._known(commune.zoning) if commune else None,
            is_rqth=self._known(self._chance(0.09), missing=0.15),
            is_brsa=self._known(self._chance(0.22), missing=0.1),
            is_career_change=self._known(age >= 27 and self._chance(0.55)),
            prescriber=self._known(self._weighted(_PRESCRIBERS)),
        )
        if facts.situation in _REGISTERED:
            facts.unemployment_months = self._known(round(self.random.triangular(0, 38, 7)))
        else:
            person.france_travail_id = ""
        return facts

    def _name(self, sex: str, unique: bool) -> tuple[str, str]:
        first_names = names("woman" if sex == "F" else "man")
        while True:
            found = (self.random.choice(names("surname")), self.random.choice(first_names))
            if not unique:
                return found
            # Nobody in the small sample shares a surname: a reader must tell people apart at a glance.
            if not any(found[0] == taken for taken, _ in self._taken):
                self._taken.add(found)
                return found

    def _age(self) -> float:
        is_young = self._chance(0.4)
        return self.random.uniform(18.2, 26) if is_young else self.random.triangular(26, 58, 30)

    def _email(self, first_name: str, last_name: str) -> str:
        return f"{ascii_letters(first_name)[0]}.{ascii_letters(last_name)}{self._serial}@exemple.fr"

    def _forget_some_of(self, person: Person) -> None:
        if self._chance(0.05):
            person.phone = ""
        if self._chance(0.08):
            person.email = ""
        if self._chance(0.04):
            person.address = person.postal_code = person.city = ""

    def _chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def _weighted(self, weights: dict[str, int]) -> str:
        return self.random.choices(list(weights), weights=list(weights.values()))[0]

    def _known(self, value: _T, missing: float = 0.07) -> _T | None:
        return None if self._chance(missing) else value


def ascii_letters(text: str) -> str:
    """Lower case letters without accents, nothing else."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    return "".join(char for char in decomposed if "a" <= char <= "z")
