"""Identifiers increase, never repeat, and fit in 63 bits, however many are asked for at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from gen_desktop.models.ids import new_id, new_ids


def test_many_at_once_come_between_one_and_the_next() -> None:
    first, many, last = new_id(), new_ids(5000), new_id()
    assert [first, *many, last] == sorted({first, *many, last})
    assert first > 0
    assert last < 2**63


def test_none_and_one() -> None:
    assert new_ids(0) == []
    assert len(new_ids(1)) == 1


def test_threads_never_get_the_same() -> None:
    with ThreadPoolExecutor(8) as pool:
        drawn = list(pool.map(lambda _: new_ids(500) + [new_id()], range(40)))
    assert all(one == sorted(one) for one in drawn)
    assert len({identifier for one in drawn for identifier in one}) == 40 * 501
