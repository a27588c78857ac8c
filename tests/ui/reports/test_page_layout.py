from __future__ import annotations

import pytest

from gen_desktop.ui.reports.page_layout import (
    GAP,
    MARGIN,
    PAGE,
    WIDTH,
    next_step,
    page_at,
    places,
    step_down,
    step_up,
)  # fmt: skip

A4, FLAT = (595.28, 841.89), (841.89, 595.28)


def test_each_page_is_as_wide_as_the_view():
    tall, flat = places([A4, FLAT], WIDTH, 600, 500)
    assert (tall.x, tall.width) == (flat.x, flat.width) == (MARGIN, 600 - 2 * MARGIN)
    assert flat.y == tall.bottom + GAP
    assert flat.scale < tall.scale


def test_a_whole_page_fits():
    (page,) = places([A4], PAGE, 600, 500)
    assert page.height == pytest.approx(500 - 2 * MARGIN, abs=1)
    assert page.x == (600 - page.width) // 2


def test_a_page_as_on_paper():
    tall, flat = places([A4, FLAT], 1.0, 600, 500)
    assert (tall.width, tall.height) == (794, 1123)
    assert flat.x == MARGIN
    assert tall.x == MARGIN + (flat.width - tall.width) // 2


def test_no_page():
    assert places([], WIDTH, 600, 500) == ()
    assert page_at((), 40) == 0


def test_the_page_at_a_height():
    found = places([A4] * 3, 1.0, 900, 700)
    assert [page_at(found, place.y + 5) for place in found] == [0, 1, 2]
    assert page_at(found, 0) == 0
    assert page_at(found, 10_000) == 2


def test_steps_of_zoom():
    assert next_step(0.68, larger=True) == 0.75
    assert next_step(0.68, larger=False) == 0.5
    assert next_step(1.0, larger=True) == 1.25
    assert next_step(3.0, larger=True) == 3.0
    assert next_step(0.25, larger=False) == 0.25


def test_page_keys_never_jump_over_the_beginning_of_a_page():
    found = places([A4] * 2, 1.0, 900, 700)
    second = found[1].y - MARGIN
    first_step = step_down(found, 0, 700)
    assert first_step == 700 - 2 * MARGIN
    assert step_down(found, first_step, 700) == second
    assert step_up(found, second + 100, 700) == second
    assert step_up(found, second, 700) == second - 668
    assert step_up(found, 100, 700) == 0
