"""Rules of the organisation: each value holds from its day on, and the way back gives the one proposed."""

from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.db.database import Database
from gen_desktop.errors import InvalidInput, NotFound
from gen_desktop.queries.parameter_rules import rules, value_words
from gen_desktop.queries.scope import parameters
from gen_desktop.services.parameters import ParameterInput, reset_parameter, set_parameter
from gen_desktop.services.undo import undo_last
from tests.random_gestures import snapshot

RATE = "alert_attendance_rate"


def on(db: Database, day: dt.date) -> int:
    with db.read() as session:
        return parameters(session, day).alert_attendance_rate


def days(*numbers: int) -> list[dt.date]:
    return [dt.date(2026, month, 1) for month in numbers]


def test_a_value_holds_from_its_day_and_what_was_before_stays(db: Database) -> None:
    before, first, second, later = days(1, 3, 6, 9)
    set_parameter(db, ParameterInput(RATE, "85", first))
    set_parameter(db, ParameterInput(RATE, "90", second, "Convention"))
    assert [on(db, day) for day in (before, first, second, later)] == [80, 85, 90, 90]
    set_parameter(db, ParameterInput(RATE, "70", first))
    assert [on(db, day) for day in (before, first, second, later)] == [80, 70, 70, 70]
    set_parameter(db, ParameterInput(RATE, "75"))
    assert {on(db, day) for day in (before, first, second, later)} == {75}


def test_the_way_back_and_its_undo(db: Database) -> None:
    set_parameter(db, ParameterInput(RATE, "85"))
    state = snapshot(db)
    reset_parameter(db, RATE)
    assert on(db, dt.date(2026, 1, 1)) == 80
    undo_last(db)
    assert snapshot(db) == state
    reset_parameter(db, RATE)
    with pytest.raises(NotFound):
        reset_parameter(db, RATE)


@pytest.mark.parametrize(
    ("code", "value"),
    [
        (RATE, "101"),
        (RATE, "beaucoup"),
        ("absence_justification_days", "-2"),
        ("gen_logo_forbidden_from", "hier"),
    ],
)
def test_what_is_no_value_is_refused(db: Database, code: str, value: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        set_parameter(db, ParameterInput(code, value))
    assert refused.value.problems[0].field == "value"
    with pytest.raises(NotFound):
        set_parameter(db, ParameterInput("no_such_rule", "1"))


def test_every_rule_is_read_in_words(db: Database) -> None:
    set_parameter(db, ParameterInput("service_civique_positive", "1", dt.date(2026, 3, 1)))
    with db.read() as session:
        found = {row.default.code: row for row in rules(session, dt.date(2026, 6, 1))}
    said = {code: value_words(row.value, row.default.unit) for code, row in found.items()}
    assert said[RATE] == "80\u202f%"
    assert said["absence_justification_days"] == "2 jours"
    assert said["service_civique_positive"] == "oui"
    assert said["gen_logo_forbidden_from"] == "8 janvier 2025"
    assert all(said.values())
    assert found["service_civique_positive"].in_force is not None
