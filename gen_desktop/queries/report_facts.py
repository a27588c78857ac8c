"""What the follow-up report says beyond the indicators: cohorts, attendance by month, what is missing."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from gen_desktop.dates import months_between
from gen_desktop.models.assessment import BlockResult
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.course import CertificationBlock, Course
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
class ExitActions:
    """What was done when somebody left early: an interview held, not held, not known; solutions noted."""

    abandoned: int
    interviewed: int
    not_interviewed: int
    solutions: int

    @property
    def unknown(self) -> int:
        """Abandonments of which nobody said whether there was an interview."""
        return self.abandoned - self.interviewed - self.not_interviewed


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


@dataclass(frozen=True, slots=True)
class BlockLine:
    """Results for one block of a certification, and how many entrants of the course have none yet."""

    course: str
    code: str
    title: str
    acquired: int
    not_acquired: int
    not_presented: int
    unknown: int


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


def abandonments_by_month(session: Session, populations: Populations) -> tuple[tuple[int, int], ...]:
    """How many abandonments in each month of the course: (1 for the first month, count)."""
    statement = populations.select_from(Enrollment.entered_on, Enrollment.exit_on).where(
        populations.abandoned()
    )
    months: Counter[int] = Counter()
    for entered_on, exit_on in session.execute(statement):
        months[max(0, months_between(entered_on, exit_on)) + 1] += 1
    return tuple(sorted(months.items()))


def exit_actions(session: Session, populations: Populations) -> ExitActions:
    """What was done about the abandonments."""
    left = populations.abandoned()
    held = Enrollment.exit_interview_done
    noted = func.coalesce(func.trim(Enrollment.exit_solutions), "") != ""
    conditions = (left, and_(left, held.is_(True)), and_(left, held.is_(False)), and_(left, noted))
    return ExitActions(*count(session, populations, *conditions))


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


def refusal_reasons(session: Session, populations: Populations) -> tuple[tuple[str | None, str, int], ...]:
    """Why applications led nowhere: (reason as written, decision, count), the most frequent first."""
    statement = (
        populations.select_from(Enrollment.decision_reason, Enrollment.decision, func.count().label("n"))
        .where(enrollment_state(populations.scope.as_of).in_(("refused", "withdrawn")))
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
    p = populations
    statement = p.select_from(Enrollment.entered_on, Enrollment.aes_on).where(p.entered())
    total = given = in_time = 0
    for entered_on, aes_on in session.execute(statement):
        total += 1
        if aes_on is not None and aes_on <= p.scope.as_of:
            given += 1
            in_time += (aes_on - entered_on).days <= p.parameters.aes_delay_days
    return total, given, in_time


def follow_up_lines(session: Session, populations: Populations) -> tuple[FollowUpLine, ...]:
    """Where the follow-ups stand at each horizon.

    Late: nothing recorded once the window of the person's programme is over, if it asks about that horizon.
    """
    p = populations
    columns = []
    for horizon in HORIZONS:
        is_late = and_(
            is_asked_about(p.parameters, horizon), window_is_over(p.parameters, horizon, p.scope.as_of)
        )
        waiting = p.not_asked(horizon)
        asked = or_(p.refused_to_answer(horizon), p.unreachable(horizon))
        groups = (p.due(horizon), p.answered(horizon), asked, waiting, and_(waiting, is_late))
        columns += [func.coalesce(func.sum(case((group, 1), else_=0)), 0) for group in groups]
    row = [int(value) for value in session.execute(p.select_from(*columns)).one()]
    return tuple(
        FollowUpLine(horizon, *row[5 * index : 5 * index + 5]) for index, horizon in enumerate(HORIZONS)
    )


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


def block_lines(session: Session, populations: Populations) -> tuple[BlockLine, ...]:
    """The results of the entrants, block by block, for every course of the scope whose blocks are known."""
    p = populations
    entrants = p.select_from(Enrollment.id, Cohort.course_id).where(p.entered()).subquery()
    acquired = codes_where("block_result", counts_as_acquired="yes")
    result = BlockResult.result

    def sum_of(condition: Condition) -> Any:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    rows = session.execute(
        select(
            Course.title,
            CertificationBlock.code,
            CertificationBlock.title,
            sum_of(result.in_(acquired)),
            sum_of(result == "not_acquired"),
            sum_of(result == "not_presented"),
            sum_of(result.is_(None)),
        )
        .select_from(CertificationBlock)
        .join(Course, Course.id == CertificationBlock.course_id)
        .join(entrants, entrants.c.course_id == Course.id)
        .outerjoin(
            BlockResult,
            and_(BlockResult.block_id == CertificationBlock.id, BlockResult.enrollment_id == entrants.c.id),
        )
        .group_by(CertificationBlock.id)
        .order_by(Course.title, Course.id, CertificationBlock.position, CertificationBlock.code)
    )
    return tuple(BlockLine(*row) for row in rows)
