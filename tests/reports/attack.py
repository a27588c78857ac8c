"""What somebody can compute from a public document: every printed count is an equation over who is where.

The unknowns are how many people of each group stand at each step (« due, but did not answer »). Printed
counts and totals are sums of unknowns, and no unknown is negative. Two ways at once: elimination, which finds
what the equations alone settle, and bounds narrowed equation by equation until nothing moves.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

from gen_desktop.models.disclosure import SmallNumbers

Unknown = Hashable
_PRIME = (1 << 61) - 1
_ENDLESS = 1 << 40


@dataclass
class Attack:
    """The equations known so far: the unknowns on one side, all counted once, their sum on the other."""

    equations: list[tuple[frozenset[Unknown], int]] = field(default_factory=list)

    def knows(self, unknowns: Iterable[Unknown], total: int) -> None:
        """It is printed that these people are so many."""
        self.equations.append((frozenset(unknowns), total))

    def same(self, whole: Unknown, parts: Iterable[Unknown]) -> None:
        """The whole is the sum of its parts, both unknown: said with the people who are not there."""
        rest = ("not", whole)
        self.knows([whole, rest], _ENDLESS)
        self.knows([*parts, rest], _ENDLESS)

    def settled(self) -> set[Unknown]:
        """The unknowns that the equations alone settle."""
        rows: dict[Unknown, dict[Unknown, int]] = {}
        for unknowns, _ in self.equations:
            row = dict.fromkeys(unknowns, 1)
            for pivot in [one for one in row if one in rows]:
                _take_away(row, rows[pivot], pivot)
            if row:
                pivot = next(iter(row))
                inverse = pow(row[pivot], -1, _PRIME)
                row = {one: value * inverse % _PRIME for one, value in row.items()}
                for other in rows.values():
                    if pivot in other:
                        _take_away(other, row, pivot)
                rows[pivot] = row
        return {pivot for pivot, row in rows.items() if len(row) == 1}

    def bounds(self) -> dict[Unknown, tuple[int, int]]:
        """The least and the most that each unknown can be."""
        least = {one: 0 for unknowns, _ in self.equations for one in unknowns}
        most = dict.fromkeys(least, _ENDLESS)
        moved = True
        while moved:
            moved = False
            for unknowns, total in self.equations:
                lows, highs = sum(least[one] for one in unknowns), sum(most[one] for one in unknowns)
                for one in unknowns:
                    high = min(most[one], total - (lows - least[one]))
                    low = max(least[one], total - (highs - most[one]))
                    if (low, high) != (least[one], most[one]):
                        lows, highs = lows + low - least[one], highs + high - most[one]
                        least[one], most[one], moved = low, high, True
        return {one: (least[one], most[one]) for one in least}


def _take_away(row: dict[Unknown, int], other: dict[Unknown, int], pivot: Unknown) -> None:
    factor = row[pivot]
    for one, value in other.items():
        left = (row.get(one, 0) - factor * value) % _PRIME
        if left:
            row[one] = left
        else:
            row.pop(one, None)


def assert_hidden(attack: Attack, truth: Iterable[tuple[Unknown, int]], rule: SmallNumbers) -> None:
    """Each place that holds a few people could hold five more, or five fewer, or any between."""
    settled, bounds = attack.settled(), attack.bounds()
    for unknown, people in truth:
        least, most = bounds.get(unknown, (0, rule.base))
        assert least <= people <= most, f"the attack is wrong about {unknown}: {people}, {least} to {most}"
        if rule.reveals(people):
            assert unknown not in settled, f"{unknown}: {people}"
            assert most - least >= rule.count, f"{unknown}: {people} of {least} to {most}"
