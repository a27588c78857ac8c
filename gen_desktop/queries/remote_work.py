"""Distance work as it is read: the activities of a cohort or of a person, and the help given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from gen_desktop.errors import NotFound
from gen_desktop.french import hours
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import Learner, full_name
from gen_desktop.models.remote_work import RemoteActivity, RemoteAssistance

GONE = "Cette activité à distance n’est plus dans le fichier."


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """An activity of somebody. Durations in minutes; ``connected_minutes`` is told, never counted."""

    id: int
    version: int
    enrollment_id: int
    learner_id: int
    last_name: str
    first_name: str
    title: str
    kind: str | None
    estimated_minutes: int
    planned_on: dt.date
    done_on: dt.date | None
    connected_minutes: int | None
    result: str | None
    verified_on: dt.date | None
    verified_by: str | None


@dataclass(frozen=True, slots=True)
class AssistanceRow:
    """Help given to somebody; ``minutes`` None: not known."""

    id: int
    version: int
    enrollment_id: int
    given_on: dt.date
    channel: str | None
    minutes: int | None
    helper: str | None
    subject: str | None


@dataclass(frozen=True, slots=True)
class RemoteTotals:
    """Minutes estimated of what was planned and of what was verified, and minutes of connection."""

    planned: int
    verified: int
    connected: int

    @property
    def words(self) -> str:
        """« 18 h vérifiées sur 24 h prévues, 21 h de connexion »."""
        said = f"{hours(self.verified)} vérifiées sur {hours(self.planned)} prévues"
        return f"{said}, {hours(self.connected)} de connexion" if self.connected else said


def cohort_activities(session: Session, cohort_id: int) -> tuple[ActivityRow, ...]:
    """The activities of a cohort: the latest planned first, then by title and name."""
    return _activities(session, Enrollment.cohort_id == cohort_id)


def own_activities(session: Session, enrollment_id: int) -> tuple[ActivityRow, ...]:
    """The activities of one enrollment, the latest planned first."""
    return _activities(session, Enrollment.id == enrollment_id)


def activity(session: Session, activity_id: int) -> ActivityRow:
    """One activity. Raises NotFound."""
    found = _activities(session, RemoteActivity.id == activity_id)
    if not found:
        raise NotFound(GONE)
    return found[0]


def assistances(session: Session, enrollment_id: int) -> tuple[AssistanceRow, ...]:
    """The help given to one person, the latest first."""
    columns = [getattr(RemoteAssistance, name) for name in AssistanceRow.__dataclass_fields__]
    rows = session.execute(
        select(*columns)
        .where(RemoteAssistance.enrollment_id == enrollment_id)
        .order_by(RemoteAssistance.given_on.desc(), RemoteAssistance.id.desc())
    )
    return tuple(AssistanceRow(*row) for row in rows)


def totals(rows: Sequence[ActivityRow]) -> RemoteTotals:
    """The sums of these activities: what is done and not verified does not count."""
    return RemoteTotals(
        sum(row.estimated_minutes for row in rows),
        sum(row.estimated_minutes for row in rows if row.done_on and row.verified_on),
        sum(row.connected_minutes or 0 for row in rows),
    )


def count_unverified(session: Session, as_of: dt.date) -> int:
    """How many activities said done by ``as_of`` wait for somebody to verify them."""
    waiting = select(func.count()).where(
        RemoteActivity.done_on <= as_of, RemoteActivity.verified_on.is_(None)
    )
    return session.scalar(waiting) or 0


def _activities(session: Session, condition: ColumnElement[bool]) -> tuple[ActivityRow, ...]:
    own = ("learner_id", "last_name", "first_name")
    columns = [
        Enrollment.learner_id
        if name == "learner_id"
        else getattr(Learner, name)
        if name in own
        else getattr(RemoteActivity, name)
        for name in ActivityRow.__dataclass_fields__
    ]
    rows = session.execute(
        select(*columns)
        .join(Enrollment, Enrollment.id == RemoteActivity.enrollment_id)
        .join(Learner, Learner.id == Enrollment.learner_id)
        .where(condition)
        .order_by(RemoteActivity.planned_on.desc(), RemoteActivity.title, Learner.sort_key)
    )
    return tuple(ActivityRow(*row) for row in rows)


def people_of_cohort(session: Session, cohort_id: int) -> tuple[tuple[int, str], ...]:
    """Whoever entered or was admitted, by name: enrollment and name."""
    rows = session.execute(
        select(Enrollment.id, Learner.last_name, Learner.first_name)
        .join(Learner, Learner.id == Enrollment.learner_id)
        .where(
            Enrollment.cohort_id == cohort_id,
            Enrollment.is_no_show.is_(False),
            or_(Enrollment.entered_on.is_not(None), Enrollment.decision == "admitted"),
        )
        .order_by(Learner.sort_key)
    )
    return tuple((row.id, full_name(row.last_name, row.first_name)) for row in rows)
