"""A report read and saved without a mouse, by real keys: its period, words in it, a figure, its people."""

from __future__ import annotations

import datetime as dt
import hashlib
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gen_desktop.ui.pages import PAGES
from gen_desktop.ui.reports.periods import last_quarter
from tests.classroom import make_classroom
from tests.real_program import go_to_page, on_a_screen, running
from tests.waiting import wait_for

pytestmark = on_a_screen

REPORTS = f"ctrl+{1 + [page.id for page in PAGES].index('reports')}"
TITLE, PEOPLE = "Rapports", "Apprenants"


@pytest.fixture
def program(display, store_file, db, tmp_path) -> Iterator[subprocess.Popen[bytes]]:
    """The program on a file whose fifteen people are in training for a year."""
    today = dt.date.today()
    start = today - dt.timedelta(days=365)
    make_classroom(db, start=start, end=today + dt.timedelta(days=90), entered_on=start)
    db.close()  # one writer at a time: the program is told who holds the file
    with running(display, store_file, tmp_path) as process:
        yield process


def saved(path: Path) -> list[tuple[str, str]]:
    """The scope and the digest of the reports of the register, as another process sees them."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return connection.execute("SELECT scope, sha256 FROM issued_document ORDER BY id").fetchall()
    finally:
        connection.close()


def test_a_report_is_read_a_figure_opened_and_saved(program, keyboard, store_file, tmp_path):
    def window(title: str) -> str:
        return keyboard("search", "--all", "--onlyvisible", "--pid", str(program.pid), "--name", f"^{title}")

    def opens(*keys: str) -> Callable[[], bool]:
        """Whether these keys open the people of a figure; the report may not be there yet."""

        def press() -> bool:
            keyboard("key", "--delay", "40", *keys)
            try:
                wait_for(lambda: window(PEOPLE), PEOPLE, 3)
            except AssertionError:
                return False
            return True

        return press

    def come_back() -> None:
        keyboard("key", REPORTS)
        wait_for(lambda: window(TITLE), TITLE)

    go_to_page(keyboard, program, tmp_path, REPORTS, TITLE)
    wait_for(opens("alt+p", "Return"), "the people of the first figure")
    come_back()
    # The period is three steps before the number of the page; the next one of its list is taken.
    keyboard("key", "--delay", "60", "ctrl+g", *["shift+Tab"] * 3, "space", "Down", "Return")
    wait_for(opens("alt+p", "Return"), "the people of the first figure of the other period")
    come_back()
    # Words of the page of cohorts; then the second figure of that page.
    keyboard("key", "ctrl+f")
    keyboard("type", "--delay", "20", "effectifs au")
    keyboard("sleep", "2")  # nothing outside of the window tells that the words are found
    keyboard("key", "Escape")
    assert opens("Tab", "Tab", "Return")(), "the people of a figure of the page where the words are"
    come_back()
    target = tmp_path / "suivi.pdf"
    keyboard("key", "ctrl+s")
    dialog = str(wait_for(lambda: window("Enregistrer le rapport"), "the dialog")).split()[0]
    keyboard("windowfocus", "--sync", dialog, "type", "--delay", "5", str(target))
    keyboard("key", "--delay", "300", "Return", "alt+e")  # the first one may only take what is proposed
    wait_for(lambda: target.exists() and saved(store_file), "the report that was saved")
    ((scope, digest),) = saved(store_file)
    assert digest == hashlib.sha256(target.read_bytes()).hexdigest()
    assert scope != last_quarter(dt.date.today()).words, "it is the period that was chosen"
