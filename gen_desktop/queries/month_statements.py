"""The months sent to a payer: their corrections, and what each of them changed, as the change log knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from gen_desktop.dates import month_bounds
from gen_desktop.models.attendance import LATE, Attendance
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.history import ChangeSet, RecordChange, decode
from gen_desktop.models.learner import Learner, full_name
from gen_desktop.models.month_statement import MonthStatement
from gen_desktop.queries.attendance import Key

_CHUNK = 500
_NOW = 2**62


@dataclass(frozen=True, slots=True)
class Statement:
    """A sending of a month. ``number`` 0: the first; ``sent_on`` None: the correction is open."""

    number: int
    payer: str | None
    reason: str | None
    opened_on: dt.date
    sent_on: dt.date | None


class Said(NamedTuple):
    """What a mark says: its status, and the minutes missed of a late arrival or early leaving."""

    status: str
    minutes_missed: int


@dataclass(frozen=True, slots=True)
class MarkChange:
    """What a correction changed for one person and half-day. None: not recorded.

    ``author`` and ``at`` (ISO 8601, UTC) of the last gesture on it.
    """

    who: str
    held_on: dt.date
    half_day: str
    before: Said | None
    after: Said | None
    author: str
    at: str


def statements(session: Session, cohort_id: int, month: dt.date) -> tuple[Statement, ...]:
    """Everything sent of a month (any day of it), the first sending first; empty when it never was."""
    rows = session.execute(
        select(
            MonthStatement.number,
            MonthStatement.payer,
            MonthStatement.reason,
            MonthStatement.opened_on,
            MonthStatement.sent_on,
        )
        .where(MonthStatement.cohort_id == cohort_id, MonthStatement.month == month.replace(day=1))
        .order_by(MonthStatement.number)
    )
    return tuple(Statement(*row) for row in rows)


def payers(session: Session) -> tuple[str, ...]:
    """To whom months were sent so far, the one used most first."""
    rows = session.execute(
        select(MonthStatement.payer)
        .where(MonthStatement.payer.is_not(None))
        .group_by(MonthStatement.payer)
        .order_by(func.count().desc(), MonthStatement.payer)
    )
    return tuple(row.payer for row in rows if row.payer)


def changes_of_correction(
    session: Session, cohort_id: int, month: dt.date, number: int
) -> tuple[MarkChange, ...]:
    """The marks that a correction changed against what was sent before, in the order of names and days.

    Of an open one: what was changed so far. What was changed and put back is no change.
    """
    sent = _positions(session, cohort_id, month.replace(day=1))
    if number < 1 or number - 1 not in sent:
        return ()
    since, until = sent[number - 1], sent.get(number, _NOW)
    names = _names(session, cohort_id)
    held = _half_days(session, cohort_id, month)
    changes = _changes(session, [(person, one) for person in names for one in held], since)
    present = _present(session, list(changes))
    found = [
        change
        for key, log in changes.items()
        if (change := _change(names[key[0]], held[key[1]], present.get(key), log, (since, until)))
    ]
    order = {name: place for place, name in enumerate(names.values())}
    return tuple(sorted(found, key=lambda one: (order[one.who], one.held_on, one.half_day)))


class _Held(NamedTuple):
    held_on: dt.date
    half_day: str
    minutes: int


class _Logged(NamedTuple):
    position: int
    before: Mapping[str, Any] | None
    author: str
    at: str


def _positions(session: Session, cohort_id: int, first: dt.date) -> dict[int, int]:
    """Number of each sending → the place in the log of the gesture that said that it was sent."""
    sent = session.execute(
        select(MonthStatement.id, MonthStatement.number).where(
            MonthStatement.cohort_id == cohort_id,
            MonthStatement.month == first,
            MonthStatement.sent_on.is_not(None),
        )
    ).all()
    positions = {}
    for row in sent:
        positions[row.number] = session.scalar(
            select(func.max(ChangeSet.position))
            .join(RecordChange, RecordChange.change_set_id == ChangeSet.id)
            .where(RecordChange.kind == MonthStatement.__tablename__, RecordChange.record_key == str(row.id))
        )
    return {number: position for number, position in positions.items() if position is not None}


def _names(session: Session, cohort_id: int) -> dict[int, str]:
    rows = session.execute(
        select(Enrollment.id, Learner.last_name, Learner.first_name)
        .join(Learner, Learner.id == Enrollment.learner_id)
        .where(Enrollment.cohort_id == cohort_id)
        .order_by(Learner.sort_key, Enrollment.id)
    )
    return {row[0]: full_name(row[1], row[2]) for row in rows}


def _half_days(session: Session, cohort_id: int, month: dt.date) -> dict[int, _Held]:
    rows = session.execute(
        select(ClassSession.id, ClassSession.held_on, ClassSession.half_day, ClassSession.minutes).where(
            ClassSession.cohort_id == cohort_id,
            ClassSession.held_on.between(*month_bounds(month.year, month.month)),
        )
    )
    return {row[0]: _Held(*row[1:]) for row in rows}


def _changes(session: Session, keys: Sequence[Key], since: int) -> dict[Key, list[_Logged]]:
    """What the log says of these marks after that place, oldest first; what was erased is silent."""
    table: Table = Attendance.__table__  # type: ignore[assignment]  # declared as FromClause
    found: dict[Key, list[_Logged]] = {}
    for some in _chunks(keys):
        rows = session.execute(
            select(
                RecordChange.record_key,
                RecordChange.before,
                RecordChange.after,
                ChangeSet.position,
                ChangeSet.author_name,
                ChangeSet.at,
            )
            .join(ChangeSet, ChangeSet.id == RecordChange.change_set_id)
            .where(
                RecordChange.kind == table.name,
                RecordChange.record_key.in_([f"{key[0]}:{key[1]}" for key in some]),
                ChangeSet.position > since,
            )
            .order_by(ChangeSet.position)
        )
        for row in rows:
            if row.before is not None or row.after is not None:
                person, _, half_day = row.record_key.partition(":")
                logged = _Logged(row.position, decode(table, row.before), row.author_name, row.at)
                found.setdefault((int(person), int(half_day)), []).append(logged)
    return found


def _present(session: Session, keys: Sequence[Key]) -> dict[Key, Mapping[str, Any]]:
    rows = session.execute(
        select(
            Attendance.enrollment_id,
            Attendance.class_session_id,
            Attendance.status,
            Attendance.minutes_present,
        ).where(
            Attendance.enrollment_id.in_({key[0] for key in keys}),
            Attendance.class_session_id.in_({key[1] for key in keys}),
        )
    ).mappings()
    return {(row["enrollment_id"], row["class_session_id"]): dict(row) for row in rows}


def _change(
    who: str,
    held: _Held,
    present: Mapping[str, Any] | None,
    log: Sequence[_Logged],
    between: tuple[int, int],
) -> MarkChange | None:
    since, until = between
    within = [one for one in log if since < one.position <= until]
    if not within:
        return None
    before, after = (_said(_state_at(present, log, position), held) for position in (since, until))
    if before == after:
        return None
    return MarkChange(who, held.held_on, held.half_day, before, after, within[-1].author, within[-1].at)


def _state_at(
    present: Mapping[str, Any] | None, log: Sequence[_Logged], position: int
) -> Mapping[str, Any] | None:
    """The mark as it was at that place of the log: what came after is taken back."""
    state = present
    for one in reversed([one for one in log if one.position > position]):
        state = None if one.before is None else {**(state or {}), **one.before}
    return state


def _said(state: Mapping[str, Any] | None, held: _Held) -> Said | None:
    if state is None:
        return None
    missed = held.minutes - state["minutes_present"] if state["status"] == LATE else 0
    return Said(state["status"], missed)


def _chunks(keys: Sequence[Key]) -> Iterator[Sequence[Key]]:
    for start in range(0, len(keys), _CHUNK):
        yield keys[start : start + _CHUNK]
