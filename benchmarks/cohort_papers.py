"""How long the papers of a whole cohort take: 400 half-days × 30 learners, and 300 certificates.

    python benchmarks/cohort_papers.py

It prints seconds: the statement of the group read and drawn (wanted: under 1 s), the 30 monthly statements,
the 300 certificates. The organisation is invented; nothing is kept.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from gen_desktop.changes import PROGRAM
from gen_desktop.db.database import Database
from gen_desktop.models.names import sort_key
from gen_desktop.models.registry import Attendance, ClassSession, Cohort, Course, Enrollment, Learner
from gen_desktop.reports import person_kinds
from gen_desktop.reports.fonts import load_all
from gen_desktop.store import create_store

FIRST, AS_OF = dt.date(2026, 1, 5), dt.date(2026, 11, 26)
HALF_DAYS = 400
JUNE = (dt.date(2026, 6, 1), dt.date(2026, 6, 30))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        db = create_store(Path(folder) / "centre.gendb", PROGRAM)
        small, large = _cohort(db, "DWWM 2026-1", 30), _cohort(db, "DWWM 2026-2", 300)
        load_all()
        whole = (FIRST, AS_OF)
        _time("statement of the group, whole course", lambda: _group(db, small[0], whole))
        _time("statement of the group, one month", lambda: _group(db, small[0], JUNE))
        _time("30 monthly statements", lambda: _people(db, "presence_statement", small[1], JUNE))
        _time("300 certificates", lambda: _people(db, "completion_certificate", large[1], None))
        db.close()


def _time(name: str, work: Callable[[], tuple[float, int]]) -> None:
    start = time.perf_counter()
    read, size = work()
    whole = time.perf_counter() - start
    print(f"{name}: read {read:.2f} s, drawn {whole - read:.2f} s, {size / 1024:.0f} KB")


def _group(db: Database, cohort_id: int, days: tuple[dt.date, dt.date]) -> tuple[float, int]:
    start = time.perf_counter()
    with db.read() as session:
        paper = person_kinds.load_of_group(session, cohort_id, days, AS_OF)
    return time.perf_counter() - start, len(person_kinds.draw([(paper, None)]))


def _people(
    db: Database, kind: str, ids: tuple[int, ...], days: tuple[dt.date, dt.date] | None
) -> tuple[float, int]:
    start = time.perf_counter()
    with db.read() as session:
        papers = person_kinds.load_of_people(session, kind, ids, days, AS_OF)
    return time.perf_counter() - start, len(person_kinds.draw([(paper, None) for paper in papers]))


def _cohort(db: Database, code: str, people: int) -> tuple[int, tuple[int, ...]]:
    """A cohort of HALF_DAYS with a mark for everybody each time."""
    days = [FIRST + dt.timedelta(days=offset) for offset in range(400)]
    held = [(day, half) for day in days if day.weekday() < 5 for half in ("AM", "PM")][:HALF_DAYS]
    with db.write("Une cohorte inventée") as session:
        course = Course(code=code, title="Développeur web et web mobile")
        session.add(course)
        session.flush()
        last = held[-1][0]
        cohort = Cohort(code=code, course_id=course.id, planned_start=FIRST, planned_end=last)
        session.add(cohort)
        session.flush()
        sessions = [
            ClassSession(
                cohort_id=cohort.id,
                held_on=day,
                half_day=half,
                starts_at=dt.time(9 if half == "AM" else 13),
                ends_at=dt.time(12 if half == "AM" else 16),
                minutes=180,
            )
            for day, half in held
        ]
        learners = [
            Learner(
                last_name=f"Nom{number:03}",
                first_name="Camille",
                sort_key=sort_key(f"Nom{number:03}", "Camille"),
                search_text="camille",
            )
            for number in range(people)
        ]
        session.add_all([*sessions, *learners])
        session.flush()
        enrollments = [
            Enrollment(
                learner_id=learner.id, cohort_id=cohort.id, entered_on=FIRST, exit_on=last, exit_type="term"
            )
            for learner in learners
        ]
        session.add_all(enrollments)
        session.flush()
        session.add_all(
            Attendance(enrollment_id=enrollment.id, class_session_id=one.id, status="P", minutes_present=180)
            for enrollment in enrollments
            for one in sessions
        )
        return cohort.id, tuple(enrollment.id for enrollment in enrollments)


if __name__ == "__main__":
    main()
