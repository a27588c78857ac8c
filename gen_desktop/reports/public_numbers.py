"""The numbers of the public version of the evaluation report, the small-number rule applied to all of them.

The public version is drawn from what this module gives, and of the identity of the report from names and days
only: no table can tell what another one withholds. None is a number that is withheld.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from gen_desktop.french import join_names
from gen_desktop.models.disclosure import small_numbers
from gen_desktop.queries.breakdowns import Group, breakdown
from gen_desktop.queries.populations import HORIZONS, Populations
from gen_desktop.queries.report_cohorts import cohort_rates
from gen_desktop.queries.scope import Scope
from gen_desktop.reports.common import Identity
from gen_desktop.reports.evaluation import OUTCOME_DIMENSIONS, EvaluationData
from gen_desktop.reports.figures_text import Figures
from gen_desktop.reports.public_cohorts import dates_tell, without_people
from gen_desktop.reports.public_rates import Count, dues_before, told_ways

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


SoonerDues = Mapping[tuple[str, str], tuple[int, ...]]
"""By cut and group (COHORTS and its code for a cohort): how many were due at each sooner horizon."""
COHORTS = "cohorts"


def load_sooner_dues(session: Session, data: EvaluationData) -> SoonerDues:
    """What the versions of the same evaluation at sooner horizons may tell of its groups."""
    sooner = [k for k in HORIZONS if k < data.horizon]
    if not sooner:
        return {}
    ids = data.identity.cohort_ids
    p = Populations(Scope(data.as_of, ids), data.identity.parameters)
    dues = [p.due(k) for k in sooner]
    cohorts = cohort_rates(session, data.as_of, ids, tuple(f"D1.{k}" for k in sooner))
    return {
        **{
            (cut.label, group.label): group.counts
            for cut in OUTCOME_DIMENSIONS
            for group in breakdown(session, p, cut, dues)
        },
        **{(COHORTS, one.code): tuple(rate.N for rate in one.rates) for one in cohorts},
    }


def public_numbers(data: EvaluationData, sooner: SoonerDues) -> PublicNumbers:
    """What may be told of an evaluation, whatever its versions at sooner horizons tell."""
    return _Release(data, sooner).numbers()


@dataclass(frozen=True, slots=True)
class _Counts:
    """All the counts of a group, told or not. ``sooner``: due at each sooner horizon."""

    label: str
    entered: int
    sooner: tuple[int, ...]
    abandoned: int
    certified: int
    outcomes: tuple[int, ...]


class _Release:
    """One evaluation on its way out."""

    def __init__(self, data: EvaluationData, sooner: SoonerDues) -> None:
        self._data, self._sooner = data, sooner
        self._figures = Figures(data.figures)
        self._rule = small_numbers(data.identity.parameters)

    def numbers(self) -> PublicNumbers:
        flow = self._data.flow
        parts = (flow.in_training, flow.completed, flow.abandoned, flow.neutral)
        ways = told_ways(parts, self._rule)
        presented, certified = self._certification(ways.completed)
        outcomes = self._outcomes(ways.in_training)
        applied, admitted = self._recruitment()
        whole = PublicGroup(
            "", flow.entered, ways.abandoned, certified, None if None in outcomes else (flow.due,)
        )
        cuts = [
            (label, self._groups([self._counts(label, g) for g in groups], whole, "Autres groupes"))
            for label, groups in self._data.equality
        ]
        return PublicNumbers(
            self._data.horizon,
            without_people(self._data.identity),
            self._data.title_scope,
            self._data.targets,
            applied,
            admitted,
            self._rule.told((flow.entered,))[0],
            ways.lines(),
            ways.completed,
            ways.abandoned,
            presented,
            certified,
            *outcomes,
            cuts=tuple((label, groups) for label, groups in cuts if groups),
            uncut=tuple(label for label, groups in cuts if not groups),
            cohorts=()
            if dates_tell(self._data.identity.cohorts, ways, self._rule)
            else self._groups(self._cohorts(), whole, "Autres cohortes"),
        )

    def _recruitment(self) -> tuple[Count, Count]:
        """Applications and admissions, as far as the steps to the entrants tell of nobody."""
        flow = self._data.flow
        _, admitted, applied = (
            n if n is not None and self._rule.is_base(n) else None
            for n in self._rule.told((flow.entered, flow.admitted, flow.applied))
        )
        return applied, admitted

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
        wider += dues_before(Figures(self._data.horizons), k)
        inner = [self._figures[f"{key}.{k}"].n for key in ("D3a", "D4", "D5")]
        told = self._rule.told((*wider, flow.due, flow.answered, *inner), bases=len(wider) + 2)
        due, answered, positive, employed, durable = told[len(wider) :]
        return due, answered, positive, employed, durable

    def _cohorts(self) -> list[_Counts]:
        found = []
        for cohort in self._data.by_cohort:
            abandoned, certified, answered, positive, _, employed = cohort.rates
            outcomes = (answered.N, answered.n, positive.n, employed.n)
            sooner = self._sooner_dues(COHORTS, cohort.code)
            found.append(_Counts(cohort.code, abandoned.N, sooner, abandoned.n, certified.n, outcomes))
        return found

    def _counts(self, cut: str, group: Group) -> _Counts:
        entered, abandoned, certified, due, answered, positive, employed, _durably = group.counts
        sooner = self._sooner_dues(cut, group.label)
        outcomes = (due, answered, positive, employed)
        return _Counts(group.label, entered, sooner, abandoned, certified, outcomes)

    def _sooner_dues(self, cut: str, group: str) -> tuple[int, ...]:
        none = tuple(0 for k in HORIZONS if k < self._data.horizon)
        return self._sooner.get((cut, group), none)

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
            depth, no_outcome = self._deepest(merged)
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

    def _deepest(self, groups: Sequence[_Counts]) -> tuple[int, frozenset[int]]:
        """How many outcomes are told, for most groups to be told, then most outcomes; and who is withheld."""
        bases = _BASES + len(groups[0].sooner)
        tried = [
            (depth, self._rule.withheld([(g.entered, *g.sooner, *g.outcomes[:depth]) for g in groups], bases))
            for depth in range(2, len(groups[0].outcomes) + 1)
        ]
        return max(tried, key=lambda made: (-len(made[1]), made[0]))


def _sum(name: str, groups: Sequence[_Counts]) -> _Counts:
    """Groups put together, under the names of all of them."""
    if len(groups) == 1:
        return groups[0]
    return _Counts(
        f"{name}\u00a0: {join_names([group.label for group in groups])}",
        sum(group.entered for group in groups),
        tuple(map(sum, zip(*(group.sooner for group in groups), strict=True))),
        sum(group.abandoned for group in groups),
        sum(group.certified for group in groups),
        tuple(map(sum, zip(*(group.outcomes for group in groups), strict=True))),
    )
