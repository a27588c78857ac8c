"""The promise of one key per cell, kept by the real program on a real screen, whatever kills it."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text

from gen_desktop.changes import PROGRAM
from gen_desktop.models.registry import Attendance, ClassSession, Enrollment, Learner
from gen_desktop.store import open_store
from tests import typed_week
from tests.classroom import make_classroom
from tests.waiting import PATIENCE, wait_for

pytestmark = [
    pytest.mark.screen,
    pytest.mark.skipif(sys.platform != "linux", reason="real key presses are sent through X11"),
]

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def program(display, store_file, db, tmp_path) -> Iterator[subprocess.Popen[bytes]]:
    """The program on a file with a cohort of one week, in a process of its own."""
    make_classroom(db)
    db.close()  # one writer at a time: the program is told who holds the file
    with (tmp_path / "program.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, ROOT / "main.py", "--data", store_file, "--data-dir", tmp_path / "preferences"],
            env=os.environ | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        yield process
        if process.poll() is None:
            process.kill()
        process.wait(PATIENCE)


def count_marks(path: Path) -> int:
    """What is committed, as another process sees it."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return connection.execute("SELECT count(*) FROM attendance").fetchone()[0]
    finally:
        connection.close()


def open_the_week(keyboard: Callable[..., str], process: subprocess.Popen[bytes], log: Path) -> None:
    """Go to the page with the keyboard alone; the window's title says when each page is there."""

    def window(title: str) -> str:
        assert process.poll() is None, log.read_text()
        return keyboard("search", "--all", "--onlyvisible", "--pid", str(process.pid), "--name", title)

    first = str(wait_for(lambda: window("Accueil"), "the first page")).split()[0]
    # No window manager on this screen: nothing else gives the window the keys.
    keyboard("windowfocus", "--sync", first, "key", "ctrl+5")
    wait_for(lambda: window("margement"), "the page of attendance")


def test_a_week_typed_without_a_mouse_survives_the_kill_of_the_process(
    program, keyboard, store_file, tmp_path
):
    open_the_week(keyboard, program, tmp_path / "program.log")
    keyboard("key", "--delay", "4", *typed_week.down_the_columns())
    wait_for(lambda: count_marks(store_file) == 150, "the last mark")
    os.kill(program.pid, signal.SIGKILL)
    program.wait(PATIENCE)

    assert read_week(store_file) == typed_week.expected()


def read_week(path: Path) -> dict[tuple[int, int], tuple[str, int]]:
    """The marks by place of the person in the list and of the half-day in the week."""
    database = open_store(path, PROGRAM)
    try:
        with database.read() as session:
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"
            people = session.scalars(
                select(Enrollment.id)
                .join(Learner, Learner.id == Enrollment.learner_id)
                .order_by(Learner.sort_key)
            ).all()
            half_days = session.scalars(
                select(ClassSession.id).order_by(ClassSession.held_on, ClassSession.half_day)
            ).all()
            rows = session.execute(
                select(
                    Attendance.enrollment_id,
                    Attendance.class_session_id,
                    Attendance.status,
                    Attendance.minutes_present,
                )
            ).all()
    finally:
        database.close()
    return {(people.index(row[0]), half_days.index(row[1])): (row[2], row[3]) for row in rows}
