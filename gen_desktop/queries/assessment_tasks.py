"""What waits after a jury: results to record, certificates to hand over; and how each block went."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from gen_desktop.models.assessment import BlockRate, BlockResult, Certification, block_rate
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.course import CertificationBlock
from gen_desktop.models.enrollment import Enrollment


@dataclass(frozen=True, slots=True)
class CohortTask:
    """People of one cohort of whom something waits. ``since``: the earliest day of it."""

    cohort_id: int
    cohort_code: str
    people: int
    since: dt.date


def results_missing(session: Session, as_of: dt.date) -> tuple[CohortTask, ...]:
    """Cohorts with people whose jury is past and whose result nobody recorded, the oldest first."""
    certification = Certification
    waits = (
        (certification.jury_on < as_of)
        & certification.outcome.is_(None)
        & certification.is_presented.is_not(False)
    )
    return _waiting(session, waits, certification.jury_on)


def certificates_to_hand_over(session: Session, as_of: dt.date) -> tuple[CohortTask, ...]:
    """Cohorts with certificates that came and were not handed over, the oldest first."""
    waits = (Certification.certificate_received_on <= as_of) & Certification.certificate_handed_on.is_(None)
    return _waiting(session, waits, Certification.certificate_received_on)


def _waiting(session: Session, waits: ColumnElement[bool], day: Any) -> tuple[CohortTask, ...]:
    since = func.min(day)
    rows = session.execute(
        select(Cohort.id, Cohort.code, func.count(), since)
        .select_from(Certification)
        .join(Enrollment, Enrollment.id == Certification.enrollment_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .where(waits)
        .group_by(Cohort.id, Cohort.code)
        .order_by(since, Cohort.code)
    )
    return tuple(CohortTask(*row) for row in rows)


def block_rates(session: Session, cohort_id: int) -> dict[str, BlockRate]:
    """Code of each block of the course → how the people who came into the cohort did on it."""
    rows = session.execute(
        select(CertificationBlock.code, BlockResult.result)
        .select_from(Enrollment)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .join(CertificationBlock, CertificationBlock.course_id == Cohort.course_id)
        .outerjoin(
            BlockResult,
            (BlockResult.enrollment_id == Enrollment.id) & (BlockResult.block_id == CertificationBlock.id),
        )
        .where(Enrollment.cohort_id == cohort_id, Enrollment.entered_on.is_not(None))
    )
    results: dict[str, list[str | None]] = {}
    for code, result in rows:
        results.setdefault(code, []).append(result)
    return {code: block_rate(told) for code, told in results.items()}
