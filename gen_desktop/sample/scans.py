"""The scan of an invented signed sheet: a grid, and strokes that are nobody's signature."""

from __future__ import annotations

import io
import random

LINES, COLUMNS = 16, 10
_WIDTH, _HEIGHT, _TOP, _LEFT = 1000, 700, 120, 190


def draw_scan(title: str, seed: int) -> bytes:
    """A PNG in grey, a little askew as from a scanner."""
    from PIL import Image, ImageDraw  # only to make the example

    rng = random.Random(seed)
    page = Image.new("L", (_WIDTH, _HEIGHT), 250)
    pen = ImageDraw.Draw(page)
    pen.text((40, 40), title, fill=40)
    wide, tall = (_WIDTH - _LEFT - 40) // COLUMNS, (_HEIGHT - _TOP - 40) // LINES
    for line in range(LINES + 1):
        pen.line((40, _TOP + line * tall, _WIDTH - 40, _TOP + line * tall), fill=150)
    for column in range(COLUMNS + 1):
        across = _LEFT + column * wide
        pen.line((across, _TOP, across, _TOP + LINES * tall), fill=150)
    for line in range(LINES):
        for column in range(COLUMNS):
            _stroke(pen, rng, _LEFT + column * wide + 6, _TOP + line * tall + tall // 2, wide - 12)
    out = io.BytesIO()
    page.rotate(0.6, fillcolor=250).quantize(16).save(out, "PNG", optimize=True)
    return out.getvalue()


def _stroke(pen: object, rng: random.Random, left: int, middle: int, width: int) -> None:
    points = [(left + step * width // 9, middle + rng.randint(-9, 9)) for step in range(10)]
    pen.line(points, fill=60, width=2)  # type: ignore[attr-defined]
