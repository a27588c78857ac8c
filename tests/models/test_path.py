from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.french import NBSP
from gen_desktop.models.path import CompanyDays, ExemptedSlots, PathExceptions, Slot

MONDAY, FRIDAY = dt.date(2026, 3, 2), dt.date(2026, 3, 6)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (ExemptedSlots(weekday=4, half_day="PM"), "le vendredi après-midi"),
        (ExemptedSlots(weekday=0), "le lundi"),
        (ExemptedSlots(half_day="AM"), "le matin"),
        (ExemptedSlots(half_day="PM"), "l’après-midi"),
        (ExemptedSlots(module="Anglais"), "le module Anglais"),
        (ExemptedSlots(MONDAY, FRIDAY), "du 2 au 6 mars 2026"),
        (ExemptedSlots(starts_on=MONDAY, module="Anglais"), "le module Anglais, à partir du 02/03/2026"),
        (ExemptedSlots(ends_on=FRIDAY, half_day="AM"), "le matin, jusqu’au 06/03/2026"),
    ],
)
def test_an_exemption_in_words(said, words):
    assert said.words == words


def test_all_that_an_exemption_says_must_hold():
    said = ExemptedSlots(MONDAY, FRIDAY, weekday=4, half_day="PM", module="Anglais")
    assert said.covers(Slot(FRIDAY, "PM", module="Anglais"))
    assert not said.covers(Slot(FRIDAY, "PM"))
    assert not said.covers(Slot(FRIDAY, "AM", module="Anglais"))
    assert not said.covers(Slot(dt.date(2026, 3, 5), "PM", module="Anglais"))
    assert not said.covers(Slot(dt.date(2026, 3, 13), "PM", module="Anglais"))


def test_why_a_half_day_is_not_due():
    path = PathExceptions(
        (ExemptedSlots(weekday=4),), (CompanyDays(MONDAY, MONDAY, "Dupont (entreprise fictive)"),)
    )
    assert path.reason(Slot(FRIDAY, "AM")) == f"dispense{NBSP}: le vendredi"
    assert path.reason(Slot(MONDAY, "AM")) == "en entreprise chez Dupont (entreprise fictive)"
    assert path.reason(Slot(MONDAY, "AM", mode="company")) is None
    assert path.reason(Slot(dt.date(2026, 3, 3), "AM")) is None
