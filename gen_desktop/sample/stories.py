"""What happens to the invented learners: four cohorts at four stages, and each state people go through."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from gen_desktop.dates import add_months, week_start
from gen_desktop.models.calendar import PlannedHalfDay, half_days, parse_pattern
from gen_desktop.sample import center
from gen_desktop.sample.center import SampleCourse, SampleProgram, SampleSite
from gen_desktop.sample.people import Facts, Inventor, Person

REFERENCE_DAY = date(2026, 11, 23)
"""The day the four cohorts are told for; for another day everything moves by whole weeks."""
FULL_WEEK = "lun-ven 9h-12h30 13h30-17h"
SHORT_WEEK = "lun-jeu 9h-12h30 13h30-17h, ven 9h-12h30"
FOUR_DAYS = "lundi, mardi, jeudi, vendredi 9h-12h30 13h30-16h30"


@dataclass(frozen=True, slots=True)
class Path:
    """One way through a cohort. ``exit_at``: part of the course done; ``late_days``: missed at its start."""

    decision: str = "admitted"
    enters: bool = False
    is_no_show: bool = False
    exit_type: str | None = None
    exit_reason: str | None = None
    exit_at: float = 1.0
    late_days: int = 0
    outcome: str | None = None


PATHS = {
    "full": Path(enters=True, exit_type="term", outcome="full"),
    "partial": Path(enters=True, exit_type="term", outcome="partial"),
    "failed": Path(enters=True, exit_type="term", outcome="failed"),
    "absent": Path(enters=True, exit_type="term", outcome="absent"),
    "ended": Path(enters=True, exit_type="term"),
    "here": Path(enters=True),
    "late": Path(enters=True, late_days=7),
    "job": Path(enters=True, exit_type="abandonment", exit_reason="AB_EMPL", exit_at=0.5),
    "gone": Path(enters=True, exit_type="abandonment", exit_reason="AB_NOUV", exit_at=0.15),
    "family": Path(enters=True, exit_type="abandonment", exit_reason="AB_PERS", exit_at=0.3),
    "unsuited": Path(enters=True, exit_type="abandonment", exit_reason="AB_INAD", exit_at=0.1),
    "money": Path(enters=True, exit_type="abandonment", exit_reason="AB_FINA", exit_at=0.25),
    "unsaid": Path(enters=True, exit_type="abandonment", exit_at=0.2),
    "neutral": Path(enters=True, exit_type="neutral", exit_reason="NE_FM", exit_at=0.4),
    "no_show": Path(is_no_show=True),
    "admitted": Path(),
    "pending": Path(decision="pending"),
    "waiting": Path(decision="waiting"),
    "refused": Path(decision="refused"),
    "withdrawn": Path(decision="withdrawn"),
}

# Per person: the path, then what is learnt 3 and 6 months after the exit (follow_ups.py reads these words).
_TSSR = """
full CDI CDI, full CDI CDI, full CDI CDI, full CDD-8 CDD-8, full CDD-12 CDD-12, full CDD-6 CDD-6,
full APP-12 APP-12, full IND IND, full RECH CDI, full FORM_Q FORM_Q, full INJ CDI, full EMP tried-1,
full AIDE-9 tried-2, partial CDD-3 CDI, partial INT-2 INT-8, partial RECH SIAE-6, partial ETUDES -,
failed RECH RECH, absent REF REF, job CDI CDI, gone INJ INJ, family SANTE -, neutral RECH SC,
no_show, waiting, refused, refused, withdrawn
"""
_CDA = """
full, full, full, full, full, full, full, partial, partial, failed, absent, ended, ended, job CDD-12 CDD-12,
unsuited FORM_PQ RECH, money INJ INJ, no_show, refused, withdrawn, waiting
"""
_DWWM = """
here, here, here, here, here, here, here, here, here, here, here, here, here, here, here, late,
job, gone, unsaid, no_show, waiting, waiting, refused, refused, withdrawn
"""
_GATEWAY = """
admitted, admitted, admitted, admitted, admitted, admitted, admitted, admitted, admitted,
pending, pending, pending, pending, pending, waiting, waiting, refused, withdrawn
"""


@dataclass(slots=True)
class SampleCohort:
    """One run of a course and the half-days planned for it."""

    code: str
    course: SampleCourse
    site: SampleSite
    program: SampleProgram
    start: date
    end: date
    pattern: str
    seats: int
    minimum: int
    trainers: str
    half_days: list[PlannedHalfDay]
    enrollments: list[SampleEnrollment] = field(default_factory=list)


@dataclass(slots=True)
class SampleEnrollment:
    """Someone in a cohort. ``told``: what is learnt 3 and 6 months after the exit."""

    person: Person
    facts: Facts
    path: Path
    applied_on: date | None
    decided_on: date | None
    entered_on: date | None = None
    exit_on: date | None = None
    told: tuple[str, ...] = ()

    @property
    def is_presented(self) -> bool | None:
        """Whether the person came before the jury; None: nothing is known."""
        return None if self.path.outcome is None else self.path.outcome != "absent"


@dataclass(frozen=True, slots=True)
class _Plan:
    course: SampleCourse
    number: int
    site: SampleSite
    program: SampleProgram
    start: date
    end: date
    pattern: str
    seats: int
    trainers: str
    people: str


_PLANS = (
    _Plan(
        *(center.TSSR, 1, center.AUTUN, center.SKILLS_PACT, date(2026, 1, 5), date(2026, 5, 22)),
        *(FULL_WEEK, 24, "Paul Lestienne", _TSSR),
    ),
    _Plan(
        *(center.CDA, 3, center.CHATEAU_CHINON, center.SKILLS_PACT, date(2025, 12, 1), date(2026, 11, 13)),
        *(SHORT_WEEK, 16, "Nadia Berrada", _CDA),
    ),
    _Plan(
        *(center.DWWM, 2, center.CHATEAU_CHINON, center.SKILLS_PACT, date(2026, 9, 14), date(2027, 3, 26)),
        *(FULL_WEEK, 20, "Nadia Berrada, Paul Lestienne", _DWWM),
    ),
    _Plan(
        *(center.GATEWAY, 1, center.AUTUN, center.REGION, date(2026, 12, 14), date(2027, 2, 12)),
        *(FOUR_DAYS, 12, "Nadia Berrada", _GATEWAY),
    ),
)


def tell_cohorts(today: date, rng: random.Random) -> list[SampleCohort]:
    """The four cohorts with their learners, as they stand on that day. One person is in two of them."""
    shift = week_start(today) - week_start(REFERENCE_DAY)
    inventor = Inventor(rng)
    cohorts = [_cohort(plan, shift) for plan in _PLANS]
    for cohort, plan in zip(cohorts, _PLANS, strict=True):
        for words in plan.people.split(","):
            name, *told = words.split()
            person = inventor.person(cohort.start)
            cohort.enrollments.append(_enroll(inventor, cohort, person, name, today))
            cohort.enrollments[-1].told = tuple(told)
    _let_someone_come_back(cohorts[0], cohorts[-1])
    for cohort in cohorts:
        cohort.enrollments.sort(key=lambda one: (one.person.last_name, one.person.first_name))
    return cohorts


def is_due(enrollment: SampleEnrollment, horizon: int, today: date) -> bool:
    """Whether this person left at least ``horizon`` months ago."""
    return enrollment.exit_on is not None and add_months(enrollment.exit_on, horizon) <= today


def _cohort(plan: _Plan, shift: timedelta) -> SampleCohort:
    start, end = plan.start + shift, plan.end + shift
    name = "Passerelle" if plan.course is center.GATEWAY else plan.course.code
    return SampleCohort(
        code=f"{name} {start.year}-{plan.number}",
        course=plan.course,
        site=plan.site,
        program=plan.program,
        start=start,
        end=end,
        pattern=plan.pattern,
        seats=plan.seats,
        minimum=8,
        trainers=plan.trainers,
        half_days=half_days(parse_pattern(plan.pattern), start, end),
    )


def _enroll(
    inventor: Inventor, cohort: SampleCohort, person: Person, path_name: str, today: date
) -> SampleEnrollment:
    path, rng = PATHS[path_name], inventor.random
    applied_on = min(cohort.start - timedelta(days=rng.randint(35, 100)), today - timedelta(days=6))
    decided_on = min(applied_on + timedelta(days=rng.randint(7, 28)), today - timedelta(days=3))
    enrollment = SampleEnrollment(
        person=person,
        facts=inventor.facts(person, cohort.start),
        path=path,
        applied_on=None if rng.random() < 0.05 else applied_on,
        decided_on=None if path.decision == "pending" else decided_on,
    )
    if path.enters:
        first = cohort.half_days[0].day + timedelta(days=path.late_days)
        enrollment.entered_on = next(slot.day for slot in cohort.half_days if slot.day >= first)
    if path.exit_type is not None:
        enrollment.exit_on = _exit_day(cohort, path.exit_at, today)
    return enrollment


def _exit_day(cohort: SampleCohort, part: float, today: date) -> date:
    """The last day of presence: that part of the course, or of what has been held of it so far."""
    held = [slot.day for slot in cohort.half_days if slot.day < today]
    return held[-1] if part == 1 else held[round(part * len(held))]


def _let_someone_come_back(earlier: SampleCohort, later: SampleCohort) -> None:
    """Whoever left the first cohort for family reasons is admitted to the last: one person, two cohorts."""
    back = next(one for one in earlier.enrollments if one.path is PATHS["family"])
    later.enrollments[0].person = back.person
    later.enrollments[0].facts = back.facts
