"""Texts with places, and how many SMS they make."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gen_desktop.french import NARROW, NBSP
from gen_desktop.models.message_text import (
    EMAIL,
    PLACES,
    SMS,
    filled,
    place_problem,
    places_of,
    sms_size,
    text_problems,
    typed_for_sms,
)
from gen_desktop.models.names import fold
from gen_desktop.reference.lists import code_list

VALUES = {name: f"<{name}>" for name in PLACES}


def test_places_are_filled_whatever_their_case_and_accents() -> None:
    text = "Bonjour {prénom} {PRENOM} {Prénom}, avant le {limite}."
    assert place_problem(text) == ""
    assert places_of(text) == {"prénom", "limite"}
    assert filled(text, VALUES) == "Bonjour <prénom> <prénom> <prénom>, avant le <limite>."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Bonjour {prenon}", "Vouliez-vous {prénom}"),
        ("Bonjour {}", "{} n’est pas une place connue. Il y a {prénom}, {nom}"),
        ("Bonjour {adresse du chien}", "n’est pas une place connue"),
        ("Bonjour {prénom", "Une accolade est seule"),
        ("Bonjour prénom}", "Une accolade est seule"),
        ("{{prénom}}", "Une accolade est seule"),
    ],
)
def test_a_wrong_place_is_said(text: str, said: str) -> None:
    assert said in place_problem(text)


@given(st.lists(st.sampled_from([*"abé {}\n'", "{prénom}", "{nom}"]), max_size=40).map("".join))
def test_a_text_that_is_right_can_be_filled_and_another_is_refused(text: str) -> None:
    if place_problem(text):
        assert "{" in text or "}" in text
    else:
        said = filled(text, VALUES)
        assert "{" not in said
        assert "}" not in said


def test_every_place_is_written_as_it_is_found() -> None:
    assert len({fold(name) for name in PLACES}) == len(PLACES)


@pytest.mark.parametrize(
    ("text", "units", "parts"),
    [
        ("", 0, 0),
        ("a" * 160, 160, 1),
        ("a" * 161, 161, 2),
        ("a" * 306, 306, 2),
        ("a" * 307, 307, 3),
        ("é" * 160, 160, 1),  # é è à ù are in the 7-bit alphabet
        ("€" * 80, 160, 1),  # counts double
        ("a" * 159 + "€", 161, 2),
        ("a" * 152 + "€" + "a" * 152, 306, 3),  # « € » is not cut: 152, then 152 and it, then the last two
        ("ê" * 70, 70, 1),
        ("ê" * 71, 71, 2),
        ("ê" * 134, 134, 2),
        ("ê" * 135, 135, 3),
        ("🎓" * 35, 70, 1),
        ("ê" * 66 + "🎓" + "ê" * 66, 134, 3),
    ],
)
def test_sms_are_counted_as_the_network_does(text: str, units: int, parts: int) -> None:
    size = sms_size(text)
    assert (size.units, size.parts) == (units, parts)


@given(st.text(max_size=400), st.text(max_size=5))
def test_a_longer_text_never_makes_fewer_sms_and_always_fits(text: str, more: str) -> None:
    size = sms_size(text)
    assert size.units <= size.room
    assert sms_size(text + more).parts >= size.parts
    assert (size.parts == 0) == (text == "")


def test_the_signs_of_printing_become_those_of_a_telephone() -> None:
    said = typed_for_sms(f"L’été{NBSP}: «{NBSP}oui{NBSP}»{NARROW}! 3{NARROW}000 € …")
    assert said == 'L\'été : "oui" ! 3 000 € ...'
    assert sms_size(said).dear == ()


@pytest.mark.parametrize("one", list(code_list("message_default")), ids=lambda one: one.code)
def test_the_texts_of_the_program_are_right_and_an_sms_is_one_or_two(one) -> None:
    assert list(text_problems(one.label, one["kind"], one["subject"], one["body"])) == []
    if one["kind"] == SMS:
        told = VALUES | {
            "prénom": "Yasmine",
            "échéance": "6 mois après la formation",
            "limite": "28/11/2026",
            "auteur": "C. Lambert",
            "organisme": "Numérique en Morvan",
        }
        size = sms_size(typed_for_sms(filled(one["body"], told)))
        assert size.dear == ()
        assert size.parts == 1


def test_what_is_missing_is_said_at_its_field() -> None:
    fields = [one.field for one in text_problems(" ", "fax", None, "")]
    assert fields == ["name", "kind", "body"]
    assert [one.field for one in text_problems("Un nom", EMAIL, "", "Texte")] == ["subject"]
    assert [one.field for one in text_problems("Un nom", EMAIL, "{x}", "{y}")] == ["subject", "body"]
    assert [one.field for one in text_problems("N" * 61, SMS, None, "x" * 5001)] == ["name", "body"]
    assert [one.field for one in text_problems("Un nom", EMAIL, "o" * 151, "Texte")] == ["subject"]
