"""What the rules of a report are asked about, and what a broken one gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from gen_desktop.queries.populations import Condition, Populations


@dataclass(frozen=True, slots=True)
class RuleScope:
    """A report before it leaves. ``report``: follow_up or evaluation.

    ``leavers``: those whose outcome it tells, at ``horizons`` months; ``cohort_ids``: the cohorts it names.
    """

    report: str
    populations: Populations
    leavers: Populations
    horizons: tuple[int, ...]
    cohort_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """``n`` records of ``of`` break a rule. ``ids``: which; None when whoever reads is not shown them."""

    n: int
    of: int
    ids: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class Case:
    """The records that a rule speaks of, and what those of them that break it meet."""

    among: Condition
    broken: Condition


PeopleRule = Callable[[Populations], Case]
OutcomeRule = Callable[[Populations, int], Case]
"""At a horizon, in months after the exit."""
CohortRule = Callable[[RuleScope], Case]
_Rule = TypeVar("_Rule", PeopleRule, OutcomeRule, CohortRule)


def entered_in(rules: dict[str, _Rule]) -> Callable[[_Rule], _Rule]:
    """Enter a rule in a family of rules under its code, which is the name of its function."""
    return lambda rule: rules.setdefault(rule.__name__, rule)
