from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.models.absence import (
    Delay,
    Stage,
    absence_codes,
    codes_with_document,
    stage_of,
    waiting_stages,
)
from gen_desktop.models.attendance import justified_codes
from gen_desktop.reference.lists import code_list

TWO_DAYS = Delay(2)
MONDAY = dt.date(2026, 11, 16)
WEDNESDAY, THURSDAY = (MONDAY + dt.timedelta(days=days) for days in (2, 3))


def test_every_stage_has_its_label_and_no_label_is_left_over() -> None:
    assert {code.code for code in code_list("absence_stage")} == set(Stage)
    assert set(waiting_stages()) == set(Stage) - {Stage.JUSTIFIED, Stage.UNJUSTIFIED}


def test_every_justified_absence_says_whether_it_needs_a_document() -> None:
    for code in code_list("attendance_status"):
        assert (code["document"] == "none") == (code.code not in justified_codes())
    assert set(codes_with_document()) <= set(absence_codes())


@pytest.mark.parametrize(
    ("absent_on", "zone", "last_day"),
    [
        (dt.date(2026, 11, 16), "national", dt.date(2026, 11, 18)),
        (dt.date(2026, 11, 19), "national", dt.date(2026, 11, 23)),  # Thursday: Friday, then Monday
        (dt.date(2026, 11, 20), "national", dt.date(2026, 11, 24)),  # Friday: the weekend does not count
        (dt.date(2026, 11, 10), "national", dt.date(2026, 11, 13)),  # 11 November does not count
        (dt.date(2026, 12, 24), "national", dt.date(2026, 12, 29)),
        (dt.date(2026, 12, 24), "alsace_moselle", dt.date(2026, 12, 29)),  # the 26th is a Saturday
        (dt.date(2025, 12, 24), "national", dt.date(2025, 12, 29)),
        (dt.date(2025, 12, 24), "alsace_moselle", dt.date(2025, 12, 30)),  # the 26th is a holiday there
        (dt.date(2026, 12, 31), "national", dt.date(2027, 1, 5)),
    ],
)
def test_only_working_days_of_the_place_count(absent_on, zone, last_day) -> None:
    assert Delay(2, zone).last_day(absent_on) == last_day


def test_without_a_delay_the_document_is_due_the_same_day() -> None:
    assert Delay(0).last_day(MONDAY) == MONDAY


@pytest.mark.parametrize(
    ("status", "document_on", "as_of", "stage"),
    [
        ("AI", None, WEDNESDAY, Stage.TO_JUSTIFY),
        ("AI", None, THURSDAY, Stage.UNJUSTIFIED),
        ("AJ_MAL", None, WEDNESDAY, Stage.DOCUMENT_AWAITED),
        ("AJ_MAL", None, THURSDAY, Stage.DOCUMENT_MISSING),
        ("AJ_MAL", MONDAY, THURSDAY, Stage.JUSTIFIED),
        ("AJ_MAL", THURSDAY, THURSDAY, Stage.JUSTIFIED),  # late, but there
        ("AJ_MAL", THURSDAY, WEDNESDAY, Stage.DOCUMENT_AWAITED),  # looked at from before it came
        ("AJ_INT", None, THURSDAY, Stage.JUSTIFIED),
        ("AJ_AUT", None, THURSDAY, Stage.JUSTIFIED),
        ("P", None, THURSDAY, None),
        ("R", None, THURSDAY, None),
        ("SUSP", None, THURSDAY, None),
    ],
)
def test_the_stage_follows_from_status_document_and_delay(status, document_on, as_of, stage) -> None:
    assert stage_of(status, document_on, MONDAY, as_of, TWO_DAYS) == stage
