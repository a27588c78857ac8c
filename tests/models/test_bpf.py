from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gen_desktop.models.bpf import Count, Participation, frames, level_line
from gen_desktop.reference.lists import code_list


def followed(minutes: int, learner_id: int = 1, **facts: Any) -> Participation:
    known: dict[str, Any] = dict.fromkeys(
        (
            "bpf_status",
            "subcontracting",
            "action_type",
            "certification_code",
            "objective",
            "level",
            "nsf_code",
        )
    )
    return Participation(learner_id, minutes, **(known | facts))


def codes(name: str) -> st.SearchStrategy[str | None]:
    return st.sampled_from([None, *(code.code for code in code_list(name))])


participations = st.builds(
    Participation,
    learner_id=st.integers(1, 4),
    minutes=st.integers(0, 20_000),
    bpf_status=codes("bpf_status"),
    subcontracting=codes("subcontracting"),
    action_type=codes("action_type"),
    certification_code=st.sampled_from([None, "RNCP37674", "RS6563"]),
    objective=codes("course_objective"),
    level=codes("education_level") | st.sampled_from(["", "5", "6", "?"]),
    nsf_code=st.sampled_from([None, "320", "321", "322", "323", "324", "326", "333"]),
)


@given(st.lists(participations, max_size=30))
def test_the_frames_have_the_same_total(found: list[Participation]) -> None:
    counted = frames(found)
    for lines in (counted.status, counted.objective, counted.specialities):
        assert sum(line.hours for line in lines.values()) == counted.total.hours
        assert sum(line.participations for line in lines.values()) == counted.total.participations
    assert sum(line.hours for line in counted.levels.values()) == counted.objective["a"].hours
    assert counted.entrusted.hours <= counted.total.hours
    assert counted.total.persons <= counted.total.participations


def test_half_an_hour_is_one_and_less_is_none() -> None:
    assert [followed(minutes).hours for minutes in (29, 30, 89, 90)] == [0, 1, 1, 2]
    assert frames([followed(29)]).total == Count(1, 0, 1)


def test_whoever_never_came_is_not_counted() -> None:
    assert frames([followed(0)]).total == Count()


def test_what_is_not_known_has_a_line_of_its_own() -> None:
    counted = frames([followed(60)])
    assert counted.status[""] == counted.objective[""] == counted.specialities[""] == Count(1, 1, 1)


@pytest.mark.parametrize(
    ("level", "line"), [("5", "5"), ("N5", "5"), ("7", "6-8"), ("N6", "6-8"), ("", ""), (None, ""), ("?", "")]
)
def test_the_level_is_told_as_a_number_or_as_a_code(level: str | None, line: str) -> None:
    assert level_line(followed(60, level=level)) == line


def test_the_five_main_specialities_then_the_others_together() -> None:
    taught = ("320", "321", "322", "323", "324", "326", "333")
    counted = frames([followed(60 * (10 + rank), nsf_code=code) for rank, code in enumerate(taught)])
    assert list(counted.specialities) == ["333", "326", "324", "323", "322", "others"]
    assert counted.specialities["others"] == Count(2, 21, 1)
