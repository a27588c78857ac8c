"""What the evaluation report says beyond the indicators: jobs held, attempts made."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import and_, func, not_, or_, select
from sqlalchemy.orm import Session

from gen_desktop.dates import add_months
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.follow_up import ContactAttempt
from gen_desktop.models.placement import Company, Placement, SpellFacts, is_open_ended, spell_months
from gen_desktop.models.places import department, region_of
from gen_desktop.queries.breakdowns import UNKNOWN_LABEL, count
from gen_desktop.queries.populations import Condition, Populations
from gen_desktop.reference.lists import code_list

AtHorizon = Callable[[Populations, int], Condition]


def employed_not_durably(p: Populations, horizon: int) -> Condition:
    """In employment that is not known to last."""
    return and_(p.employed(horizon), not_(p.durably_employed(horizon)))


def otherwise_known(p: Populations, horizon: int) -> Condition:
    """Of known situation, neither in employment nor in training."""
    return and_(p.answered(horizon), not_(p.employed(horizon)), not_(p.in_further_training(horizon)))


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
    digital: tuple[tuple[str, int], ...]
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
    exits, jobs = _exits_and_jobs(session, p, horizon)
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
        contracts=_counted("contract", held.values()),
        working_times=_counted("working_time", held.values()),
        lengths=_counted("length", held.values()),
        regions=_counted("region", held.values()),
        digital=_counted("digital", held.values()),
        first_job_known=len(delays),
        first_job_median_days=statistics.median_low(delays) if delays else None,
        salaries=_salaries(
            [job.salary for job in present if job.salary is not None], p.parameters.small_numbers_threshold
        ),
    )


def holding(session: Session, populations: Populations, horizon: int, fact: str, said: str) -> Iterator[int]:
    """The people employed at k whose job is said so: a fact (contract, length…) and its label in JobFacts."""
    exits, jobs = _exits_and_jobs(session, populations, horizon)
    for one, left_on in exits.items():
        if _FACTS[fact].label(_held(jobs[one], add_months(left_on, horizon))) == said:
            yield one


def _exits_and_jobs(
    session: Session, p: Populations, horizon: int
) -> tuple[dict[int, dt.date], dict[int, list[_Job]]]:
    """Of each person employed at k, the day of the exit and the jobs, in the order in which they began."""
    people = session.execute(p.select_from(Enrollment.id, Enrollment.exit_on, where=p.employed(horizon)))
    exits: dict[int, dt.date] = {row[0]: row[1] for row in people}
    jobs: dict[int, list[_Job]] = {enrollment_id: [] for enrollment_id in exits}
    for enrollment_id, job in _jobs(session, p, p.employed(horizon)):
        jobs[enrollment_id].append(job)
    return exits, jobs


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


@dataclass(frozen=True, slots=True)
class _Fact:
    """What is told of a job. ``always``: labels shown though nobody has such a job."""

    label: Callable[[_Job | None], str]
    order: tuple[str, ...]
    always: tuple[str, ...] = (UNKNOWN_LABEL,)


def _counted(fact: str, jobs: Iterable[_Job | None]) -> tuple[tuple[str, int], ...]:
    told = _FACTS[fact]
    counts = Counter(told.label(job) for job in jobs)
    order = (*told.order, UNKNOWN_LABEL)
    return tuple((one, counts[one]) for one in order if counts[one] or one in told.always)


def _coded(name: str, list_name: str) -> _Fact:
    """A code of a list: any other is not known."""

    def label(job: _Job | None) -> str:
        code: str = "" if job is None else getattr(job, name) or ""
        codes = code_list(list_name)
        return codes[code].label if code in codes else UNKNOWN_LABEL

    return _Fact(label, tuple(code.label for code in code_list(list_name)))


def _length(job: _Job | None) -> str:
    if job is not None and job.has_no_end:
        return "Sans terme"
    if job is None or job.months is None:
        return UNKNOWN_LABEL
    return "Moins de 6 mois" if job.months < 6 else "6 à 11 mois" if job.months < 12 else "12 mois et plus"


def _digital(job: _Job | None) -> str:
    is_digital = None if job is None else job.is_digital_sector
    return {True: _DIGITAL[0], False: _DIGITAL[1], None: UNKNOWN_LABEL}[is_digital]


_DIGITAL = ("Dans le numérique", "Hors du numérique")
_FACTS = {
    "contract": _coded("contract_type", "contract_type"),
    "length": _Fact(_length, ("Moins de 6 mois", "6 à 11 mois", "12 mois et plus", "Sans terme")),
    "working_time": _coded("working_time", "working_time"),
    "digital": _Fact(_digital, _DIGITAL, (*_DIGITAL, UNKNOWN_LABEL)),
    "region": _coded("region", "region"),
}


def _salaries(values: Sequence[Decimal], minimum: int) -> Salaries:
    if len(values) < minimum:
        return Salaries(len(values), minimum, None, None, None)
    first, median, third = statistics.quantiles(values, n=4, method="inclusive")
    return Salaries(len(values), minimum, first, median, third)
