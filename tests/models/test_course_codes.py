"""Codes of the classifications of training, as people type them."""

from __future__ import annotations

import pytest

from gen_desktop.models.course_codes import codes_of, formacodes_problem, joined, nsf_problem, rome_problem


@pytest.mark.parametrize("text", ["31088, 31054", "31088|31054", " 31088 ;31054 31088"])
def test_codes_are_read_however_they_are_parted(text: str) -> None:
    assert codes_of(text) == ("31088", "31054")
    assert joined(text) == "31088|31054"
    assert formacodes_problem(text) == ""


def test_nothing_is_no_code_and_no_problem() -> None:
    assert joined("  ") is None
    assert [nsf_problem(None), formacodes_problem(""), rome_problem(" ")] == ["", "", ""]


def test_what_is_no_code_is_told_with_an_example() -> None:
    assert "trois chiffres" in nsf_problem("32")
    assert nsf_problem("326") == ""
    assert "cinq chiffres" in formacodes_problem("3108")
    assert "Pas plus de 5" in formacodes_problem("10000 20000 30000 40000 50000 60000")
    assert "M1805" in rome_problem("1805")
    assert rome_problem("m1805, M1810") == ""
