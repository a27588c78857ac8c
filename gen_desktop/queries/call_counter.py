"""Where the calls stand at each horizon: due, known, unknown, and the positive exits with their bounds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func
from sqlalchemy.orm import Session

from gen_desktop.queries.indicators import persons
from gen_desktop.queries.populations import Condition, Populations
from gen_desktop.queries.remembered import remembered
from gen_desktop.queries.scope import Scope, parameters

GROUPS: Mapping[str, Callable[[Populations, int], Condition]] = {
    "due": Populations.due,
    "known": Populations.answered,
    "by_spell": Populations.known_by_spell,
    "unknown": Populations.unknown,
    "positive": Populations.positive,
    "possible": Populations.positive_or_unknown,
}
"""The people that a counter counts: the populations of the indicators D1 and D3, at the exit too."""


@dataclass(frozen=True, slots=True)
class HorizonCount:
    """Leavers at one horizon (0: the exit). ``by_spell``: those of the known that nobody had to ask.

    The rate of positive exits is ``positive`` of ``known``; at least ``positive`` and at most ``possible`` of
    ``due``.
    """

    horizon: int
    due: int
    known: int
    by_spell: int
    unknown: int
    positive: int
    possible: int


def counters(session: Session, horizons: Sequence[int], scope: Scope) -> tuple[HorizonCount, ...]:
    """The counts at each of these horizons, of all leavers of the scope."""
    of = tuple(horizons), scope
    return remembered(session, "call counters", of, lambda: _counted(session, *of))


def _counted(session: Session, horizons: tuple[int, ...], scope: Scope) -> tuple[HorizonCount, ...]:
    if not horizons:
        return ()
    populations = Populations(scope, parameters(session, scope.as_of))
    sums: list[Any] = [
        func.coalesce(func.sum(case((group(populations, horizon), 1), else_=0)), 0)
        for horizon in horizons
        for group in GROUPS.values()
    ]
    row = [int(one) for one in session.execute(populations.select_from(*sums)).one()]
    size = len(GROUPS)
    return tuple(
        HorizonCount(horizon, *row[at * size : (at + 1) * size]) for at, horizon in enumerate(horizons)
    )


def counted_people(session: Session, horizon: int, group: str, scope: Scope) -> tuple[int, ...]:
    """The learners that a counter counts (a key of GROUPS), by name."""
    populations = Populations(scope, parameters(session, scope.as_of))
    found = persons(session, populations, GROUPS[group](populations, horizon))
    return tuple(dict.fromkeys(person.learner_id for person in found))
