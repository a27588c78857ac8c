"""What a search looks into, in memory: an answer at every key takes a few milliseconds, without the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import chain

from gen_desktop.jobs import Job, let_go
from gen_desktop.queries.search_ranking import Ranking
from gen_desktop.queries.search_vocabulary import Vocabulary, slips_allowed
from gen_desktop.queries.search_words import Words, fact_says, fact_words, readings, words_of

LIMITS = {"learner": 8, "cohort": 4, "company": 4, "attached_document": 4, "document": 4, "command": 5}
"""How many hits of each kind are answered, in the order of the kinds."""
INSIDE_FROM = 3
"""Letters typed from which they are looked for in the middle of words."""
Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to find. ``order``: where it stands among its kind, its folded name for people.

    ``title`` names it and finds it, as ``also`` does; ``facts`` (kind, value: search_words.py) find it too,
    and are then said. ``about`` narrows, and never finds alone: the person of a paper.
    """

    kind: str
    id: int
    title: str
    detail: str
    order: str
    also: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    about: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A hit: the entry, and by what it was found when that is not its name; '' otherwise."""

    entry: Entry
    why: str


class SearchIndex:
    """Everything of one file, by kind. Asked and changed on one thread only."""

    def __init__(self, entries: Iterable[Entry] = (), job: Job | None = None) -> None:
        """``job``: raises Cancelled when asked to stop."""
        by_kind: dict[str, list[Entry]] = {}
        for entry in entries:
            by_kind.setdefault(entry.kind, []).append(entry)
        self._shelves = {kind: _Shelf(kind, found, job or Job()) for kind, found in by_kind.items()}

    def find(self, text: str, kinds: Iterable[str], recent: Sequence[Key] = ()) -> tuple[Found, ...]:
        """The best answers among these kinds, in the order of LIMITS; the ``recent`` ones first in each kind.

        Small mistakes are forgiven when nothing is found as typed.
        """
        read = readings(text)
        shown = set(kinds)
        shelves = [self._shelves[kind] for kind in LIMITS if kind in shown and kind in self._shelves]
        for slips in (0, 1, 2) if read else ():
            found = [one for shelf in shelves for one in shelf.find(read, slips, recent)]
            if found:
                return tuple(found)
        return ()

    def get(self, keys: Iterable[Key]) -> tuple[Entry, ...]:
        """Those of these that are there, in that order."""
        found = (self._shelves[kind].get(one) if kind in self._shelves else None for kind, one in keys)
        return tuple(entry for entry in found if entry is not None)

    def update(self, entries: Iterable[Entry], gone: Iterable[Key]) -> None:
        """Take these in the place of what they were, and drop those."""
        for kind, one in gone:
            if kind in self._shelves:
                self._shelves[kind].drop(one)
        for entry in entries:
            if entry.kind not in self._shelves:
                self._shelves[entry.kind] = _Shelf(entry.kind, (), Job())
            self._shelves[entry.kind].put(entry)

    def let_go(self) -> None:
        """Forget everything little by little, off the window's thread. Nothing may use it afterwards."""
        for shelf in self._shelves.values():
            shelf.let_go()


