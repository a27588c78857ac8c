"""Which backups may go. No file is touched here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

HOURLY_FOR = dt.timedelta(days=1)
BEFORE_FOR = dt.timedelta(days=365)
DAYS, WEEKS, MONTHS = 10, 8, 12


@dataclass(frozen=True, slots=True)
class Kept:
    """What thinning needs to know of a backup. ``made_at`` has its offset; ``is_asked``: by somebody."""

    name: str
    made_at: dt.datetime
    is_before: bool
    is_good: bool
    is_asked: bool = False


def to_remove(backups: Iterable[Kept], now: dt.datetime) -> tuple[Kept, ...]:
    """Those that no rule keeps.

    Kept: one an hour for a day and all that were asked for in it, then one for each of the last 10 days,
    8 weeks and 12 months that have any; what was made before something big, for a year; the newest good one,
    always. Of an hour, a day… the newest good one is kept, else the newest. What says to be made later than
    now is left alone: a clock was wrong.
    """
    found = sorted(backups, key=lambda one: (one.made_at, one.name), reverse=True)
    kept = {one for one in found if one.made_at > now}
    kept |= {one for one in found if one.is_before and now - one.made_at <= BEFORE_FOR}
    kept.update([one for one in found if one.is_good][:1])
    recent = [one for one in found if now - one.made_at <= HOURLY_FOR]
    kept |= {one for one in recent if one.is_asked}
    kept.update(_best(recent, lambda one: one.made_at.replace(minute=0, second=0, microsecond=0)))
    for period, count in ((_day, DAYS), (_week, WEEKS), (_month, MONTHS)):
        kept.update(_best(found, period)[:count])
    return tuple(one for one in found if one not in kept)


def gone_on(backups: Iterable[Kept], now: dt.datetime) -> dict[Kept, dt.date]:
    """The day on which each of these will have been thinned, if one good backup a month is made at least."""
    left = set(backups)
    days: dict[Kept, dt.date] = {}
    now = max([now, *(one.made_at for one in left)])
    newer: set[Kept] = set()
    while left:
        now += dt.timedelta(days=1)
        if now.day == 1:
            newer.add(Kept(f"{now:%Y-%m-%d}", now, is_before=False, is_good=True))
        gone = set(to_remove(left | newer, now))
        days |= dict.fromkeys(left & gone, now.date())
        left -= gone
        newer -= gone
    return days


def aside_gone_on(made_at: dt.datetime, now: dt.datetime) -> dt.date:
    """The day on which a file set aside will have gone, if a good backup is made after it."""
    return max(made_at + BEFORE_FOR, now).date() + dt.timedelta(days=1)


def aside_to_remove(
    aside: Iterable[Kept], newest_good: dt.datetime | None, now: dt.datetime
) -> tuple[Kept, ...]:
    """Of the files set aside, those that may go: after a year, and once a good backup is younger.

    Without such a backup (``newest_good``: when the last one was made) one of them may be all that is left.
    """
    return tuple(
        one
        for one in aside
        if now - one.made_at > BEFORE_FOR and newest_good is not None and newest_good > one.made_at
    )


def _best(found: Sequence[Kept], period: Callable[[Kept], Hashable]) -> list[Kept]:
    """One of each period, the newest periods first."""
    best: dict[Hashable, Kept] = {}
    for one in found:
        known = best.setdefault(period(one), one)
        if one.is_good and not known.is_good:
            best[period(one)] = one
    return list(best.values())


def _day(one: Kept) -> Hashable:
    return one.made_at.date()


def _week(one: Kept) -> Hashable:
    return one.made_at.isocalendar()[:2]


def _month(one: Kept) -> Hashable:
    return one.made_at.year, one.made_at.month
