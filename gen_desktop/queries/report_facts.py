"""What the follow-up report says beyond the indicators: cohorts, attendance by month, what is missing."""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from gen_desktop.models.cohort import Cohort
from gen_desktop.models.course import Course
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.funding_program import FundingProgram, Target
from gen_desktop.models.organization import Site
from gen_desktop.queries.breakdowns import count
from gen_desktop.queries.follow_up_settings import is_asked_about, window_is_over
from gen_desktop.queries.populations import HORIZONS, Condition, Populations, enrollment_state
from gen_desktop.reference.lists import codes_where


@dataclass(frozen=True, slots=True)
class CohortLine:
    """One cohort of the scope, with its people as the indicators count them."""

    id: int
    code: str
    course: str
    site: str | None
    in_qpv: bool | None
    is_rural: bool | None
    planned_start: dt.date
    planned_end: dt.date
    actual_start: dt.date | None
    actual_end: dt.date | None
    seats: int | None
    declared_applications: int | None
    state: str
    fills_places: bool
    """Whether its places are in the filling rate: begun, in the period or with people still there then."""
    applied: int
    admitted: int
    entered: int
    in_training: int
    completed: int
    abandoned: int
    neutral: int

    @property
    def start(self) -> dt.date:
        return self.actual_start or self.planned_start

    @property
    def end(self) -> dt.date:
        return self.actual_end or self.planned_end


@dataclass(frozen=True, slots=True)
class FollowUpLine:
    """The follow-ups of one horizon: due, of known situation, unknown though asked, not done in time."""

    horizon: int
    due: int
    answered: int
    asked_unknown: int
    waiting: int
    late: int


@dataclass(frozen=True, slots=True)
class ProgramLine:
    """A programme that pays for a cohort of the scope."""

    name: str
    kind: str | None
    funder: str | None
    agreement_number: str | None
    label_number: str | None
    label_ends_on: dt.date | None
    starts_on: dt.date | None
    ends_on: dt.date | None
    is_eu_cofunded: bool | None
    planned_amount: Decimal | None
    realized_amount: Decimal | None


def cohort_lines(session: Session, populations: Populations) -> tuple[CohortLine, ...]:
    """The cohorts of the scope: those that run in the period, and those that somebody applied to in it."""
    scope = populations.scope
    p = populations
    groups = (p.admitted(), p.entered(), p.in_training(), p.completed(), p.abandoned(), p.left_neutrally())
    sums = [func.coalesce(func.sum(case((group, 1), else_=0)), 0) for group in groups]
    counted = populations.select_from(Enrollment.cohort_id, func.count(), *sums).group_by(
        Enrollment.cohort_id
    )
    counts = {row[0]: tuple(int(value) for value in row[1:]) for row in session.execute(counted)}
    start = func.coalesce(Cohort.actual_start, Cohort.planned_start)
    statement = (
        select(
            Cohort.id,
            Cohort.code,
            Course.title,
            Site.name,
            Site.in_qpv,
            Site.rural_zoning,
            Cohort.planned_start,
            Cohort.planned_end,
            Cohort.actual_start,
            Cohort.actual_end,
            Cohort.seats,
            Cohort.declared_applications,
        )
        .join(Course, Course.id == Cohort.course_id)
        .outerjoin(Site, Site.id == Cohort.site_id)
        .order_by(start, Cohort.code)
    )
    if scope.cohort_ids is not None:
        statement = statement.where(Cohort.id.in_(scope.cohort_ids))
    found = []
    for row in session.execute(statement):
        first, last = row.actual_start or row.planned_start, row.actual_end or row.planned_end
        asked_for = scope.cohort_ids is not None
        overlaps = first <= (scope.date_to or scope.as_of) and last >= (scope.date_from or first)
        if not (asked_for or overlaps or row.id in counts):
            continue
        own = counts.get(row.id, (0,) * 7)
        state = "planned" if first > scope.as_of else "ended" if last < scope.as_of else "running"
        rural = None if row[5] is None else row[5] in codes_where("rural_zoning", rural="yes")
        fills_places = state != "planned" and (overlaps or own[2] > 0)
        found.append(CohortLine(*row[:5], rural, *row[6:], state, fills_places, *own))  # type: ignore[arg-type]
    return tuple(found)


def period_counts(session: Session, populations: Populations) -> tuple[int, int, int, int]:
    """Who entered in the period, who left in it, who is in training at the date, who left neutrally."""
    p = populations
    first, last = p.scope.date_from or dt.date.min, p.scope.date_to or dt.date.max
    in_period = and_(Enrollment.exit_on >= first, Enrollment.exit_on <= last)
    conditions = (
        and_(p.entered(), Enrollment.entered_on >= first),
        and_(p.left(), in_period),
        p.in_training(),
        p.left_neutrally(),
    )
    sums = [func.coalesce(func.sum(case((one, 1), else_=0)), 0) for one in conditions]
    entered, left, present, neutral = session.execute(p.select_from(*sums)).one()
    return int(entered), int(left), int(present), int(neutral)


def led_nowhere(p: Populations) -> Condition:
    """Applications refused or withdrawn at the date."""
    return enrollment_state(p.scope.as_of).in_(("refused", "withdrawn"))


