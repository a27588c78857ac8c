from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from gen_desktop.models.attendance import justified_codes
from gen_desktop.ui.attendance import keys
from gen_desktop.ui.attendance.keys import Pending
from gen_desktop.ui.tables.grid_keys import digit_of


def press(text: str, key: int = 0) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)


def test_every_reason_has_its_key_and_none_is_a_key_of_the_grid():
    letters = [letter for letter, _, _ in keys.REASONS]
    assert len(set(letters)) == len(letters)
    assert not set(letters) & set("PAJRS")
    assert {status for _, status, _ in keys.REASONS} | {"AJ_AUT"} == set(justified_codes())


def test_a_reason_by_its_letter():
    assert keys.reason_of(press("m", Qt.Key.Key_M)) == "AJ_MAL"
    assert keys.reason_of(press("p", Qt.Key.Key_P)) is None


@pytest.mark.parametrize(
    ("text", "digit"), [("4", "4"), ("'", "4"), ("à", "0"), ("é", "2"), ("k", ""), ("", "")]
)
def test_digits_of_french_and_other_keyboards(text, digit):
    assert digit_of(press(text)) == digit


def test_minutes_are_complete_when_no_digit_could_follow():
    pending = Pending("minutes", ((1, 2),), 210)
    assert pending.minutes == 0
    assert not pending.is_complete
    assert not pending.with_digit("2").is_complete
    assert not pending.with_digit("2").with_digit("0").is_complete
    assert pending.with_digit("4").with_digit("0").is_complete
    assert pending.with_digit("1").with_digit("0").with_digit("5").minutes == 105
    assert pending.with_digit("1").without_last() == pending


def test_minutes_too_long_are_kept_as_typed_and_say_why():
    pending = Pending("minutes", ((1, 2),), 210).with_digit("3").with_digit("0").with_digit("0")
    assert (pending.digits, pending.is_complete) == ("300", False)
    assert pending.problem == "Le retard ne peut pas dépasser 209\u00a0min"
    assert pending.without_last().problem == ""
    assert Pending("minutes", ((1, 2),), 5).with_digit("5").is_too_long
    assert pending.with_digit("9").with_digit("9").digits == "3009"
