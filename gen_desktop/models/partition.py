"""A whole cut into parts, and by a second fact: which of its sums may be told (see disclosure.py).

Every number told is a sum of groups of parts of which each, and each step between two, is nobody or many.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from gen_desktop.models.disclosure import SmallNumbers

Count = int | None


@dataclass(frozen=True, slots=True)
class Told:
    """A sum of parts as it is told: over all, then column by column; None is withheld."""

    total: Count
    columns: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Partition:
    """``cells``: people of each part, column by column; the columns themselves are many or nobody."""

    cells: Sequence[Sequence[int]]
    rule: SmallNumbers

    def told(self, parts: Collection[int]) -> Told:
        """The sum of these parts."""
        groups = self._groups()
        wanted = frozenset(parts)
        if not all(group <= wanted or not group & wanted for group in groups):
            return Told(None, tuple(None for _ in self._width()))
        sums = tuple(sum(self.cells[part][column] for part in wanted) for column in self._width())
        is_split = all(self._is_clear(group) for group in groups)
        return Told(sum(sums), sums if is_split else tuple(None for _ in sums))

    def _groups(self) -> tuple[frozenset[int], ...]:
        """The parts, those of a few people put together with others."""
        totals = [sum(row) for row in self.cells]
        return tuple(frozenset(one) for one in self.rule.merged(totals, self.rule.count))

    def _is_clear(self, group: frozenset[int]) -> bool:
        """Whether no column of a group is a few people."""
        return not any(
            self.rule.reveals(sum(self.cells[part][column] for part in group)) for column in self._width()
        )

    def _width(self) -> range:
        return range(len(self.cells[0]) if self.cells else 0)
