"""Who is called before whom, and when next."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gen_desktop.models.calling import (
    Number,
    Proposal,
    Tried,
    Turn,
    Way,
    difficulty,
    next_attempt,
    numbers_left,
    part_of_day,
    turn,
    way_left,
    wrong_numbers,
)

TODAY = dt.date(2026, 11, 26)  # a Thursday
NOW = dt.datetime.combine(TODAY, dt.time(10))
MINE, OTHER, MOTHER = Number("+33610101010"), Number("+33620202020"), Number("+33630303030", "mère", True)


def tried(days_ago, outcome="no_answer", at=None, **facts):
    return Tried(TODAY - dt.timedelta(days=days_ago), at, outcome, **facts)


@pytest.mark.parametrize(
    ("hour", "part"),
    [
        (dt.time(0), "morning"),
        (dt.time(11, 59), "morning"),
        (dt.time(12), "midday"),
        (dt.time(14), "afternoon"),
        (dt.time(17, 29), "afternoon"),
        (dt.time(17, 30), "evening"),
        (dt.time(23, 59), "evening"),
    ],
)
def test_every_hour_is_in_one_part_of_the_day(hour, part):
    assert part_of_day(hour) == part


def test_a_wrong_number_is_struck_until_somebody_is_reached_there():
    wrong = tried(5, "wrong_number", number=MINE.value)
    assert wrong_numbers([wrong]) == {MINE.value}
    assert wrong_numbers([wrong, tried(2, "reached", number=MINE.value)]) == frozenset()
    assert wrong_numbers([tried(9, "reached", number=MINE.value), wrong]) == {MINE.value}
    assert wrong_numbers([tried(5, "wrong_number")]) == frozenset()  # which one is not known


def test_own_numbers_come_before_those_of_a_relay():
    assert numbers_left([MOTHER, MINE, OTHER], frozenset()) == (MINE, OTHER, MOTHER)
    assert numbers_left([MOTHER, MINE, OTHER], frozenset({MINE.value})) == (OTHER, MOTHER)


def test_what_is_left_to_reach_somebody():
    wrong = frozenset({MINE.value})
    assert way_left([MINE], frozenset(), has_address=False) is Way.OWN_NUMBER
    assert way_left([MINE, MOTHER], wrong, has_address=True) is Way.RELAY
    assert way_left([MINE], wrong, has_address=True) is Way.ADDRESS
    assert way_left([], frozenset(), has_address=False) is Way.NONE


def test_the_turns():
    promise = {"next_on": TODAY, "next_at": dt.time(10)}
    assert turn([], refuses_calls=False, now=NOW) is Turn.USUAL
    assert turn([tried(3)], refuses_calls=False, now=NOW) is Turn.USUAL
    assert turn([tried(0)], refuses_calls=False, now=NOW) is Turn.LATER
    assert turn([tried(3, **promise)], refuses_calls=False, now=NOW) is Turn.PROMISED
    early = NOW - dt.timedelta(minutes=1)
    assert turn([tried(3, **promise)], refuses_calls=False, now=early) is Turn.LATER
    assert turn([tried(3, next_on=TODAY)], refuses_calls=False, now=NOW) is Turn.PROMISED
    assert turn([tried(3, **promise), tried(1)], refuses_calls=False, now=NOW) is Turn.USUAL  # called since
    assert turn([tried(3, **promise)], refuses_calls=True, now=NOW) is Turn.LAST


def test_from_the_likeliest_to_the_least_likely():
    morning, evening = dt.time(9), dt.time(18)
    lines = [
        ([], Way.OWN_NUMBER),
        ([tried(3, at=evening)], Way.OWN_NUMBER),
        ([tried(3, at=morning)], Way.OWN_NUMBER),  # it is morning again
        ([tried(4, at=evening), tried(3, at=evening)], Way.OWN_NUMBER),
        ([tried(3, "wrong_number")], Way.RELAY),
        ([], Way.ADDRESS),
        ([], Way.NONE),
    ]
    found = [difficulty(made, way, NOW) for made, way in lines]
    assert found == sorted(found)
    assert len(set(found)) == len(found)


def test_the_next_attempt_is_at_another_time_of_another_day():
    assert next_attempt([], TODAY) is None
    made = [tried(0, at=dt.time(9, 30))]
    assert next_attempt(made, TODAY) == Proposal(dt.date(2026, 11, 27), "midday")
    assert next_attempt([tried(0, next_on=TODAY)], TODAY) is None  # she said when


ATTEMPTS = st.lists(
    st.builds(
        Tried,
        made_on=st.dates(dt.date(2026, 8, 1), TODAY),
        made_at=st.none() | st.times(),
        outcome=st.sampled_from(["no_answer", "message_left", "wrong_number", "reached"]),
        number=st.none(),
        next_on=st.none(),
        next_at=st.none(),
    ),
    min_size=1,
    max_size=8,
).map(lambda made: sorted(made, key=lambda one: one.made_on))


@given(ATTEMPTS, st.dates(TODAY, TODAY + dt.timedelta(days=40)))
def test_a_proposal_is_on_a_working_day_of_the_coming_week_and_not_at_the_last_hour(made, today):
    found = next_attempt(made, today)
    assert today < found.day <= today + dt.timedelta(days=7)
    assert found.day.weekday() < 5
    parts = {part_of_day(one.made_at) for one in made if one.made_at is not None}
    if len(parts) < 4:
        assert found.part_of_day not in parts


@given(ATTEMPTS, st.sampled_from(list(Way)))
def test_one_more_attempt_never_makes_a_line_likelier(made, way):
    more = [*made, tried(1, at=dt.time(10))]
    assert difficulty(more, way, NOW) >= difficulty(made, way, NOW)