class _Shelf:
    """The entries of one kind, in numbered places."""

    def __init__(self, kind: str, entries: Sequence[Entry], job: Job) -> None:
        self._kind = kind
        self._entries: list[Entry | None] = list(entries)
        self._places = {entry.id: place for place, entry in enumerate(entries)}
        self._ranking = Ranking([entry.order for entry in entries])
        self._free: list[int] = []
        self._names, self._facts, self._about = (Vocabulary() for _each in range(3))
        held: tuple[dict[str, list[int]], ...] = ({}, {}, {})
        for place, entry in enumerate(job.each(entries, "Préparation de la recherche")):
            for words, found in zip(held, _vocabularies(entry), strict=True):
                for word in found:
                    words.setdefault(word, []).append(place)
        for vocabulary, words in zip((self._names, self._facts, self._about), held, strict=True):
            vocabulary.fill(words)

    def get(self, record_id: int) -> Entry | None:
        place = self._places.get(record_id)
        return None if place is None else self._entries[place]

    def put(self, entry: Entry) -> None:
        self.drop(entry.id)
        place = self._free.pop() if self._free else len(self._entries)
        self._entries[place : place + 1] = [entry]
        self._places[entry.id] = place
        self._ranking.put(place, entry.order)
        for vocabulary, words in zip(self._all(), _vocabularies(entry), strict=True):
            vocabulary.add(place, words)

    def drop(self, record_id: int) -> None:
        place = self._places.pop(record_id, None)
        entry = None if place is None else self._entries[place]
        if place is None or entry is None:
            return
        for vocabulary, words in zip(self._all(), _vocabularies(entry), strict=True):
            vocabulary.remove(place, words)
        self._ranking.drop(place)
        self._entries[place] = None
        self._free.append(place)

    def find(self, read: Sequence[Words], slips: int, recent: Sequence[Key]) -> list[Found]:
        """The best of this kind: by their names first, then by their facts, then by the inside of names."""
        ways: tuple[Callable[[Words], set[int]], ...] = (self._by_name, self._by_fact, self._by_inside)
        if slips:
            ways = (lambda words: self._by_slip(words, slips),)
        lately = [one for kind, one in recent if kind == self._kind]
        found: list[int] = []
        for way in ways:
            # A number put together is surer than its parts; mistakes are forgiven in what was typed alone.
            for words in read[:1] if slips else reversed(read):
                room = LIMITS[self._kind] - len(found)
                if room:
                    found += self._best(way(words).difference(found), room, read[0][0], lately)
        entries = (self._entries[place] for place in found)
        return [Found(entry, _why(entry, read)) for entry in entries if entry is not None]

    def let_go(self) -> None:
        for vocabulary in self._all():
            vocabulary.let_go()
        self._ranking.let_go()
        let_go(self._entries, self._places)

    def _all(self) -> tuple[Vocabulary, Vocabulary, Vocabulary]:
        return self._names, self._facts, self._about

    def _by_name(self, words: Words) -> set[int]:
        return _common(self._names.starting(word) for word in words)

    def _by_fact(self, words: Words) -> set[int]:
        return self._narrowed(words, self._names.starting)

    def _by_inside(self, words: Words) -> set[int]:
        return self._narrowed(
            words,
            lambda word: (self._names.inside if len(word) >= INSIDE_FROM else self._names.starting)(word),
        )

    def _by_slip(self, words: Words, slips: int) -> set[int]:
        if not any(slips_allowed(word) for word in words):
            return set()
        return self._narrowed(words, lambda word: self._names.starting(word) | self._names.near(word, slips))

    def _narrowed(self, words: Words, by_name: Callable[[str], set[int]]) -> set[int]:
        """Every word is found in a name, a fact or what it is about, one of them in the first two."""
        own = [by_name(word) | self._facts.starting(word) for word in words]
        if len(words) == 1:
            return own[0]
        met = _common(found | self._about.starting(word) for found, word in zip(own, words, strict=True))
        return met & set().union(*own)

    def _best(self, met: set[int], limit: int, typed: str, recent: Sequence[int]) -> list[int]:
        """The recent ones, then the others as they are ranked."""
        places = (self._places.get(one) for one in recent)
        first = [place for place in places if place is not None and place in met][:limit]
        return first + self._ranking.best(met.difference(first), limit - len(first), typed)


def _vocabularies(entry: Entry) -> tuple[set[str], set[str], set[str]]:
    """The words of its names, of its facts, and of what it is about."""
    names = {*words_of(entry.title), *words_of(entry.also)}
    return (
        names,
        set(chain.from_iterable(fact_words(*fact) for fact in entry.facts)),
        set(words_of(entry.about)),
    )


def _common(found: Iterable[set[int]]) -> set[int]:
    return reduce(lambda one, other: one & other, found)


def _why(entry: Entry, read: Sequence[Words]) -> str:
    """The facts that answer what the title does not, unless the detail says them already."""
    named = words_of(entry.title)
    facts = [
        (says, fact_words(*fact)) for fact in entry.facts if (says := fact_says(*fact)) not in entry.detail
    ]
    for words in reversed(read):  # a number put together tells more than its parts
        asked = [word for word in words if not _starts(word, named)]
        said = [says for says, held in facts if any(_starts(word, held) for word in asked)]
        if said:
            return ", ".join(said)
    return ""


def _starts(beginning: str, words: Iterable[str]) -> bool:
    return any(word.startswith(beginning) for word in words)
