from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from gen_desktop.reports.blocks import Heading
from gen_desktop.reports.flow import LANDSCAPE, Document, PageBreak
from gen_desktop.reports.pixels import draw_page, page_sizes
from tests.reports import specimen

A4 = pytest.approx((595.28, 841.89), abs=0.01)


def test_sizes_are_in_points(center):
    assert all(size == A4 for size in page_sizes(center.follow_up.data))
    document = Document(specimen.INFO)
    document.add(Heading(1, "Debout"), PageBreak(LANDSCAPE), Heading(1, "Couchée"))
    upright, lying = page_sizes(document.render())
    assert upright == A4
    assert tuple(reversed(lying)) == A4


def test_a_page_has_the_pixels_asked_for_and_words_on_white(center):
    drawn = draw_page(center.follow_up.data, 0, 300, 424)
    assert (drawn.width, drawn.height, len(drawn.data)) == (300, 424, 424 * drawn.stride)
    assert drawn.data[:3] == b"\xff\xff\xff"
    assert min(drawn.data[0::4]) < 120


def test_bands_make_the_page(center):
    whole = draw_page(center.follow_up.data, 0, 300, 424)
    bands = [draw_page(center.follow_up.data, 0, 300, 424, band=band) for band in ((0, 200), (200, 424))]
    assert b"".join(band.data for band in bands) == whole.data


def test_threads_take_turns(center):
    with ThreadPoolExecutor(4) as pool:
        futures = [pool.submit(draw_page, center.follow_up.data, n % 3, 200, 283) for n in range(12)]
        drawn = [future.result().data for future in futures]
    assert drawn[0] == drawn[3] == drawn[9]
    assert drawn[0] != drawn[1]
