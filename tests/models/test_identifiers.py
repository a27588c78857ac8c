from __future__ import annotations

import pytest

from gen_desktop.models.identifiers import france_travail_problem, nda_problem, siret_problem
from gen_desktop.nir import nir_problem


@pytest.mark.parametrize(
    "text", ["73282932000074", "732 829 320 00074", "35600000009075", "20003452800014", ""]
)
def test_a_right_siret(text):
    assert siret_problem(text) == ""


@pytest.mark.parametrize("text", ["73282932000075", "35600000009076", "7328293200007", "20003452800041"])
def test_a_wrong_siret(text):
    assert "SIRET" in siret_problem(text)


@pytest.mark.parametrize(
    "text", ["1234567A", "1234567a", "12345678", "1234567890Z", "12345678901", "1234 567 A"]
)
def test_a_well_formed_france_travail_identifier(text):
    assert france_travail_problem(text) == ""


@pytest.mark.parametrize(("text", "said"), [("1234567", "en a 7"), ("A2345678", "fait de chiffres")])
def test_a_france_travail_identifier_with_something_missing(text, said):
    assert said in france_travail_problem(text)


@pytest.mark.parametrize(
    "text",
    [
        "2 55 08 14 168 025 38",
        "255081416802538",
        "Sécu : 2.55.08.14.168.025.38, à rappeler",
        "2550814168025",
        "1 85 02 2A 168 025",
    ],
)
def test_a_social_security_number_is_found_wherever_it_is_written(text):
    assert "sécurité sociale" in nir_problem(text)


@pytest.mark.parametrize(
    "text",
    ["255081416802539", "73282932000074", "06 39 98 01 23", "+33639980123", "16/11/2026", "12345678901", ""],
)
def test_other_numbers_are_no_social_security_number(text):
    assert nir_problem(text) == ""


def test_a_declaration_number_has_eleven_digits():
    assert nda_problem("11 75 32629 75") == ""
    assert "en a 10" in nda_problem("11 75 32629 7")
