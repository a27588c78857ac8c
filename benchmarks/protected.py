"""What protection costs: the same work on a protected file and on a plain one with the same rows, in one run.

    python benchmarks/protected.py --cache FOLDER [--runs 15]

31,000 learners, 1,000,000 marks of attendance; both files are made once in the cache folder (some minutes)
and copied for each run. Each thing is done on one and on the other in turn, so that whatever else the machine
does weighs on both. Prints medians and ratios; exits 1 above a limit.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.large_file import EVERY, KEY, PASSWORD, copy_of, plain_file, protected_file
from gen_desktop.changes import PROGRAM
from gen_desktop.db.database import Database
from gen_desktop.db.keys import unlock
from gen_desktop.models.registry import Attendance, ClassSession, Cohort, Enrollment, Learner
from gen_desktop.queries import attendance_grid as grids
from gen_desktop.queries import call_order, cohorts, dashboard, learner_list, learners, search
from gen_desktop.queries.call_order import CallCriteria
from gen_desktop.queries.cohorts import CohortCriteria
from gen_desktop.queries.criteria import LearnerCriteria
from gen_desktop.queries.indicators import figures
from gen_desktop.queries.scope import Scope
from gen_desktop.services import attendance
from gen_desktop.store import open_store

ROOT = Path(__file__).resolve().parent.parent
TYPING, WARM, COLD = 1.2, 1.3, 3.0
"""How many times longer each may take on the protected file."""
TYPED = 150
COLD_RUNS = 3
FEWEST, LONGEST = 5, 30.0
"""Times that each is done at least, and seconds after which that is enough."""

# A program that was not running: what it opens the file with is already imported, the file is not in memory.
OPENING = """
import datetime as dt, sys, time
from pathlib import Path
from gen_desktop.changes import PROGRAM
from gen_desktop.db.driver import FileKey
from gen_desktop.queries.dashboard import dashboard
from gen_desktop.store import open_store
key = FileKey(bytes.fromhex(sys.argv[2])) if sys.argv[2] else None
begin = time.perf_counter()
db = open_store(Path(sys.argv[1]), PROGRAM, key)
opened = time.perf_counter()
with db.read() as session:
    dashboard(session, dt.date.today())
