"""The numbers of the public version of the follow-up report, the small-number rule applied to all of them.

Its pages are drawn from what this module gives and nothing else; None is a number that is withheld. What the
internal report tells of single people, of what lacks and of money is in none of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from gen_desktop.models.disclosure import SmallNumbers, small_numbers
from gen_desktop.queries.breakdowns import PRESCRIBER, Group
from gen_desktop.queries.populations import HORIZONS
from gen_desktop.reports.common import Identity
from gen_desktop.reports.figures_text import Figures
from gen_desktop.reports.follow_up import FollowUpData, period_words
from gen_desktop.reports.public_cohorts import PublicCohort, public_cohorts, without_people
from gen_desktop.reports.public_parts import (
    Line,
    Parts,
    PublicCross,
    PublicExits,
    columns_of,
    crossed,
    exits_by,
    label_of,
    parts_of,
    rows_of,
)
from gen_desktop.reports.public_rates import (
    Count,
    PublicRate,
    ToldFigure,
    Ways,
    certification_rates,
    outcome_rates,
    told_ways,
)

_FACTS = ("qpv", "zrr_frr", "rqth", "brsa", "reconversion")
"""The publics that are a fact of their own. NEET follows from the age and the situation, and would tell of
few people beside these two: it is left out."""
_BAC_OR_BELOW = ("none", "3", "4")
_NOT_ADMITTED = (
    *(("En attente de décision", "undecided"), ("Sur liste d’attente", "waiting"), ("Refusées", "refused")),
    *(
        ("Désistées avant la décision", "given_up"),
        ("Déclarées par la cohorte, sans fiche", "unlisted_applied"),
    ),
)
_NOT_ENTERED = (
    *(("Désistées après l’admission", "withdrawn"), ("Jamais venues", "no_shows")),
    *(("Pas encore entrées", "to_come"), ("Déclarées par la cohorte, sans fiche", "unlisted_admitted")),
)


Cut = tuple[str, tuple[Line, ...]]
"""A fact, and the entrants by it."""


@dataclass(frozen=True, slots=True)
class PublicShare:
    """A public among the entrants: ``n`` of ``total``; of how many it is not known, and is."""

    id: str
    label: str
    n: Count
    total: Count
    unknown: Count
    known: Count
    target: Decimal | None


@dataclass(frozen=True, slots=True)
class PublicRecruitment:
    """From the application to the entry. ``delay``: the median in days, None when few are known."""

    applied: Count
    admitted: Count
    not_admitted: tuple[Line, ...]
    not_entered: tuple[Line, ...]
    delay: int | None


@dataclass(frozen=True, slots=True)
class PublicFollowUp:
    """What the public version tells of a period. ``outcomes``: by months after the exit.

    ``filling``: entrants and places; ``hours``: present and due, in minutes; both None when withheld.
    ``uncut``: the facts, alone or crossed, that too few people stand behind. ``delivery``: minutes taught.
    """

    identity: Identity
    date_from: dt.date
    date_to: dt.date
    as_of: dt.date
    all_cohorts: bool
    entered: Count
    ways: Ways
    filling: tuple[int, int] | None
    publics: tuple[PublicShare, ...]
    cuts: tuple[Cut, ...]
    crosses: tuple[PublicCross, ...]
    uncut: tuple[str, ...]
    recruitment: PublicRecruitment
    cohorts: tuple[PublicCohort, ...]
    hours: tuple[int, int] | None
    exits: tuple[tuple[str, tuple[PublicExits, ...]], ...]
    reasons: tuple[Line, ...]
    certification: tuple[PublicRate, ...]
    leavers_since: dt.date
    outcomes: tuple[tuple[int, tuple[PublicRate, ...]], ...]
    in_company: Count
    delivery: tuple[tuple[str | None, int], ...]

    @property
    def scope_text(self) -> str:
        """« 3e trimestre 2026 », and the cohorts if they are not all."""
        words = period_words(self.date_from, self.date_to)
        codes = ", ".join(cohort.code for cohort in self.identity.cohorts)
        return words if self.all_cohorts else f"{words}, {codes}"


def public_follow_up(data: FollowUpData) -> PublicFollowUp:
    """What may be told of a period."""
    return _Release(data).numbers()


def told_figures(numbers: PublicFollowUp) -> list[ToldFigure]:
    """What is told under a code of the catalogue, for machines; not of the leavers, who are other people."""
    made, ways = numbers.recruitment, numbers.ways
    return [
        ("entered", numbers.entered, None),
        ("admitted", made.admitted, None),
        ("applied", made.applied, None),
        ("B4", ways.completed, numbers.entered),
        ("B3", ways.abandoned, numbers.entered),
        *((one.id, one.n, one.N) for one in numbers.certification),
        *((one.id, one.n, one.total) for one in numbers.publics),
    ]


class _Release:
    """One period on its way out."""

    def __init__(self, data: FollowUpData) -> None:
        self._data, self._figures = data, Figures(data.figures)
        self._rule: SmallNumbers = small_numbers(data.identity.parameters)
        self._entered = self._figures["B3"].N
        self._is_base = self._rule.is_base(self._entered)
        parts = (data.in_training, self._figures["B4"].n, self._figures["B3"].n, data.neutral)
        self._ways = told_ways(parts, self._rule)
        by_age, by_level = data.crosses[:2]
        self._sex, self._age, self._level = (
            rows_of(by_age, self._rule),
            columns_of(by_age, self._rule),
            columns_of(by_level, self._rule),
        )

    def numbers(self) -> PublicFollowUp:
        data = self._data
        cuts, crosses, uncut = self._cuts()
        is_crossed = any(cross.column_label == self._level.label for cross in crosses)
        return PublicFollowUp(
            identity=without_people(data.identity),
            date_from=data.date_from,
            date_to=data.date_to,
            as_of=data.as_of,
            all_cohorts=data.all_cohorts,
            entered=self._rule.told((self._entered,))[0],
            ways=self._ways,
            filling=self._filling(),
            publics=self._publics(),
            cuts=cuts,
            crosses=crosses,
            uncut=uncut,
            recruitment=self._recruitment(),
            cohorts=public_cohorts(data.identity.cohorts, data.cohort_hours, self._ways, self._rule),
            hours=self._hours(),
            exits=self._exits(with_level=not is_crossed),
            reasons=self._reasons(),
            certification=certification_rates(self._figures, self._rule, self._ways.completed),
            leavers_since=data.leavers_since,
            outcomes=self._outcomes(),
            in_company=self._in_company(),
            delivery=data.delivery,
        )

    def _filling(self) -> tuple[int, int] | None:
        filling = self._figures["A2"]
        is_told = self._is_base and self._rule.told((self._entered, filling.n), 2)[1] is not None
        return (filling.n, filling.N) if is_told and filling.N else None

    def _cuts(self) -> tuple[tuple[Cut, ...], tuple[PublicCross, ...], tuple[str, ...]]:
        """The entrants by fact and by two facts; then the names of what is not told.

        Two crosses that share the sex: what they tell together is no more than each tells (no third table
        closes the ring). The region and the funder follow from the cohort, and are read there.
        """
        if not self._is_base:
            return (), (), ()
        by_prescriber = dict(self._data.cuts)[PRESCRIBER.label]
        prescriber = parts_of(PRESCRIBER.label, by_prescriber, self._rule)
        cuts = [(one.label, one.lines()) for one in (self._sex, self._age, self._level, prescriber)]
        pairs = list(zip(self._data.crosses[:2], (self._age, self._level), strict=True))
        crosses = [crossed(cross, self._sex, columns, self._rule) for cross, columns in pairs]
        uncut = [label for label, lines in cuts if not lines]
        uncut += [label_of(cross) for (cross, _), made in zip(pairs, crosses, strict=True) if made is None]
        told = tuple((label, lines) for label, lines in cuts if lines)
        return told, tuple(cross for cross in crosses if cross is not None), tuple(uncut)

    def _publics(self) -> tuple[PublicShare, ...]:
        young = str(self._data.identity.parameters.young_age)
        shares = [
            self._share("femmes", self._sex, ("F",), (None,)),
            self._share("moins_26", self._age, (young,), (None,)),
            self._share("bac_ou_infra", self._level, _BAC_OR_BELOW, (None,)),
        ]
        seekers = self._job_seekers()
        shares += [
            self._share("de", seekers, ("long", "short", "months"), (None,)),
            self._share("deld", seekers, ("long",), ("months", None)),
        ]
        return (*shares, *(self._share(one, self._fact(one), ("yes",), (None,)) for one in _FACTS))

    def _share(
        self, key: str, parts: Parts, yes: Sequence[str | None], unknown: Sequence[str | None]
    ) -> PublicShare:
        figure, target = self._figures[f"A3.{key}"], self._figures[f"A4.{key}"].target
        if not self._is_base:
            return PublicShare(figure.id, figure.label, None, None, None, None, target)
        missing = parts.told(unknown)
        known = None if missing is None else self._entered - missing
        if known is not None and not self._rule.is_base(known):
            known = None
        return PublicShare(figure.id, figure.label, parts.told(yes), self._entered, missing, known, target)

    def _fact(self, key: str) -> Parts:
        figure = self._figures[f"A3.{key}"]
        no = figure.N - figure.n - figure.unknown
        return self._made(figure.label, (("yes", figure.n), ("no", no), (None, figure.unknown)))

    def _job_seekers(self) -> Parts:
        """Long-term job seekers are some of the job seekers: one fact in five parts."""
        wide, long = self._figures["A3.de"], self._figures["A3.deld"]
        months = long.unknown - wide.unknown
        counts = (
            *(("long", long.n), ("short", wide.n - long.n - months), ("months", months)),
            *(("no", wide.N - wide.n - wide.unknown), (None, wide.unknown)),
        )
        return self._made(wide.label, counts)

    def _made(self, label: str, counts: Sequence[tuple[str | None, int]]) -> Parts:
        return parts_of(label, [Group(key, key or "", (n,)) for key, n in counts], self._rule)

    def _recruitment(self) -> PublicRecruitment:
        made = self._data.recruitment
        flow, rule = made.flow, self._rule
        admitted, applied = (
            n if n is not None and rule.is_base(n) else None
            for n in rule.told((flow.entered, flow.admitted, flow.applied))[1:]
        )
        knows_both = applied is not None and admitted is not None
        knows_entered = admitted is not None and self._is_base
        return PublicRecruitment(
            applied,
            admitted,
            self._steps(_NOT_ADMITTED) if knows_both else (),
            self._steps(_NOT_ENTERED) if knows_entered else (),
            made.delay_median if rule.is_base(made.delay_known) else None,
        )

    def _steps(self, names: Sequence[tuple[str, str]]) -> tuple[Line, ...]:
        flow = self._data.recruitment.flow
        return self._lines([(label, getattr(flow, name)) for label, name in names])

    def _hours(self) -> tuple[int, int] | None:
        hours = self._figures["B1"]
        return (hours.n, hours.N) if self._is_base else None

    def _exits(self, *, with_level: bool) -> tuple[tuple[str, tuple[PublicExits, ...]], ...]:
        """By sex, and by level unless a cross of both is told: three tables would close a ring."""
        if self._ways.abandoned is None or not self._is_base:
            return ()
        made = self._data.abandonments
        found = [(self._sex.label, exits_by(self._sex, made.by_sex, self._rule))]
        if with_level:
            found.append((self._level.label, exits_by(self._level, made.by_level, self._rule)))
        return tuple((label, exits) for label, exits in found if exits)

    def _reasons(self) -> tuple[Line, ...]:
        abandoned = self._ways.abandoned
        if abandoned is None or not self._rule.is_base(abandoned):
            return ()
        return self._lines([(group.label, group.counts[0]) for group in self._data.abandonments.by_reason])

    def _lines(self, counts: Sequence[Line]) -> tuple[Line, ...]:
        return parts_of("", [Group(None, label, (n,)) for label, n in counts], self._rule).lines()

    def _outcomes(self) -> tuple[tuple[int, tuple[PublicRate, ...]], ...]:
        """At each horizon that came for somebody. The leavers of a whole year are those of the period."""
        found = Figures(self._data.outcomes)
        wider: list[int] = []
        if self._data.leavers_since == self._data.date_from:
            in_training = self._ways.in_training
            wider = [self._entered] + ([] if in_training is None else [self._entered - in_training])
        return tuple((k, outcome_rates(found, self._rule, k, wider)) for k in HORIZONS if found[f"D1.{k}"].N)

    def _in_company(self) -> Count:
        people = sum(line.people for line in self._data.company)
        return self._rule.told((self._entered, people), 1)[1] if self._is_base else None
