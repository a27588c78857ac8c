"""A code read from paper and typed by hand: every slip is seen, and said where."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gen_desktop.db.recovery import ALPHABET, RecoveryTypo, canonical, new_code

CODE = "XTCHA-VSUVA-YZFDX-AECRX-ZSNWK-AGUAL-NHWTD"
PLACES = [place for place, sign in enumerate(CODE) if sign != "-"]


def test_what_is_printed_is_read_back_however_it_is_typed() -> None:
    for typed in (CODE, CODE.lower(), CODE.replace("-", ""), CODE.replace("-", " — "), f"  {CODE}\n"):
        assert canonical(typed) == CODE
    assert len({new_code() for _ in range(100)}) == 100


def test_no_sign_looks_like_another() -> None:
    assert not set(ALPHABET) & set("IOQ0123456789")
    assert set(CODE) <= set(ALPHABET) | {"-"}


@given(st.sampled_from(PLACES), st.sampled_from(ALPHABET + "IOQ01679"))
def test_any_wrong_letter_is_seen_and_its_group_named(place: int, other: str) -> None:
    assume(CODE[place] != other)
    with pytest.raises(RecoveryTypo, match=rf"vérifiez le groupe {place // 6 + 1} "):
        canonical(CODE[:place] + other + CODE[place + 1 :])


def test_any_two_letters_swapped_in_a_group_are_seen() -> None:
    for start in range(0, len(CODE), 6):
        for one, other in combinations(range(start, start + 5), 2):
            typed = list(CODE)
            typed[one], typed[other] = typed[other], typed[one]
            if CODE[one] != CODE[other]:
                with pytest.raises(RecoveryTypo):
                    canonical("".join(typed))


def test_any_two_groups_swapped_are_seen() -> None:
    for one, other in combinations(range(7), 2):
        groups = CODE.split("-")
        groups[one], groups[other] = groups[other], groups[one]
        with pytest.raises(RecoveryTypo, match=f"les groupes {one + 1} et {other + 1} "):
            canonical("-".join(groups))


@pytest.mark.parametrize("typed", [CODE[:-1], CODE + "A"])
def test_a_letter_too_few_or_too_many_is_counted(typed: str) -> None:
    with pytest.raises(RecoveryTypo, match="a 35 lettres\u00a0; vous en avez tapé 3[46]"):
        canonical(typed)


@given(st.text(max_size=60))
def test_anything_else_is_no_code(typed: str) -> None:
    assume(len(typed) < 30)
    assert canonical(typed) is None


def test_a_password_as_long_as_a_code_is_no_code() -> None:
    assert canonical("girafebleuesousnappeavectroiscitron") is None
