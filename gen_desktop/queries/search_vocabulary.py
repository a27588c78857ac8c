"""The words of many records, and which records hold each: found by their beginning, their inside, a slip."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TypeVar

from gen_desktop.jobs import let_go

LAST = "\U0010ffff"
"""After every word that begins as what it follows."""
_RUN = 4096
Sortable = TypeVar("Sortable", str, tuple[str, int])


def sorted_in_runs(items: Sequence[Sortable]) -> list[Sortable]:
    """Sorted in runs, then put together: one long sort would hold every other thread for as long."""
    runs = (sorted(items[start : start + _RUN]) for start in range(0, len(items), _RUN))
    return sorted(item for run in runs for item in run)


def slips_allowed(word: str) -> int:
    """How many mistakes are forgiven in a word: two letters swapped are one. None in what holds a digit."""
    if any(char.isdigit() for char in word):
        return 0
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


class Vocabulary:
    """Words held by numbered records. Every answer is the set of the numbers of those records."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[int, ...]] = {}
        self._words: list[str] = []
        self._beginnings: dict[int, list[str]] = {}

    def fill(self, held: dict[str, list[int]]) -> None:
        """Take all these words at once."""
        self._held = {word: tuple(numbers) for word, numbers in held.items()}
        self._words = sorted_in_runs(list(self._held))
        self._beginnings.clear()

    def add(self, number: int, words: Iterable[str]) -> None:
        """That record holds these words too."""
        for word in set(words):
            held = self._held.get(word)
            if held is None:
                insort(self._words, word)
                self._beginnings.clear()
            self._held[word] = (*(held or ()), number)

    def remove(self, number: int, words: Iterable[str]) -> None:
        """That record holds these words no more."""
        for word in set(words):
            left = tuple(one for one in self._held[word] if one != number)
            if left:
                self._held[word] = left
            else:
                del self._held[word]
                del self._words[bisect_left(self._words, word)]
                self._beginnings.clear()

    def starting(self, beginning: str) -> set[int]:
        """Those with a word that begins so."""
        first = bisect_left(self._words, beginning)
        last = bisect_right(self._words, beginning + LAST)
        return set(chain.from_iterable(map(self._held.__getitem__, self._words[first:last])))

    def inside(self, part: str) -> set[int]:
        """Those with a word that holds this anywhere."""
        return set(chain.from_iterable(self._held[word] for word in self._words if part in word))

    def near(self, word: str, slips: int) -> set[int]:
        """Those with a word whose beginning, or whole, is this but for so many mistakes at most."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        allowed = min(slips, slips_allowed(word))
        found: set[int] = set()
        for length in range(max(1, len(word) - allowed), len(word) + allowed + 1) if allowed else ():
            beginnings = self._of_length(length)
            close = process.extract(word, beginnings, scorer=OSA.distance, score_cutoff=allowed, limit=None)
            for beginning, _distance, _at in close:
                found |= self.starting(beginning)
        return found

    def let_go(self) -> None:
        """Forget everything, little by little."""
        let_go(self._held, self._words)
        self._beginnings.clear()

    def _of_length(self, length: int) -> list[str]:
        """The different beginnings of that length."""
        known = self._beginnings.get(length)
        if known is None:
            known = list(dict.fromkeys(word[:length] for word in self._words if len(word) >= length))
            self._beginnings[length] = known
        return known
