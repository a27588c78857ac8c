"""Periods of the organisation, and the yearly rehearsal."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from gen_desktop.errors import Conflict, InvalidInput, NotFound
from gen_desktop.models.retention import RetentionPeriod
from gen_desktop.services.retention import PeriodInput, reset_period, set_period
from gen_desktop.services.undo import undo_last

TODAY = dt.date(2026, 11, 23)
REGION = PeriodInput("REGION", 8, "last_payment", " Convention 2024, article 12 ", "Convention")


def stored(db):
    with db.read() as session:
        return [
            (row.funder, row.years, row.base, row.reason, row.source, row.version)
            for row in session.scalars(select(RetentionPeriod))
        ]


def test_a_period_is_set_changed_and_given_up(db):
    set_period(db, REGION, TODAY)
    assert stored(db) == [("REGION", 8, "last_payment", "Convention 2024, article 12", "Convention", 1)]
    set_period(db, replace(REGION, years=9, source=" "), TODAY, version=1)
    assert stored(db) == [("REGION", 9, "last_payment", "Convention 2024, article 12", None, 2)]
    reset_period(db, "REGION", TODAY)
    assert stored(db) == []
    undo_last(db)
    assert [row[1] for row in stored(db)] == [9]


def test_what_was_changed_meanwhile_is_not_overwritten(db):
    set_period(db, REGION, TODAY)
    set_period(db, replace(REGION, years=9), TODAY, version=1)
    with pytest.raises(Conflict):
        set_period(db, replace(REGION, years=10), TODAY, version=1)
    assert [row[1] for row in stored(db)] == [9]


def test_refused_and_nothing_written(db):
    with pytest.raises(InvalidInput) as refused:
        set_period(db, replace(REGION, years=0, reason=""), TODAY)
    assert [problem.field for problem in refused.value.problems] == ["years", "reason"]
    with pytest.raises(NotFound):
        set_period(db, replace(REGION, funder="MAIRIE"), TODAY)
    with pytest.raises(NotFound):
        reset_period(db, "REGION", TODAY)
    assert stored(db) == []