def led_nowhere_for(reason: str | None, decision: str) -> Callable[[Populations], Condition]:
    """Those of a reason, as written (None: none was), and of a decision."""
    return lambda p: and_(
        led_nowhere(p),
        Enrollment.decision == decision,
        Enrollment.decision_reason.is_not_distinct_from(reason),
    )


def refusal_reasons(session: Session, populations: Populations) -> tuple[tuple[str | None, str, int], ...]:
    """Why applications led nowhere: (reason as written, decision, count), the most frequent first."""
    statement = (
        populations.select_from(Enrollment.decision_reason, Enrollment.decision, func.count().label("n"))
        .where(led_nowhere(populations))
        .group_by(Enrollment.decision_reason, Enrollment.decision)
        .order_by(func.count().desc(), Enrollment.decision_reason, Enrollment.decision)
    )
    return tuple((reason, decision, int(n)) for reason, decision, n in session.execute(statement))


def admission_delays(session: Session, populations: Populations) -> tuple[int, int | None]:
    """Days from the application to the entry: how many entrants have both dates, and their median."""
    statement = populations.select_from(Enrollment.applied_on, Enrollment.entered_on).where(
        populations.entered(), Enrollment.applied_on.is_not(None)
    )
    days = [(entered - applied).days for applied, entered in session.execute(statement)]
    return len(days), statistics.median_low(days) if days else None


def entry_certificates(session: Session, populations: Populations) -> tuple[int, int, int]:
    """Entrants, those with an AES (attestation d'entrée en stage), those whose AES came within the delay."""
    (total,) = count(session, populations, populations.entered())
    days = [days for _, days in _days_to_certificate(session, populations)]
    return total, len(days), sum(one <= populations.parameters.aes_delay_days for one in days)


def given_a_certificate(session: Session, populations: Populations) -> Iterator[int]:
    """The entrants with an AES."""
    return (one for one, _ in _days_to_certificate(session, populations))


def given_a_certificate_in_time(session: Session, populations: Populations) -> Iterator[int]:
    """The entrants whose AES came within the delay."""
    delay = populations.parameters.aes_delay_days
    return (one for one, days in _days_to_certificate(session, populations) if days <= delay)


def _days_to_certificate(session: Session, p: Populations) -> Iterator[tuple[int, int]]:
    statement = p.select_from(Enrollment.id, Enrollment.entered_on, Enrollment.aes_on)
    given = p.entered() & (Enrollment.aes_on <= p.scope.as_of)
    for enrollment_id, entered_on, aes_on in session.execute(statement.where(given)):
        yield enrollment_id, (aes_on - entered_on).days


def follow_up_lines(session: Session, populations: Populations) -> tuple[FollowUpLine, ...]:
    """Where the follow-ups stand at each horizon.

    Late: nothing recorded once the window of the person's programme is over, if it asks about that horizon.
    """
    parts = len(FOLLOW_UP_PARTS)
    row = count(
        session,
        populations,
        *(part(populations, horizon) for horizon in HORIZONS for part in FOLLOW_UP_PARTS.values()),
    )
    return tuple(
        FollowUpLine(horizon, *row[parts * index : parts * (index + 1)])
        for index, horizon in enumerate(HORIZONS)
    )


def _asked_unknown(p: Populations, horizon: int) -> Condition:
    return or_(p.refused_to_answer(horizon), p.unreachable(horizon))


def _late(p: Populations, horizon: int) -> Condition:
    is_late = and_(
        is_asked_about(p.parameters, horizon), window_is_over(p.parameters, horizon, p.scope.as_of)
    )
    return and_(p.not_asked(horizon), is_late)


FOLLOW_UP_PARTS: dict[str, Callable[[Populations, int], Condition]] = {
    "due": Populations.due,
    "answered": Populations.answered,
    "asked_unknown": _asked_unknown,
    "waiting": Populations.not_asked,
    "late": _late,
}
"""Who is counted in each part of a FollowUpLine, in their order."""


def program_lines(session: Session, cohort_ids: tuple[int, ...]) -> tuple[ProgramLine, ...]:
    """The programmes that pay for these cohorts."""
    p = FundingProgram
    rows = session.execute(
        select(
            p.name,
            p.kind,
            p.funder,
            p.agreement_number,
            p.label_number,
            p.label_ends_on,
            p.starts_on,
            p.ends_on,
            p.is_eu_cofunded,
            p.planned_amount,
            p.realized_amount,
        )
        .where(p.id.in_(select(Cohort.funding_program_id).where(Cohort.id.in_(cohort_ids))))
        .order_by(p.name)
    )
    return tuple(ProgramLine(*row) for row in rows)


def program_targets(
    session: Session, cohort_ids: tuple[int, ...], as_of: dt.date
) -> tuple[tuple[str, Decimal], ...]:
    """The target of each indicator in force that day, where the programmes of these cohorts agree on one."""
    rows = session.execute(
        select(Target.indicator, Target.percent)
        .join(Cohort, Cohort.funding_program_id == Target.funding_program_id)
        .where(
            Cohort.id.in_(cohort_ids),
            or_(Target.valid_from.is_(None), Target.valid_from <= as_of),
            or_(Target.valid_to.is_(None), Target.valid_to >= as_of),
        )
        .distinct()
        .order_by(Target.indicator)
    )
    found: dict[str, list[Decimal]] = {}
    for indicator, percent in rows:
        found.setdefault(indicator, []).append(percent)
    return tuple((indicator, values[0]) for indicator, values in found.items() if len(values) == 1)
