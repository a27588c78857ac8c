"""Distance work: given to a cohort, verified down the column by one key, help noted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from gen_desktop.queries.remote_work import assistances, cohort_activities
from gen_desktop.services.remote_work import ActivityInput, plan_for_cohort
from gen_desktop.ui.actions import SHORTCUTS
from gen_desktop.ui.remote.page import RemotePage
from tests.classroom import MONDAY, make_classroom

PEOPLE = [("Aubert", "Inès"), ("Bakary", "Moussa"), ("Petit", "Samuel")]


@pytest.fixture
def room(db):
    return make_classroom(db, people=PEOPLE)


@pytest.fixture
def page(ctx, room, qtbot):
    made = RemotePage(ctx)
    qtbot.addWidget(made)
    made.resize(1122, 687)
    made.show()
    settle(made, qtbot)
    yield made
    ctx.jobs.wait_all()


def settle(page, qtbot):
    qtbot.waitUntil(lambda: page.ctx.jobs.is_idle)
    qtbot.wait(10)
    qtbot.waitUntil(lambda: page.ctx.jobs.is_idle)


def give(page, db, room, qtbot):
    page.ctx.changes.publish(
        plan_for_cohort(db, room.cohort_id, ActivityInput("Exercice 3", 90, MONDAY, "exercise"))
    )
    settle(page, qtbot)
    page.table.select_id(page.model.id_at(0))
    page.table.setFocus()


def rows(db, room):
    with db.read() as session:
        return cohort_activities(session, room.cohort_id)


def test_the_key_of_a_new_work_is_that_of_its_button_alone(page) -> None:
    """Declared twice, a key is ambiguous and does nothing."""
    assert "new" in [one.shortcut for one in page.header_actions()]
    keys = [key for action in page.actions() for key in action.shortcuts()]
    assert QKeySequence(SHORTCUTS["new"].keys) not in keys


def test_work_is_given_to_the_whole_cohort(db, page, room, qtbot) -> None:
    page.start_new()
    form = page.form
    form.rows.put_back({"title": "Projet", "estimated_minutes": "1 h 30"})
    qtbot.keyClick(form, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle(page, qtbot)
    assert page.form is None
    assert [(row.title, row.estimated_minutes) for row in rows(db, room)] == [("Projet", 90)] * 3
    assert page.model.rowCount() == 3
    assert page._sum.text() == "0 h vérifiées sur 4,5 h prévues".replace(" h", "\u202fh")


def test_a_duration_that_is_none_is_said_under_its_field(db, page, room, qtbot) -> None:
    page.start_new()
    page.form.rows.put_back({"title": "Projet", "estimated_minutes": "longtemps"})
    page.form.save()
    assert "n’est pas une durée" in page.form.rows.error("estimated_minutes")
    page.form.rows.put_back({"estimated_minutes": "0"})
    page.form.save()
    assert "au moins une minute" in page.form.rows.error("estimated_minutes")
    assert rows(db, room) == ()
    page.form.left.emit()


def test_one_key_down_the_column_verifies(db, page, room, qtbot) -> None:
    give(page, db, room, qtbot)
    for _ in PEOPLE:
        qtbot.keyClick(page.table, Qt.Key.Key_V)
        settle(page, qtbot)
    assert [row.verified_by for row in rows(db, room)] == [page.ctx.author.name] * 3
    assert {row.verified_on for row in rows(db, room)} == {page.ctx.today()}
    page.unverified.setChecked(True)
    assert page.model.rowCount() == 0
    page.unverified.setChecked(False)
    page.table.select_id(page.model.id_at(0))
    page.unverify()
    settle(page, qtbot)
    assert sum(row.verified_on is None for row in rows(db, room)) == 1


def test_what_became_of_a_work_is_typed(db, page, room, qtbot) -> None:
    give(page, db, room, qtbot)
    page.edit()
    page.form.rows.put_back({"result": "14/20", "connected_minutes": "95"})
    page.form.done_on.set_value(MONDAY)
    page.form.save()
    settle(page, qtbot)
    found = rows(db, room)[0]
    assert (found.result, found.connected_minutes, found.done_on) == ("14/20", 95, MONDAY)
    assert found.verified_on is None


def test_help_is_noted_and_shown(db, page, room, qtbot) -> None:
    give(page, db, room, qtbot)
    page.add_help()
    page.form.rows.put_back({"minutes": "20", "subject": "le tableur"})
    page.form.save()
    settle(page, qtbot)
    with db.read() as session:
        (found,) = assistances(session, room.enrollments[0])
    assert (found.minutes, found.subject, found.helper) == (20, "le tableur", page.ctx.author.name)
    assert "le tableur" in " ".join(one.text() for one in page.facts.findChildren(type(page._sum)))


def test_giving_up_asks_and_a_work_is_deleted_after_a_question(db, page, room, qtbot, answers) -> None:
    give(page, db, room, qtbot)
    page.start_new()
    page.form.rows.put_back({"title": "Projet"})
    assert page.unfinished() == ["Travail à distance, DWWM 2026-2"]
    answers.click("Abandonner")
    assert page.can_leave()
    answers.click("Supprimer")
    page.delete()
    settle(page, qtbot)
    assert len(rows(db, room)) == 2


@pytest.mark.parametrize(
    ("gesture", "typed"),
    [
        ("start_new", {"title": "Projet"}),
        ("edit", {"result": "Rendu"}),
        ("add_help", {"subject": "Le tableur"}),
    ],
)
def test_what_is_typed_comes_back_in_its_form(db, page, room, qtbot, gesture, typed) -> None:
    give(page, db, room, qtbot)
    getattr(page, gesture)()
    title = page.form.title
    page.form.rows.put_back(typed)
    kept = page.drafts()
    assert [draft.values for draft in kept.values()] == [typed]
    page.drop_drafts()
    assert page.form is None
    page.take_drafts(kept)
    page.resume(next(iter(kept)))
    settle(page, qtbot)
    assert page.form.title == title
    assert page.drafts() == kept
    page.drop_drafts()
