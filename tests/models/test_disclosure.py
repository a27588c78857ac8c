"""The small-number rule: what is withheld, and that nobody finds it again from what is told."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gen_desktop.models.disclosure import SmallNumbers

RULE = SmallNumbers(base=20, count=5)

steps = st.lists(st.integers(0, 30) | st.integers(0, 4), min_size=4, max_size=4)
"""How many people are in each nested part and in no narrower one."""


def chain_of(parts: Sequence[int]) -> tuple[int, ...]:
    """Nested counts from the people of each step: what is in a part is in all wider ones."""
    return tuple(sum(parts[index:]) for index in range(len(parts)))


@pytest.mark.parametrize(
    ("chain", "told"),
    [
        ((60, 30, 10, 0), True),
        ((60, 30, 30, 30), True),
        ((60, 30, 3), False),  # three people are in the narrowest part
        ((60, 30, 28), False),  # two are not
        ((19, 10), False),  # no base for a rate
        ((0, 0), True),
    ],
)
def test_a_few_people_are_told_neither_as_a_count_nor_as_a_step(chain, told):
    assert RULE.may_tell(chain, bases=1) is told


@pytest.mark.parametrize(
    ("chain", "told"),
    [
        ((60, 58, 50), (60, None, 50)),
        ((60, 58, 57), (60, None, None)),
        ((3, 2, 0), (None, None, 0)),
        ((60, 40, 2), (60, 40, None)),
    ],
)
def test_what_reveals_is_left_out_of_a_chain_and_the_rest_stays(chain, told):
    assert RULE.told(chain) == told


def test_under_a_base_that_is_too_small_nothing_more_is_told():
    assert RULE.told((60, 12, 7), bases=2) == (60, 12, None)
    assert RULE.told((60, 12, 7)) == (60, 12, 7)


@given(steps)
def test_a_count_left_out_of_a_chain_could_be_many_others(parts):
    chain = chain_of(parts)
    told = RULE.told(chain)
    for index, people in enumerate(told):
        if people is None:
            narrower = next((n for n in told[index:] if n is not None), 0)
            wider = next((n for n in reversed(told[:index]) if n is not None), None)
            assert wider is None or wider - narrower >= RULE.count


@pytest.mark.parametrize(
    ("parts", "together"),
    [
        ([40, 30, 25], ((0,), (1,), (2,))),
        ([40, 30, 3], ((0,), (1, 2))),
        ([40, 12, 0, 11], ((0,), (2,), (1, 3))),
        ([40, 3], ((0, 1),)),
        ([3], ((0,),)),
        ([0, 0], ((0,), (1,))),
    ],
)
def test_small_parts_are_put_together(parts, together):
    assert RULE.merged(parts, RULE.base) == together


@given(st.lists(st.integers(0, 60), max_size=7))
def test_parts_put_together_are_many_and_nobody_is_lost(parts):
    groups = RULE.merged(parts, RULE.base)
    assert sorted(index for group in groups for index in group) == list(range(len(parts)))
    for group in groups:
        people = sum(parts[index] for index in group)
        assert people == 0 or people >= RULE.base or people == sum(parts)
        assert len(group) != 1 or people == 0 or people >= RULE.base or sum(parts) == people


group_steps = st.lists(
    st.tuples(st.integers(20, 40), st.integers(0, 25), st.integers(0, 6), st.integers(0, 30)),
    min_size=1,
    max_size=6,
)


@given(group_steps)
def test_nothing_withheld_is_found_by_subtraction(groups):
    """What is withheld, cut by steps, is a table of which only the margins are known: its exact bounds."""
    chains = [chain_of(parts) for parts in groups]
    hidden = RULE.withheld(chains, bases=2)
    for index, chain in enumerate(chains):
        assert index in hidden or RULE.may_tell(chain, bases=2)
    if len(hidden) == len(chains) and not RULE.may_tell(
        chain_of([sum(p) for p in zip(*groups, strict=True)])
    ):
        return  # the whole reveals as well, and is not told either
    columns = [sum(groups[index][step] for index in hidden) for step in range(4)]
    everybody = sum(columns)
    for index in hidden:
        group = sum(groups[index])
        for step, people in enumerate(groups[index]):
            if RULE.reveals(people):
                least = max(0, columns[step] - (everybody - group))
                most = min(columns[step], group)
                assert most - least >= RULE.count
