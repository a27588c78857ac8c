"""What the evaluation report says beyond the indicators: jobs held, attempts made."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from gen_desktop.dates import add_months
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.follow_up import ContactAttempt
from gen_desktop.models.placement import Company, Placement, SpellFacts, is_open_ended, spell_months
from gen_desktop.models.places import department, region_of
from gen_desktop.queries.breakdowns import count
from gen_desktop.queries.populations import Condition, Populations
from gen_desktop.reference.lists import code_list


@dataclass(frozen=True, slots=True)
class Salaries:
    """Gross yearly salaries known at the horizon. Quartiles are None when fewer are known than ``minimum``.

    That is the smallest base of a rate in a public document (programme.md §10.2).
    """

    count: int
    minimum: int
    first_quartile: Decimal | None
    median: Decimal | None
    third_quartile: Decimal | None


@dataclass(frozen=True, slots=True)
class JobFacts:
    """The jobs held at the horizon by people in employment. Each list adds up to ``employed``."""

    employed: int
    described: int
    contracts: tuple[tuple[str, int], ...]
    working_times: tuple[tuple[str, int], ...]
    lengths: tuple[tuple[str, int], ...]
    digital: tuple[int, int, int]  # yes, no, not known
    regions: tuple[tuple[str, int], ...]
    first_job_known: int
    first_job_median_days: int | None
    salaries: Salaries


@dataclass(frozen=True, slots=True)
class Attempts:
    """Attempts to reach the people due: how many of them got one at least, how many attempts in all."""

    due: int
    tried: int
    attempts: int
    unreachable_too_soon: int
    minimum: int


@dataclass(frozen=True, slots=True)
class _Job:
    kind: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    contract_type: str | None
    contract_months: int | None
    working_time: str | None
    is_digital_sector: bool | None
    salary: Decimal | None
    postal_code: str | None

    @property
    def region(self) -> str | None:
        """Of the employer, by its postal code."""
        return region_of(department(self.postal_code))

    @property
    def months(self) -> int | None:
        """The length of the contract in whole months, None when it is unknown or has no end."""
        facts = SpellFacts(self.starts_on, self.ends_on, self.contract_type, self.contract_months)
        return spell_months(facts)

    @property
    def has_no_end(self) -> bool:
        """A contract without a term, or one's own business."""
        without_end = self.kind == "creation" or self.contract_type == "FP"
        return without_end or is_open_ended(self.contract_type)


def job_facts(session: Session, populations: Populations, horizon: int) -> JobFacts:
    """Contracts, working time, sector, delay to the first job and salaries of the people employed at k."""
    p = populations
    people = session.execute(p.select_from(Enrollment.id, Enrollment.exit_on, where=p.employed(horizon)))
    exits: dict[int, dt.date] = {row[0]: row[1] for row in people}
    jobs: dict[int, list[_Job]] = {enrollment_id: [] for enrollment_id in exits}
    for enrollment_id, job in _jobs(session, p, p.employed(horizon)):
        jobs[enrollment_id].append(job)
    held = {key: _held(jobs[key], add_months(exits[key], horizon)) for key in exits}
    delays = [
        max(0, (min(job.starts_on for job in own if job.starts_on) - exits[key]).days)
        for key, own in jobs.items()
        if any(job.starts_on for job in own)
    ]
    present = [job for job in held.values() if job is not None]
    return JobFacts(
        employed=len(exits),
        described=len(present),
        contracts=_labelled("contract_type", [_of(job, "contract_type") for job in held.values()]),
        working_times=_labelled("working_time", [_of(job, "working_time") for job in held.values()]),
        lengths=_lengths(list(held.values())),
        regions=_labelled("region", [_of(job, "region") for job in held.values()]),
        digital=_three([_of(job, "is_digital_sector") for job in held.values()]),
        first_job_known=len(delays),
        first_job_median_days=statistics.median_low(delays) if delays else None,
        salaries=_salaries(
            [job.salary for job in present if job.salary is not None], p.parameters.small_numbers_threshold
        ),
    )


