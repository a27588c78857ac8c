from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gen_desktop.models.assiduity import (
    HalfDayLine,
    Hours,
    Share,
    doubled_minutes,
    hours_of,
    proportional_deduction,
    session_mode,
)
from gen_desktop.models.attendance import minutes_present
from gen_desktop.reference.lists import code_list

SUNDAY, MONDAY = dt.date(2026, 11, 15), dt.date(2026, 11, 16)
STATUSES = [code.code for code in code_list("attendance_status")]
MODES = [code.code for code in code_list("session_mode")]


def line(status: str | None, missed: int = 0, minutes: int = 210, **facts: Any) -> HalfDayLine:
    present = 0 if status is None else minutes_present(status, minutes, missed)
    told = {"mode": "on_site"} | facts
    return HalfDayLine(1, MONDAY, "AM", minutes, status=status, present=present, **told)


@st.composite
def lines(draw: st.DrawFn) -> HalfDayLine:
    minutes = draw(st.integers(1, 300))
    status = draw(st.sampled_from([None, *STATUSES]))
    missed = draw(st.integers(0, minutes - 1))
    return line(status, missed, minutes, mode=draw(st.sampled_from(MODES)), is_to_justify=draw(st.booleans()))


def test_late_is_neither_presence_nor_absence_of_another_kind() -> None:
    hours = hours_of([line("R", 20)])
    assert (hours.planned, hours.present, hours.late, hours.unjustified) == (210, 190, 20, 0)


def test_what_nobody_recorded_is_in_no_rate() -> None:
    hours = hours_of([line("P"), line(None)])
    assert (hours.planned, hours.unrecorded, hours.presence) == (420, 210, Share(210, 210))


def test_work_at_distance_planned_in_half_days_at_distance_counts_once() -> None:
    half_days = [line("P", mode="remote"), line("R", 30, mode="home"), line("P", mode="on_site")]
    assert doubled_minutes(half_days, {MONDAY: 120}) == 120
    assert doubled_minutes(half_days, {MONDAY: 600}) == 210 + 180, "what is longer adds to the half-days"
    assert doubled_minutes(half_days, {MONDAY + dt.timedelta(days=1): 120}) == 0
    nobody_there = [line("AI", mode="remote"), line(None, mode="remote"), line("SUSP", mode="remote")]
    assert doubled_minutes(nobody_there, {MONDAY: 120}) == 0


@given(st.lists(lines()), st.dictionaries(st.sampled_from([MONDAY, SUNDAY]), st.integers(0, 2000)))
def test_no_minute_at_distance_is_lost_or_told_twice(found: list[HalfDayLine], verified: dict) -> None:
    marked = sum(hours_of(found).present_by_mode.get(mode, 0) for mode in ("remote", "home"))
    told = marked + sum(verified.values()) - doubled_minutes(found, verified)
    assert told == max(marked, verified.get(MONDAY, 0)) + verified.get(SUNDAY, 0)


def test_suspended_half_days_are_not_planned() -> None:
    assert hours_of([line("SUSP")]) == Hours()
    assert (Hours().presence.value, Hours().presence.words) == (None, "sans objet")


def test_hours_by_mode_and_by_reason() -> None:
    hours = hours_of([line("P"), line("P", mode="remote"), line("AJ_MAL"), line("AI", is_to_justify=True)])
    assert hours.present_by_mode == {"on_site": 210, "remote": 210}
    assert hours.justified_by_code == {"AJ_MAL": 210}
    assert (hours.unjustified, hours.to_justify) == (210, 210)


@given(st.lists(lines(), max_size=40))
def test_every_planned_minute_is_in_one_part(found: list[HalfDayLine]) -> None:
    hours = hours_of(found)
    parts = hours.present + hours.late + hours.justified + hours.unjustified + hours.unrecorded
    assert parts == hours.planned
    assert hours.to_justify <= hours.unjustified


@given(st.lists(lines(), max_size=40))
def test_rates_are_between_nothing_and_all(found: list[HalfDayLine]) -> None:
    hours = hours_of(found)
    for share in (hours.presence, hours.assiduity):
        assert 0 <= share.n <= share.total
        assert (share.value is None) == (share.total == 0)
        assert share.value is None or 0 <= share.value <= 100
    if hours.presence.value is not None and hours.assiduity.value is not None:
        assert hours.presence.value <= hours.assiduity.value


@given(st.lists(lines(), max_size=40), st.integers(0, 40))
def test_hours_of_the_parts_add_up(found: list[HalfDayLine], at: int) -> None:
    assert hours_of(found[:at]) + hours_of(found[at:]) == hours_of(found)


@pytest.mark.parametrize(
    ("unjustified", "planned", "deducted"), [(210, 8400, "17.50"), (0, 8400, "0.00"), (1, 7, "100.00")]
)
def test_a_deduction_goes_with_the_unjustified_share(unjustified: int, planned: int, deducted: str) -> None:
    hours = Hours(planned=planned, unjustified=unjustified)
    assert proportional_deduction(Decimal(700), hours) == Decimal(deducted)


def test_nothing_is_deducted_of_nothing() -> None:
    assert proportional_deduction(Decimal(700), Hours()) is None


def test_a_half_day_is_held_as_it_says_then_as_its_course() -> None:
    assert session_mode("company", "remote") == "company"
    assert session_mode(None, "remote") == "remote"
    assert [session_mode(None, course) for course in (None, "on_site", "mixed")] == ["on_site"] * 3
