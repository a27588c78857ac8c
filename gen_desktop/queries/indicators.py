"""Counts the indicators of the catalogue, and names the people behind each figure.

A figure and its list come from the same condition, so they cannot disagree. Rates of several cohorts come
from summed numerators and denominators, never from a mean of rates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from operator import attrgetter
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from gen_desktop.errors import NotFound
from gen_desktop.french import rate_value
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.funding_program import Target
from gen_desktop.models.learner import Learner
from gen_desktop.queries.catalogue import HoursIndicator, Indicator, TargetGap, catalogue
from gen_desktop.queries.hours import hours_by_enrollment
from gen_desktop.queries.people_hours import people_hours
from gen_desktop.queries.populations import Condition, Populations, enrollment_state
from gen_desktop.queries.rights import refuse_to_name
from gen_desktop.queries.scope import Scope, parameters


class Part(StrEnum):
    """Which people of a figure."""

    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    UNKNOWN = "unknown"


class Unit(StrEnum):
    """What n and N count."""

    PERSONS = "persons"
    MINUTES = "minutes"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. ``value`` is a percentage (points for A4) rounded half up to one decimal, None when N is 0.

    ``people``: how many persons each part lists, None where the part does not count persons (places).
    """

    id: str
    label: str
    definition: str
    unit: Unit
    n: int
    N: int
    unknown: int
    value: Decimal | None
    people: dict[Part, int | None]
    horizon: int | None = None
    target: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """One person behind a figure: an enrollment. ``minutes``: her share, for figures that count hours."""

    enrollment_id: int
    learner_id: int
    last_name: str
    first_name: str
    birth_date: dt.date | None
    cohort_code: str
    state: str
    entered_on: dt.date | None
    exit_on: dt.date | None
    minutes: int | None = None


def figures(session: Session, scope: Scope, only: Iterable[str] = ()) -> tuple[Figure, ...]:
    """Every indicator of the catalogue over the scope, or those whose ids are in ``only``, in its order."""
    wanted = set(only)
    entries = [entry for entry in catalogue() if not wanted or entry.id in wanted]
    gaps = [entry for entry in entries if isinstance(entry, TargetGap)]
    needed = {gap.of for gap in gaps}
    counted = [e for e in catalogue() if isinstance(e, Indicator) and (e in entries or e.id in needed)]
    found: dict[str, Figure] = _count_persons(session, scope, counted)
    hours = [entry for entry in entries if isinstance(entry, HoursIndicator)]
    if hours:
        found |= _count_hours(session, scope, hours)
    if needed:
        targets = _targets(session, scope)
        found |= {gap.id: _gap(gap, found[gap.of], targets.get(gap.of)) for gap in gaps}
    return tuple(found[entry.id] for entry in entries)


def people(session: Session, indicator_id: str, part: Part, scope: Scope) -> tuple[Person, ...]:
    """The persons that a part of an indicator counts, by name.

    Raises NotFound (no such id, or places), Forbidden when being counted tells what the reader is not shown.
    """
    entry = _entry(indicator_id)
    if isinstance(entry, TargetGap):
        entry = _entry(entry.of)
    if isinstance(entry, HoursIndicator):
        return _people_of_hours(session, scope, entry, part)
    assert isinstance(entry, Indicator)
    if entry.per_seat and part is Part.DENOMINATOR:
        raise NotFound(f"Le dénominateur de {entry.id} compte des places, pas des personnes.")
    populations = Populations(scope, parameters(session, scope.as_of))
    condition = part_condition(entry, part, populations)
    if condition is None:
        return ()
    return persons(session, populations, condition)


def persons(session: Session, populations: Populations, condition: Condition) -> tuple[Person, ...]:
    """The people of a population, by name. Raises Forbidden as ``people`` does."""
    refuse_to_name(session, condition)
    columns = _person_columns(populations.scope)
    return _persons(session, populations.select_from(*columns, where=condition))


def enrollment_ids(session: Session, condition: Condition, populations: Populations) -> tuple[int, ...]:
    """The enrollments of a population, for lists and reports. Raises Forbidden as ``people`` does."""
    refuse_to_name(session, condition)
    statement = populations.select_from(Enrollment.id, where=condition)
    return tuple(session.scalars(statement).all())  # type: ignore[arg-type]


