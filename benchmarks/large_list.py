"""How long the list of 31,000 learners takes: sorted, filtered, all chosen, exported, changed at once.

    python benchmarks/large_list.py [--data FILE] [--attendance 60]

The program's own window, painted offscreen. Each stage gives its seconds and the longest time the window did
not answer meanwhile. Without --data an invented file is made (a minute or so). With --attendance each cohort
gets so many half-days with everybody marked, so that rates are real. Exits 1 above a limit.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtWidgets import QApplication, QDialog
from sqlalchemy import insert, select

from benchmarks.large_import_window import Heart
from gen_desktop import paths
from gen_desktop.changes import PROGRAM
from gen_desktop.models.registry import Attendance, ClassSession, Cohort, Enrollment
from gen_desktop.queries.criteria import LearnerCriteria
from gen_desktop.queries.list_filters import Among, Between
from gen_desktop.settings import Settings
from gen_desktop.store import open_store
from gen_desktop.ui import dialogs, locale, theme
from gen_desktop.ui.job_runner import Task
from gen_desktop.ui.learners.bulk.edit_dialog import EditDialog
from gen_desktop.ui.learners.page import LearnersPage
from gen_desktop.ui.startup import Program

ROOT = Path(__file__).resolve().parent.parent
LIMIT_MS = 100
SECONDS = {"export": 10.0, "CSV": 10.0, "copy": 10.0, "change": 10.0, "undo": 10.0, "rate": 4.0}
"""Limits of the stages that write, and of those that work out everybody's rate; the others are a second."""
READING = 1.0
PATIENCE, AT_FIRST, QUIET = 120.0, 8.0, 0.1
OTHERS = ("shell.", "home.")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, help="an invented file; it is copied first")
    parser.add_argument("--attendance", type=int, default=60, help="half-days of each cohort")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        paths.use_data_dir(Path(folder) / "preferences")
        data = Path(folder) / "grand.gendb"
        if arguments.data:
            shutil.copyfile(arguments.data, data)
        else:
            command = [
                sys.executable,
                str(ROOT / "main.py"),
                "--data",
                str(data),
                "demo",
                "--learners",
                "31000",
            ]
            subprocess.run(command, check=True)
        print(f"{mark_everybody(data, arguments.attendance)} marks")
        return int(not measure(data, Path(folder)))


def mark_everybody(path: Path, half_days: int) -> int:
    """The first half-days of each cohort with everybody marked: present, nine times out of ten."""
    db, made = open_store(path, PROGRAM), 0
    with db.write("Émargement inventé") as session:
        for cohort_id in session.scalars(select(Cohort.id)).all():
            held = (
                select(ClassSession.id)
                .where(ClassSession.cohort_id == cohort_id)
                .order_by(ClassSession.held_on)
                .limit(half_days)
            )
            ids = session.scalars(held).all()
            people = session.scalars(select(Enrollment.id).where(Enrollment.cohort_id == cohort_id)).all()
            marks = [
                _mark(one, half_day, (one + at) % 10) for one in people for at, half_day in enumerate(ids)
            ]
            if marks:
                session.execute(insert(Attendance), marks)
            made += len(marks)
    db.close()
    return made


def _mark(enrollment_id: int, session_id: int, number: int) -> dict[str, object]:
    status, minutes = ("AI", 0) if number == 0 else ("P", 210)
    key = {"enrollment_id": enrollment_id, "class_session_id": session_id}
    return {**key, "status": status, "minutes_present": minutes}


