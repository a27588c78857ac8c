"""How long data are kept: the one rule that says when a person's time is over, and what is stored of it.

A duty is one reason to keep an enrollment: the period of one payer, counted from 31 December of a year. A
person is due when every duty of every enrollment is over, and no earlier; what is not known never makes
anybody due. Source: documents.md §7.2 of the domain research.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop.errors import Problem
from gen_desktop.models.base import Base, Identified, Versioned

LAST_PAYMENT, COURSE_END = "last_payment", "course_end"
BASES = (LAST_PAYMENT, COURSE_END)
EU, DEFAULT, NO_ENTRY = "EU", "DEFAULT", "NO_ENTRY"
"""Beside the codes of the funders list: co-financed by the Union, payer unknown, never entered."""
LONGEST = 50
"""Years; more is a mistyped number."""


class RetentionPeriod(Versioned, Base):
    """A period of this organisation that replaces the one of resources/reference/retention.csv.

    ``funder``: a code of the funders list, or EU, DEFAULT, NO_ENTRY. ``years`` count from 31 December of the
    year of ``base``: ``last_payment`` (received for the programme) or ``course_end``.
    """

    __tablename__ = "retention_period"

    funder: Mapped[str] = mapped_column(unique=True)
    years: Mapped[int]
    base: Mapped[str]
    reason: Mapped[str]
    source: Mapped[str | None]


class RetentionReview(Identified, Base):
    """One yearly rehearsal: how many would leave, how many stay, for how many it cannot be known."""

    __tablename__ = "retention_review"

    held_on: Mapped[dt.date]
    due: Mapped[int]
    kept: Mapped[int]
    undecided: Mapped[int]


class State(StrEnum):
    """What becomes of a person's data."""

    DUE = "due"
    UNDECIDED = "undecided"
    KEPT = "kept"


class Fact(StrEnum):
    """What must be known before anybody can say."""

    LAST_PAYMENT = "last_payment"
    EU_COFUNDING = "eu_cofunding"
    PROGRAM = "program"
    ENROLLMENT = "enrollment"


@dataclass(frozen=True, slots=True)
class Period:
    """So many years after 31 December of the year of ``base``."""

    years: int
    base: str


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What of an enrollment decides how long it is kept.

    ``ended_on``: the end of the cohort, or the exit if it is later. Without ``has_program`` what follows it
    is not known.
    """

    has_entered: bool
    ended_on: dt.date
    funder: str | None = None
    has_program: bool = False
    program_funder: str | None = None
    is_eu_cofunded: bool | None = None
    last_payment_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """One reason to keep: for ``funder``, until that day, or at least that day while ``needs`` is not known.

    ``is_sure`` False: perhaps there is no such duty, and then ``needs`` says what would tell.
    """

    funder: str
    until: dt.date
    needs: Fact | None = None
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands on a day: kept until when (at least, if undecided), and for which payer."""

    state: State
    until: dt.date
    funder: str


def last_day(years: int, base: dt.date) -> dt.date:
    """The last day of a period of so many years that begins on 31 December of the year of ``base``."""
    return dt.date(base.year + years, 12, 31)


def duties(enrolled: Enrolled, periods: Mapping[str, Period]) -> Iterator[Duty]:
    """Every reason to keep an enrollment. ``periods``: all those in force, by code."""
    if not enrolled.has_entered:
        yield Duty(NO_ENTRY, last_day(periods[NO_ENTRY].years, enrolled.ended_on))
        return
    known = {code for code in (enrolled.funder, enrolled.program_funder) if code is not None}
    for code in sorted(known) or [DEFAULT]:
        yield _duty(code, periods.get(code, periods[DEFAULT]), enrolled)
    if enrolled.has_program and enrolled.is_eu_cofunded is not False:
        duty = _duty(EU, periods[EU], enrolled)
        yield duty if enrolled.is_eu_cofunded else _perhaps(duty)


def never_enrolled(last_change: dt.date | None, periods: Mapping[str, Period]) -> Duty:
    """Why somebody without any enrollment is kept: since the last change of the record."""
    if last_change is None:
        return Duty(NO_ENTRY, dt.date.min, Fact.ENROLLMENT)
    return Duty(NO_ENTRY, last_day(periods[NO_ENTRY].years, last_change))


def doubts(found: Iterable[Duty], as_of: dt.date) -> frozenset[Fact]:
    """What must be known before these duties can be called over on that day."""
    return frozenset(
        duty.needs for duty in found if duty.needs is not None and (duty.is_sure or duty.until >= as_of)
    )


def standing(found: Iterable[Duty], as_of: dt.date) -> Standing:
    """Where a person with these duties (one at least) stands on that day: the longest one decides."""
    everyone = tuple(found)
    sure = max((duty for duty in everyone if duty.is_sure), key=lambda duty: duty.until)
    if sure.until >= as_of:
        return Standing(State.KEPT, sure.until, sure.funder)
    state = State.UNDECIDED if doubts(everyone, as_of) else State.DUE
    return Standing(state, sure.until, sure.funder)


def period_problems(funder: str, years: int, base: str, reason: str) -> Iterator[Problem]:
    """What keeps a period from being set."""
    if not 1 <= years <= LONGEST:
        yield Problem("years", f"Donnez un nombre d’années de 1 à {LONGEST}.")
    if base not in BASES:
        yield Problem("base", "Choisissez à partir de quand la durée se compte.")
    elif funder == NO_ENTRY and base != COURSE_END:
        yield Problem("base", "Sans entrée en formation, la durée se compte depuis la fin de la formation.")
    if not reason.strip():
        yield Problem("reason", "Dites pourquoi cette durée\u00a0: le registre des traitements la montre.")


def _perhaps(duty: Duty) -> Duty:
    """The same while nobody said whether it is one; without a known last day, it may last for ever."""
    until = duty.until if duty.needs is None else dt.date.max
    return replace(duty, until=until, needs=Fact.EU_COFUNDING, is_sure=False)


def _duty(code: str, period: Period, enrolled: Enrolled) -> Duty:
    """A payment before the end of the course is an advance: nothing is counted from before that end."""
    if period.base == COURSE_END:
        return Duty(code, last_day(period.years, enrolled.ended_on))
    base = max(enrolled.ended_on, enrolled.last_payment_on or enrolled.ended_on)
    needs = None if enrolled.last_payment_on is not None else Fact.LAST_PAYMENT
    if not enrolled.has_program:
        needs = Fact.PROGRAM
    return Duty(code, last_day(period.years, base), needs)