def _entry(indicator_id: str) -> Indicator | HoursIndicator | TargetGap:
    asked = indicator_id.casefold()
    for entry in catalogue():
        if entry.id.casefold() == asked:
            return entry
    near = [entry.id for entry in catalogue() if entry.id.casefold().startswith(f"{asked}.")]
    if near:
        raise NotFound(f"Précisez l’indicateur « {indicator_id} » : {', '.join(near)}.")
    known = ", ".join(entry.id for entry in catalogue())
    raise NotFound(f"L’indicateur « {indicator_id} » n’existe pas. Indicateurs connus : {known}.")


def part_condition(entry: Indicator, part: Part, populations: Populations) -> Condition | None:
    """Whom a part of an indicator counts; None when nobody can be unknown to it."""
    if part is Part.NUMERATOR:
        return entry.numerator(populations)
    if part is Part.DENOMINATOR:
        return entry.denominator(populations)
    if entry.unknown is None:
        return None
    return and_(entry.denominator(populations), entry.unknown(populations))


def _count_persons(session: Session, scope: Scope, entries: list[Indicator]) -> dict[str, Figure]:
    if not entries:
        return {}
    populations = Populations(scope, parameters(session, scope.as_of))
    conditions = [part_condition(entry, part, populations) for entry in entries for part in Part]
    # Many figures share a population, and each is long to evaluate: one sum for all of them.
    sums = {
        id(one): func.coalesce(func.sum(case((one, 1), else_=0)), 0) for one in conditions if one is not None
    }
    statement = populations.select_from(*sums.values())
    row = session.execute(statement).one()
    totals = dict(zip(sums, row, strict=True))
    counted = [0 if one is None else int(totals[id(one)]) for one in conditions]
    declared = _declared(session, scope, populations) if any(e.declared for e in entries) else (0, 0)
    seats = _seats(session, populations) if any(e.per_seat for e in entries) else 0
    found = {}
    for index, entry in enumerate(entries):
        listed = dict(zip(Part, counted[3 * index : 3 * index + 3], strict=True))
        found[entry.id] = _figure(entry, listed, declared if entry.declared else (0, 0), seats)
    return found


def _figure(entry: Indicator, listed: dict[Part, int], declared: tuple[int, int], seats: int) -> Figure:
    n = listed[Part.NUMERATOR] + declared[0]
    total: int = seats if entry.per_seat else listed[Part.DENOMINATOR] + declared[1]
    counted: dict[Part, int | None] = dict(listed)
    if entry.per_seat:
        counted[Part.DENOMINATOR] = None
    return Figure(
        id=entry.id,
        label=entry.label,
        definition=entry.definition,
        unit=Unit.PERSONS,
        n=n,
        N=total,
        unknown=listed[Part.UNKNOWN],
        value=rate_value(n, total),
        people=counted,
        horizon=entry.horizon,
    )


def _cohorts_in_scope(scope: Scope) -> Condition:
    start = func.coalesce(Cohort.actual_start, Cohort.planned_start)
    end = func.coalesce(Cohort.actual_end, Cohort.planned_end)
    conditions = [start <= scope.as_of]
    if scope.cohort_ids is not None:
        conditions.append(Cohort.id.in_(scope.cohort_ids))
    if scope.date_from is not None:
        conditions.append(end >= scope.date_from)
    if scope.date_to is not None:
        conditions.append(start <= scope.date_to)
    return and_(*conditions)


def _seats(session: Session, populations: Populations) -> int:
    """The places of the cohorts that run in the period, and of those that people were still in then."""
    filled = populations.select_from(Enrollment.cohort_id, where=populations.entered())
    runs = _cohorts_in_scope(populations.scope)
    total = session.scalar(
        select(func.sum(Cohort.seats)).where(populations.seats_counted(), or_(runs, Cohort.id.in_(filled)))
    )
    return int(total or 0)


