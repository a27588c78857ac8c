"""Distance work as its statement tells it: each activity, and the help that was given (D6313-3-1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.models.remote_work import RemoteActivity, RemoteAssistance


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """An activity. ``estimated`` and ``connected`` are minutes."""

    title: str
    kind: str | None
    planned_on: dt.date
    estimated: int
    done_on: dt.date | None
    connected: int | None
    result: str | None
    verified_on: dt.date | None
    verified_by: str | None

    @property
    def is_verified(self) -> bool:
        """Whether it was done, and somebody of the organisation verified it (R6341-13)."""
        return self.done_on is not None and self.verified_on is not None


@dataclass(frozen=True, slots=True)
class AssistanceLine:
    """Help given. ``minutes`` None: nobody noted how long."""

    given_on: dt.date
    channel: str | None
    minutes: int | None
    helper: str | None
    subject: str | None


@dataclass(frozen=True, slots=True)
class RemoteWork:
    """What one person did at distance over a period, in the order of time."""

    activities: tuple[ActivityLine, ...] = ()
    assistance: tuple[AssistanceLine, ...] = ()

    @property
    def estimated(self) -> int:
        return sum(one.estimated for one in self.activities)

    @property
    def connected(self) -> int:
        return sum(one.connected or 0 for one in self.activities)


def remote_work_of(
    session: Session, enrollment_ids: Sequence[int], start: dt.date, end: dt.date
) -> dict[int, RemoteWork]:
    """The distance work of these people: activities planned in the period, help given in it."""
    activities: dict[int, list[ActivityLine]] = {}
    one = RemoteActivity
    columns = (
        *(one.enrollment_id, one.title, one.kind, one.planned_on, one.estimated_minutes, one.done_on),
        *(one.connected_minutes, one.result, one.verified_on, one.verified_by),
    )
    wanted = (one.enrollment_id.in_(enrollment_ids), one.planned_on.between(start, end))
    for key, *rest in session.execute(select(*columns).where(*wanted).order_by(one.planned_on, one.id)):
        activities.setdefault(key, []).append(ActivityLine(*rest))
    assistance: dict[int, list[AssistanceLine]] = {}
    given = RemoteAssistance
    given_columns = (
        *(given.enrollment_id, given.given_on, given.channel),
        *(given.minutes, given.helper, given.subject),
    )
    wanted = (given.enrollment_id.in_(enrollment_ids), given.given_on.between(start, end))
    ordered = select(*given_columns).where(*wanted).order_by(given.given_on, given.id)
    for key, *rest in session.execute(ordered):
        assistance.setdefault(key, []).append(AssistanceLine(*rest))
    return {
        key: RemoteWork(tuple(activities.get(key, ())), tuple(assistance.get(key, ())))
        for key in enrollment_ids
    }
