"""The sheet of result indicators that an organisation publishes (Qualiopi, indicators 2 and 3): its numbers.

The small-number rule is applied here: None is a number withheld, and what is drawn or written as JSON is made
from these numbers alone.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from gen_desktop.french import rate_value, round_half_up
from gen_desktop.models.disclosure import SmallNumbers, small_numbers
from gen_desktop.queries.indicators import figures
from gen_desktop.queries.populations import Populations
from gen_desktop.queries.satisfaction import Satisfaction, satisfaction
from gen_desktop.queries.scope import Scope, parameters
from gen_desktop.reference.horizons import AT_EXIT
from gen_desktop.reference.lists import label
from gen_desktop.reports.common import Identity, load_identity
from gen_desktop.reports.figures_text import Figures

Count = int | None

PATH = ("B4", "B3")
CERTIFICATION = ("C1", "C2", "C4")
OUTCOMES = ("D1", "D3a", "D3b", "D4", "D4p", "D5", "D5p")


@dataclass(frozen=True, slots=True)
class PublicRate:
    """A rate of the sheet with its formula; ``n`` and ``N`` are both None when they are withheld."""

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
    ids = (*PATH, *CERTIFICATION, *(f"{code}.{horizon}" for code in OUTCOMES))
    told = _Told(Figures(figures(session, scope, ids)), rule, horizon)
    opinions = satisfaction(session, scope, AT_EXIT)
    response = told.response(opinions)
    return QualitySheet(
        identity=load_identity(session, Populations(scope, in_force)),
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


class _Told:
    """What may be told of the figures: nested counts of which no step is a few people."""

    def __init__(self, found: Figures, rule: SmallNumbers, horizon: int) -> None:
        self._found, self._rule, self._horizon = found, rule, horizon
        self.entered = rule.told((found["B4"].N,))[0]
        self._completed, self._abandoned = self._ways()

    def _ways(self) -> tuple[Count, Count]:
        """Those who completed and those who gave up; the rest of the entrants is what is left of them."""
        completed, abandoned, entered = self._found["B4"].n, self._found["B3"].n, self._found["B4"].N
        if not self._rule.is_base(entered):
            return None, None
        parts = (completed, abandoned, entered - completed - abandoned)
        alone = {one[0] for one in self._rule.merged(parts, self._rule.count) if len(one) == 1}
        return completed if 0 in alone else None, abandoned if 1 in alone else None

    def path(self) -> tuple[PublicRate, ...]:
        """Completed and abandoned, of the entrants."""
        return self._rate("B4", self._completed), self._rate("B3", self._abandoned)

    def certification(self) -> tuple[PublicRate, ...]:
        """Presented of those who completed, certified of the presented and of the entrants."""
        wider = [self._found["B4"].N] + ([] if self._completed is None else [self._completed])
        chain = (*wider, self._found["C2"].N, self._found["C2"].n)
        presented, certified = self._rule.told(chain, bases=len(chain) - 1)[-2:]
        both = self._found["C1"].n
        # Whoever was presented without having completed is the step between the two counts.
        nested = (presented, both) if presented is not None and self._completed is not None else ()
        is_told = bool(nested) and self._rule.may_tell((self._found["C1"].N, both), 1)
        is_told = is_told and not any(self._rule.reveals(wide - both) for wide in nested if wide is not None)
        return (
            self._rate("C1", both if is_told else None),
            self._rate("C2", None if presented is None else certified),
            self._rate("C4", certified),
        )

    @property
    def _wider(self) -> list[int]:
        """The entrants, then the leavers as far as the sheet tells how many they are."""
        told = self._completed is not None and self._abandoned is not None
        return [self._found["B4"].N] + ([self._found["B4"].n + self._found["B3"].n] if told else [])

    def outcomes(self) -> tuple[PublicRate, ...]:
        """Due, answered, and what became of them, as far as each step tells of nobody."""
        k, found = self._horizon, self._found
        wider = self._wider
        inner = [found[f"{code}.{k}"].n for code in ("D3a", "D4", "D5")]
        chain = (*wider, found[f"D1.{k}"].N, found[f"D1.{k}"].n, *inner)
        told = self._rule.told(chain, bases=len(wider) + 2)
        due, answered, positive, employed, durable = told[len(wider) :]
        counts = (answered, positive, positive, employed, employed, durable, durable)
        known = {f"D1.{k}": due, **{f"{code}.{k}": answered for code in ("D3a", "D4", "D5")}}
        return tuple(
            self._rate(f"{code}.{k}", count if known.get(f"{code}.{k}", due) is not None else None)
            for code, count in zip(OUTCOMES, counts, strict=True)
        )

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

    def _rate(self, key: str, count: Count) -> PublicRate:
        figure = self._found[key]
        name = figure.label.removesuffix(f" à {figure.horizon} mois")
        is_told = count is not None and (figure.N == 0 or self._rule.is_base(figure.N))
        n, total = (figure.n, figure.N) if is_told else (None, None)
        return PublicRate(key, name, n, total, figure.definition)


def _means(opinions: Satisfaction, rule: SmallNumbers, *, is_told: bool) -> tuple[PublicMean, ...]:
    """The mean of all marks, then of each question; a question that few answered is withheld."""
    lines = [("Ensemble des questions", opinions.overall)]
    lines += [(label("satisfaction_item", item), marks) for item, marks in opinions.items.items()]
    found: list[PublicMean] = []
    for name, marks in lines:
        if not is_told or not (marks.n == 0 or rule.is_base(marks.n)):
            found.append(PublicMean(name, None, None))
        else:
            mean = None if marks.mean is None else round_half_up(marks.mean, 1)
            found.append(PublicMean(name, mean, marks.n))
    return tuple(found)
