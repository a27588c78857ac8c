"""How long the two programme reports take, checks included, for ten cohorts and for a whole programme.

    python benchmarks/programme_report.py [--data FILE] [--runs 3]

The peer is ReportLab's own platypus drawing the same headings, texts and tables, in turn in the same process:
plain cells, no tags, no archival pass. Times are of the wall clock and, in brackets, of the processor: on a
busy computer the second says more. Memory is the peak of the whole process. Without ``--data`` (a file of
31,000 learners, made by ``main.py --data FILE demo --learners 31000``) only ten cohorts are measured. Exits 1
above a limit.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph as Text
from reportlab.platypus import SimpleDocTemplate, Table, TableStyle

from gen_desktop.changes import PROGRAM
from gen_desktop.db.database import Database
from gen_desktop.queries import cohorts
from gen_desktop.queries.scope import Scope
from gen_desktop.reports import blocks as ours
from gen_desktop.reports import style, table
from gen_desktop.reports.evaluation import load_evaluation
from gen_desktop.reports.evaluation_sections import draw_evaluation
from gen_desktop.reports.flow import Document
from gen_desktop.reports.fonts import load_all
from gen_desktop.reports.registry import build_evaluation, build_follow_up
from gen_desktop.store import create_store, open_store
from tests.reports.center import AS_OF, fill_center

TEN, LEARNERS = 10, 250
LIMITS = {"ten": 3.0, "all": 30.0}
MEMORY = 500
"""Seconds, then MB for the whole programme."""


class Took(NamedTuple):
    """Seconds of the wall clock and of the processor."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall:.2f} s ({self.cpu:.2f})"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, help="a file of full size, only read")
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        db = create_store(Path(folder) / "dix.gendb", PROGRAM)
        ids = fill_center(db, LEARNERS, runs=3)[:TEN]
        too_slow = measure(db, "ten", ids, AS_OF, arguments.runs)
        db.close()
    if arguments.data:
        db = open_store(arguments.data, PROGRAM, read_only=True)
        with db.read() as session:
            known = cohorts.summaries(session)
        ids = tuple(cohort.id for cohort in known)
        too_slow |= measure(db, "all", ids, max(cohort.end for cohort in known), 1)
        db.close()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"peak of memory: {peak:.0f} MB (limit {MEMORY})")
        too_slow |= peak > MEMORY
    return int(too_slow)


def measure(db: Database, name: str, ids: tuple[int, ...], day: dt.date, runs: int) -> bool:
    """Print what each report takes and what the peer takes; whether a limit is passed."""
    first = day.replace(month=1, day=1)
    works: dict[str, Callable[[], object]] = {
        "follow-up, whole": lambda: build_follow_up(db, first, day, ids, day),
        "evaluation, whole": lambda: build_evaluation(db, ids, 3, day, title_scope="Tout"),
    }
    with db.read() as session:
        data, checks = load_evaluation(session, Scope(day, ids), 3, "Tout")
    works["evaluation, drawing"] = lambda: draw_evaluation(data, checks)[0].render()
    drawn, _ = draw_evaluation(data, checks)
    works["evaluation, drawing by platypus"] = lambda: platypus(drawn)
    taken: dict[str, list[Took]] = {what: [] for what in works}
    for _ in range(runs):
        for what, work in works.items():
            taken[what].append(timed(work))
    print(f"{len(ids)} cohorts, {data.flow.applied} applications, {data.flow.entered} entrants")
    medians = {
        what: Took(*(statistics.median(one) for one in zip(*times, strict=True)))
        for what, times in taken.items()
    }
    for what, took in medians.items():
        print(f"  {what}: {took}")
    ratio = medians["evaluation, drawing"].cpu / medians["evaluation, drawing by platypus"].cpu
    print(f"  drawing, tagged and archivable, against platypus: ratio {ratio:.2f}; limit {LIMITS[name]:g} s")
    return any(medians[what].wall > LIMITS[name] for what in list(works)[:2])


def platypus(document: Document) -> bytes:
    """The same headings, paragraphs, notes and tables."""
    look = ParagraphStyle("body", fontName=load_all(), fontSize=9, leading=12)
    flow: list[Any] = []
    for block in document.blocks:
        if isinstance(block, (ours.Heading, ours.Paragraph, ours.Note)):
            flow.append(Text(block.text.replace("&", "&amp;").replace("<", "&lt;"), look))
        elif isinstance(block, ours.Definitions):
            flow.append(plain_table([("", ""), *block.items], look))
        elif isinstance(block, table.Table):
            rows = [row.cells if isinstance(row, table.Row) else row for row in block.rows]
            heads = [column.title for column in block.columns]
            flow.append(plain_table([heads, *rows, *([block.total] if block.total else [])], look))
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer).build(flow)
    return buffer.getvalue()


def plain_table(rows: Sequence[Sequence[table.Cell]], look: ParagraphStyle) -> Table:
    """A table of fixed widths; cells that must wrap are paragraphs, as any platypus table would have them."""
    columns = len(rows[0])
    width = (style.PAGE_WIDTH - 2 * style.MARGIN) / columns
    filled = [[words(cell, look) for cell in row] + [""] * (columns - len(row)) for row in rows]
    lines = TableStyle([("FONT", (0, 0), (-1, -1), look.fontName, 8)])
    return Table(filled, colWidths=[width] * columns, repeatRows=1, style=lines)


def words(cell: table.Cell, look: ParagraphStyle) -> Any:
    text = "–" if cell is None else " ".join(cell) if isinstance(cell, table.Rate) else cell
    return text if len(text) < 24 else Text(text.replace("&", "&amp;").replace("<", "&lt;"), look)


def timed(work: Callable[[], object]) -> Took:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Took(time.perf_counter() - wall, time.process_time() - cpu)


if __name__ == "__main__":
    sys.exit(main())
