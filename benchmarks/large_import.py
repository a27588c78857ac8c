"""A list of 31,000 people comes in, its duplicates found, and goes out again: seconds, alarms, memory.

    python benchmarks/large_import.py [--rows 31000] [--duplicates 100] [--seed 7] [--protected]

The lists are invented (gen_desktop/sample/messy_lists.py): a tenth of as many people are in the file
before. Prints the wall and processor seconds of each stage and their ratio to the limit, then how many
duplicates were found and how many rows were suspected for nothing. Exits 1 beyond a limit.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlalchemy import delete, func, select

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from gen_desktop.changes import PROGRAM
from gen_desktop.db.database import Database
from gen_desktop.db.driver import FileKey
from gen_desktop.importing.applying import apply_plan
from gen_desktop.importing.duplicates import search_duplicates
from gen_desktop.importing.plan import Plan
from gen_desktop.importing.planning import plan_import
from gen_desktop.jobs import Job
from gen_desktop.models.doubtful_pair import DoubtfulPair
from gen_desktop.queries.seals import verify_chain
from gen_desktop.sample.messy_lists import MessyLists, write_messy_lists
from gen_desktop.services.undo import redo_last, undo_last
from gen_desktop.store import create_store
from tests.duplicates import judge

T = TypeVar("T")
TODAY = dt.date(2026, 11, 23)
SECONDS = 10.0
FALSE_ALARMS = 20


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rows", type=int, default=31_000)
    parser.add_argument("--duplicates", type=int, default=100)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--protected", action="store_true", help="in a file with a key")
    parser.add_argument("--folder", type=Path, help="where to keep the lists")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        lists = write_messy_lists(folder, arguments.rows, arguments.duplicates, TODAY, arguments.seed)
        key = FileKey(bytes(range(32))) if arguments.protected else None
        db = file_with_known(Path(temporary) / "centre.gendb", lists, key)
        return 0 if measure(db, lists) else 1


def file_with_known(path: Path, lists: MessyLists, key: FileKey | None = None) -> Database:
    """A new file with the people who are known before the list comes."""
    db = create_store(path, PROGRAM, key)
    known = plan_import(db, "learners", lists.known, today=TODAY)
    apply_plan(db, known, Job())
    return db


def measure(db: Database, lists: MessyLists) -> bool:
    """Each stage once; whether every limit holds."""
    plan, in_time = timed("preview", lambda: plan_import(db, "learners", lists.messy, today=TODAY))
    held = [in_time, _told(plan, lists)]
    for name, work in (
        ("write", lambda: apply_plan(db, plan, Job())),
        ("undo", lambda: undo_last(db)),
        ("redo", lambda: redo_last(db)),
    ):
        _, in_time = timed(name, work)
        held.append(in_time)
    held.append(_searched(db))
    with db.read() as session:
        held.append(verify_chain(session).broken is None)
    db.close()
    return all(held)


def _searched(db: Database) -> bool:
    """The same doubts, looked for once all are in the file: as many again, in time."""
    with db.write("Oublier les doublons") as session:
        noted = session.scalar(select(func.count()).select_from(DoubtfulPair)) or 0
        session.execute(delete(DoubtfulPair))
    (_, found), in_time = timed("search", lambda: search_duplicates(db, TODAY, Job()))
    print(f"search: {found} pairs, {noted} noted by the import")
    return in_time and found >= noted


def timed(name: str, work: Callable[[], T]) -> tuple[T, bool]:
    """What the work answers, and whether it was done in time."""
    wall, processor = time.perf_counter(), time.process_time()
    answer = work()
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    print(f"{name}: {wall:.1f} s, {wall / SECONDS:.2f} of the limit; processor {processor:.1f} s", flush=True)
    return answer, wall <= SECONDS


def _told(plan: Plan, lists: MessyLists) -> bool:
    verdict = judge(plan, lists)
    print(
        f"duplicates: {len(lists.hidden) - len(verdict.missed)} of {len(lists.hidden)} found "
        f"({verdict.recognised} recognised, {verdict.doubted} doubted), {len(verdict.false_alarms)} rows "
        f"suspected for nothing among {len(plan.rows)} (limit {FALSE_ALARMS})"
    )
    for hidden in verdict.missed:
        print(f"  missed: {hidden.kind}, row {hidden.row} of row {hidden.of_row}")
    return not verdict.missed and len(verdict.false_alarms) <= FALSE_ALARMS


if __name__ == "__main__":
    sys.exit(main())
