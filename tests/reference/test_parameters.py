"""Parameters, targets and what a contract counts as."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from decimal import Decimal

import pytest

from gen_desktop.errors import InvalidInput, NotFound
from gen_desktop.reference.contracts import situation_of
from gen_desktop.reference.lists import code_list
from gen_desktop.reference.parameters import (
    Parameters,
    parameter_default,
    parameter_defaults,
    parameters_on,
    parse_parameter,
)
from gen_desktop.reference.targets import target_defaults, targets_for

TODAY = date(2026, 11, 23)


def test_defaults() -> None:
    values = parameters_on(TODAY)
    assert (values.seuil_emploi_durable_mois, values.seuil_emploi_durable_comparaison) == (6, "≥")
    assert values.work_study_counts_as_durable is True
    assert values.service_civique_positive is False
    assert (values.neet_age_limit, values.young_age, values.attempts_before_unreachable) == (26, 26, 3)
    assert (values.aes_delay_days, values.follow_up_window_before, values.follow_up_window_after) == (
        3,
        15,
        45,
    )
    assert (values.alert_unjustified_half_days, values.alert_attendance_rate) == (3, 80)
    assert (values.small_numbers_threshold, values.small_count_threshold) == (20, 5)
    assert values.label_validity_years == 3
    assert values.gen_logo_forbidden_from == date(2025, 1, 8)


def test_every_line_of_the_file_is_a_field_of_its_type() -> None:
    assert {default.code for default in parameter_defaults()} == {field.name for field in fields(Parameters)}
    for default in parameter_defaults():
        assert default.label
        assert default.source
    types = {field.name: field.type for field in fields(Parameters)}
    for default in parameter_defaults():
        assert type(default.value).__name__ == types[default.code]


def test_the_organization_may_set_its_own() -> None:
    values = parameters_on(TODAY, {"neet_age_limit": "30", "seuil_emploi_durable_comparaison": ">"})
    assert values.neet_age_limit == 30
    assert not values.is_long(6)
    assert values.is_long(7)
    assert parameters_on(TODAY).is_long(6)
    assert not parameters_on(TODAY).is_long(5)


@pytest.mark.parametrize(
    ("unit", "text"),
    [
        ("months", "six"),
        ("percent", "101"),
        ("boolean", "oui"),
        ("comparison", "<"),
        ("date", "8/1"),
        ("days", "-1"),
    ],
)
def test_a_text_that_is_no_value_is_refused(unit: str, text: str) -> None:
    with pytest.raises(InvalidInput, match="valeur possible"):
        parse_parameter("some_code", unit, text)


def test_unknown_parameter() -> None:
    with pytest.raises(NotFound):
        parameter_default("age_du_capitaine")
    with pytest.raises(NotFound):
        parameters_on(TODAY, {"age_du_capitaine": "42"})


@pytest.mark.parametrize(
    ("contract", "months", "situation"),
    [
        ("CDI", None, "EMP_CDI"),
        ("CDD", 6, "EMP_CDD6"),
        ("CDD", 5, "EMP_CDDC"),
        ("CDD", None, "EMP_NP"),
        ("INT", 8, "EMP_INT6"),
        ("INT", None, "EMP_INTC"),
        ("APP", 12, "ALT_APP"),
        ("SIAE", 12, "EMP_SIAE"),
        ("IND", None, "CREA"),
        ("FP", None, "EMP_FP"),
    ],
)
def test_situation_of_a_contract(contract: str, months: int | None, situation: str) -> None:
    assert situation_of(contract, months, parameters_on(TODAY)) == situation


def test_the_boundary_of_the_lasting_job_is_a_parameter() -> None:
    strict = parameters_on(TODAY, {"seuil_emploi_durable_comparaison": ">"})
    assert situation_of("CDD", 6, strict) == "EMP_CDDC"


def test_targets() -> None:
    found = {(target.program_kind, target.indicator): target.percent for target in target_defaults()}
    assert found == {
        ("GEN_2015", "A3.femmes"): Decimal(30),
        ("GEN_2016", "A3.femmes"): Decimal(30),
        ("GEN_2016", "A3.neet"): Decimal(50),
        ("GEN_2018", "A3.bac_ou_infra"): Decimal(80),
    }
    assert all(target.program_kind in code_list("funding_program_kind") for target in target_defaults())
    assert all(target.source for target in target_defaults())
    assert targets_for("GEN_2021") == ()
    assert len(targets_for("GEN_2016", date(2016, 6, 1))) == 2
    assert targets_for("GEN_2016", date(2015, 6, 1)) == ()
