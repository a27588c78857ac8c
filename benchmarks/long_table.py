"""How long a table of a hundred pages takes, against a loop of text measures timed in the same run.

    python benchmarks/long_table.py

Prints the ratio; exits 1 above the limit.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from gen_desktop.reports.flow import Document
from gen_desktop.reports.fonts import text_width
from gen_desktop.reports.style import BODY
from tests.reports import specimen

LINES, MEASURES, RUNS = 4_700, 200_000, 5
LIMIT = 15
"""Times the loop of measures."""


def main() -> int:
    """Median of a few runs of each, in turn."""
    tables, measures = [], []
    for _ in range(RUNS):
        measures.append(timed(measure))
        tables.append(timed(draw))
    ratio = statistics.median(tables) / statistics.median(measures)
    print(f"{LINES} lines: {statistics.median(tables):.2f} s, {ratio:.1f} times the measures (limit {LIMIT})")
    return int(ratio > LIMIT)


def measure() -> float:
    """As many widths as the limit counts in."""
    return sum(text_width(f"{n},5\u202f%", BODY.font, BODY.size) for n in range(MEASURES))


def draw() -> bytes:
    """The table as a PDF."""
    document = Document(specimen.INFO, strict=True)
    document.add(specimen.long_table(LINES))
    return document.render()


def timed(work: Callable[[], object]) -> float:
    """Seconds of wall clock."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
