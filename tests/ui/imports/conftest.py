"""A real page on a real file, and real workbooks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from gen_desktop.models.learner import Learner
from gen_desktop.ui.imports.page import ImportsPage
from tests.classroom import make_classroom
from tests.ui.imports.lists import CODE, PEOPLE, TITLES, write_book


@pytest.fixture
def room(db):
    """A cohort of two, which the lists are about."""
    return make_classroom(db, code=CODE, people=(("Aubert", "Inès"), ("Bakary", "Moussa")))


@pytest.fixture
def page(qtbot, ctx, room):
    """The page, shown, with its cohorts."""
    made = ImportsPage(ctx)
    qtbot.addWidget(made)
    made.resize(1122, 687)
    made.show()
    qtbot.waitUntil(lambda: made.choose.cohorts.count() == 2)
    made.choose.cohorts.set_code(CODE)
    return made


@pytest.fixture
def settle(qtbot, ctx) -> Callable[[], None]:
    """Wait for every answer."""
    return lambda: qtbot.waitUntil(lambda: ctx.jobs.is_idle)


@pytest.fixture
def count_people(db) -> Callable[[], int]:
    """How many people the file holds."""

    def count() -> int:
        with db.read() as session:
            return session.scalar(select(func.count(Learner.id))) or 0

    return count


@pytest.fixture
def good_list(tmp_path) -> Path:
    """A list of two people, without a fault."""
    return write_book(tmp_path / "apprenants.xlsx", Liste=[TITLES, *PEOPLE])


@pytest.fixture
def bad_list(tmp_path) -> Path:
    """Two faults on two rows, and a row that is right."""
    rows = [
        TITLES,
        ("Dupré", "Zoé", "31/02/1999", "06 39 98 01 01", "16/11/2026"),
        ("Lopez", "Ana", "02/05/2001", "zéro six", "16/11/2026"),
        ("Petit", "Léo", "02/05/2000", "06 39 98 01 03", "16/11/2026"),
    ]
    return write_book(tmp_path / "apprenants.xlsx", Liste=rows)
