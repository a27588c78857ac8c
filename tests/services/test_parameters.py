"""The rules that the organisation sets: each day keeps the value that held then."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gen_desktop.changes import PROGRAM
from gen_desktop.db.database import Database
from gen_desktop.errors import InvalidInput, NotFound
from gen_desktop.queries.parameters import ParameterRow, parameter_rows
from gen_desktop.queries.scope import parameters
from gen_desktop.reference.parameters import parameter_defaults
from gen_desktop.services.parameters import reset_parameter, set_parameter
from gen_desktop.services.undo import undo_last
from gen_desktop.store import create_store

TODAY = dt.date(2026, 11, 23)
DELAY = "absence_justification_days"
DAYS = [None, *(dt.date(2026, month, 1) for month in range(1, 13))]


def row(db: Database, code: str, on: dt.date = TODAY) -> ParameterRow:
    with db.read() as session:
        return next(one for one in parameter_rows(session, on) if one.code == code)


def delay(db: Database, on: dt.date) -> int:
    with db.read() as session:
        return parameters(session, on).absence_justification_days


def test_every_rule_is_shown_once_with_its_words(db: Database) -> None:
    with db.read() as session:
        rows = parameter_rows(session, TODAY)
    assert [one.code for one in rows] == list(dict.fromkeys(one.code for one in parameter_defaults()))
    words = {one.code: one.words for one in rows}
    assert words[DELAY] == "2\u00a0jours"
    assert words["alert_attendance_rate"] == "80\u202f%"
    assert words["seuil_emploi_durable_comparaison"] == "au moins"
    assert words["service_civique_positive"] == "non"
    assert words["alert_unjustified_half_days"] == "3"
    assert not any(one.is_own for one in rows)


def test_a_value_holds_from_its_day(db: Database) -> None:
    set_parameter(db, DELAY, "3", dt.date(2026, 9, 1), " Règlement intérieur, article 6 ")
    assert (delay(db, dt.date(2026, 8, 31)), delay(db, dt.date(2026, 9, 1))) == (2, 3)
    found = row(db, DELAY)
    assert (found.words, found.is_own, found.since) == ("3\u00a0jours", True, dt.date(2026, 9, 1))
    assert found.source == "Règlement intérieur, article 6"
    assert not row(db, DELAY, dt.date(2026, 1, 1)).is_own


def test_the_value_proposed_comes_back(db: Database) -> None:
    set_parameter(db, DELAY, "3")
    set_parameter(db, DELAY, "5", dt.date(2026, 9, 1))
    reset_parameter(db, DELAY)
    assert (delay(db, TODAY), row(db, DELAY).is_own) == (2, False)
    undo_last(db)
    assert (delay(db, dt.date(2026, 8, 31)), delay(db, TODAY)) == (3, 5)
    reset_parameter(db, DELAY)
    with pytest.raises(NotFound, match="déjà"):
        reset_parameter(db, DELAY)


@pytest.mark.parametrize(
    ("code", "value"), [(DELAY, "-1"), (DELAY, "deux"), ("alert_attendance_rate", "101"), (DELAY, "")]
)
def test_what_is_no_value_is_refused(db: Database, code: str, value: str) -> None:
    with pytest.raises(InvalidInput):
        set_parameter(db, code, value)
    assert not row(db, code).is_own


def test_an_unknown_rule_is_refused(db: Database) -> None:
    with pytest.raises(NotFound):
        set_parameter(db, "nothing", "1")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(DAYS), st.integers(0, 99)), max_size=8))
def test_each_day_keeps_the_last_value_set_for_it(
    tmp_path_factory: pytest.TempPathFactory, given: list[tuple[dt.date | None, int]]
) -> None:
    db = create_store(tmp_path_factory.mktemp("rules") / "centre.gendb", PROGRAM)
    expected = {(2026, month): 2 for month in range(1, 13)}
    starts: dict[dt.date | None, int] = {}
    for day, value in given:
        set_parameter(db, DELAY, str(value), day)
        starts[day] = value
    for year, month in expected:
        on = dt.date(year, month, 15)
        held = [day for day in starts if day is None or day <= on]
        known = max(held, key=lambda day: day or dt.date.min, default="none")
        wanted = 2 if known == "none" else starts[known]
        assert delay(db, on) == wanted
    db.close()
