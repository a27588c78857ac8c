from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlalchemy import select

from gen_desktop.models.registry import Enrollment, Learner
from gen_desktop.services.applications import ApplicationInput, receive
from gen_desktop.services.learners import LearnerInput
from gen_desktop.services.prerequisites import PrerequisiteInput, set_prerequisites
from gen_desktop.ui.intake.page import IntakePage
from tests.factories import make_cohort

TODAY = dt.date(2026, 11, 23)
APPLIED = dt.date(2026, 11, 2)
NAMES = (("Aubert", "Inès"), ("Bakary", "Moussa"), ("Cordier", "Théo"), ("Da Silva", "Léa"))


@pytest.fixture
def cohort(db):
    """A cohort of two places that begins in January, and what its course asks for."""
    with db.write("Une cohorte à remplir") as session:
        made = make_cohort(
            session,
            "CDA 2027-1",
            planned_start=dt.date(2027, 1, 4),
            planned_end=dt.date(2027, 6, 30),
            seats=2,
        )
        ids = made.id, made.course_id
    set_prerequisites(db, ids[1], [PrerequisiteInput("Lire un énoncé"), PrerequisiteInput("Naviguer")])
    return ids[0]


@pytest.fixture
def four(db, cohort):
    """Four candidates, of whom nothing is decided."""
    return [
        receive(db, ApplicationInput(cohort, LearnerInput(*names), APPLIED), TODAY).created_id
        for names in NAMES
    ]


@pytest.fixture
def open_page(ctx, qtbot):
    """``open_page()`` shows the page, loaded."""

    def open_it():
        page = IntakePage(ctx)
        qtbot.addWidget(page)
        page.resize(1122, 660)
        page.show()
        qtbot.waitExposed(page)
        page.activateWindow()
        assert ctx.jobs.wait_all()
        return page

    return open_it


@pytest.fixture
def page(four, open_page):
    return open_page()


@pytest.fixture
def press():
    """``press(widget, Qt.Key.Key_A, …)`` sends these keys to whatever has the focus inside the widget."""

    def send(widget, *keys):
        for key in keys:
            QTest.keyClick(widget.window().focusWidget() or widget, key)

    return send


def get(db, enrollment_id):
    with db.read() as session:
        record = session.get_one(Enrollment, enrollment_id)
        session.expunge(record)
        return record


def people(db):
    with db.read() as session:
        rows = session.execute(select(Learner.last_name, Learner.first_name).order_by(Learner.id))
        return [tuple(row) for row in rows]


ENTER, TAB, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Down
