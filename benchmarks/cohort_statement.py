"""How long the statement of a whole cohort takes, 400 half-days × 30 learners, against one read of its marks.

    python benchmarks/cohort_statement.py [--runs 7]

The peer is the least that any statement can do: read the 12,000 marks with their half-days. Both alternate in
one process. Exits 1 when the statement takes more than a second.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.changes import PROGRAM
from gen_desktop.db.database import Database
from gen_desktop.models.attendance import Attendance
from gen_desktop.models.class_session import ClassSession
from gen_desktop.queries.audit import audit
from gen_desktop.queries.statement import WHOLE_COURSE, cohort_statement
from gen_desktop.services import attendance
from gen_desktop.services.attendance import MarkInput
from gen_desktop.store import create_store
from tests.classroom import Classroom, make_classroom

LEARNERS, HALF_DAYS, LIMIT_SECONDS = 30, 400, 1.0
START = dt.date(2026, 1, 5)
STATUSES = ("P",) * 17 + ("AI", "AJ_MAL", "R")


def main() -> int:
    """Print the medians in milliseconds and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        db = create_store(Path(folder) / "centre.gendb", PROGRAM)
        room = _fill(db)
        day = START + dt.timedelta(days=400)
        measured = _alternate(
            db,
            runs,
            {
                "one read of the marks": lambda session: session.execute(_marks(room)).all(),
                "statement of the cohort": lambda session: cohort_statement(
                    session, room.cohort_id, WHOLE_COURSE, day
                ),
                "audit of the cohort": lambda session: audit(session, day, room.cohort_id),
            },
        )
        db.close()
    least = measured["one read of the marks"]
    for name, seconds in measured.items():
        print(f"{name}: {seconds * 1000:.0f} ms, {seconds / least:.1f} times the read")
    return int(measured["statement of the cohort"] > LIMIT_SECONDS)


def _fill(db: Database) -> Classroom:
    people = [(f"Nom{chr(97 + number % 26)}{number}", "Camille") for number in range(LEARNERS)]
    end = START + dt.timedelta(days=HALF_DAYS * 7 // 10 + 21)  # ten half-days a week, some on holidays
    room = make_classroom(db, people=people, start=START, end=end, entered_on=START)
    pairs = [(who, one) for who in room.enrollments for one in room.sessions[:HALF_DAYS]]
    marks = [
        MarkInput(who, one, STATUSES[at % len(STATUSES)], 20 if STATUSES[at % len(STATUSES)] == "R" else 0)
        for at, (who, one) in enumerate(pairs)
    ]
    attendance.record(db, marks)
    return room


def _marks(room: Classroom):  # type: ignore[no-untyped-def]  # a select of whole rows
    return (
        select(Attendance.enrollment_id, ClassSession.held_on, ClassSession.minutes, Attendance.status)
        .join(ClassSession, ClassSession.id == Attendance.class_session_id)
        .where(ClassSession.cohort_id == room.cohort_id)
    )


def _alternate(db: Database, runs: int, answers: dict[str, Callable[[Session], object]]) -> dict[str, float]:
    taken: dict[str, list[float]] = {name: [] for name in answers}
    for _ in range(runs):
        for name, answer in answers.items():
            with db.read() as session:
                before = time.perf_counter()
                answer(session)
                taken[name].append(time.perf_counter() - before)
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


if __name__ == "__main__":
    raise SystemExit(main())
