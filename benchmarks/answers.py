"""How long the answers a person waits for take over 31,000 learners, against one plain scan of their names.

    python benchmarks/answers.py [--data FILE] [--runs 7]

The peer is the least that any search of that file can do: one LIKE over the folded names, without index. Both
alternate in one process, so that whatever else the machine does weighs on both. Exits 1 above a limit.
Without --data an invented file is made (a minute or so): python main.py --data FILE demo --learners 31000.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gen_desktop.changes import PROGRAM
from gen_desktop.importing.likeness import Identity
from gen_desktop.importing.while_typed import lookalikes
from gen_desktop.models.commune_search import find_places
from gen_desktop.models.learner import Learner
from gen_desktop.queries import call_order, dashboard, learner_list, search
from gen_desktop.queries.call_order import CallCriteria
from gen_desktop.queries.criteria import LearnerCriteria
from gen_desktop.queries.indicators import figures
from gen_desktop.queries.scope import Scope
from gen_desktop.store import open_store

ROOT = Path(__file__).resolve().parent.parent
Answer = Callable[[Session, dt.date], object]
_TYPED = Identity.of(("Lefebvre", "Jeanne"), dt.date(1999, 2, 19), None)

ANSWERS: tuple[tuple[str, Answer, float], ...] = (
    ("search, « mar »", lambda session, day: search.find(session, "mar"), 8),
    ("search, « lefebvre jean »", lambda session, day: search.find(session, "lefebvre jean"), 20),
    ("list of learners", lambda session, day: learner_list.ids(session, LearnerCriteria(), day), 25),
    ("first 200 of the list", lambda session, day: _first_rows(session, day), 40),
    ("who looks alike while typed", lambda session, _day: lookalikes(session, _TYPED), 40),
    ("commune, « clermnt ferrand »", lambda _session, _day: find_places("clermnt ferrand"), 20),
    ("call list", lambda session, day: call_order.call_list_ids(session, CallCriteria(), day), 150),
    ("every figure", lambda session, day: figures(session, Scope(as_of=day)), 1500),
    ("home page", lambda session, day: dashboard.dashboard(session, day), 700),
)
"""What is asked, and how many plain scans it may cost."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--runs", type=int, default=7)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = arguments.data or _invented(Path(folder))
        db = open_store(path, PROGRAM)
        sound = True
        with db.read() as session:
            for name, answer, limit in ANSWERS:
                scan, taken = _compare(session, answer, arguments.runs)
                ratio = taken / scan
                sound = sound and ratio <= limit
                print(f"{name}: {taken:.0f} ms, scan {scan:.1f} ms, ratio {ratio:.1f} (limit {limit:g})")
        db.close()
    return 0 if sound else 1


def _compare(session: Session, answer: Answer, runs: int) -> tuple[float, float]:
    day = dt.date.today()
    pairs = [(_time(lambda: _scan(session)), _time(lambda: answer(session, day))) for _ in range(runs)]
    scans, answers = zip(*pairs, strict=True)
    return statistics.median(scans), statistics.median(answers)


def _time(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


def _scan(session: Session) -> object:
    return session.scalar(select(func.count()).where(Learner.search_text.like("%mar%")))


def _first_rows(session: Session, day: dt.date) -> object:
    ids = list(session.scalars(select(Learner.id).order_by(Learner.sort_key).limit(200)))
    return learner_list.rows(session, ids, day, None)


def _invented(folder: Path) -> Path:
    path = folder / "grand.gendb"
    command = [sys.executable, ROOT / "main.py", "--data", path, "demo", "--learners", "31000"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return path


if __name__ == "__main__":
    sys.exit(main())
