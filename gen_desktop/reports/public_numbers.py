"""The numbers of the public version of the evaluation report, the small-number rule applied to all of them.

The public version is drawn from what this module gives, and of the identity of the report from names and days
only: no table can tell what another one withholds. None is a number that is withheld.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from gen_desktop.french import join_names
from gen_desktop.models.disclosure import small_numbers
from gen_desktop.reports.common import Identity
from gen_desktop.reports.evaluation import EvaluationData
from gen_desktop.reports.figures_text import Figures

Count = int | None

WAYS = ("Encore en formation", "Parcours terminés", "Abandons", "Sorties neutres")
_IN_TRAINING, _COMPLETED, _ABANDONED = 0, 1, 2
_BASES = 3
"""Entered, due and answered are bases of rates; what is counted within the answers is not."""


@dataclass(frozen=True, slots=True)
class PublicGroup:
    """A group of entrants. ``outcomes``: due, answered, positive, employed; the last ones may be left out."""

    label: str
    entered: int
    abandoned: Count
    certified: Count
    outcomes: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class PublicNumbers:
    """What the public version tells. ``ways``: where entrants are, small parts put together.

    ``cuts``: by fact, the groups; ``uncut``: the facts that cannot be told apart.
    """

    horizon: int
    identity: Identity
    title_scope: str
    targets: tuple[tuple[str, Decimal], ...]
    applied: Count
    admitted: Count
    entered: Count
    ways: tuple[tuple[str, Count], ...]
    completed: Count
    abandoned: Count
    presented: Count
    certified: Count
    due: Count
    answered: Count
    positive: Count
    employed: Count
    durable: Count
    cuts: tuple[tuple[str, tuple[PublicGroup, ...]], ...]
    uncut: tuple[str, ...]
    cohorts: tuple[PublicGroup, ...]


def public_numbers(data: EvaluationData) -> PublicNumbers:
    """What may be told of an evaluation."""
    return _Release(data).numbers()


@dataclass(frozen=True, slots=True)
class _Counts:
    """All the counts of a group, told or not."""

    label: str
    entered: int
    abandoned: int
    certified: int
    outcomes: tuple[int, ...]


class _Release:
    """One evaluation on its way out."""

    def __init__(self, data: EvaluationData) -> None:
        self._data = data
        self._figures = Figures(data.figures)
        self._rule = small_numbers(data.identity.parameters)

    def numbers(self) -> PublicNumbers:
        flow = self._data.flow
        ways = self._ways()
        alone = {positions[0]: count for positions, count in ways if len(positions) == 1}
        completed, abandoned = alone.get(_COMPLETED), alone.get(_ABANDONED)
        presented, certified = self._certification(completed)
        outcomes = self._outcomes(alone.get(_IN_TRAINING))
        applied, admitted = self._recruitment()
        whole = PublicGroup("", flow.entered, abandoned, certified, None if None in outcomes else (flow.due,))
        cuts = [
            (label, self._groups([_counts(g.label, g.counts) for g in groups], whole, "Autres groupes"))
            for label, groups in self._data.equality
        ]
        return PublicNumbers(
            self._data.horizon,
            self._data.identity,
            self._data.title_scope,
            self._data.targets,
            applied,
            admitted,
            self._rule.told((flow.entered,))[0],
            tuple(
                (join_names([WAYS[index] for index in positions]).capitalize(), n) for positions, n in ways
            ),
            completed,
            abandoned,
            presented,
            certified,
            *outcomes,
            cuts=tuple((label, groups) for label, groups in cuts if groups),
            uncut=tuple(label for label, groups in cuts if not groups),
            cohorts=self._groups(self._cohorts(), whole, "Autres cohortes"),
        )

    def _recruitment(self) -> tuple[Count, Count]:
        """Applications and admissions, as far as the steps to the entrants tell of nobody."""
        flow = self._data.flow
        _, admitted, applied = (
            n if n is not None and self._rule.is_base(n) else None
            for n in self._rule.told((flow.entered, flow.admitted, flow.applied))
        )
        return applied, admitted

    def _ways(self) -> list[tuple[tuple[int, ...], Count]]:
        flow = self._data.flow
        parts = (flow.in_training, flow.completed, flow.abandoned, flow.neutral)
        if not self._rule.is_base(flow.entered):
            return [(tuple(range(len(parts))), None)]
        groups = self._rule.merged(parts, self._rule.count)
        return [(positions, sum(parts[index] for index in positions)) for positions in groups]

    def _certification(self, completed: Count) -> tuple[Count, Count]:
        """Presented and certified: steps from the entrants, and from those who completed if they are told."""
        wider = [self._data.flow.entered] + ([] if completed is None else [completed])
        chain = (*wider, self._figures["C2"].N, self._figures["C4"].n)
        presented, certified = self._rule.told(chain, bases=len(chain) - 1)[-2:]
        return presented, certified

    def _outcomes(self, in_training: Count) -> tuple[Count, Count, Count, Count, Count]:
        """Due, answered, positive, employed, durably employed."""
        flow, k = self._data.flow, self._data.horizon
        wider = [flow.entered] + ([] if in_training is None else [flow.left])
        inner = [self._figures[f"{key}.{k}"].n for key in ("D3a", "D4", "D5")]
        told = self._rule.told((*wider, flow.due, flow.answered, *inner), bases=len(wider) + 2)
        due, answered, positive, employed, durable = told[len(wider) :]
        return due, answered, positive, employed, durable

    def _cohorts(self) -> list[_Counts]:
        found = []
        for cohort in self._data.by_cohort:
            abandoned, certified, answered, positive, _, employed = cohort.rates
            outcomes = (answered.N, answered.n, positive.n, employed.n)
            found.append(_Counts(cohort.code, abandoned.N, abandoned.n, certified.n, outcomes))
        return found

    def _groups(self, groups: Sequence[_Counts], whole: PublicGroup, others: str) -> tuple[PublicGroup, ...]:
        """The groups of the entrants, small ones put together; none when they cannot be told apart.

        What is not told of the ``whole`` is told of no group: their sum would tell it.
        """
        known = [group for group in groups if group.entered]
        merged = [
            _sum(others, [known[index] for index in positions])
            for positions in self._rule.merged([group.entered for group in known], self._rule.base)
        ]
        if len(merged) < 2:
            return ()
        knows_leavers = whole.abandoned is not None
        stayed = [(g.entered, *([g.entered - g.abandoned] * knows_leavers), g.certified) for g in merged]
        everywhere = frozenset(range(len(merged)))
        withheld = self._rule.withheld
        no_path = withheld([(g.entered, g.abandoned) for g in merged], 1) if knows_leavers else everywhere
        no_result = everywhere if whole.certified is None else withheld(stayed, 1)
        depth, no_outcome = 0, everywhere
        if whole.outcomes is not None:
            depth, no_outcome = self._deepest([(g.entered, *g.outcomes) for g in merged])
        return tuple(
            PublicGroup(
                group.label,
                group.entered,
                None if index in no_path else group.abandoned,
                None if index in no_result else group.certified,
                None if index in no_outcome else group.outcomes[:depth],
            )
            for index, group in enumerate(merged)
        )

    def _deepest(self, chains: Sequence[tuple[int, ...]]) -> tuple[int, frozenset[int]]:
        """How many outcomes are told, for most groups to be told, then most outcomes; and who is withheld."""
        tried = [
            (depth, self._rule.withheld([chain[: depth + 1] for chain in chains], _BASES))
            for depth in range(2, len(chains[0]))
        ]
        return max(tried, key=lambda made: (-len(made[1]), made[0]))


def _counts(label: str, counts: Sequence[int]) -> _Counts:
    entered, abandoned, certified, due, answered, positive, employed, _durably = counts
    return _Counts(label, entered, abandoned, certified, (due, answered, positive, employed))


def _sum(name: str, groups: Sequence[_Counts]) -> _Counts:
    """Groups put together, under the names of all of them."""
    if len(groups) == 1:
        return groups[0]
    return _Counts(
        f"{name}\u00a0: {join_names([group.label for group in groups])}",
        sum(group.entered for group in groups),
        sum(group.abandoned for group in groups),
        sum(group.certified for group in groups),
        tuple(map(sum, zip(*(group.outcomes for group in groups), strict=True))),
    )
