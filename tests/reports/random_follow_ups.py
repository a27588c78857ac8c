"""Follow-ups of random people, in the shape of a real one: what is counted adds up as it does in a file."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gen_desktop.queries.breakdowns import Cross, Group
from gen_desktop.queries.indicators import Figure
from gen_desktop.queries.report_company import CompanyLine
from gen_desktop.reports.follow_up import FollowUpData

FACTS = ("qpv", "zrr_frr", "rqth", "brsa", "reconversion")
SEEKERS = ("long", "short", "months", "no", None)
NOT_ADMITTED = ("undecided", "waiting", "refused", "given_up", "unlisted_applied")
NOT_ENTERED = ("withdrawn", "no_shows", "to_come", "unlisted_admitted")
WAYS = ("in_training", "completed", "abandoned", "neutral")
STEPS = ("not due", "not answered", "not positive", "not employed", "not durably", "durably")
"""How far somebody got at a horizon: the last step that she is at."""


@dataclass
class Person:
    """An applicant. ``way`` '' for whoever did not enter, who has a ``lost`` instead."""

    lost: str
    way: str
    sex: str | None = None
    age: str | None = None
    level: str | None = None
    prescriber: str | None = None
    seeker: str | None = None
    facts: tuple[str | None, ...] = ()
    cohort: str = ""
    reason: str | None = None
    presented: bool = False
    certified: bool = False
    in_company: bool = False
    steps: tuple[str, str] = ("not due", "not due")

    @property
    def entered(self) -> bool:
        return bool(self.way)


Key = Callable[[Person], Any]


@dataclass(frozen=True)
class Choices:
    """What people can be, read from a real follow-up."""

    sexes: tuple[str | None, ...]
    ages: tuple[str | None, ...]
    levels: tuple[str | None, ...]
    prescribers: tuple[str | None, ...]
    reasons: tuple[str | None, ...]
    cohorts: tuple[str, ...]


def choices_of(model: FollowUpData) -> Choices:
    by_age, by_level = model.crosses[:2]
    return Choices(
        tuple(row.key for row in by_age.rows),
        by_age.column_keys,
        by_level.column_keys,
        tuple(group.key for group in dict(model.cuts)["Prescripteur"]),
        tuple(group.key for group in model.abandonments.by_reason),
        tuple(cohort.code for cohort in model.identity.cohorts),
    )


def random_people(model: FollowUpData, count: int, chance: random.Random) -> list[Person]:
    """So many applicants, each fact taken with weights of which some are nearly nothing."""
    offered = choices_of(model)
    rolls: dict[str, list[float]] = {}

    def roll(name: str, choices: Sequence[Any]) -> Any:
        weights = rolls.setdefault(name, [chance.random() ** 4 + 0.01 for _ in choices])
        return chance.choices(choices, weights)[0]

    def person() -> Person:
        if roll("enters", (True, True, True, False)):
            return _entrant(offered, roll)
        return Person(roll("lost", (*NOT_ADMITTED, *NOT_ENTERED)), "")

    return [person() for _ in range(count)]


def _entrant(offered: Choices, roll: Callable[[str, Sequence[Any]], Any]) -> Person:
    way = roll("way", WAYS)
    steps = tuple(roll(f"steps {k}", STEPS) for k in (3, 6))
    sooner, later = ("not due", "not due") if way == "in_training" else steps
    presented = roll("presented", (True, False)) and way in ("completed", "abandoned")
    return Person(
        "",
        way,
        roll("sex", offered.sexes),
        roll("age", offered.ages),
        roll("level", offered.levels),
        roll("prescriber", offered.prescribers),
        roll("seeker", SEEKERS),
        tuple(roll(fact, ("yes", "no", None)) for fact in FACTS),
        roll("cohort", offered.cohorts),
        roll("reason", offered.reasons) if way == "abandoned" else None,
        presented,
        presented and roll("certified", (True, False)),
        roll("company", (True, False)),
        (sooner, later if sooner != "not due" else "not due"),
    )


def follow_up_of(model: FollowUpData, people: Sequence[Person]) -> FollowUpData:
    """Their follow-up. Of a whole year: the leavers are those of the period."""
    entrants = [one for one in people if one.entered]
    ways = Counter(one.way for one in entrants)
    lost = Counter(one.lost for one in people if not one.entered)
    left = [one for one in entrants if one.way == "abandoned"]
    steps = {name: lost[name] for name in (*NOT_ADMITTED, *NOT_ENTERED)}
    admitted = len(entrants) + sum(lost[name] for name in NOT_ENTERED)
    flow = replace(
        model.recruitment.flow, applied=len(people), admitted=admitted, entered=len(entrants), **steps
    )
    by_age, by_level, *others = model.crosses
    by_prescriber = dict(model.cuts)["Prescripteur"]
    counted = _counts(people, entrants, ways)
    in_company = sum(one.in_company for one in entrants)
    return replace(
        model,
        leavers_since=model.date_from,
        identity=replace(model.identity, cohorts=tuple(_cohorts(model, entrants))),
        figures=_counted(model.figures, counted),
        outcomes=_counted(model.outcomes, counted),
        in_training=ways["in_training"],
        neutral=ways["neutral"],
        crosses=(
            _cross(by_age, entrants, lambda one: one.age),
            _cross(by_level, entrants, lambda one: one.level),
            *others,
        ),
        company=(CompanyLine(0, "", in_company, in_company, 0, 0, 0, 0, 0, 0, 0),),
        cuts=(("Prescripteur", _cut(by_prescriber, entrants, lambda one: one.prescriber)),),
        recruitment=replace(model.recruitment, flow=flow, delay_known=len(entrants)),
        abandonments=replace(
            model.abandonments,
            by_reason=_cut(model.abandonments.by_reason, left, lambda one: one.reason),
            by_sex=_left_of(by_age.rows, entrants, lambda one: one.sex),
            by_level=_left_of(_columns(by_level), entrants, lambda one: one.level),
        ),
    )


def _cohorts(model: FollowUpData, entrants: Sequence[Person]) -> Iterator[Any]:
    for cohort in model.identity.cohorts:
        own = Counter(one.way for one in entrants if one.cohort == cohort.code)
        yield replace(cohort, state="running", entered=own.total(), **{way: own[way] for way in WAYS})


def _counts(
    people: Sequence[Person], entrants: Sequence[Person], ways: Counter[str]
) -> dict[str, tuple[int, int, int]]:
    """Numerator, denominator and unknown of each figure that the public version reads."""
    total = len(entrants)
    admitted = sum(one.entered or one.lost in NOT_ENTERED for one in people)
    presented = sum(one.presented for one in entrants)
    certified = sum(one.certified for one in entrants)
    both = sum(one.presented and one.way == "completed" for one in entrants)
    seekers = Counter(one.seeker for one in entrants)
    wide = seekers["long"] + seekers["short"] + seekers["months"]
    found = {
        "A1": (admitted, len(people), 0),
        "A2": (total, 60, 0),
        "A3.femmes": (_sum(entrants, lambda one: one.sex == "F"), total, 0),
        "A3.moins_26": (_sum(entrants, lambda one: one.age == "26"), total, 0),
        "A3.bac_ou_infra": (_sum(entrants, lambda one: one.level in ("none", "3", "4")), total, 0),
        "A3.de": (wide, total, seekers[None]),
        "A3.deld": (seekers["long"], total, seekers["months"] + seekers[None]),
        "B1": (total * 5000, total * 6000, 0),
        "B3": (ways["abandoned"], total, 0),
        "B4": (ways["completed"], total, 0),
        "C1": (both, ways["completed"], 0),
        "C2": (certified, presented, 0),
        "C4": (certified, total, 0),
    }
    for index, fact in enumerate(FACTS):
        told = Counter(one.facts[index] for one in entrants)
        found[f"A3.{fact}"] = (told["yes"], total, told[None])
    for index, k in enumerate((3, 6)):
        due, answered, positive, employed, durable = (
            sum(one.steps[index] in STEPS[start:] for one in entrants) for start in range(1, 6)
        )
        found |= {f"D1.{k}": (answered, due, 0), f"D3a.{k}": (positive, answered, 0)}
        found |= {f"D3b.{k}": (positive, due, 0), f"D4.{k}": (employed, answered, 0)}
        found |= {f"D4p.{k}": (employed, due, 0), f"D5.{k}": (durable, answered, 0)}
        found[f"D5p.{k}"] = (durable, due, 0)
    return found


def _sum(people: Iterable[Person], of: Callable[[Person], bool]) -> int:
    return sum(of(one) for one in people)


def _counted(figures: Sequence[Figure], counts: dict[str, tuple[int, int, int]]) -> tuple[Figure, ...]:
    """Nobody is due at twelve months or later."""
    found = []
    for one in figures:
        n, total, unknown = counts.get(one.id, (0, 0, 0))
        found.append(replace(one, n=n, N=total, unknown=unknown))
    return tuple(found)


def _cut(
    groups: Sequence[Group], people: Sequence[Person], key: Callable[[Person], Any]
) -> tuple[Group, ...]:
    counts = Counter(key(one) for one in people)
    return tuple(replace(group, counts=(counts[group.key],)) for group in groups)


def _left_of(
    groups: Sequence[Group], people: Sequence[Person], key: Callable[[Person], Any]
) -> tuple[Group, ...]:
    """Who gave up, and who entered, as the follow-up counts them."""
    left = Counter(key(one) for one in people if one.way == "abandoned")
    entered = Counter(key(one) for one in people)
    return tuple(Group(group.key, group.label, (left[group.key], entered[group.key])) for group in groups)


def _columns(cross: Cross) -> list[Group]:
    return [Group(key, name, ()) for key, name in zip(cross.column_keys, cross.columns, strict=True)]


def _cross(cross: Cross, people: Sequence[Person], column: Key) -> Cross:
    counts = Counter((one.sex, column(one)) for one in people)
    rows = (
        replace(row, counts=tuple(counts[row.key, key] for key in cross.column_keys)) for row in cross.rows
    )
    return replace(cross, rows=tuple(rows))
