"""Fifteen questionnaires typed by real keys in the real program, one after the other."""

from __future__ import annotations

import sqlite3
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.classroom import FRIDAY, MONDAY, NAMES, make_classroom
from tests.real_program import go_to_page, on_a_screen, running
from tests.waiting import wait_for

pytestmark = on_a_screen

MOST_KEYS = 8
SECONDS_A_KEY, ALLOWED = 0.7, 10
KEYS = (*"54321", "Return")


@pytest.fixture
def program(display, store_file, db, tmp_path) -> Iterator[subprocess.Popen[bytes]]:
    """The program on a file whose fifteen people have left."""
    make_classroom(db, entered_on=MONDAY, exit_on=FRIDAY, exit_type="term")
    db.close()  # one writer at a time: the program is told who holds the file
    with running(display, store_file, tmp_path) as process:
        yield process


def entered(path: Path) -> list[tuple[object, ...]]:
    """Who answered what, as another process sees it."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return connection.execute(
            "SELECT last_name, group_concat(score, '') FROM"
            " (SELECT last_name, score, sort_key FROM satisfaction_score"
            "  JOIN satisfaction_answer ON satisfaction_answer_id = satisfaction_answer.id"
            "  JOIN enrollment ON enrollment_id = enrollment.id JOIN learner ON learner_id = learner.id"
            "  ORDER BY sort_key, score DESC) GROUP BY sort_key ORDER BY sort_key"
        ).fetchall()
    finally:
        connection.close()


def test_fifteen_questionnaires_one_after_the_other(program, keyboard, store_file, tmp_path):
    assert len(KEYS) <= MOST_KEYS
    assert len(KEYS) * SECONDS_A_KEY < ALLOWED, "ten seconds for whoever looks for each key"
    go_to_page(keyboard, program, tmp_path, "ctrl+3", "Cohortes")
    keyboard("key", "ctrl+k")
    keyboard("type", "--delay", "20", "satisfaction")
    keyboard("key", "Return")
    wait_for(
        lambda: keyboard("search", "--onlyvisible", "--pid", str(program.pid), "--name", "^Satisfaction"),
        "the page of satisfaction",
    )
    wait_for(lambda: _first(keyboard, store_file), "the first questionnaire")
    for number in range(2, len(NAMES) + 1):
        keyboard("key", "--delay", "20", *KEYS)
        wait_for(lambda wanted=number: len(entered(store_file)) == wanted, f"questionnaire {number}")
    assert entered(store_file) == [(last, "54321") for last, _ in NAMES]


def _first(keyboard, store_file) -> bool:
    """The list may not be there yet when its page is: the form is then asked for again."""
    keyboard("key", "--delay", "20", "Escape", "ctrl+n", *KEYS)
    end = time.monotonic() + 5
    while not (found := entered(store_file)) and time.monotonic() < end:
        time.sleep(0.1)
    return bool(found)
