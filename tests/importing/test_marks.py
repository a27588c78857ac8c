"""What a cell of an attendance list means, and which half-day a title means."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gen_desktop.importing.half_day_titles import (
    CohortCalendar,
    HeldHalfDay,
    SaidHalfDay,
    half_day_of_am,
    said_half_day,
)
from gen_desktop.importing.marks import SaidMark, read_mark, read_reason, settle
from gen_desktop.models.attendance import justified_codes
from gen_desktop.models.calendar import DEFAULT_PATTERN, HALF_DAY_WORDS, half_days
from gen_desktop.reference.lists import code_list


@pytest.mark.parametrize(
    ("cell", "status", "missed"),
    [
        ("P", "P", 0),
        ("p", "P", 0),
        ("Présent", "P", 0),
        ("X", "P", 0),
        ("✓", "P", 0),
        (1, "P", 0),
        ("A", "AI", 0),
        ("Absente", "AI", 0),
        ("J", "AJ_AUT", 0),
        ("J mal.", "AJ_MAL", 0),
        ("J (mal)", "AJ_MAL", 0),
        ("J : maladie", "AJ_MAL", 0),
        ("AJ entretien d’embauche", "AJ_ENT", 0),
        ("J garde", "AJ_GAR", 0),
        ("Maladie", "AJ_MAL", 0),
        ("R 40", "R", 40),
        ("R40", "R", 40),
        ("r 40 min", "R", 40),
        ("R (0h40)", "R", 40),
        ("Retard de 1h05", "R", 65),
        ("40 min de retard", "R", 40),
        ("R", "R", 0),
        ("S", "SUSP", 0),
        ("Fermeture", "SUSP", 0),
        (3.5, "P", 0),
        ("3,5", "P", 0),
        ("3h30", "P", 0),
        (dt.time(3, 30), "P", 0),
        (dt.timedelta(hours=2), "R", 90),
        (2, "R", 90),
        ("2 h", "R", 90),
    ],
)
def test_a_mark_in_a_half_day_of_three_hours_and_a_half(cell, status, missed):
    assert settle(read_mark(cell), 210) == (status, missed)


@pytest.mark.parametrize("cell", [None, "", "  ", "-", "–", "?", "…", "non saisi", "\u00a0"])
def test_nothing_recorded(cell):
    assert read_mark(cell) is None


@pytest.mark.parametrize(
    "cell", ["Z", "PP", "A mal.", "/", "✗", True, "J xyz", "R quarante", -2, "#N/A", "50 h"]
)
def test_no_mark(cell):
    with pytest.raises(ValueError, match=r"reconnu|erreur de calcul|trop petit|n’est pas"):
        read_mark(cell)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("R 211", "dépasse la demi-journée"),
        ("R 210", "notez une absence"),
        (4, "dépassent la demi-journée"),
        (0, "dites l’absence"),
        ("0 h", "dites l’absence"),
    ],
)
def test_minutes_that_do_not_go_with_the_half_day(cell, reason):
    with pytest.raises(ValueError, match=reason):
        settle(read_mark(cell), 210)


def test_every_reason_is_read_back_from_its_short_form_and_its_label():
    for code in map(code_list("attendance_status").__getitem__, justified_codes()):
        for text in filter(None, (code["short"], code.label)):
            assert read_reason(text) == code.code
        if code["short"]:
            assert read_mark(f"J {code['short']}") == SaidMark(code.code)


@given(
    st.one_of(st.text(max_size=12), st.floats(), st.integers(), st.times(), st.timedeltas(), st.booleans())
)
def test_any_cell_is_a_mark_or_a_french_sentence(cell):
    try:
        said = read_mark(cell)
        status, missed = settle(said, 210) if said is not None else ("", 0)
    except ValueError as error:
        assert str(error).endswith((".", "\u202f?", ")"))  # noqa: PT017 - either outcome is right
    else:
        assert status in ("", *(code.code for code in code_list("attendance_status")))
        assert 0 <= missed < 210


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("lun. 14/09 matin", SaidHalfDay(14, 9, None, 0, "AM")),
        ("lundi 14 septembre après-midi", SaidHalfDay(14, 9, None, 0, "PM")),
        ("14/09/2026 matin", SaidHalfDay(14, 9, 2026, None, "AM")),
        ("14/09/26 Après-midi", SaidHalfDay(14, 9, 2026, None, "PM")),
        ("2026-09-14 PM", SaidHalfDay(14, 9, 2026, None, "PM")),
        ("Matin 14.09", SaidHalfDay(14, 9, None, None, "AM")),
        ("Mar. 15/09 M", SaidHalfDay(15, 9, None, 1, "AM")),
        ("15 mars matin", SaidHalfDay(15, 3, None, None, "AM")),
        ("mar. 3 mars matin", SaidHalfDay(3, 3, None, 1, "AM")),
        ("jeudi 1er octobre aprem", SaidHalfDay(1, 10, None, 3, "PM")),
        ("lun. 14/09", SaidHalfDay(14, 9, None, 0, None)),
        ("14/09 AM", SaidHalfDay(14, 9, None, None, None, True)),
        ("14/09 A.-M.", SaidHalfDay(14, 9, None, None, None, True)),
        ("matin", SaidHalfDay(half_day="AM")),
        ("Après-m.", SaidHalfDay(half_day="PM")),
    ],
)
def test_title_of_a_half_day(title, expected):
    assert said_half_day(title) == expected


@pytest.mark.parametrize(
    "title",
    [
        "Nom",
        "Total 14/09",
        "Semaine 45",
        "12",
        "CCP 1 2",
        "14/13 matin",
        "32/01 matin",
        "matin après-midi",
        "",
    ],
)
def test_other_titles_are_not_half_days(title):
    assert said_half_day(title) is None


def test_am_means_what_the_other_titles_leave():
    assert half_day_of_am([said_half_day("14/09 M"), said_half_day("14/09 AM")]) == "PM"
    assert half_day_of_am([said_half_day("14/09 PM"), said_half_day("14/09 AM")]) == "AM"
    assert half_day_of_am([said_half_day("14/09 AM")]) is None


@pytest.fixture(scope="module")
def calendar():
    """A cohort over two winters: 1 October 2025 to 15 December 2026."""
    start, end = dt.date(2025, 10, 1), dt.date(2026, 12, 15)
    held = [
        HeldHalfDay(number, one.day, one.half_day, one.minutes)
        for number, one in enumerate(half_days(DEFAULT_PATTERN, start, end))
    ]
    return CohortCalendar("CDA 2025-3", start, end, held)


def test_the_year_follows_from_the_dates_of_the_cohort(calendar):
    assert calendar.resolve(said_half_day("14/09 matin")).day == dt.date(2026, 9, 14)
    # Both years have a 13 October; only in 2025 it was a Monday.
    assert calendar.resolve(said_half_day("lun. 13/10 matin")).day == dt.date(2025, 10, 13)


def test_outside_the_dates_the_year_is_the_one_whose_weekday_agrees():
    short = CohortCalendar("DWWM 2026-1", dt.date(2026, 1, 5), dt.date(2026, 3, 27), [])
    # Nearer to the cohort's first day, 14 July 2025 was a Monday.
    with pytest.raises(ValueError, match="14/07/2026|14 juillet 2026"):
        short.resolve(said_half_day("mar. 14/07 matin"))


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("13/10 matin", "ajoutez l’année"),
        ("lun. 15/09 matin", "le 15/09/2026 est un mardi"),
        ("30/09/2025 matin", "hors des dates de la cohorte"),
        ("11/11/2026 matin", "n’a pas cours le mercredi 11 novembre 2026 matin"),
        ("14/09", "dites s’il s’agit du matin ou de l’après-midi"),
        ("31/02 matin", "n’existe pas"),
        ("sam. 12/09", "n’a pas cours"),
        ("14/09 AM", "veut dire le matin ou l’après-midi"),
    ],
)
def test_a_half_day_that_the_cohort_does_not_have(calendar, title, reason):
    with pytest.raises(ValueError, match=reason):
        calendar.resolve(said_half_day(title))


@given(st.dates(dt.date(2025, 1, 1), dt.date(2027, 12, 31)), st.sampled_from(("AM", "PM")))
def test_every_way_of_writing_a_half_day_is_read_back(day, half):
    words = HALF_DAY_WORDS[half]
    for title in (f"{day:%d/%m/%Y} {words}", f"{words} {day:%Y-%m-%d}", f"{day:%d.%m.%y} {words.upper()}"):
        assert said_half_day(title) == SaidHalfDay(day.day, day.month, day.year, None, half)
