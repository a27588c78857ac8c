"""A whole programme in one file, for benchmarks of reports: 1,200 cohorts, 31,000 people, made in minutes.

Everybody applied; whoever entered has attendance, most an exit, a certification, answers and attempts at 3
and 6 months (``tests/reports/center.py``). A second gesture tells more answers, to compare.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import select

from gen_desktop.changes import PROGRAM
from gen_desktop.db.opening import SCHEMA_VERSION
from gen_desktop.models.registry import Enrollment, FollowUp
from gen_desktop.store import create_store, open_store
from tests.reports.center import AS_OF, fill_center

LEARNERS, COHORTS = 31_000, 1_200
COHORTS_PER_RUN = 4
TOLD_LATER = 3_000
"""Answers of the second gesture."""


def programme_file(path: Path | None = None) -> Path:
    """The file, made if it is not there yet; without a path, kept among temporary files."""
    kept = path or Path(tempfile.gettempdir()) / f"programme-v{SCHEMA_VERSION}-{LEARNERS}-{COHORTS}.gendb"
    if not kept.exists():
        print(f"making {kept}", file=sys.stderr)
        kept.parent.mkdir(parents=True, exist_ok=True)
        draft = kept.with_name(f"{kept.name}.en-cours")
        for leftover in kept.parent.glob(f"{draft.name}*"):
            leftover.unlink()
        create_store(draft, PROGRAM).close()
        _fill(draft)
        draft.replace(kept)
    return kept


def _fill(path: Path) -> None:
    db = open_store(path, PROGRAM)
    fill_center(db, LEARNERS, runs=COHORTS // COHORTS_PER_RUN)
    with db.write("Noter des réponses à 12 mois") as session:
        leavers = select(Enrollment.id).where(Enrollment.exit_on.is_not(None)).order_by(Enrollment.exit_on)
        for number, leaver in enumerate(session.scalars(leavers.limit(TOLD_LATER)).all()):
            situation = ("EMP_CDI", "RECH", "FORM_Q", "INJ")[number % 4]
            session.add(FollowUp(enrollment_id=leaver, horizon=12, situation=situation, recorded_on=AS_OF))
    db.close()


if __name__ == "__main__":
    print(programme_file(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
