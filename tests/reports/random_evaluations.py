"""Evaluations of random people, in the shape of a real one: what is counted adds up as it does in a file."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from typing import NamedTuple, TypeVar

from gen_desktop.queries.report_cohorts import CohortRates, Ratio
from gen_desktop.reports.evaluation import EvaluationData, Flow

One = TypeVar("One")


class Path(NamedTuple):
    """Where a person stands, 1 or 0 each; or how many people stand there."""

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
    unknown: int = 0
    positive: int = 0
    employed: int = 0
    durable: int = 0


def random_evaluation(model: EvaluationData, people: int, chance: random.Random) -> EvaluationData:
    """So many applicants; each entrant is in a group of every cut and in a cohort of ``model``."""
    habits = [chance.choice((0.02, 0.1, 0.4, 0.7, 0.9, 0.98)) for _ in range(10)]
    paths = [_path(habits, chance) for _ in range(people)]
    entrants = [path for path in paths if path.entered]
    whole = _sum(paths)
    counted = {"C2": (whole.certified, whole.presented), "C4": (whole.certified, whole.entered)}
    for key, n in (("D3a", whole.positive), ("D4", whole.employed), ("D5", whole.durable)):
        counted[f"{key}.{model.horizon}"] = (n, whole.answered)
    figures = [
        replace(one, n=counted[one.id][0], N=counted[one.id][1]) if one.id in counted else one
        for one in model.figures
    ]
    equality = [
        (cut, tuple(replace(g, counts=_counts(sums)) for g, sums in _cut(entrants, groups, chance)))
        for cut, groups in model.equality
    ]
    by_cohort = [_rates(cohort, sums) for cohort, sums in _cut(entrants, model.by_cohort, chance)]
    return replace(
        model,
        figures=tuple(figures),
        flow=Flow(**{field.name: getattr(whole, field.name) for field in fields(Flow)}),
        equality=tuple(equality),
        by_cohort=tuple(by_cohort),
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
        unknown=due - answered,
        positive=positive,
        employed=employed,
        durable=happens(8, employed),
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


def _counts(n: Path) -> tuple[int, ...]:
    return (n.entered, n.abandoned, n.certified, n.due, n.answered, n.positive, n.employed, n.durable)


def _rates(cohort: CohortRates, n: Path) -> CohortRates:
    pairs = (
        *((n.abandoned, n.entered), (n.certified, n.entered), (n.answered, n.due)),
        *((n.positive, n.answered), (n.positive, n.due), (n.employed, n.answered)),
    )
    return replace(cohort, rates=tuple(Ratio(*pair) for pair in pairs))
