"""An application entered in under thirty seconds, by real keys in the real program."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories import make_cohort
from tests.real_program import go_to_page, on_a_screen, running
from tests.waiting import wait_for

pytestmark = on_a_screen

SECONDS_A_KEY, ALLOWED = 0.2, 30
PEOPLE = (("lambert", "zoe", "120394", "0639980142"), ("petit", "samuel", "010200", "0639980143"))


@pytest.fixture
def program(display, store_file, db, tmp_path) -> Iterator[subprocess.Popen[bytes]]:
    """The program on a file with a cohort to fill, in a process of its own."""
    with db.write("Une cohorte à remplir") as session:
        make_cohort(session)
    db.close()  # one writer at a time: the program is told who holds the file
    with running(display, store_file, tmp_path) as process:
        yield process


def keys_of(person: tuple[str, ...]) -> list[str]:
    """Every key of one application: four fields parted by Tab, the prescriber by its letter, then Enter."""
    keys: list[str] = []
    for field in person:
        keys += [*field, "Tab"]
    return [*keys, "f", "Return"]


def entered(path: Path) -> list[tuple[object, ...]]:
    """What is committed, as another process sees it."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return connection.execute(
            "SELECT last_name, first_name, birth_date, phone, decision, prescriber IS NOT NULL"
            " FROM learner JOIN enrollment ON learner_id = learner.id ORDER BY learner.id"
        ).fetchall()
    finally:
        connection.close()


def test_two_applications_typed_one_after_the_other(program, keyboard, store_file, tmp_path):
    go_to_page(keyboard, program, tmp_path, "ctrl+4", "Candidatures")
    keyboard("key", "ctrl+n")
    for number, person in enumerate(PEOPLE, start=1):
        keys = keys_of(person)
        assert len(keys) * SECONDS_A_KEY < ALLOWED, "thirty seconds at five keys a second"
        keyboard("key", "--delay", "20", *keys)
        wait_for(lambda wanted=number: len(entered(store_file)) == wanted, f"application {number}")
    assert entered(store_file) == [
        ("lambert", "zoe", "1994-03-12", "+33639980142", "pending", 1),
        ("petit", "samuel", "2000-02-01", "+33639980143", "pending", 1),
    ]
