"""Programmes come with the targets of their kind, unless others are given."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import select

from gen_desktop.errors import InvalidInput
from gen_desktop.models.funding_program import Target
from gen_desktop.services.funding_programs import (
    ProgramInput,
    TargetInput,
    create_program,
    update_program,
)

GEN = ProgramInput("GEN-2016", "Label GEN", kind="GEN_2016")


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
