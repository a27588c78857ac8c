"""The codes printed on sheets are read back, and nothing else is taken for one."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gen_desktop.models.sheet_code import CORNERS, SheetCode, read_sheet_code

MONDAYS = st.dates(dt.date(2000, 1, 1), dt.date(2099, 1, 1)).map(
    lambda day: day - dt.timedelta(days=day.weekday())
)
CODES = st.builds(
    SheetCode,
    st.integers(1, 2**63 - 1),
    MONDAYS,
    st.integers(1, 99),
    st.integers(1, 99),
    st.integers(0, 999),
)
SMALL = re.compile(r"[0-9A-Z $%*+\-./:]+")


@given(CODES)
def test_what_is_printed_is_read_back(code: SheetCode) -> None:
    assert read_sheet_code(code.text()) == code


@given(CODES)
def test_only_the_signs_of_small_codes_are_used(code: SheetCode) -> None:
    for text in (code.text(), *(code.corner(name) for name in CORNERS)):
        assert SMALL.fullmatch(text)


@given(CODES, st.data())
def test_one_sign_misread_is_noticed(code: SheetCode, data: st.DataObject) -> None:
    text = code.text()
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from("0123456789ABCDEF/:W").filter(lambda sign: sign != text[at]))
    assert read_sheet_code(text[:at] + other + text[at + 1 :]) in (None, code)


@pytest.mark.parametrize(
    "text", ["", "EM1", "EM1:TL:1:0000", "EM1:1:2026W54:1/1:1:0000", "https://example.org"]
)
def test_what_is_no_sheet_is_not_taken_for_one(text: str) -> None:
    assert read_sheet_code(text) is None


def test_the_text_says_week_page_and_version() -> None:
    code = SheetCode(35, dt.date(2026, 11, 16), 2, 3, 1)
    assert code.text().startswith("EM1:Z:2026W47:2/3:1:")
    assert code.corner("TL").startswith("EM1:TL:2:")
