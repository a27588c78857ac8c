"""How a person may be reached: which number is dialled, when next, and who is called before whom."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from gen_desktop.reference.lists import code_list, codes_where

HORIZON_SLOTS = 100
WRONG_NUMBER = "wrong_number"
_SATURDAY = 5


class Call(NamedTuple):
    """One person to ask about one horizon: a line of the list. ``id`` stands for both in a table."""

    enrollment_id: int
    horizon: int

    @property
    def id(self) -> int:
        """A number of its own; ``Call.of`` reads it back."""
        return self.enrollment_id * HORIZON_SLOTS + self.horizon

    @classmethod
    def of(cls, call_id: int) -> Call:
        """The call of that number."""
        return cls(*divmod(call_id, HORIZON_SLOTS))


class Way(IntEnum):
    """The best way that is left to reach somebody, the easiest first."""

    OWN_NUMBER = 0
    RELAY = 1
    ADDRESS = 2
    NONE = 3


class Turn(IntEnum):
    """When a line comes, before its due date is looked at."""

    PROMISED = 0
    """The person asked to be called back, and the hour has come."""
    USUAL = 1
    LATER = 2
    """Tried today already, or called back later as asked."""
    LAST = 3
    """Does not want to be called: written to, or known from elsewhere."""


@dataclass(frozen=True, slots=True)
class Number:
    """A telephone. ``whose``: « mère », None for her own; ``is_relay``: of somebody asked for news."""

    value: str
    whose: str | None = None
    is_relay: bool = False


class Tried(NamedTuple):
    """One attempt, as far as it helps to choose the next one."""

    made_on: dt.date
    made_at: dt.time | None
    outcome: str
    number: str | None = None
    next_on: dt.date | None = None
    next_at: dt.time | None = None


class Tally(NamedTuple):
    """What attempts about one line come to. ``asked``: when the person asked, last, to be called back.

    ``tries``: those that count; ``parts``: the parts of the day (codes) at which they were made.
    """

    last_on: dt.date
    asked: dt.datetime | None
    tries: int
    parts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Proposal:
    """When to try again. ``part_of_day``: a code of that list."""

    day: dt.date
    part_of_day: str


def part_of_day(at: dt.time) -> str:
    """The code of part_of_day that an hour belongs to."""
    return [code for starts_at, code in _parts_of_day() if starts_at <= at][-1]


@lru_cache(maxsize=1)
def _parts_of_day() -> tuple[tuple[dt.time, str], ...]:
    return tuple((dt.time.fromisoformat(part["starts_at"]), part.code) for part in code_list("part_of_day"))


def wrong_numbers(tried: Iterable[Tried]) -> frozenset[str]:
    """The numbers whose latest attempt said that they are wrong; ``tried`` in the order of time.

    Never stored: reaching somebody there again makes the number good again.
    """
    latest = {one.number: one.outcome for one in tried if one.number is not None}
    return frozenset(number for number, outcome in latest.items() if outcome == WRONG_NUMBER)


def numbers_left(numbers: Sequence[Number], wrong: frozenset[str]) -> tuple[Number, ...]:
    """Those still worth dialling: the person's own first, then those of relays, each in its order."""
    left = [number for number in numbers if number.value not in wrong]
    return tuple(sorted(left, key=lambda number: number.is_relay))


def way_left(numbers: Sequence[Number], wrong: frozenset[str], *, has_address: bool) -> Way:
    """The best way that is left to reach somebody."""
    left = numbers_left(numbers, wrong)
    if left:
        return Way.RELAY if left[0].is_relay else Way.OWN_NUMBER
    return Way.ADDRESS if has_address else Way.NONE


def turn(tried: Sequence[Tried], *, refuses_calls: bool, now: dt.datetime) -> Turn:
    """When a line comes; ``tried``: the attempts about it, in the order of time."""
    return turn_of(tally(tried) if tried else None, refuses_calls=refuses_calls, now=now)


def tally(tried: Sequence[Tried]) -> Tally:
    """What these attempts, one at least, in the order of time, come to."""
    last = tried[-1]
    asked = None if last.next_on is None else dt.datetime.combine(last.next_on, last.next_at or dt.time())
    counted = codes_where("attempt_outcome", counts_as_attempt="yes")
    made = [one for one in tried if one.outcome in counted and one.outcome != WRONG_NUMBER]
    parts = frozenset(part_of_day(one.made_at) for one in made if one.made_at is not None)
    return Tally(last.made_on, asked, len(made), parts)


def turn_of(made: Tally | None, *, refuses_calls: bool, now: dt.datetime) -> Turn:
    """The same as ``turn``; ``made`` None: nobody tried."""
    if refuses_calls:
        return Turn.LAST
    if made is None:
        return Turn.USUAL
    if made.asked is not None:
        return Turn.PROMISED if made.asked <= now else Turn.LATER
    return Turn.LATER if made.last_on == now.date() else Turn.USUAL


def difficulty(tried: Sequence[Tried], way: Way, now: dt.datetime) -> int:
    """How little chance there is to reach somebody now: 0 for a good number never tried, more is worse.

    What is left to reach her by weighs most, then how often she was tried, then whether one of these attempts
    was made at the same part of the day.
    """
    return difficulty_of(tally(tried) if tried else None, way, part_of_day(now.time()))


def difficulty_of(made: Tally | None, way: Way, present: str) -> int:
    """The same as ``difficulty``; ``present``: the part of the day that it is."""
    if made is None:
        return 100 * way
    return 100 * way + 2 * min(made.tries, 40) + (present in made.parts)


def next_attempt(tried: Sequence[Tried], today: dt.date) -> Proposal | None:
    """When to try again: another part of the day and, if it can be, another day of the week.

    None when nobody was tried, or when the person said herself when to call. The day is from tomorrow on,
    within a week, and not at the weekend.
    """
    if not tried or tried[-1].next_on is not None:
        return None
    parts = [part.code for part in code_list("part_of_day")]
    used = Counter(part_of_day(one.made_at) for one in tried if one.made_at is not None)
    last = part_of_day(tried[-1].made_at) if tried[-1].made_at is not None else parts[0]
    after = parts.index(last) + 1
    in_turn = parts[after:] + parts[:after]
    weekdays = {one.made_on.weekday() for one in tried}
    days = [today + dt.timedelta(days=ahead) for ahead in range(1, 8)]
    open_days = [day for day in days if day.weekday() < _SATURDAY]
    other = [day for day in open_days if day.weekday() not in weekdays]
    return Proposal((other or open_days)[0], min(in_turn, key=lambda part: used[part]))
