"""Calendar arithmetic and typed dates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gen_desktop import dates

TODAY = date(2026, 11, 24)
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS_OF_YEAR = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
MONTHS = st.integers(-600, 600)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 5, 8), 0, date(2026, 5, 8)),
    ],
)
def test_add_months(day, months, expected):
    assert dates.add_months(day, months) == expected


def test_add_months_leaves_the_calendar_with_a_sentence():
    with pytest.raises(ValueError, match="calendrier"):
        dates.add_months(date(9999, 12, 1), 1)


@pytest.mark.parametrize(
    ("as_of", "months", "expected"),
    [
        (date(2026, 2, 28), 3, date(2025, 11, 30)),
        (date(2024, 2, 28), 3, date(2023, 11, 28)),
        (date(2026, 4, 30), 1, date(2026, 3, 31)),
        (date(2026, 5, 30), 3, date(2026, 2, 28)),
        (date(2026, 5, 31), 3, date(2026, 2, 28)),
    ],
)
def test_latest_start(as_of, months, expected):
    assert dates.latest_start(as_of, months) == expected


@given(DAYS, MONTHS)
def test_latest_start_is_the_last_that_fits(as_of, months):
    start = dates.latest_start(as_of, months)
    assert dates.add_months(start, months) <= as_of
    assert dates.add_months(start + timedelta(days=1), months) > as_of


@given(DAYS, DAYS, st.sampled_from([3, 6, 12, 24]))
def test_latest_start_decides_like_add_months(day, as_of, months):
    assert (day <= dates.latest_start(as_of, months)) == (dates.add_months(day, months) <= as_of)


@given(DAYS, DAYS)
def test_months_between_is_the_last_that_fits(start, end):
    months = dates.months_between(start, end)
    assert dates.add_months(start, months) <= end
    assert dates.add_months(start, months + 1) > end


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(2000, 5, 23), date(2026, 5, 22), 25),
        (date(2000, 5, 23), date(2026, 5, 23), 26),
        (date(2004, 2, 29), date(2026, 2, 28), 21),
        (date(2004, 2, 29), date(2026, 3, 1), 22),
        (date(2026, 5, 23), date(2026, 5, 23), 0),
    ],
)
def test_age(birth, day, age):
    assert dates.age_on(birth, day) == age


def test_age_before_birth_is_refused():
    with pytest.raises(ValueError, match="naissance"):
        dates.age_on(date(2026, 5, 23), date(2026, 5, 22))


def test_weeks_quarters_and_months():
    assert dates.week_start(date(2026, 11, 29)) == date(2026, 11, 23)
    assert dates.week_start(date(2026, 11, 23)) == date(2026, 11, 23)
    assert dates.iso_week(date(2027, 1, 1)) == (2026, 53)
    assert dates.month_bounds(2028, 2) == (date(2028, 2, 1), date(2028, 2, 29))
    assert dates.quarter_bounds(2026, 1) == (date(2026, 1, 1), date(2026, 3, 31))
    assert dates.quarter_bounds(2026, 4) == (date(2026, 10, 1), date(2026, 12, 31))
    with pytest.raises(ValueError, match="trimestre"):
        dates.quarter_bounds(2026, 5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("230526", date(2026, 5, 23)),
        ("23052026", date(2026, 5, 23)),
        ("20260523", date(2026, 5, 23)),
        ("23/5", date(2026, 5, 23)),
        ("23/05/26", date(2026, 5, 23)),
        ("23-05-2026", date(2026, 5, 23)),
        ("23.05.2026", date(2026, 5, 23)),
        ("23 05 2026", date(2026, 5, 23)),
        (" 23 / 05 / 2026\u00a0", date(2026, 5, 23)),
        ("2026-05-23", date(2026, 5, 23)),
        ("23 mai 2026", date(2026, 5, 23)),
        ("23 mai", date(2026, 5, 23)),
        ("23-mai-26", date(2026, 5, 23)),
        ("1er mars", date(2026, 3, 1)),
        ("le 1ER Mars 2027", date(2027, 3, 1)),
        ("lundi 16 novembre 2026", date(2026, 11, 16)),
        ("Lun. 16 nov. 2026", date(2026, 11, 16)),
        ("lundi, 16 novembre", date(2026, 11, 16)),
        ("16 nov.2026", date(2026, 11, 16)),
        ("16-nov.-26", date(2026, 11, 16)),
        ("3 févr. 2026", date(2026, 2, 3)),
        ("3 fe\u0301vrier 2026", date(2026, 2, 3)),
        ("15 AOÛT 2026", date(2026, 8, 15)),
        ("2\u202fdécembre\u00a02026", date(2026, 12, 2)),
        ("2\uff13/5/26", date(2026, 5, 23)),
        ("29/2/28", date(2028, 2, 29)),
        ("01/01/46", date(2046, 1, 1)),
        ("01/01/47", date(1947, 1, 1)),
    ],
)
def test_typed_dates(text, expected):
    assert dates.parse_typed_date(text, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("24/11/26", date(2026, 11, 24)),
        ("25/11/26", date(1926, 11, 25)),
        ("3/4/99", date(1999, 4, 3)),
        ("030405", date(2005, 4, 3)),
        ("3/4/1925", date(1925, 4, 3)),
    ],
)
def test_typed_births(text, expected):
    assert dates.parse_typed_date(text, TODAY, birth=True) == expected


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("31/02/2026", "28 jours"),
        ("29/2", "28 jours"),
        ("0/5/2026", "31 jours"),
        ("12/25/2026", "mois 25"),
        ("23/05/206", "n’est pas une date"),
        ("23/05/0206", "L’année 206"),
        ("mardi 16 novembre 2026", "est un lundi"),
        ("3 jui 2026", "n’est pas une date"),
        ("foo 3 mai 2026", "n’est pas une date"),
        ("", "n’est pas une date"),
        ("n'importe quoi", "n’est pas une date"),
        ("#N/A", "n’est pas une date"),
        ("²3/5/2026x", "n’est pas une date"),
        ("9" * 5000, "…"),
    ],
)
def test_what_is_no_date_is_said_in_french(text, says):
    with pytest.raises(ValueError, match=says):
        dates.parse_typed_date(text, TODAY)


def test_a_birth_without_year_is_refused():
    with pytest.raises(ValueError, match="manque l’année"):
        dates.parse_typed_date("23/5", TODAY, birth=True)


def long_date(day):
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS_OF_YEAR[day.month - 1]} {day.year}"


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_written_then_read_again(day):
    for text in (f"{day:%d/%m/%Y}", day.isoformat(), long_date(day)):
        assert dates.parse_typed_date(text, TODAY) == day


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_eight_digits_mean_day_month_year_first(day):
    assert dates.parse_typed_date(f"{day:%d%m%Y}", TODAY) == day


@given(st.text(max_size=30))
def test_any_text_gives_a_date_or_a_sentence(text):
    try:
        found = dates.parse_typed_date(text, TODAY)
    except ValueError as error:
        sentence = str(error)
    else:
        sentence = f"{found.year}."
        assert dates.FIRST_YEAR <= found.year <= dates.LAST_YEAR
    assert sentence.endswith(".")
