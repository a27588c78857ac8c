"""What must be looked at before a report leaves: facts missing or contradictory, and whose they are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from gen_desktop.models.cohort import Cohort
from gen_desktop.models.course import Course
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.funding_program import FundingProgram
from gen_desktop.models.learner import Learner
from gen_desktop.queries.indicators import enrollment_ids
from gen_desktop.queries.populations import Condition, Populations


@dataclass(frozen=True, slots=True)
class Finding:
    """A thing to check and whom it is about: ids of enrollments (or of cohorts, see ``kind``)."""

    code: str
    kind: str
    ids: tuple[int, ...]


def findings(session: Session, populations: Populations) -> tuple[Finding, ...]:
    """Every check of the entrants and of their exits, found or not (no id: nothing to say)."""
    p = populations
    entered = p.entered()
    left = p.left()
    conditions: tuple[tuple[str, Condition], ...] = (
        ("qpv_unknown", and_(entered, p.qpv_unknown())),
        ("rural_unknown", and_(entered, p.rural_unknown())),
        ("exit_without_reason", and_(p.abandoned(), Enrollment.exit_reason.is_(None))),
        ("sex_unknown", and_(entered, p.sex_unknown())),
        ("birth_unknown", and_(entered, p.birth_unknown())),
        ("level_unknown", and_(entered, p.level_unknown())),
        ("france_travail_id", and_(entered, p.job_seekers(), Learner.france_travail_id.is_(None))),
        ("still_in", and_(p.in_training(), _end() < p.scope.as_of)),
        ("result_unknown", and_(left, p.result_unknown())),
        ("aes", and_(entered, Enrollment.aes_on.is_(None))),
        ("exit_before_entry", and_(left, Enrollment.exit_on < Enrollment.entered_on)),
    )
    return tuple(
        Finding(code, "enrollment", enrollment_ids(session, condition, p)) for code, condition in conditions
    )


def follow_up_findings(session: Session, populations: Populations, horizon: int) -> tuple[Finding, ...]:
    """Follow-ups due at the horizon of which nothing is known, and those that a spell contradicts."""
    p = populations
    conditions = (("not_asked", p.not_asked(horizon)), ("contradicted", p.contradicted(horizon)))
    return tuple(
        Finding(code, "enrollment", enrollment_ids(session, condition, p)) for code, condition in conditions
    )


def expired_certifications(session: Session, cohort_ids: tuple[int, ...]) -> tuple[Finding, ...]:
    """Cohorts that end after the certification they prepare for is no longer registered (§0.1, 9)."""
    rows = session.scalars(
        select(Cohort.id)
        .join(Course, Course.id == Cohort.course_id)
        .where(
            Cohort.id.in_(cohort_ids),
            Course.certification_valid_until.is_not(None),
            Course.certification_valid_until < func.coalesce(Cohort.actual_end, Cohort.planned_end),
        )
        .order_by(Cohort.code)
    ).all()
    return (Finding("certification_expired", "cohort", tuple(rows)),)


def expired_labels(session: Session, cohort_ids: tuple[int, ...], as_of: dt.date) -> tuple[Finding, ...]:
    """Cohorts begun when the label or the agreement that pays for them was over, or without a programme."""
    start = func.coalesce(Cohort.actual_start, Cohort.planned_start)
    ended = func.coalesce(FundingProgram.label_ends_on, FundingProgram.ends_on)
    rows = session.execute(
        select(Cohort.id, FundingProgram.id, and_(ended.is_not(None), ended < start))
        .outerjoin(FundingProgram, FundingProgram.id == Cohort.funding_program_id)
        .where(Cohort.id.in_(cohort_ids), start <= as_of)
        .order_by(Cohort.code)
    ).all()
    return (
        Finding("no_program", "cohort", tuple(row[0] for row in rows if row[1] is None)),
        Finding("label_ended", "cohort", tuple(row[0] for row in rows if row[1] is not None and row[2])),
    )


def _end() -> ColumnElement[dt.date]:
    return func.coalesce(Enrollment.planned_exit_on, Cohort.actual_end, Cohort.planned_end)
