"""The page of applications in front of people who may not do everything."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from gen_desktop.models.application import Step
from gen_desktop.services.applications import ApplicationInput, receive
from gen_desktop.services.learners import LearnerInput
from gen_desktop.ui.intake.page import IntakePage
from gen_desktop.ui.intake.step_forms import InterviewForm
from tests.factories import make_cohort
from tests.team import Team, make_team
from tests.ui.conftest import TODAY


@pytest.fixture
def team(tmp_path) -> Team:
    made = make_team(tmp_path)
    db = made.open()
    with db.write("Une cohorte") as session:
        cohort_id = make_cohort(session, planned_start=dt.date(2027, 1, 4)).id
    receive(db, ApplicationInput(cohort_id, LearnerInput("Petit", "Samuel"), TODAY), TODAY)
    db.close()
    return made


@pytest.fixture
def shown(team, ctx, qtbot, jobs):
    """``shown(role)``: the page as the person of that role sees it."""
    held = []

    def show(role: str, *, read_only: bool = False) -> IntakePage:
        held.append(team.open_as(role, read_only=read_only))
        held[-1].author = replace(team.author(role), role=role)
        page = IntakePage(replace(ctx, db=held[-1]))
        qtbot.addWidget(page)
        page.resize(1120, 690)
        page.show()
        assert jobs.wait_all()
        return page

    yield show
    jobs.wait_all()
    for db in held:
        db.close()


def enabled(page):
    return {action.text: action.enabled for action in page.header_actions()}


def test_a_trainer_notes_interviews_and_enters_nobody(shown):
    page = shown("training")
    assert enabled(page) == {"Prérequis…": True, "Exporter": True, "Nouvelle candidature": False}
    told = []
    page.told.connect(lambda text, *_: told.append(text))
    page.start_new()
    assert told
    assert page._side.currentWidget() is page.panel
    page.take(Step.INTERVIEW, page.chosen())
    page._form[1].save()
    assert page.chosen()[0].stage == "interviewed"


def test_nothing_is_offered_on_a_file_that_is_only_read(shown):
    page = shown("secretariat", read_only=True)
    assert enabled(page) == {"Prérequis…": False, "Exporter": True, "Nouvelle candidature": False}
    assert not page.panel._buttons[Step.POSITION].isEnabled()
    page.take(Step.INTERVIEW, page.chosen())
    assert not isinstance(page._side.currentWidget(), InterviewForm)
