"""How long the two programme reports take, checks included, for ten cohorts and for a whole programme.

    python benchmarks/programme_report.py [--size ten|all] [--data FILE] [--runs 5]

Each size is measured in a process of its own: each report whole, from the file to its bytes, the peak of
memory after that, then the drawing alone in turn with the peers (``report_peers.py`` says what they draw and
leave out; fpdf2: ``pip install --group benchmark``). Ours is tagged, archivable and holds its figures. What
is kept of texts, measured and cut into lines, is forgotten before each drawing. Seconds of the clock, and in
brackets of the processor: on a busy computer the second says more, and the ratios more still. The file of
the whole programme, 1,200 cohorts and 31,000 people, is made at first (``programme_file.py``). Exits 1 above
a limit.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import func, select

from benchmarks.programme_file import programme_file
from benchmarks.report_peers import peers
from gen_desktop.changes import PROGRAM
from gen_desktop.db.database import Database
from gen_desktop.models.registry import Cohort, Enrollment
from gen_desktop.queries.scope import Scope
from gen_desktop.reports.evaluation import load_evaluation
from gen_desktop.reports.evaluation_sections import draw_evaluation
from gen_desktop.reports.finish import Attachment
from gen_desktop.reports.flow import Document
from gen_desktop.reports.follow_up import load_follow_up
from gen_desktop.reports.follow_up_sections import draw_follow_up
from gen_desktop.reports.fonts import text_width
from gen_desktop.reports.registry import build_evaluation, build_follow_up
from gen_desktop.reports.text import _broken
from gen_desktop.store import create_store, open_store
from tests.reports.center import AS_OF, fill_center

TEN, LEARNERS = 10, 250
LIMITS = {"ten": 3.0, "all": 30.0}
MEMORY = 500
"""Seconds, then MB for the whole programme."""
FIRST_DAY = AS_OF.replace(month=1, day=1)
FIRST_DAYS = {"ten": FIRST_DAY, "all": dt.date(2019, 1, 1)}
"""Of the follow-up: of the whole programme it counts everybody, in all its years."""
HORIZON = 3


class Took(NamedTuple):
    """Seconds of the wall clock and of the processor."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall:.3f} s ({self.cpu:.3f})"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--size", choices=LIMITS, help="one size alone")
    parser.add_argument("--data", type=Path, help="the file of the whole programme; made if it is not there")
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    if arguments.size is None:
        each = [[sys.executable, *sys.argv, "--size", size] for size in LIMITS]
        return max(subprocess.run(command, check=False).returncode for command in each)
    if arguments.size == "all":
        with closing(open_store(programme_file(arguments.data), PROGRAM, read_only=True)) as db:
            return int(not measure(db, "all", None, 1))
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(create_store(Path(folder) / "dix.gendb", PROGRAM)) as db,
    ):
        ids = fill_center(db, LEARNERS, runs=3)[:TEN]
        return int(not measure(db, "ten", ids, arguments.runs))


def measure(db: Database, size: str, ids: tuple[int, ...] | None, runs: int) -> bool:
    """Print what each report takes, then what each peer takes; whether the limits hold."""
    with db.read() as session:
        ids = ids or tuple(session.scalars(select(Cohort.id)))
        applied = session.scalar(select(func.count()).where(Enrollment.cohort_id.in_(ids)))
    print(f"\n{len(ids)} cohorts, {applied} applications; limit {LIMITS[size]:g} s")
    works: dict[str, Callable[[], object]] = {
        "follow-up": lambda: build_follow_up(db, FIRST_DAYS[size], AS_OF, ids, AS_OF),
        "evaluation": lambda: build_evaluation(db, ids, HORIZON, AS_OF, title_scope="Tout"),
    }
    whole = {name: [timed(work) for _ in range(runs)] for name, work in works.items()}
    for name, times in whole.items():
        again = f", then {median(times[1:])}" if times[1:] else ""
        print(f"  {name}, whole, checks included: at first {times[0]}{again}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  peak of memory: {peak:.0f} MB (limit {MEMORY})")
    for name, document in drawn(db, ids, FIRST_DAYS[size]).items():
        compare(name, document, runs)
    return peak <= MEMORY and all(times[0].wall <= LIMITS[size] for times in whole.values())


def drawn(db: Database, ids: tuple[int, ...], first: dt.date) -> dict[str, Document]:
    """The reports, ready to draw, with figures inside of about the size of the true ones."""
    with db.read() as session:
        follow_up = draw_follow_up(*load_follow_up(session, Scope(AS_OF, ids, first, AS_OF)))[0]
        evaluation = draw_evaluation(*load_evaluation(session, Scope(AS_OF, ids), HORIZON, "Tout"))[0]
    for document in (follow_up, evaluation):
        document.attach(Attachment("chiffres.json", "Chiffres", "application/json", b'{"n": 17}\n' * 10_000))
    return {"follow-up": follow_up, "evaluation": evaluation}


def compare(name: str, document: Document, runs: int) -> None:
    """Our drawing and each peer's, in turn, of the same blocks."""
    works: dict[str, Callable[[], object]] = {"ours": document.render}
    works |= {peer: lambda draw=draw: draw(document.blocks) for peer, draw in peers().items()}
    taken: dict[str, list[Took]] = {peer: [] for peer in works}
    for _ in range(runs):
        for peer, work in works.items():
            _broken.cache_clear()
            text_width.cache_clear()
            taken[peer].append(timed(work))
    ours = median(taken["ours"])
    print(f"  {name}, drawing: {ours}, at first {taken['ours'][0]}")
    for peer, times in taken.items():
        if peer != "ours":
            took = median(times)
            print(f"    {peer}: {took}; ours takes {ours.cpu / took.cpu:.2f} times as long")


def median(times: list[Took]) -> Took:
    return Took(*(statistics.median(one) for one in zip(*times, strict=True)))


def timed(work: Callable[[], object]) -> Took:
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Took(time.perf_counter() - wall, time.process_time() - cpu)


if __name__ == "__main__":
    sys.exit(main())
