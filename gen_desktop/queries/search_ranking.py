"""The order in which what answers is shown, found without sorting all that answers."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from heapq import nsmallest
from itertools import islice

from gen_desktop.jobs import let_go
from gen_desktop.queries.search_vocabulary import LAST, sorted_in_runs

_DENSE = 50
"""Where one in so many answers, walking in order meets the first ones soon."""


class Ranking:
    """Numbered places, each with its order; ``None`` for one that is free."""

    def __init__(self, orders: Sequence[str]) -> None:
        """The order of each place, from 0."""
        self._orders: list[str | None] = list(orders)
        self._sorted = sorted_in_runs([(order, place) for place, order in enumerate(orders)])

    def put(self, place: int, order: str) -> None:
        """That place, free or just after the last, has this order."""
        if place == len(self._orders):
            self._orders.append(order)
        else:
            self._orders[place] = order
        insort(self._sorted, (order, place))

    def drop(self, place: int) -> None:
        """That place is free."""
        order = self._orders[place]
        if order is not None:
            self._orders[place] = None
            del self._sorted[bisect_left(self._sorted, (order, place))]

    def best(self, met: set[int], limit: int, typed: str) -> list[int]:
        """The first of these places: those whose order begins as was typed, then the others."""
        first, last = (bisect_left(self._sorted, (end,)) for end in (typed, typed + LAST))
        found = list(islice((place for _order, place in self._sorted[first:last] if place in met), limit))
        if len(found) < limit:
            rest = met.difference(place for _order, place in self._sorted[first:last])
            found += islice(self._in_order(rest, limit - len(found)), limit - len(found))
        return found

    def let_go(self) -> None:
        """Forget everything, little by little."""
        let_go(self._orders, self._sorted)

    def _in_order(self, met: set[int], limit: int) -> Iterator[int]:
        if len(met) * _DENSE > len(self._sorted):
            return (place for _order, place in self._sorted if place in met)
        return iter(nsmallest(limit, met, key=lambda place: (self._orders[place] or "", place)))
