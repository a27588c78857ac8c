"""What became of an import, and whom it was about, from the change log."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Select, cast, or_, select
from sqlalchemy.orm import Session

from gen_desktop.models.history import ChangeSet, RecordChange
from gen_desktop.models.registry import Enrollment, FollowUp


class Fate(StrEnum):
    """Whether a gesture is the last one (undo takes it back), has been followed, or was taken back."""

    LAST = "last"
    FOLLOWED = "followed"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Touched:
    """The people and cohorts of a gesture, each once."""

    learner_ids: tuple[int, ...]
    cohort_ids: tuple[int, ...]


def fate(session: Session, change_set_id: int) -> Fate:
    """What became of that gesture."""
    undone = session.scalar(select(ChangeSet.undone_by_id).where(ChangeSet.id == change_set_id))
    if undone is not None:
        return Fate.UNDONE
    last = session.scalar(
        select(ChangeSet.id)
        .where(ChangeSet.undone_by_id.is_(None), ChangeSet.undoes_id.is_(None))
        .order_by(ChangeSet.position.desc())
        .limit(1)
    )
    return Fate.LAST if last == change_set_id else Fate.FOLLOWED


def touched(session: Session, change_set_id: int) -> Touched:
    """Whom and what that gesture wrote about: directly, by an enrollment, a mark or a follow-up."""
    follow_ups = select(FollowUp.enrollment_id).where(FollowUp.id.in_(_keys(change_set_id, "follow_up")))
    concerned = or_(
        Enrollment.id.in_(_keys(change_set_id, "enrollment", "attendance")), Enrollment.id.in_(follow_ups)
    )
    learners = set(session.scalars(select(Enrollment.learner_id).where(concerned)))
    cohorts = set(session.scalars(select(Enrollment.cohort_id).where(concerned).distinct()))
    learners.update(session.scalars(_keys(change_set_id, "learner")))
    cohorts.update(session.scalars(_keys(change_set_id, "cohort")))
    return Touched(tuple(sorted(learners)), tuple(sorted(cohorts)))


def _keys(change_set_id: int, *kinds: str) -> Select[Any]:
    """The first id of each key: that of the enrollment for a mark, whose key is « enrollment:half-day »."""
    return select(cast(RecordChange.record_key, BigInteger)).where(
        RecordChange.change_set_id == change_set_id, RecordChange.kind.in_(kinds)
    )
