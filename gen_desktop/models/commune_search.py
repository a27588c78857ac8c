"""Finds the commune that people mean by a name or a postal code, however they write it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA

from gen_desktop.french import NBSP
from gen_desktop.models.names import fold
from gen_desktop.models.places import department
from gen_desktop.reference.communes import Commune, communes

LIMIT = 24
_SHORTEST = 2
"""Letters or figures from which something is looked for."""
_SHORTEST_MISTYPED, _LONG = 4, 8
"""From so many letters on, one may be wrong; from so many, two."""
_LARGEST = 10_000_000
_SHORT_FORMS = {"st": "saint", "ste": "sainte", "s": "sur"}
_ARTICLES = frozenset({"l", "le", "la", "les"})
_CEDEX = re.compile(r"\bcedex\b.*$")
_DISTRICT = re.compile(r"^(paris|lyon|marseille) \d{1,2}\s?(?:er?|eme)?(?: arr\w*)?$")


@dataclass(frozen=True, slots=True)
class Place:
    """A commune under one of its postal codes. ``former``: the former commune that was meant, else ''."""

    commune: Commune
    postal_code: str
    former: str = ""

    @property
    def label(self) -> str:
        """« Clermont-Ferrand (63000) »; « Béon, aujourd’hui Culoz (01350) »."""
        now = f"{self.commune.name} ({self.postal_code})" if self.postal_code else self.commune.name
        return f"{self.former}, aujourd’hui{NBSP}{now}" if self.former else now


@dataclass(frozen=True, slots=True)
class _Entry:
    """A name of a commune, present or former, as it is compared; ``bare``: without its first article."""

    name: str
    bare: str
    commune: Commune
    former: str


def find_places(typed: str, limit: int = LIMIT) -> tuple[Place, ...]:
    """The communes that a name, a postal code, their beginnings or both may mean; the likeliest first.

    A name with a letter wrong is forgiven when nothing else is found.
    """
    tokens = _words(typed)
    if sum(map(len, tokens)) < _SHORTEST:
        return ()
    found = _matching(tokens) or _matching(_begun(typed)) or _mistyped(tokens)
    query = " ".join(token for token in tokens if not token.isdecimal())
    numbers = tuple(token for token in tokens if token.isdecimal())
    best = sorted(found, key=lambda entry: _rank(entry, query))
    return tuple(islice(_places(best, numbers), limit))


def recognize(postal_code: str | None, city: str | None) -> Commune | None:
    """The one commune that a postal code and a city mean for sure, else None.

    A postal code of businesses (CEDEX) belongs to no commune: then the name must be alone in its department.
    """
    name = _city_text(city or "")
    if not name or not postal_code:
        return None
    named = _by_name().get(name, ())
    found = [commune for commune in named if postal_code in commune.postal_codes]
    if not found and postal_code not in _postal_codes():
        here = department(postal_code)
        found = [one for one in named if not one.parent and one.code.startswith(here)]
    # A district says more than its commune.
    parents = {commune.parent for commune in found}
    found = [commune for commune in found if commune.code not in parents]
    return found[0] if len(found) == 1 else None


def _matching(tokens: Sequence[str]) -> list[_Entry]:
    """Every word and number begins a word of the name, or the postal code."""
    texts = _texts()
    found: Iterable[int] = range(len(texts))
    for token in tokens:
        beginning = f" {token}"
        found = [place for place in found if beginning in texts[place]]
    return [_entries()[place] for place in found]


def _mistyped(tokens: Sequence[str]) -> list[_Entry]:
    query = " ".join(token for token in tokens if not token.isdecimal())
    numbers = [f" {token}" for token in tokens if token.isdecimal()]
    if len(query) < _SHORTEST_MISTYPED:
        return []
    slips = 2 if len(query) >= _LONG else 1
    found: set[int] = set()
    for length in range(len(query) - 1, len(query) + 2):
        beginnings = [entry.bare[:length] for entry in _entries()]
        hits = process.extract(query, beginnings, scorer=OSA.distance, score_cutoff=slips, limit=None)
        found |= {place for _text, _distance, place in hits}
    return [
        _entries()[place] for place in sorted(found) if all(number in _texts()[place] for number in numbers)
    ]


def _rank(entry: _Entry, query: str) -> tuple[int, bool, int, str]:
    """Whole name first, then its beginning, then any word; the present before the former, then by size."""
    if query in (entry.name, entry.bare):
        kind = 0
    else:
        kind = 1 if entry.name.startswith(query) or entry.bare.startswith(query) else 2
    # Districts stay together, in their order.
    size = _LARGEST if entry.commune.parent else entry.commune.population
    return kind, entry.former != "", -size, entry.commune.code


def _places(entries: Iterable[_Entry], numbers: tuple[str, ...]) -> Iterator[Place]:
    """Each commune and postal code once: a present name that matches makes its former one needless."""
    seen: set[tuple[str, str]] = set()
    for entry in entries:
        codes = entry.commune.postal_codes or ("",)
        meant = [code for code in codes if numbers and code.startswith(numbers)]
        for postal_code in meant or codes:
            if (entry.commune.code, postal_code) not in seen:
                seen.add((entry.commune.code, postal_code))
                yield Place(entry.commune, postal_code, entry.former)


def _words(text: str) -> list[str]:
    return [_SHORT_FORMS.get(token, token) for token in _tokens(text)]


def _begun(text: str) -> list[str]:
    """The words, the last as typed: the « S » of « Saint-S » may begin « Sauveur » and be no « sur »."""
    return [*_words(text)[:-1], *_tokens(text)[-1:]]


def _tokens(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", fold(text))


def _city_text(city: str) -> str:
    text = _CEDEX.sub("", " ".join(_words(city))).strip()
    district = _DISTRICT.match(text)
    return district[1] if district is not None else text


@cache
def _entries() -> tuple[_Entry, ...]:
    """Present names, then former ones; Paris, Lyon and Marseille district by district."""
    parents = {commune.parent for commune in communes()}
    offered = [commune for commune in communes() if commune.code not in parents]
    present = [_entry(commune, "") for commune in offered]
    former = [_entry(commune, name) for commune in offered for _code, name in commune.former if name]
    return (*present, *former)


def _entry(commune: Commune, former: str) -> _Entry:
    words = _words(former or commune.name)
    bare = words[1:] if words[0] in _ARTICLES and len(words) > 1 else words
    return _Entry(" ".join(words), " ".join(bare), commune, former)


@cache
def _texts() -> tuple[str, ...]:
    """What is searched of each entry: a space before each word and postal code."""
    return tuple(" ".join(("", entry.name, *entry.commune.postal_codes)) for entry in _entries())


@cache
def _postal_codes() -> frozenset[str]:
    return frozenset(code for commune in communes() for code in commune.postal_codes)


@cache
def _by_name() -> dict[str, tuple[Commune, ...]]:
    found: dict[str, list[Commune]] = defaultdict(list)
    for commune in communes():
        names = {commune.name, commune.city, *(name for _code, name in commune.former if name)}
        for text in {" ".join(_words(name)) for name in names}:
            found[text].append(commune)
    return {text: tuple(named) for text, named in found.items()}