def _declared(session: Session, scope: Scope, populations: Populations) -> tuple[int, int]:
    """Admissions and applications that cohorts declare beyond those entered one by one."""
    tracked = populations.select_from(
        Enrollment.cohort_id,
        func.sum(case((populations.admitted(), 1), else_=0)).label("admitted"),
        func.count().label("applied"),
    ).group_by(Enrollment.cohort_id)
    known = {row.cohort_id: (row.admitted, row.applied) for row in session.execute(tracked)}  # type: ignore[attr-defined]
    rows = session.execute(
        select(Cohort.id, Cohort.declared_admissions, Cohort.declared_applications).where(
            _cohorts_in_scope(scope)
        )
    )
    admitted = applied = 0
    for cohort_id, declared_admissions, declared_applications in rows:
        tracked_admitted, tracked_applied = known.get(cohort_id, (0, 0))
        admitted += max(0, (declared_admissions or 0) - tracked_admitted)
        applied += max(0, (declared_applications or 0) - tracked_applied)
    return admitted, max(applied, admitted)


def _count_hours(session: Session, scope: Scope, entries: list[HoursIndicator]) -> dict[str, Figure]:
    hours = people_hours(session, scope)

    def minutes(*names: str) -> int:
        return sum(sum(map(attrgetter(name), hours)) for name in names)

    def persons(*names: str) -> int:
        """Those of whom one at least of these is not zero."""
        return sum(any(getattr(one, name) > 0 for name in names) for one in hours)

    found = {}
    for entry in entries:
        n, total = minutes(*entry.numerator), minutes(entry.denominator)
        found[entry.id] = Figure(
            id=entry.id,
            label=entry.label,
            definition=entry.definition,
            unit=Unit.MINUTES,
            n=n,
            N=total,
            unknown=minutes("unrecorded"),
            value=rate_value(n, total),
            people={
                Part.NUMERATOR: persons(*entry.numerator),
                Part.DENOMINATOR: persons(entry.denominator),
                Part.UNKNOWN: persons("unrecorded"),
            },
        )
    return found


def _people_of_hours(session: Session, scope: Scope, entry: HoursIndicator, part: Part) -> tuple[Person, ...]:
    hours = hours_by_enrollment(scope).c
    names = {
        Part.NUMERATOR: entry.numerator,
        Part.DENOMINATOR: (entry.denominator,),
        Part.UNKNOWN: ("unrecorded",),
    }[part]
    share = sum((hours[name] for name in names[1:]), start=hours[names[0]])
    statement = (
        select(*_person_columns(scope), share.label("minutes"))
        .join(Learner, Learner.id == Enrollment.learner_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .join(hours.enrollment_id.table, hours.enrollment_id == Enrollment.id)
        .where(or_(*(hours[name] > 0 for name in names)))
    )
    return _persons(session, statement)


def _person_columns(scope: Scope) -> tuple[Any, ...]:
    return (
        Enrollment.id.label("enrollment_id"),
        Enrollment.learner_id,
        Learner.last_name,
        Learner.first_name,
        # What is kept of somebody erased only gives the right age.
        case((Learner.erased_on.is_(None), Learner.birth_date)).label("birth_date"),
        Cohort.code.label("cohort_code"),
        enrollment_state(scope.as_of).label("state"),
        Enrollment.entered_on,
        Enrollment.exit_on,
    )


def _persons(session: Session, statement: Any) -> tuple[Person, ...]:
    rows = session.execute(statement.order_by(Learner.sort_key, Enrollment.id)).mappings()
    return tuple(Person(**row) for row in rows)


def _gap(gap: TargetGap, of: Figure, target: Decimal | None) -> Figure:
    value = None if target is None or of.value is None else of.value - target
    return Figure(
        id=gap.id,
        label=gap.label,
        definition=gap.definition,
        unit=Unit.POINTS,
        n=of.n,
        N=of.N,
        unknown=of.unknown,
        value=value,
        people=of.people,
        target=target,
    )


def _targets(session: Session, scope: Scope) -> dict[str, Decimal]:
    """The target of each indicator at the date, where the programmes of the scope agree on one."""
    rows = session.execute(
        select(Target.indicator, Target.percent)
        .join(Cohort, Cohort.funding_program_id == Target.funding_program_id)
        .where(
            _cohorts_in_scope(scope),
            or_(Target.valid_from.is_(None), Target.valid_from <= scope.as_of),
            or_(Target.valid_to.is_(None), Target.valid_to >= scope.as_of),
        )
        .distinct()
    )
    found: dict[str, set[Decimal]] = {}
    for indicator, percent in rows:
        found.setdefault(indicator, set()).add(percent)
    return {indicator: values.pop() for indicator, values in found.items() if len(values) == 1}
