"""Who is likely to be reached now: the attempts made, the numbers left, what the person asked for."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from gen_desktop.models import calling
from gen_desktop.models.calling import Call, Number, Tally, Tried, Turn, Way
from gen_desktop.models.contact import FOLLOW_UP, PHONE, Consent, ContactPoint
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.follow_up import NOT_ASKED, ContactAttempt, FollowUp
from gen_desktop.models.learner import Learner
from gen_desktop.queries.remembered import remembered

_CHUNK = 400


class Chance(NamedTuple):
    """Where a line stands. ``asked``: when the person asked to be called, else the first of times."""

    turn: Turn = Turn.USUAL
    difficulty: int = 0
    asked: dt.datetime = dt.datetime.min


@dataclass(frozen=True, slots=True)
class Chances:
    """The chances of the lines. ``special``: the enrollments that are not all good and never tried."""

    now: dt.datetime
    special: frozenset[int]
    tried: Mapping[Call, Tally]
    ways: Mapping[int, Way]
    refusing: frozenset[int]
    part_of_day: str = ""

    def is_good(self, enrollment_id: int, horizon: int) -> bool:
        """A good number never tried about that horizon, as most lines are: none has a better chance."""
        if enrollment_id not in self.special:
            return True
        is_easy = enrollment_id not in self.ways and enrollment_id not in self.refusing
        return is_easy and (enrollment_id, horizon) not in self.tried

    def of(self, call: Call) -> Chance:
        """The chance of one line."""
        made = self.tried.get(call)
        way = self.ways.get(call.enrollment_id, Way.OWN_NUMBER)
        turn = calling.turn_of(made, refuses_calls=call.enrollment_id in self.refusing, now=self.now)
        asked = dt.datetime.min if made is None or made.asked is None else made.asked
        return Chance(turn, calling.difficulty_of(made, way, self.part_of_day), asked)


def chances(session: Session, now: dt.datetime) -> Chances:
    """The chances of every line that waits."""
    known = remembered(session, "call chances", None, lambda: _known(session))
    return replace(known, now=now, part_of_day=calling.part_of_day(now.time()))


def _known(session: Session) -> Chances:
    tried: dict[Call, list[Tried]] = defaultdict(list)
    for row in session.execute(_open_attempts()):
        tried[Call(row[0], row[1])].append(Tried(*row[2:]))
    ways = _ways(session)
    refusing = _refusing(session)
    special = frozenset({call.enrollment_id for call in tried} | ways.keys() | refusing)
    tallies = {call: calling.tally(made) for call, made in tried.items()}
    return Chances(dt.datetime.min, special, tallies, ways, refusing)


def numbers(phone: str | None, second_phone: str | None, contacts: Iterable[Any]) -> tuple[Number, ...]:
    """Every telephone of a person, those of the record first. ``contacts``: of queries/contacts.py."""
    found = [Number(value) for value in (phone, second_phone) if value]
    found += [Number(one.value, one.whose, bool(one.is_relay)) for one in contacts if one.kind == PHONE]
    return tuple({number.value: number for number in reversed(found)}.values())[::-1]


def wrong_numbers_of(session: Session, enrollment_ids: Iterable[int]) -> dict[int, frozenset[str]]:
    """The numbers found wrong, by enrollment: of whichever horizon they were tried for."""
    found: dict[int, frozenset[str]] = {}
    ordered = sorted(set(enrollment_ids))
    for start in range(0, len(ordered), _CHUNK):
        some = ordered[start : start + _CHUNK]
        found |= _wrong(session, ContactAttempt.enrollment_id.in_(some))
    return found


def _open_attempts() -> Any:
    """The attempts about what is not told yet, in the order of time."""
    names = Tried._fields
    return (
        select(
            ContactAttempt.enrollment_id,
            ContactAttempt.horizon,
            *(getattr(ContactAttempt, name) for name in names),
        )
        .outerjoin(
            FollowUp,
            and_(
                FollowUp.enrollment_id == ContactAttempt.enrollment_id,
                FollowUp.horizon == ContactAttempt.horizon,
                FollowUp.situation != NOT_ASKED,
            ),
        )
        .where(FollowUp.id.is_(None))
        .order_by(ContactAttempt.made_on, ContactAttempt.id)
    )


def _wrong(session: Session, which: ColumnElement[bool]) -> dict[int, frozenset[str]]:
    tried: dict[int, list[Tried]] = defaultdict(list)
    other = aliased(ContactAttempt)
    has_wrong = select(other.enrollment_id).where(other.outcome == calling.WRONG_NUMBER)
    statement = (
        select(
            ContactAttempt.enrollment_id,
            *(getattr(ContactAttempt, name) for name in Tried._fields),
        )
        .where(which, ContactAttempt.enrollment_id.in_(has_wrong))
        .order_by(ContactAttempt.made_on, ContactAttempt.id)
    )
    for row in session.execute(statement):
        tried[row[0]].append(Tried(*row[1:]))
    return {enrollment_id: calling.wrong_numbers(made) for enrollment_id, made in tried.items()}


def _ways(session: Session) -> dict[int, Way]:
    """Those who have no good number of their own in the record, and how they may still be reached."""
    wrong = _wrong(session, ContactAttempt.id.is_not(None))
    without = and_(func.coalesce(Learner.phone, "") == "", func.coalesce(Learner.second_phone, "") == "")
    statement = (
        select(Enrollment.id, Learner.id, Learner.phone, Learner.second_phone, Learner.email)
        .join(Learner, Learner.id == Enrollment.learner_id)
        .where(Enrollment.exit_on.is_not(None), or_(without, Enrollment.id.in_(wrong)))
    )
    people = session.execute(statement).all()
    if not people:
        return {}
    contacts: dict[int, list[Any]] = defaultdict(list)
    for one in session.execute(
        select(
            ContactPoint.learner_id,
            ContactPoint.kind,
            ContactPoint.value,
            ContactPoint.whose,
            ContactPoint.is_relay,
        ).order_by(ContactPoint.id)
    ):
        contacts[one.learner_id].append(one)
    return {
        row[0]: calling.way_left(
            numbers(row[2], row[3], contacts.get(row[1], ())),
            wrong.get(row[0], frozenset()),
            has_address=bool(row[4]) or any(one.kind != PHONE for one in contacts.get(row[1], ())),
        )
        for row in people
    }


def _refusing(session: Session) -> frozenset[int]:
    """The enrollments of those who said last that they do not want to be called."""
    statement = (
        select(Enrollment.id, Consent.is_given)
        .join(Consent, Consent.learner_id == Enrollment.learner_id)
        .where(Consent.purpose == FOLLOW_UP)
        .order_by(Consent.said_on, Consent.id)
    )
    latest = {row[0]: row[1] for row in session.execute(statement)}
    return frozenset(one for one, is_given in latest.items() if not is_given)
