"""The cohorts of a public document: those of few people put together, no abandonment of a few told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gen_desktop.french import NBSP, join_names
from gen_desktop.models.disclosure import SmallNumbers
from gen_desktop.queries.report_facts import CohortLine
from gen_desktop.queries.report_hours import Hours
from gen_desktop.reports.common import Identity
from gen_desktop.reports.public_rates import Count, Ways


@dataclass(frozen=True, slots=True)
class PublicCohort:
    """A cohort, or several put together, which ``label`` names. ``present`` and ``due``: in minutes."""

    label: str
    entered: int
    abandoned: Count
    completed: Count
    present: int
    due: int


def without_people(identity: Identity) -> Identity:
    """The identity of a public document: names and days, and no count that it withholds."""
    return replace(identity, cohorts=tuple(map(_without_people, identity.cohorts)))


def _without_people(cohort: CohortLine) -> CohortLine:
    return replace(
        cohort,
        declared_applications=None,
        applied=0,
        admitted=0,
        entered=0,
        in_training=0,
        completed=0,
        abandoned=0,
        neutral=0,
    )


def public_cohorts(
    cohorts: Sequence[CohortLine], hours: Sequence[Hours], ways: Ways, rule: SmallNumbers
) -> tuple[PublicCohort, ...]:
    """The cohorts that somebody entered; none when they cannot be told apart.

    What is not told of all of them together is told of none: their sum would tell it.
    """
    groups = _groups(cohorts, rule)
    if len(groups) < 2 or dates_tell(cohorts, ways, rule):
        return ()
    hidden = rule.withheld([_chain(group, ways) for group in groups], 1)
    by_code = {one.label: one for one in hours}
    found = []
    for position, group in enumerate(groups):
        abandoned, completed = (
            None if position in hidden or whole is None else sum(getattr(cohort, name) for cohort in group)
            for name, whole in (("abandoned", ways.abandoned), ("completed", ways.completed))
        )
        own = [by_code[cohort.code] for cohort in group if cohort.code in by_code]
        found.append(
            PublicCohort(
                _name(group),
                sum(cohort.entered for cohort in group),
                abandoned,
                completed,
                sum(one.present for one in own),
                sum(one.due for one in own),
            )
        )
    return tuple(found)


def dates_tell(cohorts: Sequence[CohortLine], ways: Ways, rule: SmallNumbers) -> bool:
    """Whether the size of each group and the calendar tell of a few people.

    Whoever is in training is in a cohort under way, whoever reached the end in one that is over: what is left
    of either are people who went another way.
    """
    sizes = {"running": 0, "ended": 0}
    for group in _groups(cohorts, rule):
        states = {cohort.state for cohort in group}
        if len(states) > 1 or not states <= sizes.keys():
            return False
        sizes[states.pop()] += sum(cohort.entered for cohort in group)
    expected = ((sizes["running"], ways.in_training), (sizes["ended"], ways.completed))
    return any(n is not None and size > 0 and rule.reveals(size - n) for size, n in expected)


def _groups(cohorts: Sequence[CohortLine], rule: SmallNumbers) -> list[list[CohortLine]]:
    """The cohorts that somebody entered, those of few people put together."""
    known = [cohort for cohort in cohorts if cohort.entered]
    merged = rule.merged([cohort.entered for cohort in known], rule.base)
    return [[known[index] for index in positions] for positions in merged]


def _chain(group: Sequence[CohortLine], ways: Ways) -> tuple[int, ...]:
    """Entrants, those who did not give up, those who reached the end, as far as all of them are told."""
    entered, abandoned, completed = (
        sum(getattr(cohort, name) for cohort in group) for name in ("entered", "abandoned", "completed")
    )
    stayed = () if ways.abandoned is None else (entered - abandoned,)
    ended = () if ways.completed is None else (completed,)
    return entered, *stayed, *ended


def _name(group: Sequence[CohortLine]) -> str:
    codes = [cohort.code for cohort in group]
    return codes[0] if len(codes) == 1 else f"Autres cohortes{NBSP}: {join_names(codes)}"
