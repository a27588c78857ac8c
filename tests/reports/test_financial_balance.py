"""The financial balance: amounts as entered, people of the whole programme, costs worked out by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gen_desktop.errors import InvalidInput
from gen_desktop.models.registry import FundingProgram
from gen_desktop.reports.financial_balance import NO_AMOUNT, NONE, cost
from gen_desktop.reports.statements import build_financial_balance
from tests.factories import make_cohort
from tests.queries.leavers import ENTRY, EXIT, leaver, tells
from tests.reports.built import assert_report_conforms
from tests.reports.pdf_checks import reading_order

DAY = dt.date(2026, 6, 30)


def told(data: bytes) -> list[str]:
    return [line.replace("\u202f", " ").replace("\u00a0", " ") for line in reading_order(data)]


def program(session, name, planned=None, realized=None, cohorts=1):
    made = FundingProgram(code=name, name=name, planned_amount=planned, realized_amount=realized)
    session.add(made)
    session.flush()
    found = []
    for number in range(cohorts):
        cohort = make_cohort(session, f"{name[:20]} {number}", planned_start=ENTRY, planned_end=EXIT)
        cohort.funding_program_id = made.id
        found.append(cohort)
    return found


def test_costs_over_all_cohorts_of_a_programme(db):
    with db.write("Deux programmes") as session:
        first, second = program(session, "Région", Decimal(60_000), Decimal("50000.40"), cohorts=2)
        for number in range(8):
            one = leaver(
                session,
                first if number < 5 else second,
                number,
                certified_on=dt.date(2025, 9, 4) if number < 3 else None,
            )
            tells(session, one, 6, "EMP_CDI" if number < 6 else "RECH")
        program(session, "Sans montant")
        make_cohort(session, "Orpheline", planned_start=ENTRY, planned_end=EXIT)
    built = build_financial_balance(db, 6, DAY)
    assert_report_conforms(built.data)
    lines = told(built.data)
    assert "Région | – | 60 000 € | 50 000 € | −10 000 €" in lines
    assert "Sans montant | – | – | – | –" in lines
    assert "Région | 2 | 8 | 3 | 75,0 % 6 sur 8 | 0".replace(" ", "") in [
        line.replace(" ", "") for line in lines
    ]
    # 60 000 / 8, / 3, / 6; 50 000,40 / 8 = 6 250,05, / 3 = 16 666,8, / 6 = 8 333,4.
    assert "Prévu : 60 000 € | 7 500 € | 20 000 € | 10 000 €" in lines
    assert "Réalisé : 50 000 € | 6 250 € | 16 667 € | 8 333 €" in lines
    assert any("Sans programme, donc dans aucun montant : 1 cohorte." in line for line in lines)


def test_nothing_known_is_said(db):
    assert NONE.replace(" :", "\u00a0:") in reading_order(build_financial_balance(db, 6, DAY).data)
    with db.write("Un programme") as session:
        program(session, "Programme au nom très long, d’une région qui aime les noms longs " * 3)
    built = build_financial_balance(db, 12, DAY)
    assert_report_conforms(built.data)
    assert any(NO_AMOUNT.split(" : ")[0] in line for line in told(built.data))
    with pytest.raises(InvalidInput):
        build_financial_balance(db, 5, DAY)


@given(st.none() | st.decimals(0, 10_000_000, places=2), st.integers(0, 500))
def test_a_cost_is_known_only_of_known_amounts_and_somebody(amount, people):
    found = cost(amount, people)
    assert (found is None) is (amount is None or people == 0)
    if found is not None:
        assert abs(found * people - amount) <= people