shown = time.perf_counter()
db.close()
print((opened - begin) * 1000, (shown - begin) * 1000)
"""

Work = Callable[[Database], object]


@dataclass(frozen=True)
class Line:
    """One line of the table, in milliseconds; ``limit`` None: told, not judged."""

    name: str
    plain: float
    protected: float
    limit: float | None

    @property
    def ratio(self) -> float:
        return self.protected / self.plain

    @property
    def is_kept(self) -> bool:
        return self.limit is None or self.ratio <= self.limit

    def __str__(self) -> str:
        verdict = "" if self.limit is None else f"<= {self.limit:g}  {'kept' if self.is_kept else 'MISSED'}"
        return f"{self.name:34} {self.plain:9.1f} {self.protected:10.1f} {self.ratio:7.2f}  {verdict}"


def screens(
    person: int, cohort: int, monday: dt.date, day: dt.date
) -> dict[str, Callable[[Session], object]]:
    """What each page of the window asks for."""
    criteria, calls = LearnerCriteria(), CallCriteria()
    return {
        "home": lambda session: dashboard.dashboard(session, day),
        "learners, the list": lambda session: _first_rows(session, day),
        "learners, one person": lambda session: learners.detail(session, person, day),
        "learners, incomplete": lambda session: learner_list.ids_and_incomplete(session, criteria, day),
        "search, « mar »": lambda session: search.find(session, "mar"),
        "cohorts": lambda session: cohorts.list_rows(session, CohortCriteria(), day),
        "attendance, one week": lambda session: grids.week_grid(session, cohort, monday, day),
        "placements, the calls": lambda session: call_order.call_list_ids(session, calls, day),
        "reports, every figure": lambda session: figures(session, Scope(as_of=day)),
    }


def _first_rows(session: Session, day: dt.date) -> object:
    ids = learner_list.ids(session, LearnerCriteria(), day)
    return learner_list.rows(session, ids[:200], day, None)


def measure_screens(plain: Database, protected: Database, runs: int) -> Iterator[Line]:
    """Each page, once for nothing and then again and again."""
    day = dt.date.today()
    with plain.read() as session:
        person = session.scalars(select(Enrollment.learner_id).join(Attendance).limit(1)).one()
        cohort, held_on = session.execute(
            select(ClassSession.cohort_id, ClassSession.held_on)
            .join(Attendance, Attendance.class_session_id == ClassSession.id)
            .limit(1)
        ).one()
    monday = held_on - dt.timedelta(days=held_on.weekday())
    for name, ask in screens(person, cohort, monday, day).items():
        yield _compare(name, plain, protected, lambda db, ask=ask: _asked(db, ask), runs, WARM)


def measure_typing(plain: Database, protected: Database) -> Iterator[Line]:
    """Marks of one cohort, each committed to the disk before the next; then a person's record."""
    keys = {db: iter(_free_keys(db)) for db in (plain, protected)}

    def type_one(db: Database) -> None:
        attendance.record(db, [attendance.MarkInput(*next(keys[db]), "P")])

    yield _compare("typing a mark, committed", plain, protected, type_one, TYPED, TYPING)

    def type_column(db: Database) -> None:
        attendance.record(db, [attendance.MarkInput(*next(keys[db]), "P") for _ in range(20)])

    yield _compare("20 marks at once, committed", plain, protected, type_column, TYPED // 3, TYPING)
    numbers = iter(range(10**6))

    def rename(db: Database) -> None:
        with db.write("Modifier") as session:
            learner = session.scalars(select(Learner).offset(7000).limit(1)).one()
            learner.note = f"Note {next(numbers)}"

    yield _compare("a person's record, committed", plain, protected, rename, TYPED // 3, TYPING)


def _free_keys(db: Database) -> list[tuple[int, int]]:
    """Marks that nobody recorded: the half-days between those of benchmarks/large_file.py."""
    with db.read() as session:
        cohort = session.scalars(
            select(ClassSession.cohort_id)
            .join(Cohort, Cohort.id == ClassSession.cohort_id)
            .where(Cohort.planned_end < dt.date.today())
            .order_by(Cohort.planned_end.desc())
            .limit(1)
        ).one()
        people = session.scalars(
            select(Enrollment.id).where(Enrollment.cohort_id == cohort, Enrollment.exit_type == "term")
        ).all()
        held = session.scalars(
            select(ClassSession.id).where(ClassSession.cohort_id == cohort).order_by(ClassSession.held_on)
        ).all()
    return [(who, one) for number, one in enumerate(held) if number % EVERY for who in people]


def measure_opening(plain: Path, protected: Path) -> Iterator[Line]:
    """A new process opens the file, which is in no cache, and shows the home page."""
    taken = [(_cold(plain, ""), _cold(protected, KEY.raw.hex())) for _ in range(COLD_RUNS)]
    names = ("cold, until the file is open", "cold, until the home page is there")
    for place, name in enumerate(names):
        first, second = (statistics.median(pair[which][place] for pair in taken) for which in (0, 1))
        yield Line(name, first, second, COLD)


def _cold(path: Path, key: str) -> list[float]:
    _forget(path)
    answer = subprocess.run(
        [sys.executable, "-c", OPENING, str(path), key], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [float(word) for word in answer.stdout.split()]


def _forget(path: Path) -> None:
    """Out of the memory of the system, where it lets us say so (Linux)."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _compare(
    name: str,
    plain: Database,
    protected: Database,
    work: Work,
    runs: int,
    limit: float,
) -> Line:
    work(plain), work(protected)
    taken: dict[Database, list[float]] = {plain: [], protected: []}
    end = time.monotonic() + LONGEST
    for run in range(runs):
        if run >= FEWEST and time.monotonic() > end:
            break
        # Each goes first as often: what comes second waits for the disk of what came first.
        for db in (plain, protected) if run % 2 else (protected, plain):
            taken[db].append(_time(work, db))
    return Line(name, statistics.median(taken[plain]), statistics.median(taken[protected]), limit)


def _time(work: Work, db: Database) -> float:
    begin = time.perf_counter()
    work(db)
    return (time.perf_counter() - begin) * 1000


def _asked(db: Database, ask: Callable[[Session], object]) -> object:
    with db.read() as session:
        return ask(session)


def measure(cache: Path, runs: int) -> Iterator[Line]:
    """Every line of the table."""
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        plain_path = copy_of(plain_file(cache), Path(folder))
        protected_path = copy_of(protected_file(cache), Path(folder))
        begin = time.perf_counter()
        unlock(protected_path, PASSWORD)
        print(f"the key from the password: {(time.perf_counter() - begin) * 1000:.0f} ms, apart")
        print(f"{plain_path.stat().st_size / (1 << 20):.0f} MB\n")
        print(f"{'':34} {'plain, ms':>9} {'protected':>10} {'ratio':>7}")
        yield from measure_opening(plain_path, protected_path)
        plain, protected = open_store(plain_path, PROGRAM), open_store(protected_path, PROGRAM, KEY)
        try:
            yield from measure_screens(plain, protected, runs)
            yield from measure_typing(plain, protected)
        finally:
            plain.close()
            protected.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--runs", type=int, default=15)
    arguments = parser.parse_args()
    arguments.cache.mkdir(parents=True, exist_ok=True)
    sound = True
    for line in measure(arguments.cache, arguments.runs):
        print(line, flush=True)
        sound = sound and line.is_kept
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
