"""The periods shipped: one for every payer and special case, each with its reason and its source."""

from __future__ import annotations

from datetime import date

import pytest

from gen_desktop.errors import NotFound
from gen_desktop.models.retention import DEFAULT, EU, NO_ENTRY, period_problems
from gen_desktop.reference.lists import code_list
from gen_desktop.reference.retention import retention_codes, retention_default, retention_defaults

TODAY = date(2026, 11, 23)


def test_every_payer_has_a_period():
    payers = {code.code for code in code_list("funder")}
    assert set(retention_codes()) == payers | {DEFAULT, EU, NO_ENTRY}


@pytest.mark.parametrize("default", retention_defaults(), ids=lambda one: one.funder)
def test_each_can_be_set_as_it_is_and_says_why(default):
    assert list(period_problems(default.funder, default.years, default.base, default.reason)) == []
    assert default.label
    assert default.source
    assert "'" not in default.reason + default.source


def test_the_durations_of_the_domain_research():
    years = {code: retention_default(code, TODAY).years for code in retention_codes()}
    assert years[EU] == years["FSE"] == years["UE_AUT"] == 10
    assert years[DEFAULT] == years["FT"] == years["REGION"] == 6
    assert years[NO_ENTRY] == min(years.values()) == 3


def test_an_unknown_payer_is_refused():
    with pytest.raises(NotFound, match="MAIRIE"):
        retention_default("MAIRIE", TODAY)
