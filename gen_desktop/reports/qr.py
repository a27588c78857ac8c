"""QR codes drawn as rectangles: sharp at any size, and no picture in the file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

from gen_desktop.reports.canvas import Rect, TaggedCanvas

_BLACK = "#000000"


def draw_qr(canvas: TaggedCanvas, left: float, top: float, side: float, text: str) -> None:
    """Draw the code of a text in a square, within a marked piece. The quiet zone is left to the caller."""
    runs, size = _modules(text)
    step = side / size
    for row, first, length in runs:
        canvas.rect(Rect(left + first * step, top + row * step, length * step, step), _BLACK)


@lru_cache(maxsize=64)
def _modules(text: str) -> tuple[tuple[tuple[int, int, int], ...], int]:
    """The dark modules as (row, first column, length), and how many modules a side has."""
    code = QRCode(None, QRErrorCorrectLevel.Q)
    code.addData(text)
    code.make()
    size = code.getModuleCount()
    return tuple(_runs([[bool(cell) for cell in row] for row in code.modules])), size


def _runs(rows: list[list[bool]]) -> Iterator[tuple[int, int, int]]:
    for number, row in enumerate(rows):
        start = None
        for column, dark in enumerate([*row, False]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                yield number, start, column - start
                start = None
