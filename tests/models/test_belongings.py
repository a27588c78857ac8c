from __future__ import annotations

import pytest

from gen_desktop.models import belongings
from gen_desktop.models.belongings import Fate, fate
from gen_desktop.models.registry import Base

KEYS = sorted(
    (foreign for table in Base.metadata.sorted_tables for foreign in table.foreign_keys),
    key=lambda one: (one.parent.table.name, one.parent.name),
)


@pytest.mark.parametrize("foreign", KEYS, ids=lambda one: f"{one.parent.table.name}.{one.parent.name}")
def test_every_foreign_key_says_what_becomes_of_who_points(foreign):
    assert fate(foreign) in Fate


def test_a_rule_is_about_a_key_that_exists():
    known = {f"{one.parent.table.name}.{one.parent.name}" for one in KEYS}
    assert set(belongings._FATES) == known


def test_only_a_column_that_may_be_empty_lets_go():
    loose = [one for one in KEYS if fate(one) is Fate.LETS_GO]
    assert loose
    assert all(one.parent.nullable for one in loose)
