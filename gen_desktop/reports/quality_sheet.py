"""The sheet of result indicators that an organisation publishes (Qualiopi, indicators 2 and 3): its numbers.

The small-number rule is applied here: None is a number withheld, and what is drawn or written as JSON is made
from these numbers alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from gen_desktop.french import round_half_up
from gen_desktop.models.disclosure import SmallNumbers, small_numbers
from gen_desktop.queries import breakdowns
from gen_desktop.queries.indicators import figures
from gen_desktop.queries.populations import HORIZONS, Populations
from gen_desktop.queries.satisfaction import Marks, Satisfaction, satisfaction
from gen_desktop.queries.scope import Scope, parameters
from gen_desktop.reference.horizons import AT_EXIT
from gen_desktop.reference.lists import label
from gen_desktop.reports.common import Identity, load_identity
from gen_desktop.reports.figures_text import Figures
from gen_desktop.reports.public_cohorts import without_people
from gen_desktop.reports.public_rates import (
    OUTCOMES,
    Count,
    PublicRate,
    ToldFigure,
    certification_rates,
    outcome_rates,
    public_rate,
    told_ways,
)

PATH = ("B4", "B3")
CERTIFICATION = ("C1", "C2", "C4")


@dataclass(frozen=True, slots=True)
class PublicMean:
    """A mean of satisfaction, from 1 to 5, and how many marks it is made of; None when withheld."""

    label: str
    mean: Decimal | None
    marks: Count


@dataclass(frozen=True, slots=True)
class QualitySheet:
    """Everything the sheet prints. ``title_scope``: the cohorts in words (« Année 2026 »)."""

    identity: Identity
    title_scope: str
    horizon: int
    as_of: dt.date
    rule: SmallNumbers
    entered: Count
    path: tuple[PublicRate, ...]
    certification: tuple[PublicRate, ...]
    outcomes: tuple[PublicRate, ...]
    response: PublicRate
    means: tuple[PublicMean, ...]

    @property
    def scope_text(self) -> str:
        """« Année 2026, situation à 6 mois »."""
        return f"{self.title_scope}, situation à {self.horizon} mois"


def load_quality_sheet(session: Session, scope: Scope, horizon: int, title_scope: str) -> QualitySheet:
    """The numbers of some cohorts as known on a day; nobody is named or can be made out."""
    in_force = parameters(session, scope.as_of)
    rule = small_numbers(in_force)
    sooner = (f"D1.{k}" for k in HORIZONS if k < horizon)
    ids = (*PATH, *CERTIFICATION, *sooner, *(f"{code}.{horizon}" for code in OUTCOMES))
    p = Populations(scope, in_force)
    ways = breakdowns.count(session, p, p.in_training(), p.completed(), p.abandoned(), p.left_neutrally())
    told = _Told(Figures(figures(session, scope, ids)), ways, rule, horizon)
    opinions = satisfaction(session, scope, AT_EXIT)
    response = told.response(opinions)
    return QualitySheet(
        identity=without_people(load_identity(session, p)),
        title_scope=title_scope,
        horizon=horizon,
        as_of=scope.as_of,
        rule=rule,
        entered=told.entered,
        path=told.path(),
        certification=told.certification(),
        outcomes=told.outcomes(),
        response=response,
        means=_means(opinions, rule, is_told=not response.is_withheld),
    )


def told_figures(sheet: QualitySheet) -> list[ToldFigure]:
    """What is told under a code of the catalogue, for machines."""
    rates = (*sheet.path, *sheet.certification, *sheet.outcomes)
    return [("entered", sheet.entered, None), *((one.id, one.n, one.N) for one in rates)]


class _Told:
    """What may be told of the figures: nested counts of which no step is a few people."""

    def __init__(self, found: Figures, ways: Sequence[int], rule: SmallNumbers, horizon: int) -> None:
        self._found, self._rule, self._horizon = found, rule, horizon
        self.entered = rule.told((found["B4"].N,))[0]
        self._ways = told_ways(ways, rule)

    def path(self) -> tuple[PublicRate, ...]:
        """Completed and abandoned, of the entrants."""
        return (
            public_rate(self._found["B4"], self._ways.completed, self._rule),
            public_rate(self._found["B3"], self._ways.abandoned, self._rule),
        )

    def certification(self) -> tuple[PublicRate, ...]:
        """Presented of those who completed, certified of the presented and of the entrants."""
        return certification_rates(self._found, self._rule, self._ways.completed)

    @property
    def _wider(self) -> list[int]:
        """The entrants, then the leavers as far as public documents tell how many they are."""
        in_training = self._ways.in_training
        return [self._found["B4"].N] + ([] if in_training is None else [self._found["B4"].N - in_training])

    def outcomes(self) -> tuple[PublicRate, ...]:
        """Due, answered, and what became of them, as far as each step tells of nobody."""
        return outcome_rates(self._found, self._rule, self._horizon, self._wider)

    def response(self, opinions: Satisfaction) -> PublicRate:
        """The rate of answers to the questionnaire at the end of the course."""
        chain = (*self._wider, opinions.expected, opinions.answered)
        expected, answered = self._rule.told(chain, bases=len(chain))[-2:]
        is_told = expected is not None and answered is not None
        return PublicRate(
            "E2",
            "Réponses au questionnaire de fin de formation",
            opinions.answered if is_told else None,
            opinions.expected if is_told else None,
            "Questionnaires rendus / questionnaires attendus.",
        )


def _means(opinions: Satisfaction, rule: SmallNumbers, *, is_told: bool) -> tuple[PublicMean, ...]:
    """The mean of all marks, then of each question; a question that few answered is withheld.

    All marks are those of all questions: they are told only where those withheld are nobody's, or many.
    """
    items = {label("satisfaction_item", item): marks for item, marks in opinions.items.items()}
    few = [marks.n for marks in items.values() if 0 < marks.n < rule.base]
    hides_few = not few or (len(few) > 1 and rule.is_base(sum(few)))
    lines = [("Ensemble des questions", opinions.overall, hides_few)]
    lines += [(name, marks, True) for name, marks in items.items()]
    return tuple(_mean(name, marks, rule, is_told=is_told and alone) for name, marks, alone in lines)


def _mean(name: str, marks: Marks, rule: SmallNumbers, *, is_told: bool) -> PublicMean:
    if not is_told or not (marks.n == 0 or rule.is_base(marks.n)):
        return PublicMean(name, None, None)
    return PublicMean(name, None if marks.mean is None else round_half_up(marks.mean, 1), marks.n)
