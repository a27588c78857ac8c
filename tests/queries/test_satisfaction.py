"""Rates and means of satisfaction: never without how many were asked and how many answered."""

from __future__ import annotations

import datetime as dt
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gen_desktop.models.satisfaction import Answers
from gen_desktop.queries.satisfaction import comments, questionnaires, satisfaction
from gen_desktop.queries.scope import Scope
from gen_desktop.services.satisfaction import Questionnaire, record_answer, send_anonymous, send_to
from tests.classroom import FRIDAY, MONDAY, NAMES, change_enrollment, make_classroom

EXIT = dt.date(2026, 11, 20)
THREE_MONTHS_LATER = dt.date(2027, 2, 20)
SMALLEST = 5
NUMBERS = count()


@pytest.fixture
def room(db):
    return make_classroom(db, people=NAMES[:6], entered_on=MONDAY, exit_on=EXIT, exit_type="term")


def enter(db, room, place, mark, *, on=EXIT, horizon=0, comment=None):
    enrollment_id = None if place is None else room.enrollments[place]
    which = Questionnaire(room.cohort_id, horizon, enrollment_id)
    record_answer(db, which, Answers(on, {"welcome": mark}, comment), on)


def summary(db, *, as_of=EXIT, horizon=0, **scope):
    with db.read() as session:
        return satisfaction(session, Scope(as_of, **scope), horizon)


def test_the_mean_goes_with_its_numbers(db, room) -> None:
    # Six left; two answered, 5 and 2: the mean is 3,5 of two marks, two answers of six expected.
    enter(db, room, 0, 5)
    enter(db, room, 1, 2)
    found = summary(db)
    assert (found.answered, found.expected) == (2, 6)
    assert found.response_rate == pytest.approx(1 / 3)
    welcome = found.items["welcome"]
    assert (welcome.n, welcome.mean, dict(welcome.counts)) == (2, 3.5, {1: 0, 2: 1, 3: 0, 4: 0, 5: 1})
    assert (found.items["content"].n, found.items["content"].mean) == (0, None)
    assert found.overall.n == 2


def test_nobody_is_expected_before_the_horizon(db, room) -> None:
    eve = THREE_MONTHS_LATER - dt.timedelta(days=1)
    assert summary(db, as_of=eve, horizon=3).expected == 0
    assert summary(db, as_of=eve, horizon=3).response_rate is None
    assert summary(db, as_of=THREE_MONTHS_LATER, horizon=3).expected == 6


def test_whoever_left_early_is_asked_and_the_dead_are_not(db, room) -> None:
    change_enrollment(db, room.enrollments[0], exit_type="abandonment", exit_reason="AB_EMPL")
    change_enrollment(db, room.enrollments[1], exit_type="neutral", exit_reason="NE_DEC")
    assert summary(db).expected == 5
    with db.read() as session:
        names = [row.last_name for row in questionnaires(session, room.cohort_id, 0, EXIT)]
    assert "Aubert" in names
    assert "Bakary" not in names


def test_somebody_in_training_who_was_given_one_is_expected(db, room) -> None:
    change_enrollment(db, room.enrollments[0], exit_type=None, exit_on=None)
    assert summary(db).expected == 5
    send_to(db, room.enrollments[:1], 0, EXIT, EXIT)
    assert summary(db).expected == 6


def test_answers_without_a_name_are_of_the_same_people(db, room) -> None:
    # Six left, four answered without a name: four of six, not four of ten.
    for _ in range(4):
        enter(db, room, None, 4)
    assert (summary(db).answered, summary(db).expected) == (4, 6)
    # Eight were handed out in the end: eight are expected.
    send_anonymous(db, Questionnaire(room.cohort_id, 0), 4, EXIT, EXIT)
    assert (summary(db).answered, summary(db).expected) == (4, 8)


def test_what_came_later_was_not_there_yet(db, room) -> None:
    send_to(db, room.enrollments[:1], 0, EXIT, EXIT)
    enter(db, room, 0, 5, on=EXIT + dt.timedelta(days=3))
    assert summary(db).answered == 0
    assert summary(db, as_of=EXIT + dt.timedelta(days=3)).answered == 1


def test_a_period_is_that_of_the_day_it_fell_due(db, room) -> None:
    enter(db, room, 0, 5, on=EXIT + dt.timedelta(days=30))
    later = EXIT + dt.timedelta(days=60)
    november = summary(db, as_of=later, date_from=dt.date(2026, 11, 1), date_to=dt.date(2026, 11, 30))
    december = summary(db, as_of=later, date_from=dt.date(2026, 12, 1), date_to=dt.date(2026, 12, 31))
    assert (november.answered, november.expected) == (1, 6)
    assert (december.answered, december.expected) == (0, 0)


def test_other_stakeholders_are_counted_by_what_they_were_sent(db, room) -> None:
    which = Questionnaire(room.cohort_id, 0, respondent="company")
    send_anonymous(db, which, 3, EXIT, EXIT)
    record_answer(db, which, Answers(EXIT, {"content": 4}), EXIT)
    with db.read() as session:
        found = satisfaction(session, Scope(EXIT), 0, "company")
    assert (found.answered, found.expected) == (1, 3)
    assert summary(db).answered == 0


def test_comments_of_a_few_without_a_name_tell_neither_day_nor_cohort(db, room) -> None:
    enter(db, room, 0, 5, comment="Signé.")
    for text in ("B", "A", "C", "D"):
        enter(db, room, None, 3, comment=text)
    with db.read() as session:
        told = comments(session, Scope(EXIT), 0, SMALLEST)
    assert (told[0].name, told[0].cohort_code) == ("Aubert Inès", "DWWM 2026-2")
    assert [(one.text, one.name, one.cohort_code, one.answered_on) for one in told[1:]] == [
        (text, None, None, None) for text in "ABCD"
    ]
    enter(db, room, None, 3, comment="E")
    with db.read() as session:
        told = comments(session, Scope(EXIT), 0, SMALLEST)
    assert {one.cohort_code for one in told} == {"DWWM 2026-2"}


DRAWN = st.lists(st.tuples(st.integers(0, 1), st.none() | st.integers(0, 3), st.integers(1, 5)), max_size=14)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=DRAWN)
def test_sums_over_cohorts_equal_the_whole(db, drawn) -> None:
    rooms = [
        make_classroom(
            db,
            code=f"C{next(NUMBERS)}",
            people=NAMES[:4],
            entered_on=MONDAY,
            exit_on=FRIDAY,
            exit_type="term",
        )
        for number in (0, 1)
    ]
    seen = set()
    for cohort, place, mark in drawn:
        if (cohort, place) not in seen:
            enter(db, rooms[cohort], place, mark)
        if place is not None:
            seen.add((cohort, place))
    ids = tuple(room.cohort_id for room in rooms)
    whole = summary(db, cohort_ids=ids)
    parts = [summary(db, cohort_ids=(one,)) for one in ids]
    assert whole.expected == sum(part.expected for part in parts)
    assert whole.answered == sum(part.answered for part in parts) == whole.items["welcome"].n
    assert whole.answered <= whole.expected
    for mark in range(1, 6):
        assert whole.overall.counts[mark] == sum(part.overall.counts[mark] for part in parts)
