from __future__ import annotations

import pytest

from gen_desktop.models.assessment import outcome_of_blocks

A, N, P, E = "acquired", "not_acquired", "not_presented", "exempt"


@pytest.mark.parametrize(
    ("results", "outcome"),
    [
        ([A, A, A], "full"),
        ([A, E, A], "full"),
        ([E, E], "full"),
        ([A, N, A], "partial"),
        ([A, P], "partial"),
        ([N, N], "failed"),
        ([N, P], "failed"),
        ([E, N], "failed"),
        ([P, P], "absent"),
        ([E, P], "absent"),
        ([], None),
        ([None, None], None),
        ([A, None], None),
        ([N, None], None),
        ([P, P, None], None),
        ([A, N, None], "partial"),
    ],
)
def test_the_outcome_follows_from_the_blocks(results, outcome):
    assert outcome_of_blocks(results) == outcome
