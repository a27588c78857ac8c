"""Home on a real file: what waits, the figures, and the people behind each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from sqlalchemy import select

from gen_desktop.french import short_date
from gen_desktop.models.registry import Enrollment
from gen_desktop.queries.dashboard import OUTCOME_GROUPS, CohortLine, dashboard, outcome_people
from gen_desktop.queries.follow_ups import CallCriteria, counts
from gen_desktop.queries.populations import HORIZONS
from gen_desktop.queries.signed_sheets import CohortSheets
from gen_desktop.services.contacts import note_answers
from gen_desktop.services.jury_facts import set_jury_day, set_outcome, set_received
from gen_desktop.services.retention import hold_review
from gen_desktop.ui.home.page import HomePage, _span
from gen_desktop.ui.home.tasks import LISTED_COHORTS, tasks
from gen_desktop.ui.widgets.empty_state import EmptyState
from tests.assessed import make_assessed
from tests.factories import enroll, make_cohort, make_learner
from tests.reports.center import AS_OF, fill_center


@pytest.fixture
def shown(ctx, qtbot):
    """The page on the file of the context, on the day of the invented centre."""

    def show() -> HomePage:
        page = HomePage(replace(ctx, today=lambda: AS_OF))
        qtbot.addWidget(page)
        page.resize(1120, 690)
        page.show()
        qtbot.waitUntil(lambda: page._board is not None)
        return page

    return show


@pytest.fixture
def page(db, shown):
    fill_center(db)
    return shown()


def board(db):
    with db.read() as session:
        return dashboard(session, AS_OF)


def test_an_empty_file_offers_the_first_actions(shown, qtbot):
    page = shown()
    empty = next(one for one in page.findChildren(EmptyState) if one.isVisible())
    buttons = [one.text() for one in empty.findChildren(QPushButton)]
    assert buttons == ["Importer une liste", "Créer une cohorte"]
    assert not any(action.primary for action in page.header_actions()), "one filled button: in the middle"
    with qtbot.waitSignal(page.go_requested) as asked:
        empty.findChildren(QPushButton)[1].click()
    assert asked.args == ["cohorts", "new"]


def test_the_cards_say_what_the_indicators_say(page, db):
    assert [action.text for action in page.header_actions() if action.primary] == ["Nouvel apprenant"]
    figures = board(db).headlines
    women = figures[1]
    card = page._cards[1].figure
    assert card.figure == f"{women.value}".replace(".", ",") + "\u202f%"
    assert card.footer.startswith(f"{women.n} sur {women.N}")


def test_a_figure_opens_the_people_it_counts(page, db, qtbot):
    with qtbot.waitSignal(page.go_requested) as asked:
        QTest.mouseClick(page._cards[1], Qt.MouseButton.LeftButton)
    assert asked.args[0] == "learners"
    assert len(asked.args[1]) == board(db).headlines[1].n


def test_every_share_of_the_outcomes_opens_as_many_people_as_it_counts(page, db):
    for outcomes in board(db).outcomes:
        for group in OUTCOME_GROUPS:
            with db.read() as session:
                found = outcome_people(session, outcomes.horizon, group, AS_OF)
            assert len(found) == getattr(outcomes, group), (outcomes.horizon, group)


def test_a_click_on_a_share_goes_to_its_people(page, db, qtbot):
    chart = page._outcomes
    first = board(db).outcomes[0]
    box = chart._boxes(0, chart._rows[0])[0][1]
    with qtbot.waitSignal(page.go_requested) as asked:
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPointF(box.center()).toPoint())
    assert asked.args[0] == "learners"
    assert len(asked.args[1]) == first.lasting


def test_the_work_waiting_has_one_thing_to_do_each(page, db, qtbot):
    found = board(db)
    goes = [one for one in page.findChildren(QPushButton) if one.accessibleName().startswith("Saisir")]
    assert len(goes) == len(found.waiting) > 0
    with qtbot.waitSignal(page.go_requested) as asked:
        goes[0].click()
    assert asked.args == ["attendance", (found.waiting[0].cohort_id, found.waiting[0].first)]


def test_the_absences_open_the_list_that_counts_them(page, db):
    found = replace(board(db), absences_waiting=4)
    (task,) = [one for one in tasks(found) if "à justifier" in one.title]
    assert (task.page_id, task.target) == ("absences", "waiting")


def test_the_sheets_to_prove_say_the_delay(page, db):
    sheets = CohortSheets(1, "DWWM 2026-2", 8, 10, AS_OF, AS_OF)
    (task,) = [one for one in tasks(replace(board(db), unproved=(sheets,))) if "à prouver" in one.title]
    assert task.title == "18 demi-journées à prouver"
    assert task.detail == (
        "8 sans feuille signée, semaine finie depuis plus de 7 jours, 10 à reprendre\u00a0: DWWM 2026-2"
    )


def test_the_time_line_counts_the_people_who_entered(page, db):
    line = board(db).cohorts[0]
    cohort = replace(line.cohort, entered=0, enrollments=18, seats=12)
    rate = replace(line.attendance, value=None)
    assert _span(CohortLine(cohort, rate)).text == "0 entré sur 12 places"


def test_past_a_handful_the_cohorts_that_wait_are_summed_in_one_line(page, db):
    found = board(db)
    waiting = [
        replace(found.waiting[0], cohort_id=number, cohort_code=f"C{number}") for number in range(1, 10)
    ]
    lines = [task for task in tasks(replace(found, waiting=tuple(waiting))) if task.page_id == "attendance"]
    assert len(lines) == LISTED_COHORTS + 1
    last = lines[-1]
    assert last.title.startswith(str(3 * waiting[0].half_days))
    assert last.detail == "3 autres cohortes, dont C7"
    assert last.target == (7, waiting[6].first)


def test_the_calls_to_make_are_those_of_the_call_list(page, db, qtbot):
    calls = board(db).calls
    with db.read() as session:
        waiting = {
            horizon: counts(session, CallCriteria(horizon=horizon), AS_OF).to_call for horizon in HORIZONS
        }
    assert {one.horizon: len(one.enrollment_ids) for one in calls} == {
        horizon: count for horizon, count in waiting.items() if count
    }
    goes = [one for one in page.findChildren(QPushButton) if one.accessibleName().startswith("Appeler")]
    assert len(goes) == len(calls) > 0
    with qtbot.waitSignal(page.go_requested) as asked:
        goes[0].click()
    assert asked.args == ["placements", calls[0].horizon]


def test_nothing_on_the_page_is_nameless(page, nameless):
    assert nameless(page) == []


def test_the_yearly_rehearsal_waits_until_it_is_held(db, shown, qtbot):
    fill_center(db)
    with db.write("Reprendre") as session:
        old = make_cohort(session, "VIEILLE", planned_start=date(2010, 1, 4), planned_end=date(2010, 6, 30))
        enroll(session, old, make_learner(session), entered_on=old.planned_start)
    page = shown()
    qtbot.waitUntil(lambda: page._review is not None)
    task = tasks(board(db), page._review)[-1]
    assert task.page_id == "privacy"
    assert task.detail == "Délai de conservation\u00a0: 1 à effacer, 0 à compléter"
    button = next(one for one in page.findChildren(QPushButton) if task.title in one.accessibleName())
    with qtbot.waitSignal(page.go_requested) as asked:
        button.click()
    assert asked.args == ["privacy", "review"]
    page.ctx.changes.publish(hold_review(db, AS_OF))
    qtbot.waitUntil(lambda: page._review is None)
    names = [task.title for task in tasks(board(db), None)]
    assert task.title not in names
    qtbot.waitUntil(lambda: not any(task.title in name for name in _buttons_named(page)))


def _buttons_named(page):
    return [one.accessibleName() for one in page.findChildren(QPushButton) if one.isVisible()]


def test_whoever_is_to_be_informed_is_a_task_that_opens_their_list(db, shown, qtbot):
    with db.write("Créer") as session:
        cohort = make_cohort(session)
        for number in range(2):
            learner = make_learner(session, number)
            enroll(session, cohort, learner, entered_on=date(2026, 1, 5), decision="admitted")
    page = shown()
    (task,) = [one for one in tasks(page._board) if "informer" in one.title]
    assert task.title == "2 personnes à informer sur leurs données"
    assert (task.page_id, len(task.target)) == ("learners", 2)
    for learner_id in task.target:
        note_answers(db, learner_id, {"information": True}, date(2026, 1, 5), None, AS_OF)
    assert not [one for one in tasks(board(db)) if "informer" in one.title]


def test_the_recruitment_says_what_waits_and_leads_to_it(db):
    applied = AS_OF - timedelta(days=40)
    with db.write("Des candidatures") as session:
        cohort = make_cohort(
            session,
            planned_start=AS_OF + timedelta(days=9),
            planned_end=AS_OF + timedelta(days=90),
            seats=2,
        )
        for number, decision in enumerate(("pending", "pending", "waiting", "admitted")):
            learner = make_learner(session, number)
            enroll(session, cohort, learner, decision=decision, applied_on=applied)
        cohort_id = cohort.id
    found = {task.target: task for task in tasks(board(db)) if task.page_id == "intake"}
    assert found[cohort_id, "waiting"].title == "Place libre\u00a0: proposer à Nom00002 Camille"
    assert found[cohort_id, "waiting"].detail == "DWWM 2026-1, 1 place libre, 1 personne en liste d’attente"
    assert found[cohort_id, "open"].title == "2 candidatures sans réponse depuis plus de 15 jours"


def test_what_waits_after_a_jury_leads_to_its_cohort(db):
    room = make_assessed(db)
    jury = AS_OF - timedelta(days=40)
    with db.write("Entrées anciennes") as session:
        for one in session.scalars(select(Enrollment)):
            one.entered_on = jury
    set_jury_day(db, room.people, jury)
    set_outcome(db, room.people[:1], "full")
    set_received(db, room.people[:1], AS_OF - timedelta(days=2))
    found = [task for task in tasks(board(db)) if task.page_id == "assessments"]
    assert [(task.title, task.target) for task in found] == [
        ("2 résultats de jury à saisir", room.cohort_id),
        ("1 titre à remettre", room.cohort_id),
    ]
    assert found[0].detail == f"DWWM 2026-2, jury du {short_date(jury)}"
