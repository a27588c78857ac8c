"""An application entered in under thirty seconds, by real keys in the real program."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories import make_cohort
from tests.waiting import PATIENCE, wait_for

pytestmark = [
    pytest.mark.screen,
    pytest.mark.skipif(sys.platform != "linux", reason="real key presses are sent through X11"),
]

ROOT = Path(__file__).resolve().parent.parent
SECONDS_A_KEY, ALLOWED = 0.2, 30
PEOPLE = (("lambert", "zoe", "120394", "0639980142"), ("petit", "samuel", "010200", "0639980143"))


@pytest.fixture
def program(display, store_file, db, tmp_path) -> Iterator[subprocess.Popen[bytes]]:
    """The program on a file with a cohort to fill, in a process of its own."""
    with db.write("Une cohorte à remplir") as session:
        make_cohort(session)
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
    def window(title: str) -> str:
        assert program.poll() is None, (tmp_path / "program.log").read_text()
        return keyboard("search", "--all", "--onlyvisible", "--pid", str(program.pid), "--name", title)

    first = str(wait_for(lambda: window("Accueil"), "the first page")).split()[0]
    # No window manager on this screen: nothing else gives the window the keys.
    keyboard("windowfocus", "--sync", first, "key", "ctrl+4")
    wait_for(lambda: window("Candidatures"), "the page of applications")
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
