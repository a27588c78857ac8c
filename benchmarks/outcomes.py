"""How long the figures of what became of people take, with dated spells and without any.

    python benchmarks/outcomes.py [--learners 31000]

The file is invented: a situation told at some horizons, and two jobs for each leaver in the second reading.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import insert, select

from gen_desktop.changes import PROGRAM
from gen_desktop.dates import add_months
from gen_desktop.db.database import Database
from gen_desktop.models.ids import new_id
from gen_desktop.models.registry import Enrollment, FollowUp, Placement
from gen_desktop.queries.call_order import CallCriteria, counts
from gen_desktop.queries.indicators import figures
from gen_desktop.queries.populations import HORIZONS
from gen_desktop.queries.scope import Scope
from gen_desktop.store import open_store

ROOT = Path(__file__).resolve().parent.parent
AS_OF = dt.date(2026, 11, 26)
TOLD = ("EMP_CDI", "EMP_CDD6", "EMP_CDDC", "CREA", "FORM_Q", "RECH", "INJ", "REF")
CONTRACTS = ("CDI", "CDD", "INT", "APP", None)
TIMES = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--learners", type=int, default=31_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "grand.gendb"
        command = [sys.executable, ROOT / "main.py", "--data", path, "demo", "--learners"]
        subprocess.run([*command, str(arguments.learners)], check=True, stdout=subprocess.DEVNULL)
        db = open_store(path, PROGRAM)
        print(f"{_tell_situations(db)} situations told")
        without = _measure(db)
        print(f"{_tell_spells(db)} spells")
        for name, seconds in _measure(db).items():
            print(f"{name}: {seconds:.2f} s, {seconds / without[name]:.2f} times the reading without spells")
        db.close()


def _measure(db: Database) -> dict[str, float]:
    """The best of some readings, in seconds."""
    with db.read() as session:
        return {
            "every indicator of every cohort": _best(lambda: figures(session, Scope(AS_OF))),
            "what waits in the call list": _best(lambda: counts(session, CallCriteria(), AS_OF)),
        }


def _best(read: Callable[[], object]) -> float:
    taken = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        read()
        taken.append(time.perf_counter() - begun)
    return min(taken)


def _leavers(db: Database) -> list[tuple[int, dt.date]]:
    with db.read() as session:
        left = select(Enrollment.id, Enrollment.exit_on).where(Enrollment.exit_on.is_not(None))
        return [(row[0], row[1]) for row in session.execute(left)]


def _tell_situations(db: Database) -> int:
    chance = random.Random(1)
    rows = []
    for enrollment_id, exit_on in _leavers(db):
        for horizon in HORIZONS:
            due_on = add_months(exit_on, horizon)
            if due_on <= AS_OF and chance.random() < 0.5:
                day = due_on + dt.timedelta(days=chance.randint(-10, 40))
                told = {"horizon": horizon, "situation": chance.choice(TOLD), "recorded_on": day}
                rows.append({"id": new_id(), "version": 1, "enrollment_id": enrollment_id} | told)
    with db.write("Situations inventées") as session:
        session.execute(insert(FollowUp.__table__), rows)  # type: ignore[arg-type]  # declared as FromClause
    return len(rows)


def _tell_spells(db: Database) -> int:
    chance = random.Random(2)
    rows = []
    for enrollment_id, exit_on in _leavers(db):
        for _ in range(2):
            first = exit_on + dt.timedelta(days=chance.randint(-30, 600))
            contract = chance.choice(CONTRACTS)
            last = None if contract == "CDI" else first + dt.timedelta(days=chance.randint(20, 500))
            facts = {"kind": "job", "contract_type": contract, "starts_on": first, "ends_on": last}
            learned = {"recorded_on": first + dt.timedelta(days=chance.randint(0, 400))}
            rows.append({"id": new_id(), "version": 1, "enrollment_id": enrollment_id} | facts | learned)
    with db.write("Emplois inventés") as session:
        session.execute(insert(Placement.__table__), rows)  # type: ignore[arg-type]  # declared as FromClause
    return len(rows)


if __name__ == "__main__":
    main()
