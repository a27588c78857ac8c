"""Which backups may go: a pure rule, held to what it promises on any history."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from gen_desktop.db.thinning import BEFORE_FOR, DAYS, MONTHS, WEEKS, Kept, gone_on, to_remove

NOW = dt.datetime(2026, 11, 23, 14, 15, tzinfo=dt.UTC)

ages = st.one_of(
    st.integers(0, 48 * 60), st.integers(0, 60 * 24 * 60), st.integers(0, 800 * 24 * 60)
)  # minutes
histories = st.lists(
    st.tuples(ages, st.booleans(), st.booleans()), max_size=60, unique_by=lambda one: one[0]
).map(
    lambda found: [
        Kept(f"b{age}", NOW - dt.timedelta(minutes=age), is_before, is_good)
        for age, is_before, is_good in found
    ]
)


def test_what_was_asked_for_stays_a_day() -> None:
    asked, later = (
        Kept(name, NOW - dt.timedelta(minutes=age), is_before=False, is_good=True, is_asked=name == "asked")
        for name, age in (("asked", 10), ("later", 5))
    )
    assert to_remove([asked, later], NOW) == ()
    assert to_remove([asked, later], NOW + dt.timedelta(days=1)) == (asked,)


@given(histories)
def test_the_rule_keeps_what_it_promises(history: list[Kept]) -> None:
    gone = to_remove(history, NOW)
    kept = [one for one in history if one not in gone]
    good = [one for one in history if one.is_good]
    if good:
        assert max(good, key=lambda one: one.made_at) in kept
    for one in history:
        if one.is_before and NOW - one.made_at <= BEFORE_FOR:
            assert one in kept
    # Something of each of the last days, weeks and months that had anything; a good one if there was one.
    for period, count in (
        (lambda one: one.made_at.date(), DAYS),
        (lambda one: one.made_at.isocalendar()[:2], WEEKS),
        (lambda one: (one.made_at.year, one.made_at.month), MONTHS),
    ):
        for wanted in sorted({period(one) for one in history}, reverse=True)[:count]:
            of_then = [one for one in history if period(one) == wanted]
            kept_then = [one for one in kept if period(one) == wanted]
            assert kept_then
            assert any(one.is_good for one in kept_then) == any(one.is_good for one in of_then)
    ordinary = [one for one in kept if not one.is_before]
    assert len(ordinary) <= 25 + DAYS + WEEKS + MONTHS + 1
    assert to_remove(kept, NOW) == ()


@given(histories)
def test_one_an_hour_for_a_day(history: list[Kept]) -> None:
    gone = set(to_remove(history, NOW))
    for one in history:
        if NOW - one.made_at <= dt.timedelta(days=1):
            same_hour = [
                other
                for other in history
                if other.made_at.replace(minute=0) == one.made_at.replace(minute=0)
                and NOW - other.made_at <= dt.timedelta(days=1)
            ]
            assert any(other not in gone for other in same_hour)


def test_two_years_of_work_leave_a_ladder() -> None:
    """Every hour of every working day, thinned each time as the program does."""
    kept: list[Kept] = []
    start = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    for day in range(700):
        if (start + dt.timedelta(days=day)).weekday() >= 5:
            continue
        for hour in range(8, 18):
            now = start + dt.timedelta(days=day, hours=hour)
            kept.append(Kept(now.isoformat(), now, is_before=False, is_good=True))
            gone = set(to_remove(kept, now))
            kept = [one for one in kept if one not in gone]
    assert 30 <= len(kept) <= 45
    oldest = (now - min(one.made_at for one in kept)).days
    assert 300 <= oldest <= 365  # the last day of the twelfth month back
    days = {one.made_at.date() for one in kept}
    assert len([day for day in days if (now.date() - day).days < 14]) == 10


def test_a_clock_that_was_ahead_costs_nothing() -> None:
    tomorrow = Kept("demain", NOW + dt.timedelta(days=400), is_before=False, is_good=True)
    today = Kept("aujourd’hui", NOW, is_before=False, is_good=True)
    assert to_remove([tomorrow, today], NOW) == ()


@given(
    st.lists(st.tuples(st.integers(0, 400), st.booleans(), st.booleans()), min_size=1, max_size=12),
    st.sets(st.integers(1, 500)),
)
@settings(deadline=None, max_examples=30)
def test_all_are_gone_on_the_day_told_however_often_one_works(
    ages: list[tuple[int, bool, bool]], extra_days: set[int]
) -> None:
    kept = [
        Kept(f"old {number}", NOW - dt.timedelta(days=age), is_before, is_good)
        for number, (age, is_before, is_good) in enumerate(ages)
    ]
    days = gone_on(kept, NOW)
    assert days.keys() == set(kept)
    told = max(days.values())
    left, now = set(kept), NOW
    while now.date() < told:
        now += dt.timedelta(days=1)
        if now.day == 1 or (now - NOW).days in extra_days:
            left.add(Kept(f"new {now}", now, is_before=False, is_good=True))
        left -= set(to_remove(left, now))
    assert not left & set(kept)


def test_nothing_to_wait_for_without_backups() -> None:
    assert gone_on([], NOW) == {}
