"""Somebody new entered with the keyboard alone, in the real program on a real screen: Ctrl+N to Ctrl+S."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.classroom import NAMES, make_classroom
from tests.real_program import go_to_page, on_a_screen, running
from tests.waiting import wait_for

pytestmark = on_a_screen

TYPED: tuple[tuple[str, ...], ...] = (
    ("type", "dupre"),  # last name
    ("key", "Tab"),
    ("type", "zoe"),  # first name
    ("key", "Tab"),  # birth name, passed
    ("key", "Tab"),
    ("type", "140399"),  # birth date
    ("key", "Tab"),
    ("type", "autun"),  # birth place
    ("key", "Tab"),
    ("type", "f"),  # sex, by the first letter
    ("key", "Tab"),
    ("type", "0639980123"),  # telephone
    ("key", "Tab"),
    ("type", "0199001234"),  # another telephone
    ("key", "Tab"),
    ("type", "zoe.dupre@exemple.fr"),  # e-mail
    ("key", "Tab"),
    ("type", "12 rue de l eglise"),  # address
    ("key", "Tab"),
    ("type", "71400"),  # postal code
    ("key", "Tab"),
    ("type", "autun"),  # city
    ("key", "Tab"),
    ("type", "sa mere, le soir"),  # relay contact
    ("key", "ctrl+s"),
)
"""Twelve fields and the one passed over, in the order of the form."""
EXPECTED = {
    "last_name": "dupre",
    "first_name": "zoe",
    "birth_name": None,
    "birth_date": "1999-03-14",
    "birth_place": "autun",
    "sex": "F",
    "phone": "+33639980123",
    "second_phone": "+33199001234",
    "email": "zoe.dupre@exemple.fr",
    "address": "12 rue de l eglise",
    "postal_code": "71400",
    "city": "Autun",
    "insee_code": "71014",
    "relay_contact": "sa mere, le soir",
    "to_correct": None,
}


@pytest.fixture
def program(display, store_file, db, tmp_path) -> Iterator[subprocess.Popen[bytes]]:
    make_classroom(db)
    db.close()  # one writer at a time: the program is told who holds the file
    with running(display, store_file, tmp_path) as process:
        yield process


def newest(path: Path) -> dict[str, object]:
    """Whoever is in the file beside those of the classroom, as another process sees it."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        rows = connection.execute("SELECT * FROM learner ORDER BY id DESC").fetchall()
    finally:
        connection.close()
    return dict(rows[0]) if len(rows) > len(NAMES) else {}


def test_somebody_new_with_twelve_fields_by_the_keyboard_alone(
    program, keyboard: Callable[..., str], store_file: Path, tmp_path: Path
):
    go_to_page(keyboard, program, tmp_path, "ctrl+2", "Apprenants")
    keyboard("key", "ctrl+n")
    for kind, what in TYPED:
        keyboard(kind, "--delay", "12", what)
    row = wait_for(lambda: newest(store_file), "the new person")
    assert isinstance(row, dict)
    assert {name: row[name] for name in EXPECTED} == EXPECTED
