"""Folding and sorting of names."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gen_desktop.models.names import capitals, fold, sort_key, unaccent


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lefèvre", "lefevre"),
        ("ÉLOÏSE", "eloise"),
        ("Jean-Noël", "jean noel"),
        ("Jean\u2011Noël", "jean noel"),
        ("D’Œuvre", "d oeuvre"),
        ("d'Œuvre", "d oeuvre"),
        ("Læticia", "laeticia"),
        ("Straße", "strasse"),
        ("Çelik İbrahim", "celik ibrahim"),
        ("Bjørn Wałęsa", "bjorn walesa"),
        ("  Le\u00a0\u00a0Goff\t", "le goff"),
        ("Zo\u00eb\u200b", "zoe"),
        ("a.martin+x@exemple.fr", "a.martin+x@exemple.fr"),
        ("", ""),
    ],
)
def test_fold(text, expected):
    assert fold(text) == expected
    assert fold(unicodedata.normalize("NFD", text)) == expected


def test_unaccent_keeps_punctuation():
    assert unaccent("Après-midi") == "apres-midi"


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=40))
def test_composed_or_not_is_the_same(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text(max_size=20), st.text(max_size=20))
def test_the_separator_occurs_once(last, first):
    assert sort_key(last, first).split("  ", 1)[0] == fold(last)


def test_french_order():
    people = [
        ("Le Goff", "Ana"),
        ("Lebrun", "Zoé"),
        ("Élan", "Marc"),
        ("Le", "Zoé"),
        ("Eland", "Al"),
        ("LE GOFF", "Àlix"),
    ]
    assert sorted(people, key=lambda person: sort_key(*person)) == [
        ("Élan", "Marc"),
        ("Eland", "Al"),
        ("Le", "Zoé"),
        ("LE GOFF", "Àlix"),
        ("Le Goff", "Ana"),
        ("Lebrun", "Zoé"),
    ]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("d’Almeida", "d’ALMEIDA"),
        ("de la Tour", "de la TOUR"),
        ("Le Goff", "LE GOFF"),
        ("Delorme", "DELORME"),
        ("delorme", "DELORME"),
        ("Élie", "ÉLIE"),
        ("de", "DE"),
        ("", ""),
    ],
)
def test_particles_in_small_letters_stay_so_in_capitals(typed, printed):
    assert capitals(typed) == printed
