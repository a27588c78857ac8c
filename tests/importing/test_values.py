"""Cells become values, or a French sentence that quotes them."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gen_desktop.importing import people, values

TODAY = date(2026, 11, 24)
EMPTY = [None, "", "  ", "\u00a0", "\u200b", "-", "–", "?"]
CLEANERS = [
    values.line,
    values.note,
    values.day_cleaner(TODAY),
    values.day_cleaner(TODAY, birth=True),
    values.sex,
    values.tristate,
    values.decimal,
    values.integer,
    values.minutes,
    values.code_cleaner("contact_mode"),
    people.person_name,
    people.split_name,
    people.phone,
    people.email,
    people.postal_code,
    people.siret,
    people.siren,
]
TEXT_CLEANERS = CLEANERS[:2] + CLEANERS[10:12]


@pytest.mark.parametrize("clean", [clean for clean in CLEANERS if clean not in TEXT_CLEANERS])
@pytest.mark.parametrize("value", EMPTY)
def test_an_empty_cell_is_none(clean, value):
    assert clean(value) is None


@pytest.mark.parametrize("clean", CLEANERS)
@pytest.mark.parametrize("value", ["#N/A", "#REF!", "#DIV/0!", "#VALEUR!", "#NOM?", "####"])
def test_a_calculation_error_is_never_a_value(clean, value):
    with pytest.raises(ValueError, match=r"«\u00a0#"):
        clean(value)


CELLS = st.one_of(
    st.none(),
    st.text(max_size=25),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.from_regex(r"[0-9 ,.:/h%€-]{1,14}", fullmatch=True),
)


@pytest.mark.parametrize("clean", CLEANERS)
@given(value=CELLS)
def test_any_cell_gives_a_value_or_a_sentence(clean, value):
    try:
        sentence = f"{clean(value)}."
    except ValueError as error:
        sentence = str(error)
    assert sentence[-1] in ".)"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("  Atelier\u00a0 du\tLac ", "Atelier du Lac"),
        (unicodedata.normalize("NFD", "Élève"), "Élève"),
        ("Zo\u200bé", "Zoé"),
        (58120, "58120"),
        (58120.0, "58120"),
        (12.5, "12,5"),
        (True, "oui"),
        (date(2026, 5, 3), "03/05/2026"),
        (datetime(2026, 5, 3, 9, 5), "03/05/2026 09:05"),
        (time(9, 5), "09:05"),
        (timedelta(minutes=65), "1:05"),
        ("#1 du groupe", "#1 du groupe"),
    ],
)
def test_line(value, expected):
    assert values.line(value) == expected


def test_note_keeps_its_lines():
    assert values.note("  Un \r\ndeux\r\rtrois  ") == "Un\ndeux\n\ntrois"


def test_too_long():
    with pytest.raises(ValueError, match="200 caractères"):
        values.line("a" * 201)
    with pytest.raises(ValueError, match="10\u202f000 caractères"):
        values.note("a" * 10_001)


def test_a_quoted_cell_is_short():
    assert values.shown("a\n" * 100) == "«\u00a0" + "a " * 19 + "a…\u00a0»"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2026, 5, 23), date(2026, 5, 23)),
        (datetime(2026, 5, 23, 14, 30), date(2026, 5, 23)),
        ("23/05/2026", date(2026, 5, 23)),
        ("23/05/2026 00:00:00", date(2026, 5, 23)),
        ("2026-05-23T00:00:00", date(2026, 5, 23)),
        ("23/05/2026\u00a0", date(2026, 5, 23)),
        ("lundi 16 novembre 2026", date(2026, 11, 16)),
        (46165, date(2026, 5, 23)),
        (46165.0, date(2026, 5, 23)),
        (46165.75, date(2026, 5, 23)),
        (23052026, date(2026, 5, 23)),
        (3052026, date(2026, 5, 3)),
        (230526, date(2026, 5, 23)),
    ],
)
def test_day(value, expected):
    found = values.day(value, TODAY)
    assert found == expected
    assert type(found) is date


def test_birth_day():
    assert values.day("23/05/01", TODAY, birth=True) == date(2001, 5, 23)
    assert values.day_cleaner(TODAY, birth=True)("23/05/85") == date(1985, 5, 23)


@pytest.mark.parametrize(
    "value",
    [
        "31/02/2026",
        "46165",
        31022026,
        12,
        -5,
        1e300,
        float("nan"),
        123456789,
        True,
        time(9),
        "23/05/2026 14:30",
    ],
)
def test_no_day(value):
    with pytest.raises(ValueError, match="n’est pas une date"):
        values.day(value, TODAY)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("F", "F"),
        ("femme", "F"),
        ("Féminin", "F"),
        ("Mme", "F"),
        ("H", "M"),
        ("M.", "M"),
        ("Monsieur", "M"),
        ("x", "X"),
        ("Non-binaire", "X"),
        (1, "M"),
        (2.0, "F"),
        ("NR", None),
    ],
)
def test_sex(value, expected):
    assert values.sex(value) == expected


@pytest.mark.parametrize("value", ["Z", 3, "Mx", True])
def test_no_sex(value):
    with pytest.raises(ValueError, match="n’est pas reconnu"):
        values.sex(value)


@pytest.mark.parametrize("value", ["oui", "OUI ", "o", "X", "1", 1, 1.0, True, "Vrai", "✓"])
def test_yes(value):
    assert values.tristate(value) is True


@pytest.mark.parametrize("value", ["non", "N", "0", 0, False, "faux"])
def test_no(value):
    assert values.tristate(value) is False


@pytest.mark.parametrize("value", ["Ne sait pas", "NSP", "inconnu", "non renseigné", "…"])
def test_unknown_is_not_no(value):
    assert values.tristate(value) is None


@pytest.mark.parametrize("value", ["peut-être", 2, "oui et non"])
def test_neither_yes_nor_no(value):
    with pytest.raises(ValueError, match="écrivez oui, non"):
        values.tristate(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (12, "12"),
        (0.1, "0.1"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("1\u202f234,50\u00a0€", "1234.50"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("12 %", "12"),
        ("35 heures", "35"),
        ("+3", "3"),
    ],
)
def test_decimal(value, expected):
    assert values.decimal(value) == Decimal(expected)


@pytest.mark.parametrize(
    "value",
    ["douze", "1,2,3", "1e5", "--3", "12,", "²", float("nan"), float("inf"), 10**12, True, date(2026, 1, 1)],
)
def test_no_number(value):
    with pytest.raises(ValueError, match="n’est pas un nombre"):
        values.decimal(value)


def test_numbers_have_a_least():
    with pytest.raises(ValueError, match="trop petit"):
        values.decimal("-0,5")
    assert values.decimal("−0,5", minimum=-1) == Decimal("-0.5")


def test_integer():
    assert values.integer("12,0") == 12
    assert values.integer("1 200") == 1200
    with pytest.raises(ValueError, match="nombre entier"):
        values.integer("12,5")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (40, 40),
        ("40", 40),
        ("40 min", 40),
        ("40'", 40),
        ("0h40", 40),
        ("1 h 05", 65),
        ("2h", 120),
        ("0:40", 40),
        ("1h05min", 65),
        (time(0, 40), 40),
        (timedelta(hours=1), 60),
        (0, 0),
        (40.0, 40),
        ("24h", 1440),
    ],
)
def test_minutes(value, expected):
    assert values.minutes(value) == expected


@pytest.mark.parametrize("value", ["0h75", "25h", 0.0277, -5, 2000, "un peu", timedelta(days=3), "1,5", True])
def test_no_minutes(value):
    with pytest.raises(ValueError, match="n’est pas une durée"):
        values.minutes(value)


def test_reference_code():
    clean = values.code_cleaner("contact_mode")
    assert clean("TÉLÉPHONE ") == "phone"
    assert clean("tel.") == "phone"
    assert clean("e mail") == "email"
    assert clean("sms") == "sms"
    assert clean("non renseigné") is None
    with pytest.raises(
        ValueError, match=r"«\u00a0pigeon\u00a0» n’est pas reconnu\. Valeurs admises\u00a0: Téléphone,"
    ):
        clean("pigeon")


CHOICES = {"AM": ("Matin", "mat."), "PM": ("Après-midi", "apm"), "3": ()}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("matin", "AM"),
        ("MAT", "AM"),
        ("apres midi", "PM"),
        ("pm", "PM"),
        (3, "3"),
        (3.0, "3"),
        ("?", None),
        ("", None),
    ],
)
def test_match_code(value, expected):
    assert values.match_code(value, CHOICES) == expected


def test_match_code_tells_what_it_accepts():
    with pytest.raises(
        ValueError, match=r"«\u00a0soir\u00a0».*Valeurs admises\u00a0: Matin, Après-midi, 3\."
    ):
        values.match_code("soir", CHOICES)


def test_a_long_list_is_not_told_whole():
    with pytest.raises(ValueError, match=r"c19, …\.$"):
        values.match_code("z", {f"c{number}": () for number in range(50)})
