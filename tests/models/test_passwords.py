"""The strength of a password: the figures of CNIL 2022-100, and what no arithmetic sees."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gen_desktop.models.passwords import bits, password_problems, strength

SPECIAL = "!#$%&*+-/=?@_"


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("kV7!mRx2#pQz", 79.55),  # 12 of 99
        ("kV7mRx2pQz9LdT", 83.36),  # 14 of 62
        ("kV7!mRx2", 53.03),  # 8 of 99
        ("kV7mRx2p", 47.63),  # 8 of 62
        ("4821", 13.29),  # 4 digits
        ("", 0.0),
    ],
)
def test_the_figures_of_the_cnil(password: str, expected: float) -> None:
    assert bits(password) == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize(
    ("password", "is_enough"),
    [
        ("kV7!mRx2#pQz", True),  # the CNIL rounds 79.55 to 80
        ("kV7mRx2pQz9LdT", True),
        ("kV7mRx2pQz9Ld", False),
        ("kV7!mRx2", False),
        ("4821", False),
        ("girafe bleue sous nappe avec trois citrons", True),  # seven words
        ("girafe bleue sous nappe avec trois", False),
        ("girafe girafe girafe bleue sous nappe avec", False),  # seven words, five different
        ("", False),
    ],
)
def test_what_protects_a_file(password: str, is_enough: bool) -> None:
    found = strength(password)
    assert found.is_enough is is_enough, found
    assert bool(password_problems(password)) is not is_enough


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("kV7!mRx2#pQzaaaa", "revient trop"),
        ("aB3!aB3!aB3!aB3!", "revient trop"),
        ("12345kV7!mRx2#pQz", "suite trop facile"),
        ("kV7!mRx2#pQzTREZA", "suite trop facile"),
        ("kV7!mRx2#edcba", "suite trop facile"),
        ("kV7!Azertyx2#pQz", "suite trop facile"),
        ("MotDePasse7!mRx2#", "les plus connus"),
        ("kV7!Dupont2#pQz9", "dupont"),
        ("kV7!MORVAN2#pQz9", "morvan"),
        ("Lefèvre!kV7#pQz9x", "lefevre"),
    ],
)
def test_what_anyone_would_try_is_refused(password: str, said: str) -> None:
    assert bits(password) >= 79.5
    (problem,) = password_problems(password, ("Ana Dupont", "Centre du Morvan", "Léa Lefevre"))
    assert problem.field == "password"
    assert said in problem.sentence


def test_the_advice_leads_to_a_password_that_is_taken() -> None:
    found = strength("kV7!mRx2")
    assert (found.word, found.advice) == ("presque", "Ajoutez 4 caractères.")
    assert strength("kV7!mRx2" + "#pQz").is_enough


def test_accents_are_counted_the_same_however_they_are_typed() -> None:
    assert bits("é" * 3) == bits("e\u0301" * 3)


passwords = st.text(st.sampled_from(string.ascii_letters + string.digits + SPECIAL), max_size=40)


@given(passwords, st.sampled_from(string.ascii_letters + string.digits + SPECIAL))
def test_one_sign_more_never_makes_it_weaker(password: str, more: str) -> None:
    assert bits(password + more) > bits(password)


@given(passwords)
def test_a_password_is_either_taken_or_told_what_it_lacks(password: str) -> None:
    found = strength(password)
    assert found.word
    assert found.is_enough == (found.advice == "")
    if found.is_enough:
        assert bits(password) >= 79.5


@given(st.text(max_size=60), st.lists(st.text(max_size=20), max_size=3))
def test_nothing_typed_breaks_it(password: str, names: list[str]) -> None:
    assert strength(password, names).bits >= 0


@given(passwords, st.sampled_from(["Durand", "Béatrice", "Nivernais"]), st.integers(0, 40))
def test_a_name_is_found_wherever_it_is(password: str, name: str, place: int) -> None:
    assert not strength(password[:place] + name.upper() + password[place:], (f"M. {name}",)).is_enough
