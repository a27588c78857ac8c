"""Types the invented week of tests/typed_week.py in a store of a million marks, and opens each view of it.

    python benchmarks/type_a_week.py [--marks 1000000]

Prints how many keys a week takes in each way of typing it, how long the slowest key took from its event to
the end of the paint that shows it, and how long each view of a cohort of 400 half-days × 30 people takes to
open. Each key is committed to the disk before the next one, as in the program. The seconds are the machine's
share: nobody waits for a key that is answered in less than a tenth of a second.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy import Table, func, insert, select

from gen_desktop.changes import PROGRAM
from gen_desktop.db.database import Database
from gen_desktop.models.registry import Attendance, Enrollment
from gen_desktop.settings import Settings
from gen_desktop.store import create_store
from gen_desktop.ui import locale, theme
from gen_desktop.ui.attendance.page import AttendancePage
from gen_desktop.ui.change_bus import ChangeBus
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.job_runner import JobRunner
from tests.classroom import FRIDAY, MONDAY, Classroom, make_classroom
from tests.typed_week import EXCEPTIONS, column_by_column, down_the_columns, week_then_exceptions

WAYS = (
    ("down the columns, one key per cell", down_the_columns),
    ("Maj P, then exceptions", column_by_column),
    ("Ctrl A and P, then exceptions", week_then_exceptions),
)
NAMED = {"Return": Qt.Key.Key_Return, "Down": Qt.Key.Key_Down, "Up": Qt.Key.Key_Up}
NAMED |= {"Left": Qt.Key.Key_Left, "Right": Qt.Key.Key_Right}
_HELD = {"shift": Qt.KeyboardModifier.ShiftModifier, "ctrl": Qt.KeyboardModifier.ControlModifier}
PEOPLE, HALF_DAYS = 30, 400
KEY_LIMIT_MS, OPEN_LIMIT_MS, KEYS_LIMIT = 50, 150, 60


def main() -> None:
    """Fill a store, type the week in each way, open each view."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--marks", type=int, default=1_000_000, help="marks in the store")
    wanted = parser.parse_args().marks
    app = QApplication(sys.argv[:1])
    locale.install(app)
    theme.apply(app, "light")
    with tempfile.TemporaryDirectory() as folder:
        db = create_store(Path(folder) / "centre.gendb", PROGRAM)
        large = fill(db, wanted)
        print(f"store: {count_marks(db):,} marks")
        for number, (name, keys) in enumerate(WAYS):
            end = MONDAY.replace(year=2027, month=5, day=14)
            room = make_classroom(db, code=f"Semaine {number}", start=MONDAY, end=end)
            type_a_week(name, list(keys()), db, room, Path(folder))
        open_views(db, large, Path(folder))
        type_in_large(db, large, Path(folder))
        db.close()


def fill(db: Database, wanted: int) -> Classroom:
    """Cohorts of 400 half-days × 30 people, all present, until there are as many marks; the last of them.

    Of that one the last week is left to be typed.
    """
    people = [(f"Nom{number:02d}", "Camille") for number in range(PEOPLE)]
    start = MONDAY - dt.timedelta(weeks=HALF_DAYS // 10 + 4)
    table: Table = Attendance.__table__  # type: ignore[assignment]  # declared as FromClause
    made = 0
    number = 0
    while True:
        room = make_classroom(
            db, code=f"Cohorte {number:03d}", people=people, start=start, end=start + dt.timedelta(weeks=43)
        )
        number += 1
        is_last = made + PEOPLE * HALF_DAYS >= wanted
        sessions = room.sessions[: HALF_DAYS - 10 if is_last else HALF_DAYS]
        rows = [
            {"enrollment_id": one, "class_session_id": held, "status": "P", "minutes_present": 210}
            for one in room.enrollments
            for held in sessions
        ]
        with db.write("Des présences inventées") as session:
            session.execute(insert(table), rows)
            for enrollment in session.scalars(select(Enrollment).where(Enrollment.id.in_(room.enrollments))):
                enrollment.entered_on, enrollment.entry_follows_attendance = start, True
        made += len(rows)
        if is_last:
            return room


def count_marks(db: Database) -> int:
    """How many marks the store holds."""
    with db.read() as session:
        return session.scalar(select(func.count()).select_from(Attendance)) or 0


def make_page(db: Database, folder: Path, today: dt.date = FRIDAY) -> AttendancePage:
    """The page alone, as large as in the window."""
    page = AttendancePage(
        AppContext(
            db=db,
            author=PROGRAM,
            settings=Settings(),
            jobs=JobRunner(),
            changes=ChangeBus(),
            theme=theme.current(),
            today=lambda: today,
            state=QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat),
            clock=lambda: dt.time(18),
        )
    )
    page.resize(1140, 660)
    page.show()
    settle(page)
    return page


