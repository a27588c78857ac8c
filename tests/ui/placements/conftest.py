from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.models.calling import Call
from gen_desktop.models.registry import Enrollment, Learner
from gen_desktop.services.follow_ups import SituationInput, record_situation
from gen_desktop.ui.placements.page import PlacementsPage
from tests.classroom import make_leavers

EXIT = dt.date(2026, 5, 28)
PEOPLE = [("Aubert", "Inès"), ("Bakary", "Moussa"), ("Ben Salah", "Yasmine"), ("Cordier", "Théo")]


@pytest.fixture
def leavers(db):
    """Four people out since 28 May: the calls at three months are late, those at six are open.

    Ben Salah told a permanent job at three months.
    """
    room = make_leavers(db, PEOPLE, decision="admitted")
    with db.write("Téléphones inventés") as session:
        for number, enrollment_id in enumerate(room.enrollments):
            learner = session.get_one(Learner, session.get_one(Enrollment, enrollment_id).learner_id)
            learner.phone, learner.sex = f"+3363998010{number}", "F"
            learner.search_text = f"{learner.search_text} 063998010{number}"
    record_situation(
        db,
        SituationInput(
            room.enrollments[2],
            3,
            dt.date(2026, 8, 28),
            contract_type="CDI",
            employer="Datacampus",
            employer_city="Nevers",
            starts_on=dt.date(2026, 7, 15),
            working_time="full",
            title="Administratrice",
            is_target_occupation=True,
        ),
    )
    return room.enrollments


@pytest.fixture
def open_page(ctx, qtbot):
    """``open_page()`` shows the page, loaded."""

    def open_it():
        page = PlacementsPage(ctx)
        qtbot.addWidget(page)
        page.resize(1122, 660)
        page.show()
        qtbot.waitExposed(page)
        page.activateWindow()
        qtbot.waitUntil(page.table.hasFocus)
        assert ctx.jobs.wait_all()
        return page

    return open_it


@pytest.fixture
def page(leavers, open_page):
    """The page of the four leavers, on those to call at six months."""
    made = open_page()
    made.show_target(6)
    assert made.ctx.jobs.wait_all()
    return made


@pytest.fixture
def names():
    """``names(page)``: the surnames listed, in order."""

    def listed(page):
        rows = (page.model.row_at(at) for at in range(page.model.rowCount()))
        return [row.last_name for row in rows]

    return listed


def call(leavers, at, horizon=6):
    return Call(leavers[at], horizon)