def _jobs(session: Session, p: Populations, of: Condition) -> Iterator[tuple[int, _Job]]:
    """The jobs and businesses begun by the date of these people, in the order in which they began."""
    people = p.select_from(Enrollment.id, where=of)
    statement = (
        select(
            Placement.enrollment_id,
            Placement.kind,
            Placement.starts_on,
            Placement.ends_on,
            Placement.contract_type,
            Placement.contract_months,
            Placement.working_time,
            Placement.is_digital_sector,
            Placement.yearly_gross_salary,
            Company.postal_code,
        )
        .outerjoin(Company, Company.id == Placement.company_id)
        .where(
            Placement.enrollment_id.in_(people),
            Placement.kind.in_(("job", "creation")),
            or_(Placement.starts_on.is_(None), Placement.starts_on <= p.scope.as_of),
        )
        .order_by(Placement.enrollment_id, Placement.starts_on, Placement.id)
    )
    for enrollment_id, *facts in session.execute(statement):
        yield enrollment_id, _Job(*facts)  # type: ignore[arg-type]  # in the order of the columns


def attempts(session: Session, populations: Populations, horizon: int) -> Attempts:
    """How hard it was tried. Too soon: declared unreachable after fewer attempts than the parameter asks."""
    p = populations
    due = p.select_from(Enrollment.id, where=p.due(horizon))
    tried = session.execute(
        select(ContactAttempt.enrollment_id, func.count())
        .where(
            ContactAttempt.enrollment_id.in_(due),
            ContactAttempt.horizon == horizon,
            ContactAttempt.made_on <= p.scope.as_of,
        )
        .group_by(ContactAttempt.enrollment_id)
    )
    counts: dict[int, int] = {row[0]: row[1] for row in tried}
    unreachable = session.scalars(p.select_from(Enrollment.id, where=p.unreachable(horizon))).all()
    (total,) = count(session, p, p.due(horizon))
    minimum = p.parameters.attempts_before_unreachable
    soon = sum(1 for enrollment_id in unreachable if counts.get(enrollment_id, 0) < minimum)
    return Attempts(total, len(counts), sum(counts.values()), soon, minimum)


def _held(jobs: Sequence[_Job], day: dt.date) -> _Job | None:
    """The job of that day, the latest begun; else the latest one known, for want of dates that fit."""
    on_day = [
        job
        for job in jobs
        if (job.starts_on is None or job.starts_on <= day) and (job.ends_on is None or job.ends_on >= day)
    ]
    likely = on_day or jobs
    return likely[-1] if likely else None


def _of(job: _Job | None, name: str) -> Any:
    return None if job is None else getattr(job, name)


def _labelled(name: str, codes: Sequence[str | None]) -> tuple[tuple[str, int], ...]:
    counts = Counter(code if code in code_list(name) else None for code in codes)
    known = [(code.label, counts[code.code]) for code in code_list(name) if counts[code.code]]
    return (*known, ("Non renseigné", counts[None]))


def _lengths(jobs: Sequence[_Job | None]) -> tuple[tuple[str, int], ...]:
    """Lengths of contracts, the shortest first."""
    counts = Counter(_length(job) for job in jobs)
    names = ("Moins de 6 mois", "6 à 11 mois", "12 mois et plus", "Sans terme", "Non renseigné")
    return tuple((name, counts[name]) for name in names if counts[name] or name == names[-1])


def _length(job: _Job | None) -> str:
    if job is not None and job.has_no_end:
        return "Sans terme"
    if job is None or job.months is None:
        return "Non renseigné"
    return "Moins de 6 mois" if job.months < 6 else "6 à 11 mois" if job.months < 12 else "12 mois et plus"


def _three(facts: Sequence[bool | None]) -> tuple[int, int, int]:
    yes, no = sum(1 for fact in facts if fact is True), sum(1 for fact in facts if fact is False)
    return yes, no, len(facts) - yes - no


def _salaries(values: Sequence[Decimal], minimum: int) -> Salaries:
    if len(values) < minimum:
        return Salaries(len(values), minimum, None, None, None)
    first, median, third = statistics.quantiles(values, n=4, method="inclusive")
    return Salaries(len(values), minimum, first, median, third)
