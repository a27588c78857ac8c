"""Why two writings may be of one person: names, birth dates and ways to be reached, taken together.

Never a verdict: what is found here is told as a doubt, for people to decide. A name alone says little among
thousands, and so does a telephone, which couples share: a doubt needs two signs that agree.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import IntEnum

from rapidfuzz.distance import OSA

from gen_desktop.importing.short_names import are_forms_of_one
from gen_desktop.models.names import fold, sort_key

_LONG_NAME = 7
"""From so many letters on, two mistakes may be one name mistyped; below, one alone."""
_SHORTEST_MISTYPED = 4
_PARTICLES = frozenset(
    ("de", "du", "des", "la", "le", "les", "el", "al", "ben", "van", "von", "der", "di", "da", "dos")
)


class Names(IntEnum):
    """How two names compare. ``SAME``: the same words, in whatever order."""

    SAME = 0
    CLOSE = 1  # a letter, a part of a compound name, a short form
    OTHER_LAST = 2  # the first name alone
    DIFFERENT = 3


class Births(IntEnum):
    """How two birth dates compare. ``NEAR``: one figure differs; ``SWAPPED``: day and month exchanged."""

    SAME = 0
    SWAPPED = 1
    NEAR = 2
    UNKNOWN = 3
    DIFFERENT = 4


LIKENESS_WORDS = {
    "same_name": "même nom",
    "close_name": "nom proche",
    "other_name": "même prénom sous un autre nom",
    "same_birth": "même naissance",
    "swapped_birth": "jour et mois de naissance échangés",
    "near_birth": "un chiffre près de la date de naissance",
    "unknown_birth": "date de naissance inconnue",
    "same_phone": "même téléphone",
    "same_email": "même courriel",
    "same_france_travail_id": "même identifiant France Travail",
}
"""Codes of what makes two records alike, and their French words."""
_NAME_CODES = {Names.SAME: "same_name", Names.CLOSE: "close_name", Names.OTHER_LAST: "other_name"}
_BIRTH_CODES = {
    Births.SAME: "same_birth",
    Births.SWAPPED: "swapped_birth",
    Births.NEAR: "near_birth",
    Births.UNKNOWN: "unknown_birth",
}


@dataclass(frozen=True, slots=True)
class Identity:
    """What is written of who somebody is. ``key``: models/names.py; ``words``: all of the name, sorted."""

    last_name: str
    first_name: str
    birth_date: dt.date | None = None
    france_travail_id: str | None = None
    birth_name: str = ""
    sex: str | None = None
    phones: tuple[str, ...] = ()
    email: str = ""
    postal_code: str = ""
    key: str = ""
    words: str = ""

    @classmethod
    def of(
        cls,
        name: tuple[str, str],
        birth_date: dt.date | None,
        france_travail_id: str | None,
        *,
        birth_name: str | None = None,
        sex: str | None = None,
        phones: tuple[str | None, ...] = (),
        email: str | None = None,
        postal_code: str | None = None,
        key: str = "",
    ) -> Identity:
        """As it is written, with what it is compared by."""
        key = key or sort_key(*name)
        return cls(
            *name,
            birth_date,
            france_travail_id,
            fold(birth_name) if birth_name else "",
            sex,
            tuple(dict.fromkeys(filter(None, phones))),
            (email or "").lower(),
            postal_code or "",
            key,
            " ".join(sorted(key.split())),
        )

    @property
    def folded(self) -> tuple[str, str]:
        """The last and first names as they compare."""
        last, _, first = self.key.partition("  ")
        return last, first


def likeness(one: Identity, other: Identity) -> str:
    """What the other is to one (« quelqu’un de ce nom »), '' when they look like two people."""
    names = compare_names(one, other)
    if names == Names.DIFFERENT:
        return ""
    births = compare_births(one.birth_date, other.birth_date)
    contact = shared_contact(one, other)
    if names == Names.OTHER_LAST:
        return _under_another_name(one, other, births, contact)
    who = "quelqu’un de ce nom" if names == Names.SAME else "quelqu’un d’un nom proche"
    if births == Births.SAME:
        return "quelqu’un né ce jour-là"
    if births == Births.SWAPPED:
        return f"{who}, jour et mois de naissance échangés,"
    if contact and (births != Births.DIFFERENT or names == Names.SAME):
        return f"{who}, {contact},"
    if births == Births.UNKNOWN and names == Names.SAME and not are_apart(one, other):
        return who
    if births == Births.NEAR and names == Names.SAME and _live_together(one, other):
        return f"{who}, à un chiffre près de la date de naissance,"
    return ""


def likeness_codes(one: Identity, other: Identity) -> tuple[str, ...]:
    """The signs that agree, as codes of ``LIKENESS_WORDS``: no value of anybody."""
    names = compare_names(one, other)
    births = compare_births(one.birth_date, other.birth_date)
    found = [_NAME_CODES[names]] if names in _NAME_CODES else []
    found += [_BIRTH_CODES[births]] if births in _BIRTH_CODES else []
    if any(number in other.phones for number in one.phones):
        found.append("same_phone")
    if one.email and one.email == other.email:
        found.append("same_email")
    if one.france_travail_id and one.france_travail_id == other.france_travail_id:
        found.append("same_france_travail_id")
    return tuple(found)


def compare_names(one: Identity, other: Identity) -> Names:
    """How the names compare. First names of another sex are two names, however close."""
    if one.words == other.words:
        return Names.SAME
    (last, first), (other_last, other_first) = one.folded, other.folded
    if last != other_last and first != other_first:
        both_mistyped = _is_mistyped(last, other_last) and _is_mistyped(first, other_first)
        if both_mistyped and not _differ(one.sex, other.sex):
            return Names.CLOSE
        if _is_part(last, other_last) and first and _is_part(first, other_first):
            return Names.CLOSE
        exchanged = _is_mistyped(last, other_first) and _is_mistyped(first, other_last)
        return Names.CLOSE if exchanged else Names.DIFFERENT
    if first == other_first:
        is_close = _is_mistyped(last, other_last) or _is_part(last, other_last)
        return Names.CLOSE if is_close else Names.OTHER_LAST
    if _differ(one.sex, other.sex):
        return Names.DIFFERENT
    is_close = (
        _is_mistyped(first, other_first)
        or _is_part(first, other_first)
        or are_forms_of_one(first, other_first)
    )
    return Names.CLOSE if is_close else Names.DIFFERENT


def compare_births(one: dt.date | None, other: dt.date | None) -> Births:
    """How the birth dates compare."""
    if one is None or other is None:
        return Births.UNKNOWN
    if one == other:
        return Births.SAME
    if one.year == other.year and (one.day, one.month) == (other.month, other.day):
        return Births.SWAPPED
    differing = sum(a != b for a, b in zip(f"{one:%Y%m%d}", f"{other:%Y%m%d}", strict=True))
    beside = (one.day, one.month) == (other.day, other.month) and abs(one.year - other.year) == 1
    return Births.NEAR if differing == 1 or beside else Births.DIFFERENT


def exchanged(birth_date: dt.date | None) -> dt.date | None:
    """The date with day and month exchanged; None when it is none, or the same."""
    if birth_date is None or birth_date.day > 12 or birth_date.day == birth_date.month:
        return None
    return birth_date.replace(month=birth_date.day, day=birth_date.month)


def shared_contact(one: Identity, other: Identity) -> str:
    """The way to be reached that both have, '' for none."""
    if any(number in other.phones for number in one.phones):
        return "au même téléphone"
    return "au même courriel" if one.email and one.email == other.email else ""


def are_apart(one: Identity, other: Identity) -> bool:
    """Whether two of the ways to be reached, or the France Travail id, contradict each other; none agrees."""
    if one.france_travail_id and other.france_travail_id:
        return one.france_travail_id != other.france_travail_id
    if shared_contact(one, other):
        return False
    differing = (
        bool(one.phones and other.phones),
        _differ(one.email, other.email),
        _differ(one.postal_code, other.postal_code),
    )
    return _differ(one.sex, other.sex) or sum(differing) >= 2


def _under_another_name(one: Identity, other: Identity, births: Births, contact: str) -> str:
    """Somebody of the same first name who may have changed names."""
    if births not in (Births.SAME, Births.SWAPPED):
        return ""
    last, other_last = one.folded[0], other.folded[0]
    before, other_before = one.birth_name, other.birth_name
    if last == other_before or before == other_last or (before and before == other_before):
        return "quelqu’un né ce jour-là, connu sous son autre nom,"
    return f"quelqu’un né ce jour-là, {contact}," if contact else ""


def _live_together(one: Identity, other: Identity) -> bool:
    return bool(one.postal_code) and one.postal_code == other.postal_code and not are_apart(one, other)


def _is_mistyped(name: str, other: str) -> bool:
    """A letter wrong, missing, doubled or exchanged with the next; two in a long name."""
    longest = max(len(name), len(other))
    if longest < _SHORTEST_MISTYPED:
        return name == other
    allowed = 2 if longest >= _LONG_NAME else 1
    return OSA.distance(name, other, score_cutoff=allowed) <= allowed


def _is_part(name: str, other: str) -> bool:
    """« martin » of « martin dupont »: every word of one in the other, one of them no particle."""
    if " " not in name and " " not in other:
        return False
    words, others = set(name.split()), set(other.split())
    shared = words & others
    return shared in (words, others) and any(len(word) > 2 and word not in _PARTICLES for word in shared)


def _differ(one: str | None, other: str | None) -> bool:
    return bool(one and other and one != other)
