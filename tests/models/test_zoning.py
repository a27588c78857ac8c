"""What an official list says of a commune, and which list counts at a date."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gen_desktop.models.zoning import Neighborhood, OfficialPlaces, in_force, list_problems

BANLAY = Neighborhood("QN05801M", "Banlay", ("58194",))


@dataclass(frozen=True)
class Listed:
    kind: str
    valid_from: dt.date
    valid_to: dt.date | None = None


ZRR = Listed("ZRR", dt.date(2017, 7, 1), dt.date(2024, 6, 30))
FRR = Listed("FRR", dt.date(2024, 7, 1), dt.date(2024, 12, 31))
FRR_PLUS = Listed("FRR", dt.date(2025, 1, 1))
QPV = Listed("QPV", dt.date(2024, 1, 1))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2017, 6, 30), None),
        (dt.date(2017, 7, 1), ZRR),
        (dt.date(2024, 6, 30), ZRR),
        (dt.date(2024, 7, 1), FRR),
        (dt.date(2024, 12, 31), FRR),
        (dt.date(2025, 1, 1), FRR_PLUS),
        (dt.date(2030, 1, 1), FRR_PLUS),
    ],
)
def test_the_list_in_force_at_the_entry_counts(day: dt.date, expected: Listed | None) -> None:
    assert in_force((QPV, FRR_PLUS, ZRR, FRR), ("ZRR", "FRR"), day) is expected


def test_of_two_lists_the_later_one_counts() -> None:
    older = Listed("FRR", dt.date(2024, 7, 1))
    assert in_force((FRR_PLUS, older), ("FRR",), dt.date(2025, 6, 1)) is FRR_PLUS
    assert in_force((FRR_PLUS, older), ("FRR",), dt.date(2024, 8, 1)) is older


def test_a_former_code_is_followed_to_the_present_commune() -> None:
    """50173 became 50129: a list may name either, and so may a record."""
    assert OfficialPlaces({"50129": "FRR"}).zoning("FRR", "50173") == "FRR"
    assert OfficialPlaces({"50173": "FRR"}).zoning("FRR", "50129") == "FRR"


def test_a_commune_of_unlike_parts_is_classed_in_part() -> None:
    places = OfficialPlaces({"50173": "C", "50203": "NC"})
    assert places.zoning("ZRR", "50129") == "PC"


def test_a_district_is_in_the_class_of_its_city() -> None:
    assert OfficialPlaces({"75056": "FRR_NC"}).zoning("FRR", "75113") == "FRR_NC"


def test_a_commune_that_is_not_named_is_not_known() -> None:
    assert OfficialPlaces({"58194": "FRR"}).zoning("FRR", "71014") is None
    assert OfficialPlaces({"58194": "FRR"}).zoning("FRR", "99999") is None


def test_a_commune_has_its_neighborhoods() -> None:
    places = OfficialPlaces(neighborhoods=(BANLAY, Neighborhood("QN05802M", "Autre", ("58264",))))
    assert places.neighborhoods_of("58194") == (BANLAY,)
    assert places.neighborhoods_of("71014") == ()


@given(
    st.dictionaries(st.text(max_size=5), st.sampled_from(("C", "NC"))),
    st.lists(st.builds(Neighborhood, st.text(), st.text(), st.lists(st.text()).map(tuple))).map(tuple),
)
def test_what_is_packed_comes_back(classes: dict[str, str], quarters: tuple[Neighborhood, ...]) -> None:
    places = OfficialPlaces(classes, quarters)
    assert OfficialPlaces.unpacked(places.packed()) == places


def test_a_list_has_a_name_and_dates_in_order() -> None:
    assert not list(list_problems("ZRR", "ZRR", dt.date(2017, 7, 1), dt.date(2024, 6, 30)))
    wrong = list_problems("ZRR", " ", dt.date(2024, 7, 1), dt.date(2024, 6, 30))
    assert [problem.field for problem in wrong] == ["name", "valid_to"]
