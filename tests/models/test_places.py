"""What codes say of places."""

from __future__ import annotations

import pytest

from gen_desktop.models.places import region_of
from gen_desktop.reference.communes import communes
from gen_desktop.reference.lists import code_list, label

COLLECTIVITIES = ("975", "977", "978", "984", "986", "987", "988", "989")
"""Overseas, of no region."""


@pytest.mark.parametrize(
    ("insee_code", "region"),
    [
        ("58062", "Bourgogne-Franche-Comté"),
        ("67482", "Grand Est"),
        ("2A004", "Corse"),
        ("97411", "La Réunion"),
        ("75113", "Île-de-France"),
        ("44109", "Pays de la Loire"),
    ],
)
def test_a_commune_is_in_its_region(insee_code: str, region: str) -> None:
    assert label("region", region_of(insee_code) or "") == region


def test_every_commune_has_one_region_and_every_region_communes() -> None:
    found = {one.code: region_of(one.code) for one in communes()}
    without = {code for code, region in found.items() if region is None}
    assert all(code.startswith(COLLECTIVITIES) for code in without)
    assert set(found.values()) - {None} == {one.code for one in code_list("region")}


@pytest.mark.parametrize("code", [None, "", "98735"])
def test_what_is_in_no_region_has_none(code: str | None) -> None:
    assert region_of(code) is None
