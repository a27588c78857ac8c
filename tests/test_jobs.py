"""What long work is made of: steps, lists freed little by little, no search for garbage meanwhile."""

from __future__ import annotations

import gc

import pytest

from gen_desktop.jobs import Cancelled, Job, let_go, many_objects, passing_objects


def test_each_says_how_far_it_is_now_and_then():
    steps = []
    items = list(range(1000))
    assert list(Job(lambda *step: steps.append(step)).each(items, "Lecture")) == items
    assert steps == [(at, 1000, "Lecture") for at in (0, 200, 400, 600, 800)]


def test_each_stops_where_it_is_asked_to():
    seen = []
    items = Job(is_cancelled=lambda: len(seen) > 300).each(range(1000), "")
    with pytest.raises(Cancelled):
        any(seen.append(item) for item in items)
    assert len(seen) == 400


def test_what_is_let_go_is_empty_and_freed():
    freed = []

    class Item:
        def __del__(self):
            freed.append(1)

    items = [Item() for _ in range(450)]
    let_go(items)
    assert items == []
    assert len(freed) == 450


@pytest.mark.parametrize("quietly", [many_objects, passing_objects])
def test_the_search_for_garbage_rests_and_goes_on_afterwards(quietly):
    assert gc.isenabled()
    resting = []
    with pytest.raises(ZeroDivisionError), quietly():
        resting.append(1 / (0 if not gc.isenabled() else 1))
    assert resting == []
    assert gc.isenabled()
    with quietly(), quietly():
        pass
    assert gc.isenabled()
    gc.unfreeze()
