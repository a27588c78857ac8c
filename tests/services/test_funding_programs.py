"""Programmes come with the targets of their kind, unless others are given."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import select

from gen_desktop.errors import Conflict, InvalidInput, NotFound
from gen_desktop.models.funding_program import FundingProgram, Target
from gen_desktop.services.funding_programs import (
    ProgramInput,
    TargetInput,
    create_program,
    record_payment,
    update_program,
)

GEN = ProgramInput("GEN-2016", "Label GEN", kind="GEN_2016")
DAY = dt.date(2026, 11, 23)


def _targets(db):
    with db.read() as session:
        rows = session.execute(select(Target.indicator, Target.percent).order_by(Target.indicator))
        return {row.indicator: row.percent for row in rows}


def test_the_known_targets_come_with_the_kind(db):
    create_program(db, GEN)
    assert _targets(db) == {"A3.femmes": Decimal(30), "A3.neet": Decimal(50)}


def test_targets_can_be_set(db):
    program_id = create_program(db, GEN).created_id
    update_program(db, program_id, replace(GEN, targets=(TargetInput("A3.femmes", Decimal(40)),)))
    assert _targets(db) == {"A3.femmes": Decimal(40)}
    update_program(db, program_id, replace(GEN, name="Autre nom"))
    assert _targets(db) == {"A3.femmes": Decimal(40)}


def test_problems_are_said_together(db):
    create_program(db, GEN)
    wrong = replace(GEN, kind="XX", targets=(TargetInput("A3.femmes", Decimal(130)),))
    with pytest.raises(InvalidInput) as refused:
        create_program(db, wrong)
    assert [problem.field for problem in refused.value.problems] == ["program_code", "kind", "targets"]


def test_the_last_payment_is_noted(db):
    program_id = create_program(db, GEN).created_id
    record_payment(db, program_id, DAY, False, today=DAY, version=1)
    with db.read() as session:
        program = session.get(FundingProgram, program_id)
        assert (program.last_payment_on, program.is_eu_cofunded) == (DAY, False)
    with pytest.raises(Conflict):
        record_payment(db, program_id, None, None, today=DAY, version=1)
    with pytest.raises(InvalidInput, match="avenir"):
        record_payment(db, program_id, DAY, None, today=dt.date(2026, 11, 22))
    with pytest.raises(NotFound):
        record_payment(db, 1, DAY, None, today=DAY)
