"""Small numbers in public documents: what is withheld, so that nobody is made out or found by subtraction.

Source: programme.md §3.4. A document withholds rates over few people and counts of a few people (primary),
then as much of what is around them as keeps them from being computed (secondary).

Everything rests on one shape: the people of a group, cut into nested parts (entered ⊃ due ⊃ answered ⊃ in
work). What a reader can compute from a table and its totals is then the sum of the groups withheld, and the
steps between parts. When each of these is nobody or many, a withheld count of a few people could be anything
in a range at least as wide as ``count``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from gen_desktop.reference.parameters import Parameters


@dataclass(frozen=True, slots=True)
class SmallNumbers:
    """The thresholds: no rate over fewer people than ``base``, no count of fewer people than ``count``."""

    base: int
    count: int

    def reveals(self, people: int) -> bool:
        """Whether so few people are counted that somebody might know them. Nobody reveals nobody."""
        return 0 < abs(people) < self.count

    def is_base(self, people: int) -> bool:
        """Whether a rate over that many people is told."""
        return people >= self.base

    def may_tell(self, chain: Sequence[int], bases: int = 0) -> bool:
        """Whether nested counts, the widest first, tell of nobody: neither they nor the step between two.

        The first ``bases`` of them are bases of rates as well.
        """
        steps = (wide - narrow for wide, narrow in pairwise(chain))
        small = any(0 < people < self.base for people in chain[:bases])
        return not small and not any(self.reveals(people) for people in (*chain, *steps))

    def told(self, chain: Sequence[int], bases: int = 0) -> tuple[int | None, ...]:
        """Nested counts, the widest first, each None where telling it would reveal a few people.

        The first ``bases`` of them are bases of rates: under one that is too small nothing more is told.
        """
        found: list[int | None] = []
        wider: tuple[int, ...] = ()
        is_closed = False
        for index, people in enumerate(chain):
            is_told = not is_closed and self.may_tell((*wider, people))
            found.append(people if is_told else None)
            wider = (people,) if is_told else wider
            is_closed = is_closed or (is_told and index < bases and 0 < people < self.base)
        return tuple(found)

    def merged(self, parts: Sequence[int], least: int) -> tuple[tuple[int, ...], ...]:
        """Positions of the parts of a whole, those under ``least`` put together with the next smallest.

        Each part that stands alone and the sum of those put together is nobody or at least ``least``, unless
        the whole is less. Those put together stand where the last of them did.
        """
        by_size = sorted((index for index, n in enumerate(parts) if n), key=lambda index: parts[index])
        together = {index for index in by_size if parts[index] < least}
        for index in by_size:
            if not together or (len(together) > 1 and sum(parts[one] for one in together) >= least):
                break
            together.add(index)
        last = max(together, default=-1)
        return tuple(
            tuple(sorted(together)) if index == last else (index,)
            for index in range(len(parts))
            if index == last or index not in together
        )

    def withheld(self, chains: Sequence[Sequence[int]], bases: int) -> frozenset[int]:
        """The groups of a whole, by position, of which the nested counts are not told.

        ``chains``: those of each group, the widest first; this widest count itself is known of every group.
        The sums over all groups count as known. The first ``bases`` counts are bases of rates.
        """
        hidden = {index for index, chain in enumerate(chains) if not self.may_tell(chain, bases)}
        for index in sorted(range(len(chains)), key=lambda one: chains[one][0]):
            rest = [sum(counts) for counts in zip(*(chains[one] for one in sorted(hidden)), strict=True)]
            if not hidden or (len(hidden) > 1 and self.may_tell(rest, bases)):
                break
            hidden.add(index)
        return frozenset(hidden)


def small_numbers(in_force: Parameters) -> SmallNumbers:
    """The thresholds in force."""
    return SmallNumbers(base=in_force.small_numbers_threshold, count=in_force.small_count_threshold)