class Watch:
    """Runs stages in the window and keeps what goes beyond its limit."""

    def __init__(self, app: QApplication, program: Program) -> None:
        self.app, self.program, self.heart = app, program, Heart()
        self.too_long: list[str] = []
        self._running: set[Task] = set()
        program.jobs.started.connect(self._running.add)
        program.jobs.finished.connect(self._running.discard)

    def settle(self, *, everything: bool = False) -> None:
        """Until nothing of this page is at work: the counts of the other pages go on beside it."""
        deadline, quiet = time.monotonic() + PATIENCE, time.monotonic()
        while time.monotonic() - quiet < QUIET and time.monotonic() < deadline:
            self.app.processEvents()
            if any(everything or not task.name.startswith(OTHERS) for task in self._running):
                quiet = time.monotonic()
            time.sleep(0.002)

    def stage(self, name: str, act: Callable[[], object]) -> None:
        self.settle(everything=True)
        self.heart.start_over()
        started = time.perf_counter()
        act()
        self.settle()
        seconds, stalled = time.perf_counter() - started - QUIET, self.heart.longest
        limit = SECONDS.get(name.split(" ")[0], READING)
        print(
            f"{name:36} {seconds:6.2f} s (limit {limit:.0f})   window held {stalled:4d} ms (limit {LIMIT_MS})"
        )
        if seconds > limit or stalled > LIMIT_MS:
            self.too_long.append(name)


def measure(data: Path, folder: Path) -> bool:
    """Every stage; True when all are within their limits."""
    app = QApplication(sys.argv[:1])
    locale.install(app)
    theme.apply(app, "light")
    program = Program(Settings(theme="light"))
    program.open_file(data)
    watch = Watch(app, program)
    watch.settle()
    window = program.window
    assert window is not None
    window.resize(1366, 768)
    page = window.show_page("learners")
    assert isinstance(page, LearnersPage)
    rest = time.monotonic() + AT_FIRST
    while time.monotonic() < rest:  # the home page and the first backup come first
        watch.settle(everything=True)
    dialogs.pick_path = lambda *_asked: folder / "liste.xlsx"
    watch.stage("at rest", lambda: None)
    for sort in ("state", "birth_date", "followed_on", "rate", "name"):
        watch.stage(f"{sort} as the order", lambda sort=sort: _sort(page, sort))  # type: ignore[misc]
    for name, criteria in _questions().items():
        watch.stage(name, lambda criteria=criteria: page.filters.show_criteria(criteria))  # type: ignore[misc]
    watch.stage("no filter", page.filters.clear)
    watch.stage("scroll to the end", page.table.scrollToBottom)
    watch.stage("choose everybody", page.table.selectAll)
    watch.stage("reload with everybody chosen", page.reload)
    assert page.table.selected_count() == len(page.model.ids)
    watch.stage("copy everybody", page.many.copy)
    watch.stage("export everybody, workbook", page.many.export)
    dialogs.pick_path = lambda *_asked: folder / "liste.csv"
    watch.stage("CSV of everybody", page.many.export)
    watch.stage("change everybody, preview and all", lambda: _change(page, watch))
    watch.stage("undo the change", lambda: _undo(window, watch))
    print((folder / "liste.xlsx").stat().st_size, "bytes of workbook")
    window.close()
    program.end()
    print("too long: " + (", ".join(watch.too_long) or "nothing"))
    return not watch.too_long


def _questions() -> dict[str, LearnerCriteria]:
    return {
        "women in training": LearnerCriteria(states=("in_training",), narrowings=(Among("sex", ("F",)),)),
        "rate below 80 %": LearnerCriteria(narrowings=(Between("rate", high=80),)),
        "no news at 3 months": LearnerCriteria(narrowings=(Among("follow_up_3", ("missing",)),)),
        "young, QPV or unknown": LearnerCriteria(
            narrowings=(Between("age_at_entry", high=26), Among("qpv", ("yes", "")))
        ),
    }


def _sort(page: LearnersPage, sort: str) -> None:
    page.model.set_sort(sort)
    page.model.sort_requested.emit(sort, False)


def _undo(window: Any, watch: Watch) -> None:
    watch.settle()
    before = window.taking_back.undo_action.text()
    window.taking_back.undo_action.trigger()
    while window.taking_back.undo_action.text() == before:
        watch.settle()


def _change(page: LearnersPage, watch: Watch) -> None:
    def answer(dialog: QDialog) -> int:
        assert isinstance(dialog, EditDialog)
        dialog.take("remuneration")
        dialog.fields["remuneration"].set_code("ARE")  # type: ignore[attr-defined]
        while dialog.plan is None:
            watch.app.processEvents()
        return 1

    dialogs.run = answer
    page.many.edit()


if __name__ == "__main__":
    sys.exit(main())
