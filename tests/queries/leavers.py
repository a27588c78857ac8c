"""Leavers as few words as possible, with what they told and the spells they lived. All invented."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Session

from gen_desktop.models.registry import Certification, Cohort, Enrollment, FollowUp, Placement
from tests.factories import enroll, make_learner

ENTRY, EXIT = dt.date(2025, 3, 3), dt.date(2025, 8, 31)
"""Six months after that exit is the last day of February."""
DUE = {3: dt.date(2025, 11, 30), 6: dt.date(2026, 2, 28), 12: dt.date(2026, 8, 31), 24: dt.date(2027, 8, 31)}


def leaver(session: Session, cohort: Cohort, number: int, **values: Any) -> Enrollment:
    """Somebody who left at the term; ``sex`` and ``certified_on`` (a jury's day) beside the enrollment's."""
    sex, certified_on = values.pop("sex", None), values.pop("certified_on", None)
    facts = {"entered_on": ENTRY, "exit_type": "term", "exit_on": EXIT, "situation_before": "DE"} | values
    enrollment = enroll(session, cohort, make_learner(session, number, sex=sex), **facts)
    session.flush()
    if certified_on is not None:
        session.add(
            Certification(
                enrollment_id=enrollment.id, jury_on=certified_on, is_presented=True, outcome="full"
            )
        )
    return enrollment


def tells(session: Session, enrollment: Enrollment, horizon: int, situation: str, **values: Any) -> FollowUp:
    """What the person told of a horizon, that very day."""
    recorded_on = values.pop("recorded_on", DUE.get(horizon, EXIT))
    told = FollowUp(
        enrollment_id=enrollment.id, horizon=horizon, situation=situation, recorded_on=recorded_on, **values
    )
    session.add(told)
    session.flush()
    return told


def works(session: Session, enrollment: Enrollment, starts_on: dt.date | None, **values: Any) -> Placement:
    """A spell, known from its first day."""
    facts = {"kind": "job", "starts_on": starts_on, "recorded_on": starts_on} | values
    spell = Placement(enrollment_id=enrollment.id, **facts)
    session.add(spell)
    return spell
