"""Public holidays, weekly patterns and planned half-days."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gen_desktop.models import calendar
from gen_desktop.models.calendar import DEFAULT_PATTERN, PatternSlot, PlannedHalfDay

N = "\u202f"

# Checked by hand: Easter is 31 March 2024, 20 April 2025 and 5 April 2026.
NATIONAL = {
    2024: "0101 0401 0501 0508 0509 0520 0714 0815 1101 1111 1225",
    2025: "0101 0421 0501 0508 0529 0609 0714 0815 1101 1111 1225",
    2026: "0101 0406 0501 0508 0514 0525 0714 0815 1101 1111 1225",
}
LOCAL_2026 = {
    "national": "",
    "alsace_moselle": "0403 1226",
    "971": "0312 0403 0527 0721",
    "972": "0522 0721",
    "973": "0610",
    "974": "1220",
    "976": "0427",
}


def as_days(year, text):
    return {date(year, int(word[:2]), int(word[2:])) for word in text.split()}


@pytest.mark.parametrize("year", NATIONAL)
def test_national_holidays(year):
    assert calendar.holidays_for("national", [year]).keys() == as_days(year, NATIONAL[year])


def test_a_year_with_ascension_on_8_may_has_ten_days():
    assert calendar.holidays_for("national", [2059])[date(2059, 5, 8)]
    assert len(calendar.holidays_for("national", [2059])) == 10


@pytest.mark.parametrize("zone", LOCAL_2026)
def test_local_holidays(zone):
    expected = as_days(2026, NATIONAL[2026]) | as_days(2026, LOCAL_2026[zone])
    assert calendar.holidays_for(zone, [2026]).keys() == expected


def test_every_zone_is_checked():
    assert LOCAL_2026.keys() == calendar.ZONES.keys()


def test_names_are_french_and_days_in_order():
    found = calendar.holidays_for("alsace_moselle", [2027, 2026, 2026])
    assert list(found) == sorted(found)
    assert found[date(2026, 1, 1)] == "Jour de l’an"
    assert found[date(2026, 4, 3)] == "Vendredi saint"
    assert found[date(2026, 11, 11)] == "Armistice"


def test_unknown_zone():
    with pytest.raises(ValueError, match="n’existe pas"):
        calendar.holidays_for("75", [2026])


def test_half_days_skip_holidays_closures_and_weekends():
    found = calendar.half_days(
        DEFAULT_PATTERN, date(2026, 5, 6), date(2026, 5, 12), closures=[date(2026, 5, 11), date(2030, 1, 1)]
    )
    assert [(half.day, half.half_day) for half in found] == [
        (date(2026, 5, 6), "AM"),
        (date(2026, 5, 6), "PM"),
        (date(2026, 5, 7), "AM"),
        (date(2026, 5, 7), "PM"),
        (date(2026, 5, 12), "AM"),
        (date(2026, 5, 12), "PM"),
    ]
    assert found[0] == PlannedHalfDay(date(2026, 5, 6), "AM", time(9), time(12, 30), 210)


def test_the_zone_matters():
    good_friday = date(2026, 4, 3)
    assert len(calendar.half_days(DEFAULT_PATTERN, good_friday, good_friday)) == 2
    assert calendar.half_days(DEFAULT_PATTERN, good_friday, good_friday, "alsace_moselle") == []


def test_holidays_of_the_second_year_fall_out():
    found = calendar.half_days(DEFAULT_PATTERN, date(2026, 12, 31), date(2027, 1, 4))
    assert {half.day for half in found} == {date(2026, 12, 31), date(2027, 1, 4)}


def test_no_day_when_the_end_is_before_the_start():
    assert calendar.half_days(DEFAULT_PATTERN, date(2026, 5, 2), date(2026, 5, 1)) == []
    assert calendar.half_days(DEFAULT_PATTERN, date(2027, 1, 2), date(2026, 12, 31)) == []


def test_default_week_is_35_hours():
    assert calendar.weekly_minutes(DEFAULT_PATTERN) == 35 * 60


@pytest.mark.parametrize("slot", [(7, "AM", 9, 12), (0, "EV", 9, 12), (0, "AM", 12, 12), (0, "AM", 12, 9)])
def test_a_slot_that_makes_no_sense(slot):
    weekday, half, start, end = slot
    with pytest.raises(ValueError, match="n’existe pas|n’est pas après"):
        PatternSlot(weekday, half, time(start), time(end))


def told(slots):
    return [(s.weekday, s.half_day, f"{s.starts_at:%H%M}-{s.ends_at:%H%M}") for s in slots]


@pytest.mark.parametrize(
    "text",
    [
        "lun-ven 9h-12h30 13h30-17h",
        "Lun.-Ven. 9h00 - 12h30 / 13h30 - 17h00",
        "du lundi au vendredi de 9h à 12h30 et de 13h30 à 17h",
        "lundi à vendredi 9:00-12:30, 13:30-17:00",
        "lun mar mer jeu ven",
        "lundi, mardi, mercredi, jeudi et vendredi\u00a0; 9 h\u201312 h 30 ; 13 h 30\u201317 h",
        "LUNDI AU VENDREDI journée entière",
        "lun\u2011ven",
        "lun-jeu 9h-12h30 13h30-17h\nven 9h-12h30 13h30-17h",
        "Du lundi au vendredi.",
    ],
)
def test_the_default_week_in_many_words(text):
    assert calendar.parse_pattern(text) == list(DEFAULT_PATTERN)


def test_days_with_different_hours():
    found = calendar.parse_pattern("lun mer 8h30-12h ; jeudi après-midi, ven. matin")
    assert told(found) == [
        (0, "AM", "0830-1200"),
        (2, "AM", "0830-1200"),
        (3, "PM", "1330-1700"),
        (4, "AM", "0900-1230"),
    ]


def test_bare_hours_and_evening():
    found = calendar.parse_pattern("mar 9-12, sam-dim 18h-20h")
    assert told(found) == [(1, "AM", "0900-1200"), (5, "PM", "1800-2000"), (6, "PM", "1800-2000")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "manque les jours"),
        ("9h-12h", "manque les jours"),
        ("lun-ven 9h-17h", "plus d’une demi-journée"),
        ("lun-ven 9h-12h 10h-12h", "Deux horaires"),
        ("lun-ven, mar matin", "mardi matin est donné deux fois"),
        ("lun lun", "deux fois"),
        ("ven-lun", "vendredi au lundi"),
        ("lun 9h-25h", "plus d’une demi-journée|n’est pas une heure"),
        ("lun 14h-13h", "n’est pas après"),
        ("lun 9h75-12h", "n’est pas une heure"),
        ("lun après-midi 9h-12h", "ne vont pas avec"),
        ("selon planning", "«\u00a0selon planning\u00a0» ne se comprend pas"),
        ("lun 9h", "ne se comprend pas"),
        ("lundredi", "ne se comprend pas"),
        ("marche", "ne se comprend pas"),
    ],
)
def test_a_pattern_that_is_not_understood(text, says):
    with pytest.raises(ValueError, match=says):
        calendar.parse_pattern(text)


def test_description_of_the_default_week():
    assert calendar.describe_pattern(DEFAULT_PATTERN) == (
        f"Du lundi au vendredi, de 9{N}h à 12{N}h{N}30 et de 13{N}h{N}30 à 17{N}h."
    )


def test_description_of_an_uneven_week():
    pattern = calendar.parse_pattern("lun mar 9h-12h, jeu-sam matin")
    assert calendar.describe_pattern(pattern) == (
        f"Les lundi et mardi, de 9{N}h à 12{N}h{N}; du jeudi au samedi, de 9{N}h à 12{N}h{N}30."
    )
    assert calendar.describe_pattern([]) == "Aucune demi-journée."


MORNINGS = st.tuples(st.integers(420, 600), st.integers(610, 780))
AFTERNOONS = st.tuples(st.integers(780, 900), st.integers(910, 1200))


def clock(minutes):
    return time(minutes // 60, minutes % 60)


@st.composite
def patterns(draw):
    slots = []
    for weekday in range(7):
        for half, spans in (("AM", MORNINGS), ("PM", AFTERNOONS)):
            if draw(st.booleans()):
                slots.append(PatternSlot(weekday, half, *map(clock, draw(spans))))
    return slots


@given(patterns())
def test_what_is_described_can_be_read_again(pattern):
    if pattern:
        assert calendar.parse_pattern(calendar.describe_pattern(pattern)) == pattern


@given(st.text(alphabet="lunmarvejdi0129h:-,; aàu", max_size=30))
def test_any_text_gives_a_pattern_or_a_sentence(text):
    try:
        found = calendar.parse_pattern(text)
    except ValueError as error:
        found = None
        sentence = str(error)
    else:
        sentence = calendar.describe_pattern(found)
    assert sentence.endswith(".")