def settle(page: AttendancePage) -> None:
    """Let what was asked in the background come."""
    page.ctx.jobs.wait_all()
    QApplication.processEvents()


def type_a_week(name: str, keys: list[str], db: Database, room: Classroom, folder: Path) -> None:
    """One way of typing, in a cohort of six months."""
    before = count_marks(db)
    page = make_page(db, folder)
    page.show_cohort(room.cohort_id)
    page.view.setFocus()
    settle(page)
    taken = list(press_all(page, keys))
    settle(page)
    page.close()
    presses = len(keys) + sum("+" in key for key in keys)
    print(
        f"{name}: {presses} presses, Maj and Ctrl counted (at most {KEYS_LIMIT} for the last way), for "
        f"{count_marks(db) - before} cells, {len(EXCEPTIONS)} of them not present; {said(taken)}"
    )


def type_in_large(db: Database, room: Classroom, folder: Path) -> None:
    """Thirty keys in the cohort of 400 half-days, in each view."""
    page = make_page(db, folder)
    page.show_cohort(room.cohort_id)
    for view in ("week", "month", "learner"):
        page.show_view(view)
        page.view.go_to_first_empty()
        page.view.setFocus()
        settle(page)
        taken = list(press_all(page, ["p", "a"] * 15))
        settle(page)
        print(f"typing in the {view} view of {HALF_DAYS} half-days × {PEOPLE} people: {said(taken)}")
    page.close()


def open_views(db: Database, room: Classroom, folder: Path) -> None:
    """How long it takes from the order to the painted grid, the best and the middle of five."""
    page = make_page(db, folder)
    page.show_cohort(room.cohort_id)
    day = page.monday
    orders: tuple[tuple[str, Callable[[], object]], ...] = (
        ("week", lambda: page.show_week(room.cohort_id, day)),
        ("month", lambda: page.show_view("month")),
        ("learner", lambda: page.show_view("learner")),
    )
    for view, order in orders:
        times = []
        for _ in range(5):
            page.show_view("week" if view != "week" else "month")
            settle(page)
            if view == "week":
                page.show_view("week")
            begin = time.perf_counter()
            order()
            page.repaint()
            times.append(time.perf_counter() - begin)
            settle(page)
        print(
            f"{view} view of {HALF_DAYS} half-days × {PEOPLE} people: "
            f"{statistics.median(times) * 1000:.0f} ms, {max(times) * 1000:.0f} ms for the "
            f"slowest of five (at most {OPEN_LIMIT_MS})"
        )
    page.close()


def press_all(page: AttendancePage, keys: Iterable[str]) -> Iterator[tuple[float, float]]:
    """Press each key and let the window repaint: seconds from the event to the end of that paint.

    Those of the clock, and those that the thread of the window took of the processor: the clock counts what
    else the machine does too.
    """
    for key in keys:
        modifier = Qt.KeyboardModifier.NoModifier
        held, _, key = key.rpartition("+")
        if held:
            modifier = _HELD[held]
        begin, worked = time.perf_counter(), time.thread_time()
        QTest.keyClick(page.view, NAMED.get(key, key), modifier)
        QApplication.processEvents()
        yield time.perf_counter() - begin, time.thread_time() - worked


def said(taken: list[tuple[float, float]]) -> str:
    """The middle, the 99th of a hundred and the slowest, by the clock and of the processor."""
    clock, processor = (sorted(one[at] * 1000 for one in taken) for at in (0, 1))
    ninety_ninth = min(len(taken) * 99 // 100, len(taken) - 1)
    return (
        f"{sum(clock) / 1000:.2f} s in all, {clock[len(clock) // 2]:.1f} ms for a key in the middle, "
        f"{clock[ninety_ninth]:.1f} ms p99, {clock[-1]:.1f} ms for the slowest (at most {KEY_LIMIT_MS}); "
        f"of the processor {processor[len(processor) // 2]:.1f} ms, {processor[-1]:.1f} ms for the slowest"
    )


if __name__ == "__main__":
    main()
