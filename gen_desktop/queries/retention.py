"""Who should leave: where each person stands against the periods in force, and what is missing to say so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from sqlalchemy import Row, Select, String, and_, cast, func, or_, select
from sqlalchemy.orm import Session

from gen_desktop.dates import add_months
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.funding_program import FundingProgram
from gen_desktop.models.history import ChangeSet, RecordChange
from gen_desktop.models.learner import Learner
from gen_desktop.models.retention import (
    Duty,
    Enrolled,
    Fact,
    Period,
    RetentionReview,
    State,
    doubts,
    duties,
    never_enrolled,
    standing,
)
from gen_desktop.queries.retention_periods import periods_by_code

REVIEW_MONTHS = 12
"""A rehearsal is held once a year."""
_FACT_WORDS = {
    Fact.LAST_PAYMENT: "le dernier versement reçu",
    Fact.EU_COFUNDING: "s’il est cofinancé par l’Union européenne",
    Fact.PROGRAM: "le programme qui la finance",
    Fact.ENROLLMENT: "une inscription",
}


@dataclass(frozen=True, slots=True)
class Missing:
    """What must be filled in, and the record to fill: a ``funding_program``, ``cohort`` or ``learner``."""

    fact: Fact
    kind: str
    record_id: int
    label: str

    @property
    def words(self) -> str:
        """« GEN 2021 : le dernier versement reçu »."""
        return f"{self.label}\u00a0: {_FACT_WORDS[self.fact]}"


@dataclass(frozen=True, slots=True)
class PersonStanding:
    """A person who should leave, or of whom it cannot be said. ``until``: at least, when undecided."""

    learner_id: int
    last_name: str
    first_name: str
    cohorts: tuple[str, ...]
    state: State
    until: dt.date
    funder: str
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The yearly look: who is due, who is undecided (by name), and how many stay."""

    as_of: dt.date
    people: tuple[PersonStanding, ...]
    kept: int

    @property
    def due(self) -> tuple[PersonStanding, ...]:
        """Those whose time is over."""
        return tuple(person for person in self.people if person.state is State.DUE)

    @property
    def undecided(self) -> tuple[PersonStanding, ...]:
        """Those of whom it cannot be said yet."""
        return tuple(person for person in self.people if person.state is State.UNDECIDED)


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A rehearsal that was held."""

    held_on: dt.date
    due: int
    kept: int
    undecided: int


def rehearsal(session: Session, as_of: dt.date) -> Rehearsal:
    """Where everybody stands on that day. People already erased are not counted."""
    periods = periods_by_code(session, as_of)
    total = session.scalar(select(func.count(Learner.id)).where(Learner.erased_on.is_(None))) or 0
    rule = _Rule(periods, as_of)
    found = [
        (person.state is not State.DUE, name, person)
        for name, person in (*_enrolled(session, rule), *_without_enrollment(session, rule))
        if person.state is not State.KEPT
    ]
    found.sort(key=itemgetter(0, 1))
    return Rehearsal(as_of, tuple(person for _, _, person in found), total - len(found))


def last_review(session: Session) -> ReviewRow | None:
    """The last rehearsal held, None before the first."""
    columns = (RetentionReview.held_on, RetentionReview.due, RetentionReview.kept, RetentionReview.undecided)
    row = session.execute(
        select(*columns).order_by(RetentionReview.held_on.desc(), RetentionReview.id.desc()).limit(1)
    ).first()
    return None if row is None else ReviewRow(*row)


def awaited_review(session: Session, today: dt.date) -> Rehearsal | None:
    """The rehearsal that should be held now: none for a year, and somebody due or undecided; else None."""
    last = last_review(session)
    if last is not None and add_months(last.held_on, REVIEW_MONTHS) > today:
        return None
    found = rehearsal(session, today)
    return found if found.people else None


class _Rule:
    """The rule with the periods of a day. People of a cohort share most facts: each is asked about once."""

    def __init__(self, periods: Mapping[str, Period], as_of: dt.date) -> None:
        self.periods = periods
        self.as_of = as_of
        self._known: dict[Enrolled, tuple[tuple[Duty, ...], tuple[Fact, ...]]] = {}

    def of(self, enrolled: Enrolled) -> tuple[tuple[Duty, ...], tuple[Fact, ...]]:
        """The duties of an enrollment, and what must be known before they can be called over."""
        known = self._known.get(enrolled)
        if known is None:
            found = tuple(duties(enrolled, self.periods))
            known = self._known[enrolled] = (found, tuple(sorted(doubts(found, self.as_of))))
        return known


def _enrolled(session: Session, rule: _Rule) -> Iterator[tuple[str, PersonStanding]]:
    by_person: dict[int, list[Row[Any]]] = {}
    for row in session.execute(_enrollments(rule.periods, rule.as_of)):
        by_person.setdefault(row.learner_id, []).append(row)
    for rows in by_person.values():
        yield rows[0].sort_key, _person(rows, rule)


def _enrollments(periods: Mapping[str, Period], as_of: dt.date) -> Select[*tuple[Any, ...]]:
    """The enrollments of whoever has none that ended too lately for the shortest period to be over."""
    ended = func.coalesce(Cohort.actual_end, Cohort.planned_end)
    oldest = dt.date(as_of.year - min(period.years for period in periods.values()), 1, 1)
    stays = (
        select(Enrollment.learner_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .where(or_(ended >= oldest, Enrollment.exit_on >= oldest))
    )
    return (
        select(
            Enrollment.learner_id,
            Learner.last_name,
            Learner.first_name,
            Learner.sort_key,
            Enrollment.entered_on,
            Enrollment.exit_on,
            Enrollment.funder,
            Cohort.id.label("cohort_id"),
            Cohort.code,
            ended.label("ended_on"),
            FundingProgram.id.label("program_id"),
            FundingProgram.name.label("program_name"),
            FundingProgram.funder.label("program_funder"),
            FundingProgram.is_eu_cofunded,
            FundingProgram.last_payment_on,
        )
        .join(Learner, Learner.id == Enrollment.learner_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .outerjoin(FundingProgram, FundingProgram.id == Cohort.funding_program_id)
        .where(Learner.erased_on.is_(None), Enrollment.learner_id.not_in(stays))
        .order_by(Enrollment.learner_id, Cohort.planned_start)
    )


def _person(rows: list[Row[Any]], rule: _Rule) -> PersonStanding:
    found: list[Duty] = []
    missing: dict[tuple[Fact, int], Missing] = {}
    for row in rows:
        of_row, facts = rule.of(_facts(row))
        found += of_row
        for fact in facts:
            one = _missing(fact, row)
            missing.setdefault((fact, one.record_id), one)
    where = standing(found, rule.as_of)
    return PersonStanding(
        learner_id=rows[0].learner_id,
        last_name=rows[0].last_name,
        first_name=rows[0].first_name,
        cohorts=tuple(row.code for row in rows),
        state=where.state,
        until=where.until,
        funder=where.funder,
        missing=tuple(missing.values()),
    )


def _facts(row: Row[Any]) -> Enrolled:
    return Enrolled(
        has_entered=row.entered_on is not None or row.exit_on is not None,
        ended_on=max(row.ended_on, row.exit_on or row.ended_on),
        funder=row.funder,
        has_program=row.program_id is not None,
        program_funder=row.program_funder,
        is_eu_cofunded=row.is_eu_cofunded,
        last_payment_on=row.last_payment_on,
    )


def _missing(fact: Fact, row: Row[Any]) -> Missing:
    if fact is Fact.PROGRAM:
        return Missing(fact, "cohort", row.cohort_id, row.code)
    return Missing(fact, "funding_program", row.program_id, row.program_name)


def _without_enrollment(session: Session, rule: _Rule) -> Iterator[tuple[str, PersonStanding]]:
    changed = and_(RecordChange.kind == "learner", RecordChange.record_key == cast(Learner.id, String))
    rows = session.execute(
        select(
            Learner.id,
            Learner.last_name,
            Learner.first_name,
            Learner.sort_key,
            func.max(ChangeSet.at).label("at"),
        )
        .outerjoin(RecordChange, changed)
        .outerjoin(ChangeSet, ChangeSet.id == RecordChange.change_set_id)
        .where(Learner.erased_on.is_(None), Learner.id.not_in(select(Enrollment.learner_id)))
        .group_by(Learner.id)
    )
    for row in rows:
        last_change = dt.datetime.fromisoformat(row.at).date() if row.at else None
        duty = never_enrolled(last_change, rule.periods)
        where = standing([duty], rule.as_of)
        missing = tuple(
            Missing(fact, "learner", row.id, f"{row.last_name} {row.first_name}")
            for fact in doubts([duty], rule.as_of)
        )
        person = PersonStanding(
            row.id, row.last_name, row.first_name, (), where.state, where.until, where.funder, missing
        )
        yield row.sort_key, person
