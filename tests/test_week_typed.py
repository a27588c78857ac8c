"""The promise of one key per cell, kept by the real program on a real screen, whatever kills it."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text

from gen_desktop.changes import PROGRAM
from gen_desktop.models.registry import Attendance, ClassSession, Enrollment, Learner
from gen_desktop.store import open_store
from tests import typed_week
from tests.classroom import make_classroom
from tests.real_program import go_to_page, on_a_screen, running
from tests.waiting import PATIENCE, wait_for

pytestmark = on_a_screen


@pytest.fixture
def program(display, store_file, db, tmp_path) -> Iterator[subprocess.Popen[bytes]]:
    """The program on a file with a cohort of one week, in a process of its own."""
    make_classroom(db)
    db.close()  # one writer at a time: the program is told who holds the file
    with running(display, store_file, tmp_path) as process:
        yield process


def count_marks(path: Path) -> int:
    """What is committed, as another process sees it."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return connection.execute("SELECT count(*) FROM attendance").fetchone()[0]
    finally:
        connection.close()


def test_a_week_typed_without_a_mouse_survives_the_kill_of_the_process(
    program, keyboard, store_file, tmp_path
):
    go_to_page(keyboard, program, tmp_path, "ctrl+5", "margement")
    keyboard("key", "--delay", "4", *typed_week.down_the_columns())
    wait_for(lambda: count_marks(store_file) == 150, "the last mark")
    os.kill(program.pid, signal.SIGKILL)
    program.wait(PATIENCE)

    assert read_week(store_file) == typed_week.expected()


def test_the_week_takes_at_most_sixty_key_presses(program, keyboard, store_file, tmp_path):
    go_to_page(keyboard, program, tmp_path, "ctrl+5", "margement")
    struck = list(typed_week.week_then_exceptions())
    assert sum(1 + key.count("+") for key in struck) <= 60  # Ctrl is pressed too
    keyboard("key", "--delay", "40", *struck)
    wait_for(lambda: count_marks(store_file) == 150, "the whole week")
    wait_for(lambda: read_statuses(store_file).count("P") == 138, "the last exception")
    os.kill(program.pid, signal.SIGKILL)
    program.wait(PATIENCE)

    assert read_week(store_file) == typed_week.expected()


def read_statuses(path: Path) -> list[str]:
    """The statuses committed, as another process sees them."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return [row[0] for row in connection.execute("SELECT status FROM attendance")]
    finally:
        connection.close()


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
