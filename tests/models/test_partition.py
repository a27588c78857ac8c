"""What may be told of a whole cut twice: no sum or difference of what is told is a few people."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gen_desktop.models.disclosure import SmallNumbers
from gen_desktop.models.partition import Partition, Told

RULE = SmallNumbers(base=20, count=5)


@pytest.mark.parametrize(
    ("cells", "parts", "told"),
    [
        ([(10, 12), (6, 7)], {0}, Told(22, (10, 12))),
        ([(10, 12), (6, 1)], {0}, Told(22, (None, None))),  # a single man in the other part
        ([(10, 12), (1, 2)], {0}, Told(None, (None, None))),  # the rest would be three people
        ([(10, 12), (1, 2)], {0, 1}, Told(25, (11, 14))),
        ([(10, 12), (1, 2), (8, 8)], {0}, Told(22, (10, 12))),
        ([(10, 12), (1, 2), (8, 8)], {1, 2}, Told(19, (9, 10))),
        ([(10, 12), (1, 2), (8, 8)], {2}, Told(None, (None, None))),
        ([(0, 0), (9, 9)], {0}, Told(0, (0, 0))),
        ([(2, 1)], {0}, Told(3, (None, None))),  # the whole is said elsewhere, or is not
    ],
)
def test_examples(cells, parts, told):
    assert Partition(cells, RULE).told(parts) == told


cells = st.integers(0, 12) | st.integers(0, 3)


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=5))
def test_no_difference_of_two_numbers_told_is_a_few_people(rows):
    partition = Partition(rows, RULE)
    everything = frozenset(range(len(rows)))
    columns = [sum(column) for column in zip(*rows, strict=True)]
    if any(RULE.reveals(count) for count in (sum(columns), *columns)):
        return  # such a whole is not told at all
    told = {}
    for size in range(len(rows) + 1):
        for parts in map(frozenset, itertools.combinations(everything, size)):
            told[parts] = partition.told(parts)
    for one, other in itertools.combinations(told, 2):
        if not one < other:
            continue
        for few, many in zip(
            (told[one].total, *told[one].columns), (told[other].total, *told[other].columns), strict=True
        ):
            if few is not None and many is not None:
                assert not RULE.reveals(many - few)
