from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from gen_desktop.models import attendance as rules
from gen_desktop.models.attendance import AttendancePeriod
from gen_desktop.models.path import Slot

PERIOD = AttendancePeriod(
    decision="admitted",
    is_no_show=False,
    planned_entry_on=None,
    entered_on=None,
    entry_follows_attendance=False,
    exit_on=None,
    planned_exit_on=None,
    cohort_start=dt.date(2026, 3, 2),
    cohort_end=dt.date(2026, 7, 31),
)


def day(month: int, number: int) -> dt.date:
    return dt.date(2026, month, number)


def slot(month: int, number: int, half_day: str = "AM", **facts: str) -> Slot:
    return Slot(day(month, number), half_day, **facts)


@pytest.mark.parametrize(
    ("status", "missed", "minutes"),
    [("P", 0, 210), ("R", 40, 170), ("R", 0, 210), ("AI", 0, 0), ("AJ_MAL", 0, 0), ("SUSP", 0, 0)],
)
def test_minutes_present(status, missed, minutes):
    assert rules.minutes_present(status, 210, missed) == minutes


def test_what_statuses_count_as():
    assert rules.presence_codes() == ("P", "R")
    assert rules.unjustified_codes() == ("AI",)
    assert "AJ_FAM" in rules.justified_codes()
    assert rules.not_due_codes() == (rules.SUSPENDED,)


def test_a_lateness_is_shorter_than_the_half_day():
    assert rules.lateness_refusal(210, 0) is None
    assert rules.lateness_refusal(210, 209) is None
    assert "notez une absence" in rules.lateness_refusal(210, 210)
    assert "dépasse la demi-journée" in rules.lateness_refusal(210, 211)
    assert rules.lateness_refusal(210, -1) == "un retard ne peut pas être négatif"


def test_an_admitted_person_may_be_marked_from_the_first_day():
    assert PERIOD.refusal(slot(3, 2)) is None
    assert PERIOD.refusal(slot(7, 31)) is None


def test_outside_the_dates_of_the_cohort():
    assert "du 2 mars au 31 juillet 2026" in PERIOD.refusal(slot(3, 1))
    assert "hors des dates de la cohorte" in PERIOD.refusal(slot(8, 1))


def test_before_the_planned_entry_of_someone_who_has_not_come():
    late_comer = replace(PERIOD, planned_entry_on=day(3, 16))
    assert late_comer.refusal(slot(3, 13)) == "avant l’entrée prévue (16/03/2026)"
    assert late_comer.refusal(slot(3, 16)) is None


def test_before_a_stated_entry():
    entered = replace(PERIOD, planned_entry_on=day(3, 2), entered_on=day(3, 9))
    assert entered.refusal(slot(3, 6)) == "avant l’entrée (09/03/2026)"
    assert entered.refusal(slot(3, 9)) is None


def test_an_entry_that_came_from_a_presence_can_still_move_back():
    entered = replace(PERIOD, entered_on=day(3, 3), entry_follows_attendance=True)
    assert entered.refusal(slot(3, 2)) is None
    planned = replace(entered, planned_entry_on=day(3, 3))
    assert planned.refusal(slot(3, 2)) == "avant l’entrée prévue (03/03/2026)"


def test_the_day_of_exit_is_the_last_day_due():
    left = replace(PERIOD, entered_on=day(3, 2), exit_on=day(4, 10))
    assert left.refusal(slot(4, 10)) is None
    assert left.refusal(slot(4, 13)) == "après la sortie (10/04/2026)"


def test_nothing_is_due_after_the_end_agreed_unless_an_exit_says_otherwise():
    agreed = replace(PERIOD, entered_on=day(3, 2), planned_exit_on=day(6, 12))
    assert agreed.refusal(slot(6, 12)) is None
    assert agreed.refusal(slot(6, 15)) == "après la fin prévue (12/06/2026)"
    assert replace(agreed, exit_on=day(6, 19)).refusal(slot(6, 15)) is None
    assert replace(agreed, exit_on=day(6, 19)).refusal(slot(6, 22)) == "après la sortie (19/06/2026)"


@pytest.mark.parametrize("decision", ["pending", "waiting", "refused", "withdrawn"])
def test_only_admitted_people_may_be_marked(decision):
    assert "pas d’admission" in replace(PERIOD, decision=decision).refusal(slot(3, 2))


def test_a_no_show_is_not_marked():
    assert replace(PERIOD, is_no_show=True).refusal(slot(3, 2)) == "cette personne n’est jamais venue"


def test_labels():
    assert rules.slot_label(dt.date(2026, 11, 16), "AM") == "lun. 16 matin"
    assert rules.slot_label(dt.date(2026, 10, 1), "PM") == "jeu. 1er après-midi"
    assert rules.long_slot_label(dt.date(2026, 11, 16), "AM") == "lundi 16 novembre matin"
