"""What is typed in the form of a cohort is read as people mean it, and comes back as they would write it."""

from __future__ import annotations

from datetime import date, time

import pytest

from gen_desktop.ui import typed

TODAY = date(2026, 11, 23)
WORKED = range(5)


@pytest.mark.parametrize(("text", "value"), [("", None), (" ", None), ("15", 15), ("1 200", 1200)])
def test_numbers_of_people(text, value):
    assert typed.whole(text) == value


@pytest.mark.parametrize("text", ["douze", "1,5", "-3"])
def test_what_is_no_number_of_people(text):
    with pytest.raises(ValueError, match="nombre entier"):
        typed.whole(text)


@pytest.mark.parametrize(
    ("text", "minutes"), [("497", 29820), ("497,5", 29850), ("3 h 30", 210), ("1 417 h", 85020), ("", None)]
)
def test_lengths(text, minutes):
    assert typed.hours(text) == minutes


@pytest.mark.parametrize("minutes", [None, 0, 29820, 29850, 85020])
def test_lengths_come_back(minutes):
    assert typed.hours(typed.hours_text(minutes)) == minutes


def test_what_is_no_length():
    for text in ("beaucoup", "3,5h30", "3h75"):
        with pytest.raises(ValueError, match="n’est pas une durée"):
            typed.hours(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [("9", time(9)), ("9h", time(9)), ("9 h 30", time(9, 30)), ("13:30", time(13, 30)), ("930", time(9, 30))],
)
def test_hours_of_the_day(text, value):
    assert typed.clock(text) == value
    assert typed.clock("9\u202fh\u202f05") == time(9, 5)


@pytest.mark.parametrize("text", ["", "25 h", "9h75", "midi"])
def test_what_is_no_hour_of_the_day(text):
    with pytest.raises(ValueError, match="n’est pas une heure"):
        typed.clock(text)


@pytest.mark.parametrize(
    "text", ["9h-12h30", "de 9 h à 12 h 30", "9:00 – 12:30", "9\u202fh – 12\u202fh\u202f30"]
)
def test_two_hours_of_the_day(text):
    assert typed.clock_range(text) == (time(9), time(12, 30))


def test_one_hour_is_no_range():
    with pytest.raises(ValueError, match="le début et la fin"):
        typed.clock_range("9h")


def test_closures_are_days_and_ranges():
    assert typed.days("24/12/2026, du 28 au 31/12/2026", TODAY) == (
        *(date(2026, 12, 24), date(2026, 12, 28), date(2026, 12, 29), date(2026, 12, 30)),
        date(2026, 12, 31),
    )
    turn = typed.days("1er au 2 mars 2027 ; 29/12 au 02/01/2027", TODAY)
    assert (turn[0], turn[4], turn[-1]) == (date(2026, 12, 29), date(2027, 1, 2), date(2027, 3, 2))
    assert typed.days(" ", TODAY) == ()


@pytest.mark.parametrize("text", ["bientôt", "du 31/12/2026 au 24/12/2026", "du 01/01/2026 au 31/12/2026"])
def test_closures_that_cannot_be(text):
    with pytest.raises(ValueError, match="«"):
        typed.days(text, TODAY)


def test_a_week_end_does_not_cut_a_closure_in_two():
    fortnight = [date(2026, 12, day) for day in (21, 22, 23, 24, 28, 29, 30, 31)]
    assert typed.days_text([*fortnight, date(2027, 2, 5)], WORKED) == (
        "du 21/12/2026 au 24/12/2026, du 28/12/2026 au 31/12/2026, 05/02/2027"
    )
    whole = [*fortnight, date(2026, 12, 25)]
    assert typed.days_text(whole, WORKED) == "du 21/12/2026 au 31/12/2026"
    assert set(whole) <= set(typed.days(typed.days_text(whole, WORKED), TODAY))


def test_blocks_have_their_code_or_are_given_one():
    text = "BC01 Développer la partie front-end\n\nRNCP37674BC02 : Back-end\nSécuriser"
    assert typed.blocks(text) == (
        ("BC01", "Développer la partie front-end"),
        ("RNCP37674BC02", "Back-end"),
        ("BC03", "Sécuriser"),
    )
    assert typed.blocks(typed.blocks_text(typed.blocks(text))) == typed.blocks(text)


def test_the_first_free_code_of_the_year_is_suggested():
    start = date(2026, 9, 14)
    assert typed.suggested_code("DWWM", start, {"DWWM 2026-1", "DWWM 2026-2"}) == "DWWM 2026-3"
