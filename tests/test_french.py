"""French writing of numbers, dates and sentences. Spaces that must not break are spelled out."""

from __future__ import annotations

import ast
import re
from datetime import date, time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gen_desktop import french

N = "\u202f"
B = "\u00a0"


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (0, 0, "0"),
        (999, 0, "999"),
        (31000, 0, f"31{N}000"),
        (1234567, 0, f"1{N}234{N}567"),
        (Decimal("1234.55"), 1, f"1{N}234,6"),
        (2.675, 2, "2,68"),
        (0.05, 1, "0,1"),
        (Decimal("-0.04"), 1, "0,0"),
        (-3.25, 1, "\u22123,3"),
        (None, 0, "–"),
    ],
)
def test_number(value, decimals, expected):
    assert french.number(value, decimals) == expected


def test_signed_number_for_gaps_to_a_target():
    assert french.number(Decimal("3.5"), 1, signed=True) == "+3,5"
    assert french.number(Decimal("-3.5"), 1, signed=True) == "\u22123,5"
    assert french.number(Decimal("0.04"), 1, signed=True) == "0,0"


@pytest.mark.parametrize(
    ("n", "total", "expected"),
    [
        (5, 12, f"41,7{N}%"),
        (1, 16, f"6,3{N}%"),
        (1, 8, f"12,5{N}%"),
        (3, 16, f"18,8{N}%"),
        (0, 5, f"0,0{N}%"),
        (5, 5, f"100,0{N}%"),
        (0, 0, "–"),
        (None, 4, "–"),
    ],
)
def test_rate(n, total, expected):
    assert french.rate(n, total) == expected


def test_percent_of_a_value_in_percent():
    assert french.percent(Decimal("41.65")) == f"41,7{N}%"
    assert french.percent(30, decimals=0) == f"30{N}%"
    assert french.percent(None) == "–"
    assert french.rate_value(1, 0) is None
    assert french.rate_value(1, 3, decimals=2) == Decimal("33.33")


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 3))
def test_rates_are_rounded_half_up_exactly(n, total, decimals):
    scale = 10**decimals
    exact = Fraction(100 * n * scale, total)
    expected = (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
    assert french.rate_value(n, total, decimals) * scale == expected


def test_shares():
    assert french.share_text(5, 12) == "5 sur 12"
    assert french.share_text(1200, 31000) == f"1{N}200 sur 31{N}000"
    assert french.share_text(0, 0) == "0 sur 0"
    assert french.share_text(None, 12) == "–"


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (1635, "27,3"),
        (1470, "24,5"),
        (1680, "28"),
        (0, "0"),
        (1, "0"),
        (3, "0,1"),
        (1677, "28"),
        (85020, "1417"),
    ],
)
def test_hours(minutes, expected):
    assert french.hours(minutes).replace(N, "") == f"{expected}h"


def test_hours_do_not_break():
    assert french.hours(1635) == f"27,3{N}h"
    assert french.hours(None) == "–"


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(40, f"40{N}min"), (0, f"0{N}min"), (180, f"3{N}h"), (185, f"3{N}h{N}05"), (None, "–")],
)
def test_duration(minutes, expected):
    assert french.duration(minutes) == expected


def test_clock():
    assert french.clock(time(9)) == f"9{N}h"
    assert french.clock(time(13, 30)) == f"13{N}h{N}30"


def test_dates():
    assert french.short_date(date(2026, 5, 3)) == "03/05/2026"
    assert french.short_date(None) == "–"
    assert french.long_date(date(2026, 11, 23)) == "lundi 23 novembre 2026"
    assert french.long_date(date(2026, 3, 1), weekday=False) == "1er mars 2026"
    assert french.long_date(None) == "–"
    assert french.day_month(date(2026, 1, 6)) == "06/01"
    assert french.month_name(date(2026, 8, 6)) == "août 2026"


@pytest.mark.parametrize(
    ("monday", "expected"),
    [
        (date(2026, 11, 16), "Semaine du 16 au 20 novembre 2026"),
        (date(2026, 11, 30), "Semaine du 30 novembre au 4 décembre 2026"),
        (date(2026, 12, 28), "Semaine du 28 décembre 2026 au 1er janvier 2027"),
        (date(2026, 6, 1), "Semaine du 1er au 5 juin 2026"),
    ],
)
def test_week_title(monday, expected):
    assert french.week_title(monday) == expected


