"""The calendar of a cohort before it is written."""

from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.models.calendar import DEFAULT_PATTERN, PatternSlot
from gen_desktop.models.cohort_plan import Calendar, closed_days, pattern_problem, plan_sentence, state_on
from gen_desktop.models.identifiers import bare_number, nda_problem, siret_problem

MAY = Calendar(DEFAULT_PATTERN, dt.date(2026, 5, 4), dt.date(2026, 5, 29))


def test_holidays_are_those_that_take_a_half_day_away():
    assert [name for _, name in MAY.holidays()] == [
        "Fête de la Victoire",
        "Ascension",
        "Lundi de Pentecôte",
    ]
    mondays = Calendar(tuple(slot for slot in DEFAULT_PATTERN if slot.weekday == 0), MAY.start, MAY.end)
    assert [day for day, _ in mondays.holidays()] == [dt.date(2026, 5, 25)]


def test_the_plan_is_said_in_a_sentence():
    assert plan_sentence(142, 497 * 60, 5) == "142 demi-journées, 497\u202fh, 5 jours fériés exclus"
    assert plan_sentence(1, 210, 0) == "1 demi-journée, 3,5\u202fh"
    assert plan_sentence(2, 420, 1).endswith("1 jour férié exclu")


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ((2026, 5, 3), "planned"),
        ((2026, 5, 4), "running"),
        ((2026, 5, 29), "running"),
        ((2026, 5, 30), "ended"),
    ],
)
def test_the_first_and_last_day_are_running(day, state):
    assert state_on(MAY.start, MAY.end, dt.date(*day)) == state


def test_closed_days_are_found_again():
    days = {planned.day for planned in MAY.half_days()}
    assert closed_days(MAY, days) == frozenset()
    assert closed_days(MAY, days - {dt.date(2026, 5, 20)}) == {dt.date(2026, 5, 20)}


def test_a_week_that_cannot_be():
    morning = PatternSlot(0, "AM", dt.time(9), dt.time(12, 30))
    early = PatternSlot(0, "PM", dt.time(12), dt.time(17))
    assert pattern_problem(DEFAULT_PATTERN) == ""
    assert pattern_problem([morning, morning]) == "Le lundi matin est donné deux fois."
    assert pattern_problem([morning, early]) == "Le lundi, l’après-midi commence avant la fin du matin."


@pytest.mark.parametrize("text", ["", " ", "999 000 003 00015", "356 000 000 00048"])
def test_good_or_missing_sirets(text):
    assert siret_problem(text) == ""


def test_wrong_sirets_are_told_apart():
    assert "celui-ci en a 9" in siret_problem("999 000 003")
    assert "clé de contrôle" in siret_problem("999 000 003 00016")


def test_ndas_have_eleven_digits():
    assert nda_problem("27 58 00999 58") == nda_problem("") == ""
    assert "11\u00a0chiffres" in nda_problem("2758")
    assert bare_number(" 27.58-00 ") == "275800"
    assert bare_number(" - ") is None
