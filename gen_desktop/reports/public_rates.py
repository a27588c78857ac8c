"""Rates that everybody may read: each is told with its numbers, or withheld whole (models/disclosure.py).

Shared by the papers that are published, so that what one withholds no other tells of the same people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from gen_desktop.french import join_names, rate_value
from gen_desktop.models.disclosure import SmallNumbers
from gen_desktop.queries.indicators import Figure
from gen_desktop.queries.populations import HORIZONS
from gen_desktop.reports.figures_text import Figures

Count = int | None
COUNTED = ("entered", "admitted", "applied")
"""What a public document counts without a rate."""
ToldFigure = tuple[str, Count, Count]
"""A code of the catalogue, n and N; or one of COUNTED, how many, and None."""

WITHHELD = "n.c."
"""Non communiqué: written wherever the small-number rule withholds a number."""
WAYS = ("Encore en formation", "Parcours terminés", "Abandons", "Sorties neutres")
_IN_TRAINING, _COMPLETED, _ABANDONED = 0, 1, 2
OUTCOMES = ("D1", "D3a", "D3b", "D4", "D4p", "D5", "D5p")


@dataclass(frozen=True, slots=True)
class PublicRate:
    """A rate with its formula; ``n`` and ``N`` are both None when they are withheld."""

    id: str
    label: str
    n: Count
    N: Count
    definition: str

    @property
    def is_withheld(self) -> bool:
        """Whether too few people stand behind it."""
        return self.n is None or self.N is None

    @property
    def value(self) -> Decimal | None:
        """A percentage; None when withheld, or when nobody is counted."""
        return None if self.n is None or self.N is None else rate_value(self.n, self.N)


@dataclass(frozen=True, slots=True)
class Ways:
    """Where the entrants are, small parts put together. ``groups``: positions in WAYS, how many people."""

    groups: tuple[tuple[tuple[int, ...], Count], ...]

    @property
    def in_training(self) -> Count:
        """Who has not left, where they are told apart; so for the two others."""
        return self._alone(_IN_TRAINING)

    @property
    def completed(self) -> Count:
        """Who reached the end."""
        return self._alone(_COMPLETED)

    @property
    def abandoned(self) -> Count:
        """Who gave up."""
        return self._alone(_ABANDONED)

    def lines(self) -> tuple[tuple[str, Count], ...]:
        """Each group in words."""
        return tuple((join_names([WAYS[one] for one in group]).capitalize(), n) for group, n in self.groups)

    def _alone(self, position: int) -> Count:
        return dict(self.groups).get((position,))


def told_ways(parts: Sequence[int], rule: SmallNumbers) -> Ways:
    """The parts of the entrants in the order of WAYS; every public document puts the same ones together."""
    if not rule.is_base(sum(parts)):
        return Ways(((tuple(range(len(parts))), None),))
    groups = rule.merged(parts, rule.count)
    return Ways(tuple((group, sum(parts[one] for one in group)) for group in groups))


def public_rate(figure: Figure, count: Count, rule: SmallNumbers) -> PublicRate:
    """The rate of a figure. ``count``: its numerator as far as it is told."""
    name = figure.label.removesuffix(f" à {figure.horizon} mois")
    is_told = count is not None and (figure.N == 0 or rule.is_base(figure.N))
    n, total = (figure.n, figure.N) if is_told else (None, None)
    return PublicRate(figure.id, name, n, total, figure.definition)


def certification_rates(
    found: Figures, rule: SmallNumbers, completed: Count
) -> tuple[PublicRate, PublicRate, PublicRate]:
    """Presented of those who completed, certified of the presented and of the entrants.

    ``completed``: as far as it is told elsewhere in the document.
    """
    wider = [found["B4"].N] + ([] if completed is None else [completed])
    chain = (*wider, found["C2"].N, found["C2"].n)
    presented, certified = rule.told(chain, bases=len(chain) - 1)[-2:]
    both = found["C1"].n
    # Whoever was presented without having completed is the step between the two counts.
    nested = (presented, both) if presented is not None and completed is not None else ()
    is_told = bool(nested) and rule.may_tell((found["C1"].N, both), 1)
    is_told = is_told and not any(rule.reveals(wide - both) for wide in nested if wide is not None)
    return (
        public_rate(found["C1"], both if is_told else None, rule),
        public_rate(found["C2"], None if presented is None else certified, rule),
        public_rate(found["C4"], certified, rule),
    )


def outcome_rates(
    found: Figures, rule: SmallNumbers, horizon: int, wider: Sequence[int]
) -> tuple[PublicRate, ...]:
    """Due, answered, and what became of them, as far as each step tells of nobody.

    ``wider``: what is told of those who entered and left, the widest first. ``found`` has how many are due at
    every horizon up to this one: whoever is due later was due sooner, and may be told in another document.
    """
    k = horizon
    around = (*wider, *dues_before(found, horizon))
    inner = [found[f"{code}.{k}"].n for code in ("D3a", "D4", "D5")]
    chain = (*around, found[f"D1.{k}"].N, found[f"D1.{k}"].n, *inner)
    told = rule.told(chain, bases=len(around) + 2)
    due, answered, positive, employed, durable = told[len(around) :]
    counts = (answered, positive, positive, employed, employed, durable, durable)
    known = {f"D1.{k}": due, **{f"{code}.{k}": answered for code in ("D3a", "D4", "D5")}}
    return tuple(
        public_rate(found[f"{code}.{k}"], count if known.get(f"{code}.{k}", due) is not None else None, rule)
        for code, count in zip(OUTCOMES, counts, strict=True)
    )


def dues_before(found: Figures, horizon: int) -> tuple[int, ...]:
    """How many are due at each sooner horizon, the soonest first."""
    return tuple(found[f"D1.{k}"].N for k in HORIZONS if k < horizon)