def test_range_of_one_day():
    assert french.date_range(date(2026, 6, 1), date(2026, 6, 1)) == "le 1er juin 2026"


@pytest.mark.parametrize(
    ("count", "words", "expected"),
    [
        (0, ("feuille",), "0 feuille"),
        (1, ("feuille",), "1 feuille"),
        (3, ("feuille",), "3 feuilles"),
        (31000, ("apprenant",), f"31{N}000 apprenants"),
        (2, ("fois",), "2 fois"),
        (2, ("travail", "travaux"), "2 travaux"),
        (2, ("demi-journée notée", "demi-journées notées"), "2 demi-journées notées"),
    ],
)
def test_plural(count, words, expected):
    assert french.plural(count, *words) == expected


def test_word_alone():
    assert french.form(1.5, "heure") == "heure"
    assert french.form(2, "heure") == "heures"


def test_join_names():
    assert french.join_names([]) == ""
    assert french.join_names(["Ana"]) == "Ana"
    assert french.join_names(["Ana", "Bo"]) == "Ana et Bo"
    assert french.join_names(["Ana", "Bo", "Cléo"]) == "Ana, Bo et Cléo"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+33612457803", "06 12 45 78 03"),
        ("0612457803", "06 12 45 78 03"),
        ("06.12.45.78.03", "06 12 45 78 03"),
        ("+262692123456", "06 92 12 34 56"),
        ("+32470123456", "+32 470 12 34 56"),
        ("3949", "3949"),
        ("poste 12", "poste 12"),
        ("+", "+"),
        ("", "–"),
        (None, "–"),
    ],
)
def test_phone(text, expected):
    assert french.phone(text).replace(B, " ") == expected


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("L'apprenant n'est pas la !", f"L’apprenant n’est pas la{N}!"),
        ("Vraiment ?!", f"Vraiment{N}?!"),
        ("Motif: maladie ; justifiée", f"Motif{B}: maladie{N}; justifiée"),
        ("Le fichier « liste.xlsx » : vide", f"Le fichier «{B}liste.xlsx{B}»{B}: vide"),
        ("«mot»", f"«{B}mot{B}»"),
        ("41,7 % de 12 345 €", f"41,7{N}% de 12{N}345{N}€"),
        ("7 h par jour", f"7{N}h par jour"),
        ("7 heures", "7 heures"),
        ("https://exemple.fr/?a=1;b=2 à 9:30", "https://exemple.fr/?a=1;b=2 à 9:30"),
        ("Et puis...", "Et puis…"),
        ("le 12 2026", "le 12 2026"),
    ],
)
def test_typographic(typed, printed):
    assert french.typographic(typed) == printed


@given(st.text(alphabet="ab é12«»:;!?%'. \u00a0\u202f€h\n", max_size=40))
def test_typographic_twice_is_once(text):
    once = french.typographic(text)
    assert french.typographic(once) == once


def test_a_size_is_said_in_the_unit_that_fits():
    sizes = [0, 1, 12 * 1024, 6 * (1 << 20) + (1 << 17), 79_600_000_000]
    assert [french.file_size(size) for size in sizes] == [
        "0\u00a0Ko",
        "1\u00a0Ko",
        "12\u00a0Ko",
        "6,1\u00a0Mo",
        "74,1\u00a0Go",
    ]


_PLAIN_SPACE = re.compile(r"(?:^|[\w»)\]’…]) [:;?!»](?=\s|$)|« | »")


@pytest.mark.parametrize("folder", ["cli", "services", "ui"])
def test_no_sentence_of_the_program_breaks_before_a_sign(folder):
    found = []
    for file in sorted((Path(french.__file__).parent / folder).rglob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        written = [node for node in ast.walk(tree) if isinstance(node, ast.Constant)]
        docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        found += [
            f"{file.name}:{node.lineno}: {node.value}"
            for node in written
            if isinstance(node.value, str)
            and id(node) not in docstrings
            and _PLAIN_SPACE.search(node.value)
            and "(?" not in node.value  # a pattern of what people type
        ]
    assert found == []
