"""What a platform's log says of distance work, written within an import."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.models.names import fold
from gen_desktop.models.remote_work import RemoteActivity

_CHUNK = 1000


@dataclass(frozen=True, slots=True)
class LoggedWork:
    """What a log says of a work of somebody. Durations in minutes; ``log_sha256``: of the log's file."""

    enrollment_id: int
    title: str
    done_on: dt.date | None
    connected_minutes: int | None
    result: str | None
    estimated_minutes: int | None
    kind: str | None
    log_sha256: str

    def and_then(self, later: LoggedWork) -> LoggedWork:
        """Two lines of the same work: connections add up, the last day and result hold."""
        known = [one for one in (self.connected_minutes, later.connected_minutes) if one is not None]
        days = [one for one in (self.done_on, later.done_on) if one is not None]
        return replace(
            self,
            done_on=max(days, default=None),
            connected_minutes=sum(known) if known else None,
            result=later.result or self.result,
            estimated_minutes=self.estimated_minutes or later.estimated_minutes,
            kind=self.kind or later.kind,
        )


@dataclass(frozen=True, slots=True)
class KnownWork:
    """A work that is planned for somebody, and what is known of it."""

    enrollment_id: int
    title: str
    done_on: dt.date | None
    connected_minutes: int | None
    result: str | None

    def differs(self, told: LoggedWork) -> bool:
        """Whether the log says something that is not known. A day that is known stays."""
        return (
            (self.done_on is None and told.done_on is not None)
            or told.connected_minutes not in (None, self.connected_minutes)
            or told.result not in (None, self.result)
        )


def known_work(session: Session, enrollment_ids: Collection[int]) -> Iterator[KnownWork]:
    """The works of these enrollments."""
    ids = sorted(enrollment_ids)
    columns = [getattr(RemoteActivity, name) for name in KnownWork.__dataclass_fields__]
    for start in range(0, len(ids), _CHUNK):
        own = RemoteActivity.enrollment_id.in_(ids[start : start + _CHUNK])
        for row in session.execute(select(*columns).where(own).order_by(RemoteActivity.id)):
            yield KnownWork(*row)


def insert_logged(session: Session, lines: Sequence[LoggedWork]) -> frozenset[str]:
    """Write what a log says within a unit of work; the kinds touched. What was verified stays verified."""
    rows: dict[tuple[int, str], RemoteActivity] = {}
    ids = sorted({one.enrollment_id for one in lines})
    for start in range(0, len(ids), _CHUNK):
        own = RemoteActivity.enrollment_id.in_(ids[start : start + _CHUNK])
        for row in session.scalars(select(RemoteActivity).where(own).order_by(RemoteActivity.id)):
            rows[row.enrollment_id, fold(row.title)] = row
    for told in lines:
        work = rows.get((told.enrollment_id, fold(told.title)))
        if work is None:
            work = _new(told)
            session.add(work)
        if work.done_on is None:
            work.done_on = told.done_on
        if told.connected_minutes is not None:
            work.connected_minutes = told.connected_minutes
        work.result = told.result or work.result
        work.log_sha256 = told.log_sha256
    return frozenset({"remote_activity"})


def _new(told: LoggedWork) -> RemoteActivity:
    assert told.estimated_minutes is not None, "the plan refuses a work without a duration"
    assert told.done_on is not None, "the plan refuses a new work without a day"
    return RemoteActivity(
        enrollment_id=told.enrollment_id,
        title=told.title,
        kind=told.kind,
        estimated_minutes=told.estimated_minutes,
        planned_on=told.done_on,
    )
