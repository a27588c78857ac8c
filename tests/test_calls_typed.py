"""Ten calls recorded with the keyboard alone, in the real program, and read back in the file."""

from __future__ import annotations

import datetime as dt
import os
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from gen_desktop.changes import PROGRAM
from gen_desktop.models.registry import ContactAttempt, Enrollment, FollowUp, Learner, Placement
from gen_desktop.services.parameters import set_parameter
from gen_desktop.store import open_store
from gen_desktop.ui.pages import PAGES
from tests.classroom import NAMES, make_classroom
from tests.real_program import go_to_page, on_a_screen, running
from tests.waiting import PATIENCE, wait_for

pytestmark = on_a_screen

MOST_PRESSES = 12
NEXT = "ctrl+Return"
CALLS = (
    (("e", "c", "d", "i", NEXT), "reached", "EMP_CDI"),
    (("F8",), "no_answer", None),
    (("e", "c", "d", "d", "Tab", "8", NEXT), "reached", "EMP_CDD6"),
    (("h", NEXT), "reached", "RECH"),
    (("o", NEXT), "reached", "FORM_Q"),
    (("f", NEXT), "wrong_number", None),
    (("c", NEXT), "reached", "CREA"),
    (("p", NEXT), "no_answer", None),
    (("r", NEXT), "refused", "REF"),
    (("e", "i", "Tab", "3", NEXT), "reached", "EMP_INTC"),
)
"""In the order of the list: the keys of a call, its result and the situation that it leaves."""


@pytest.fixture
def program(display, store_file, db, tmp_path) -> Iterator[subprocess.Popen[bytes]]:
    """The program on a file with ten people to call, all at three months."""
    today = dt.date.today()
    set_parameter(db, "follow_up_horizons", "3")
    left_on = today - dt.timedelta(days=95)
    room = make_classroom(
        db,
        people=NAMES[: len(CALLS)],
        start=left_on - dt.timedelta(days=120),
        end=left_on,
        entered_on=left_on - dt.timedelta(days=120),
        exit_on=left_on,
        exit_type="term",
        decision="admitted",
    )
    with db.write("Téléphones inventés") as session:
        for number, enrollment_id in enumerate(room.enrollments):
            learner = session.get_one(Learner, session.get_one(Enrollment, enrollment_id).learner_id)
            learner.phone = f"+3363998010{number}"
    db.close()  # one writer at a time: the program is told who holds the file
    with running(display, store_file, tmp_path) as process:
        yield process


def count(path: Path, table: str) -> int:
    """How many rows are committed, as another process sees them."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    finally:
        connection.close()


def first_key_taken(keyboard: Callable[..., str], path: Path, key: str) -> bool:
    """Whether the list was there when the key was pressed: what is typed is kept in the file soon after."""
    keyboard("key", key)
    try:
        wait_for(lambda: count(path, "draft"), "what was typed", 5)
    except AssertionError:
        return False
    return True


def presses(keys) -> int:
    """Keys pressed, Ctrl included."""
    return sum(1 + key.count("+") for key in keys)


def test_ten_calls_without_a_mouse(program, keyboard, store_file, tmp_path):
    assert max(presses(keys) for keys, _, _ in CALLS) <= MOST_PRESSES
    place = 1 + [page.id for page in PAGES].index("placements")
    go_to_page(keyboard, program, tmp_path, f"ctrl+{place}", "Insertion")
    wait_for(lambda: first_key_taken(keyboard, store_file, CALLS[0][0][0]), "the list")
    keyboard("key", "--delay", "40", *CALLS[0][0][1:])
    wait_for(lambda: count(store_file, "contact_attempt") == 1, "the first call")
    for number, (keys, _, _) in enumerate(CALLS[1:], 2):
        keyboard("key", "--delay", "40", *keys)
        wait_for(lambda number=number: count(store_file, "contact_attempt") == number, f"call {number}")
    os.kill(program.pid, signal.SIGKILL)
    program.wait(PATIENCE)

    database = open_store(store_file, PROGRAM)
    try:
        with database.read() as session:
            told = session.execute(
                select(
                    ContactAttempt.outcome, FollowUp.situation, ContactAttempt.number, ContactAttempt.made_at
                )
                .join(Enrollment, Enrollment.id == ContactAttempt.enrollment_id)
                .join(Learner, Learner.id == Enrollment.learner_id)
                .outerjoin(FollowUp, FollowUp.enrollment_id == Enrollment.id)
                .order_by(Learner.sort_key)
            ).all()
            spells = session.scalars(
                select(Placement.contract_months).where(Placement.contract_months.is_not(None))
            ).all()
    finally:
        database.close()
    assert [(row.outcome, row.situation) for row in told] == [(outcome, code) for _, outcome, code in CALLS]
    assert [row.number for row in told] == [f"+3363998010{number}" for number in range(len(CALLS))]
    assert all(row.made_at is not None for row in told)
    assert sorted(spells) == [3, 8]
