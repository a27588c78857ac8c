"""How long every definition takes over 31,000 leavers at four horizons, for the whole and for each cohort.

    python benchmarks/definitions.py [--data FILE] [--runs 5]

The peer is one plain read of the enrollments of the same file, alternating with it in one process. Exits 1
above two seconds. Everybody left; a file given is copied first, else one is invented (a minute or so).
"""

from __future__ import annotations

import argparse
import datetime as dt
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import select

from benchmarks.leavers import invented_leavers, make_them_leave
from gen_desktop.changes import PROGRAM
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.queries.definition_figures import definition_figures, figures_by_cohort
from gen_desktop.queries.definitions import definitions
from gen_desktop.queries.scope import Scope
from gen_desktop.store import open_store

HORIZONS = "3,6,12,24"
LIMIT = 2.0
"""Seconds."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "grand.gendb"
        if arguments.data:
            shutil.copyfile(arguments.data, path)
            make_them_leave(path, HORIZONS)
        else:
            invented_leavers(path, HORIZONS)
        db = open_store(path, PROGRAM)
        with db.read() as session:
            scope = Scope(as_of=dt.date.today())
            read = Enrollment.__table__.select()
            works: tuple[tuple[str, Callable[[], object]], ...] = (
                ("plain read of the enrollments", lambda: session.execute(read).all()),
                ("every definition, the whole", lambda: definition_figures(session, scope)),
                ("every definition, cohort by cohort", lambda: figures_by_cohort(session, scope)),
            )
            taken: dict[str, list[float]] = {name: [] for name, _ in works}
            for _ in range(arguments.runs):
                for name, work in works:
                    taken[name].append(_seconds(work))
            left = len(session.scalars(select(Enrollment.id).where(Enrollment.exit_on.is_not(None))).all())
        db.close()
    medians = {name: statistics.median(times) for name, times in taken.items()}
    peer, *rest = medians
    print(f"{left} leavers, {len(definitions())} definitions; {peer}: {medians[peer]:.2f} s")
    for name in rest:
        print(f"{name}: {medians[name]:.2f} s, ratio {medians[name] / medians[peer]:.1f} (limit {LIMIT:g} s)")
    return 0 if all(medians[name] <= LIMIT for name in rest) else 1


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
