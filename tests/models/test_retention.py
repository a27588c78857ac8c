"""The rule of retention: the longest duty decides, time only moves one way, the unknown makes nobody due."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gen_desktop.models.retention import (
    BASES,
    COURSE_END,
    DEFAULT,
    EU,
    LAST_PAYMENT,
    NO_ENTRY,
    Duty,
    Enrolled,
    Fact,
    Period,
    State,
    doubts,
    duties,
    never_enrolled,
    period_problems,
    standing,
)

PERIODS = {
    DEFAULT: Period(6, COURSE_END),
    EU: Period(10, LAST_PAYMENT),
    NO_ENTRY: Period(3, COURSE_END),
    "FT": Period(6, LAST_PAYMENT),
    "OPCO": Period(6, COURSE_END),
}
JUNE_2015 = dt.date(2015, 6, 30)
IN_FT = Enrolled(True, JUNE_2015, "FT", True, "FT", False, dt.date(2016, 3, 1))
days = st.dates(dt.date(2000, 1, 1), dt.date(2040, 12, 31))
codes = st.sampled_from([None, "FT", "OPCO", "JAMAIS VU"])


@st.composite
def periods(draw):
    known = {code: Period(draw(st.integers(1, 20)), draw(st.sampled_from(BASES))) for code in PERIODS}
    return known | {NO_ENTRY: Period(draw(st.integers(1, 20)), COURSE_END)}


@st.composite
def enrollments(draw):
    has_program = draw(st.booleans())
    return Enrolled(
        draw(st.booleans()),
        draw(days),
        draw(codes),
        has_program,
        draw(codes) if has_program else None,
        draw(st.sampled_from([None, True, False])) if has_program else None,
        draw(st.none() | days) if has_program else None,
    )


def where(enrolled, as_of, used=PERIODS):
    return standing(tuple(duties(enrolled, used)), as_of)


def missing(enrolled, as_of, used=PERIODS):
    return doubts(tuple(duties(enrolled, used)), as_of)


def test_counted_from_the_end_of_the_year_of_the_last_payment():
    assert where(IN_FT, dt.date(2022, 12, 31)).state is State.KEPT
    assert where(IN_FT, dt.date(2023, 1, 1)) == standing([Duty("FT", dt.date(2022, 12, 31))], dt.date.max)
    assert where(IN_FT, dt.date(2023, 1, 1)).state is State.DUE


def test_the_longest_payer_decides():
    both = replace(IN_FT, is_eu_cofunded=True)
    assert where(both, dt.date(2023, 1, 1)).state is State.KEPT
    assert where(both, dt.date(2027, 1, 1)).funder == EU
    assert where(both, dt.date(2026, 12, 31)).until == dt.date(2026, 12, 31)


def test_an_unknown_last_payment_leaves_undecided_once_the_least_is_over():
    unknown = replace(IN_FT, last_payment_on=None)
    assert where(unknown, dt.date(2021, 12, 31)).state is State.KEPT
    assert where(unknown, dt.date(2022, 1, 1)).state is State.UNDECIDED
    assert missing(unknown, dt.date(2099, 1, 1)) == {Fact.LAST_PAYMENT}
    alone = Enrolled(True, JUNE_2015, "FT")
    assert where(alone, dt.date(2099, 1, 1)).state is State.UNDECIDED
    assert missing(alone, dt.date(2099, 1, 1)) == {Fact.PROGRAM}


def test_an_unknown_cofunding_counts_as_long_as_it_could_keep():
    perhaps = replace(IN_FT, is_eu_cofunded=None)
    assert where(perhaps, dt.date(2023, 1, 1)).state is State.UNDECIDED
    assert missing(perhaps, dt.date(2023, 1, 1)) == {Fact.EU_COFUNDING}
    assert where(perhaps, dt.date(2027, 1, 1)).state is State.DUE
    for_ever = replace(perhaps, funder="OPCO", program_funder="OPCO", last_payment_on=None)
    assert where(for_ever, dt.date(2099, 1, 1)).state is State.UNDECIDED


def test_whoever_never_entered_leaves_early_and_whatever_the_payer():
    applicant = replace(IN_FT, has_entered=False, is_eu_cofunded=True, last_payment_on=None)
    assert where(applicant, dt.date(2018, 12, 31)).state is State.KEPT
    assert where(applicant, dt.date(2019, 1, 1)).state is State.DUE


def test_without_any_enrollment_the_last_change_counts():
    duty = never_enrolled(dt.date(2020, 2, 29), PERIODS)
    assert standing([duty], dt.date(2023, 12, 31)).state is State.KEPT
    assert standing([duty], dt.date(2024, 1, 1)).state is State.DUE
    unknown = never_enrolled(None, PERIODS)
    assert standing([unknown], dt.date(2099, 1, 1)).state is State.UNDECIDED
    assert doubts([unknown], dt.date(2099, 1, 1)) == {Fact.ENROLLMENT}


def test_a_payment_before_the_end_is_an_advance():
    advance = replace(IN_FT, last_payment_on=dt.date(2014, 1, 1))
    assert where(advance, dt.date(2021, 12, 31)).state is State.KEPT
    assert where(advance, dt.date(2022, 1, 1)).state is State.DUE


@given(enrollments(), periods(), days, days)
def test_time_moves_one_way(enrolled, used, one, other):
    early, late = sorted((one, other))
    order = (State.KEPT, State.UNDECIDED, State.DUE)
    assert order.index(where(enrolled, early, used).state) <= order.index(where(enrolled, late, used).state)


@given(st.lists(enrollments(), min_size=1, max_size=4), periods(), days)
def test_the_longest_of_all_enrollments_decides(found, used, as_of):
    together = standing([duty for one in found for duty in duties(one, used)], as_of)
    alone = [where(one, as_of, used) for one in found]
    assert together.until == max(one.until for one in alone)
    if any(one.state is State.KEPT for one in alone):
        assert together.state is State.KEPT
    elif any(one.state is State.UNDECIDED for one in alone):
        assert together.state is State.UNDECIDED
    else:
        assert together.state is State.DUE


@given(enrollments(), periods(), days, days)
def test_the_unknown_makes_nobody_due(enrolled, used, as_of, payment):
    """Whoever is due stays so whatever the answers turn out to be."""
    if where(enrolled, as_of, used).state is not State.DUE or not enrolled.has_program:
        return
    for cofunded in (True, False) if enrolled.is_eu_cofunded is None else (enrolled.is_eu_cofunded,):
        paid = enrolled.last_payment_on or payment
        answered = replace(enrolled, is_eu_cofunded=cofunded, last_payment_on=paid)
        assert where(answered, as_of, used).state is State.DUE


@given(enrollments(), periods(), days, st.sampled_from(sorted(PERIODS)))
def test_a_longer_period_lets_nobody_leave_sooner(enrolled, used, as_of, code):
    longer = used | {code: replace(used[code], years=used[code].years + 1)}
    if where(enrolled, as_of, longer).state is State.DUE:
        assert where(enrolled, as_of, used).state is State.DUE


@pytest.mark.parametrize(
    ("funder", "years", "base", "reason", "fields"),
    [
        ("FT", 6, LAST_PAYMENT, "Convention", []),
        ("FT", 0, "hier", " ", ["years", "base", "reason"]),
        ("FT", 51, COURSE_END, "Convention", ["years"]),
        (NO_ENTRY, 2, LAST_PAYMENT, "Vivier", ["base"]),
    ],
)
def test_what_keeps_a_period_from_being_set(funder, years, base, reason, fields):
    assert [problem.field for problem in period_problems(funder, years, base, reason)] == fields
