"""Evaluations of random people, in the shape of real ones: what is counted adds up as it does in a file.

The same people are evaluated three months after their exit and six months after, as two documents would.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import NamedTuple, TypeVar

from gen_desktop.queries.breakdowns import Group
from gen_desktop.queries.indicators import Figure
from gen_desktop.queries.report_cohorts import CohortRates, Ratio
from gen_desktop.reports.evaluation import EvaluationData, Flow
from gen_desktop.reports.public_numbers import COHORTS, SoonerDues

One = TypeVar("One")


class Path(NamedTuple):
    """Where a person stands, 1 or 0 each; or how many people stand there. The last five: at six months."""

    applied: int = 0
    admitted: int = 0
    entered: int = 0
    in_training: int = 0
    completed: int = 0
    abandoned: int = 0
    neutral: int = 0
    presented: int = 0
    certified: int = 0
    due: int = 0
    answered: int = 0
    positive: int = 0
    employed: int = 0
    durable: int = 0
    due_later: int = 0
    answered_later: int = 0
    positive_later: int = 0
    employed_later: int = 0
    durable_later: int = 0

    def at(self, horizon: int) -> tuple[int, int, int, int, int]:
        """Due, answered, positive, employed, durably employed at three or six months."""
        five: tuple[int, int, int, int, int] = self[9:14] if horizon == 3 else self[14:19]  # type: ignore[assignment]
        return five


@dataclass(frozen=True)
class Organization:
    """Random people: all of them, by group of every cut, and by cohort."""

    whole: Path
    cuts: list[tuple[str, list[tuple[Group, Path]]]]
    cohorts: list[tuple[CohortRates, Path]]

    def evaluation(self, model: EvaluationData) -> EvaluationData:
        """Their evaluation, at the horizon of the model."""
        k, whole = model.horizon, self.whole
        equality = [
            (cut, tuple(replace(g, counts=_counts(sums, k)) for g, sums in groups))
            for cut, groups in self.cuts
        ]
        entered = {cohort.code: sums.entered for cohort, sums in self.cohorts}
        cohorts = tuple(replace(one, entered=entered[one.code]) for one in model.identity.cohorts)
        return replace(
            model,
            identity=replace(model.identity, cohorts=cohorts),
            figures=_counted(model.figures, whole),
            horizons=_counted(model.horizons, whole),
            flow=_flow(whole, k),
            equality=tuple(equality),
            by_cohort=tuple(_rates(cohort, sums, k) for cohort, sums in self.cohorts),
        )

    def figures(self, model: EvaluationData) -> tuple[Figure, ...]:
        """Those of the catalogue that public documents tell, of these people, at every horizon."""
        by_id = {one.id: one for one in (*model.figures, *model.horizons)}
        return _counted(by_id.values(), self.whole)

    def sooner(self, horizon: int) -> SoonerDues:
        """How many were due at three months, for an evaluation at six."""
        if horizon == 3:
            return {}
        return {
            **{(cut, group.label): (sums.due,) for cut, groups in self.cuts for group, sums in groups},
            **{(COHORTS, cohort.code): (sums.due,) for cohort, sums in self.cohorts},
        }


def random_organization(model: EvaluationData, people: int, chance: random.Random) -> Organization:
    """So many applicants; each entrant is in a group of every cut and in a cohort of ``model``."""
    habits = [chance.choice((0.02, 0.1, 0.4, 0.7, 0.9, 0.98)) for _ in range(15)]
    paths = [_path(habits, chance) for _ in range(people)]
    entrants = [path for path in paths if path.entered]
    return Organization(
        _sum(paths),
        [(cut, _cut(entrants, groups, chance)) for cut, groups in model.equality],
        _cut(entrants, model.by_cohort, chance),
    )


def _path(habits: Sequence[float], chance: random.Random) -> Path:
    def happens(index: int, after: int = 1) -> int:
        return int(after and chance.random() < habits[index])

    admitted = happens(0)
    entered = happens(1, admitted)
    abandoned = happens(2, entered)
    neutral = happens(3, entered - abandoned)
    completed = happens(4, entered - abandoned - neutral)
    presented = happens(5, completed)
    due = happens(6, abandoned + neutral + completed)
    answered = happens(7, due)
    positive = happens(8, answered)
    employed = happens(9, positive)
    durable = happens(8, employed)
    later = happens(10, due)
    answered_later = happens(11, later)
    positive_later = happens(12, answered_later)
    employed_later = happens(13, positive_later)
    return Path(
        applied=1,
        admitted=admitted,
        entered=entered,
        in_training=entered - abandoned - neutral - completed,
        completed=completed,
        abandoned=abandoned,
        neutral=neutral,
        presented=presented,
        certified=happens(4, presented),
        due=due,
        answered=answered,
        positive=positive,
        employed=employed,
        durable=durable,
        due_later=later,
        answered_later=answered_later,
        positive_later=positive_later,
        employed_later=employed_later,
        durable_later=happens(14, employed_later),
    )


def _sum(paths: Iterable[Path]) -> Path:
    return Path(*(sum(column) for column in zip(Path(), *paths, strict=True)))


def _cut(paths: Sequence[Path], groups: Sequence[One], chance: random.Random) -> list[tuple[One, Path]]:
    """The people spread over groups of which some are large and some hold nearly nobody."""
    members: list[list[Path]] = [[] for _ in groups]
    weights = [chance.random() ** 4 + 0.002 for _ in groups]
    for path in paths:
        chance.choices(members, weights)[0].append(path)
    return [(group, _sum(own)) for group, own in zip(groups, members, strict=True)]


def _counted(figures: Iterable[Figure], n: Path) -> tuple[Figure, ...]:
    """The figures that the public version reads, of these people."""
    counts = {
        "B3": (n.abandoned, n.entered),
        "B4": (n.completed, n.entered),
        "C1": (n.presented, n.completed),
        "C2": (n.certified, n.presented),
        "C4": (n.certified, n.entered),
    }
    for k in (3, 6):
        due, answered, positive, employed, durable = n.at(k)
        counts[f"D1.{k}"] = answered, due
        for known, prudent, people in (
            ("D3a", "D3b", positive),
            ("D4", "D4p", employed),
            ("D5", "D5p", durable),
        ):
            counts |= {f"{known}.{k}": (people, answered), f"{prudent}.{k}": (people, due)}
    return tuple(
        replace(one, n=counts[one.id][0], N=counts[one.id][1]) if one.id in counts else one for one in figures
    )


def _flow(n: Path, horizon: int) -> Flow:
    due, answered, *_ = n.at(horizon)
    outcomes = {"due": due, "answered": answered, "unknown": due - answered}
    names = [field.name for field in fields(Flow) if field.name not in outcomes]
    return Flow(**{name: getattr(n, name) for name in names}, **outcomes)


def _counts(n: Path, horizon: int) -> tuple[int, ...]:
    return (n.entered, n.abandoned, n.certified, *n.at(horizon))


def _rates(cohort: CohortRates, n: Path, horizon: int) -> CohortRates:
    due, answered, positive, employed, _ = n.at(horizon)
    pairs = (
        *((n.abandoned, n.entered), (n.certified, n.entered), (answered, due)),
        *((positive, answered), (positive, due), (employed, answered)),
    )
    return replace(cohort, rates=tuple(Ratio(*pair) for pair in pairs))
