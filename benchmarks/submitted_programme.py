"""How long what is asked of a whole programme takes: submit, verify, compare, changes, other papers.

    python benchmarks/submitted_programme.py [--data FILE] [--only NAME ...]

1,200 cohorts and 31,000 people (``programme_file.py``), in a copy: a submitted report stays. Seconds of the
wall clock and, in brackets, of the processor. Beside it the longest time that another thread had to wait
meanwhile: the window's would have waited as long. Exits 1 when something took the processor for too long.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import func, select

from benchmarks.programme_file import programme_file
from benchmarks.programme_report import FIRST_DAY, HORIZON, timed
from gen_desktop.changes import PROGRAM
from gen_desktop.db.database import Database
from gen_desktop.models.history import ChangeSet
from gen_desktop.models.registry import Cohort
from gen_desktop.models.submitted_report import ReportScope
from gen_desktop.queries.field_completeness import incomplete
from gen_desktop.queries.report_changes import Since, changes_since, changes_since_document
from gen_desktop.queries.scope import Scope
from gen_desktop.queries.submitted_reports import submitted_reports
from gen_desktop.reports import statements
from gen_desktop.reports.evaluation import load_evaluation
from gen_desktop.reports.follow_up import load_follow_up
from gen_desktop.reports.submission import build_to_submit
from gen_desktop.reports.verification import verify_report
from gen_desktop.services.submitted_reports import submit_report
from gen_desktop.store import open_store
from tests.reports.center import AS_OF

LIMIT = 10.0
"""Seconds of the processor."""
BEAT = 0.005


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, help="the file of the whole programme; made if it is not there")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="these works alone")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "programme.gendb"
        shutil.copyfile(programme_file(arguments.data), copy)
        with closing(open_store(copy, PROGRAM)) as db:
            return int(not measure(db, set(arguments.only)))


def measure(db: Database, only: set[str]) -> bool:
    """Print what each work takes; whether all of them hold the limit."""
    sound = True
    for name, work in works(db).items():
        if only and name not in only and name != "submit":
            continue
        with other_thread() as waited:
            took = timed(work)
        print(f"{name:28} {took}, another thread waited {1000 * max(waited):.0f} ms at most", flush=True)
        sound &= took.cpu <= LIMIT
    return sound


def works(db: Database) -> dict[str, Callable[[], object]]:
    """What is measured, in this order: a report is submitted before it is verified and compared."""
    with db.read() as session:
        ids = tuple(session.scalars(select(Cohort.id)))
        second = session.scalar(select(func.max(ChangeSet.position)))
    asked = ReportScope("evaluation", AS_OF, ids, horizon=HORIZON, words="Tout")
    followed = ReportScope("follow_up", AS_OF, None, FIRST_DAY, AS_OF)
    scope, period = Scope(AS_OF, ids), Scope(AS_OF, ids, FIRST_DAY, AS_OF)
    since = Since(AS_OF, second - 1)

    def reading(ask: Callable[..., object], *arguments: object) -> Callable[[], object]:
        def work() -> object:
            with db.read() as session:
                return ask(session, *arguments)

        return work

    def of_the_submitted(ask: Callable[..., object], *arguments: object) -> Callable[[], object]:
        def work() -> object:
            with db.read() as session:
                return ask(session, submitted_reports(session)[0].id, *arguments)

        return work

    return {
        "submit": lambda: submit_report(
            db, "evaluation", build_to_submit(db, asked, even_provisional=True), recipient="DREETS"
        ),
        "verify": of_the_submitted(verify_report),
        "compare with today": of_the_submitted(changes_since_document, asked),
        "changes since, evaluation": reading(changes_since, asked, since),
        "changes since, follow-up": reading(changes_since, followed, since),
        "checks, evaluation": reading(load_evaluation, scope, HORIZON, "Tout"),
        "checks, follow-up": reading(load_follow_up, period),
        "incomplete fields": reading(incomplete, period),
        "ESF+ (R13)": lambda: statements.build_esf_balance(db, ids, AS_OF, "Tout"),
        "completeness (R17)": lambda: statements.build_completeness_state(
            db, (FIRST_DAY, AS_OF), None, AS_OF
        ),
        "finances (R16)": lambda: statements.build_financial_balance(db, HORIZON, AS_OF),
        "quality sheet (R12)": lambda: statements.build_quality_sheet(db, ids, HORIZON, AS_OF, AS_OF, "Tout"),
        "BPF": lambda: statements.build_bpf_statement(db, FIRST_DAY, AS_OF, AS_OF),
        "promotion": lambda: statements.build_promotion_sums(db, AS_OF.year, AS_OF),
    }


@contextmanager
def other_thread() -> Iterator[list[float]]:
    """How long a thread that wakes every five milliseconds had to wait beyond that, each time, in seconds."""
    waited, over = [0.0], threading.Event()

    def live() -> None:
        while not over.is_set():
            asleep = time.perf_counter()
            time.sleep(BEAT)
            waited.append(time.perf_counter() - asleep - BEAT)

    thread = threading.Thread(target=live)
    thread.start()
    yield waited
    over.set()
    thread.join()


if __name__ == "__main__":
    sys.exit(main())
