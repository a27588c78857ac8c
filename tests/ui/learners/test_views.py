"""Views of the list of learners: kept, opened, replaced, renamed, deleted, taken back."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from gen_desktop.models.registry import Cohort, Learner
from gen_desktop.queries.criteria import LearnerCriteria
from gen_desktop.queries.list_filters import Among
from gen_desktop.queries.saved_views import view_names
from gen_desktop.reference.rights import NO_ROLE
from gen_desktop.services.cohorts import delete_cohort
from gen_desktop.services.undo import undo_last
from gen_desktop.ui.learners.page import LearnersPage
from tests.classroom import NAMES, make_classroom

WOMEN = Among("sex", ("F",))


@pytest.fixture
def page(ctx, db, qtbot):
    make_classroom(db, entered_on=dt.date(2026, 11, 16), decision="admitted")
    make_classroom(db, code="CDA 2026-1", people=[("Zola", "Ada")], decision="waiting")
    with db.write("Des femmes") as session:
        for learner in session.scalars(select(Learner).where(Learner.last_name.in_(["Aubert", "Zola"]))):
            learner.sex = "F"
    made = LearnersPage(ctx)
    qtbot.addWidget(made)
    made.resize(1120, 690)
    made.show()
    qtbot.waitUntil(lambda: made.model.rowCount() == len(NAMES) + 1)
    return made


def settle(page, qtbot, count):
    qtbot.waitUntil(lambda: page.ctx.jobs.is_idle and page.model.rowCount() == count)


def names(db):
    with db.read() as session:
        return [one.name for one in view_names(session, "learners")]


def menu(page):
    """The lines of the menu « Vues », by text."""
    action = next(one for one in page.header_actions() if one.text == "Vues")
    return {entry.text: entry for entry in action.menu}


def keep(page, answers, name):
    answers.fill(lambda dialog: dialog.setTextValue(name))
    page.filters.save_link.click()


def test_what_is_shown_is_kept_and_opened_again(page, db, answers, qtbot):
    page.filters.switches["women"].click()
    settle(page, qtbot, 2)
    page.model.request_sort(0)  # by name, the other way
    page.table.show_columns(["name", "phone", "sex"])
    keep(page, answers, "Femmes à rappeler")
    settle(page, qtbot, 2)
    assert page.subtitle() == "Femmes à rappeler"
    assert not page.filters.save_link.isVisible()
    page.filters.clear()
    page.table.reset_columns()
    settle(page, qtbot, 16)
    assert page.subtitle() == "Femmes à rappeler, modifiée"
    menu(page)["Femmes à rappeler"].run()
    settle(page, qtbot, 2)
    assert page.model.row_at(0).last_name == "Zola"
    assert page.table.shown_columns() == ["name", "phone", "sex"]
    assert page.filters.switches["women"].isChecked()
    assert page.subtitle() == "Femmes à rappeler"


def test_a_colleague_finds_it_at_once(page, db, answers, ctx, qtbot):
    page.filters.switches["women"].click()
    settle(page, qtbot, 2)
    keep(page, answers, "Femmes")
    other = LearnersPage(replace(ctx))
    qtbot.addWidget(other)
    other.show()
    qtbot.waitUntil(lambda: "Femmes" in menu(other))


def test_a_name_that_is_taken_is_replaced_after_the_question(page, db, answers, qtbot):
    page.filters.switches["women"].click()
    settle(page, qtbot, 2)
    keep(page, answers, "Ma vue")
    settle(page, qtbot, 2)
    page.filters.clear()
    page.filters.show_criteria(LearnerCriteria(states=("waiting",)))
    settle(page, qtbot, 1)
    answers.fill(lambda dialog: dialog.setTextValue("ma  VUE"))
    answers.click("Remplacer")
    page.filters.save_link.click()
    settle(page, qtbot, 1)
    assert names(db) == ["Ma vue"]
    assert page.views.current.criteria == LearnerCriteria(states=("waiting",))


def test_it_is_renamed_deleted_and_given_back(page, db, answers, ctx, qtbot):
    page.filters.switches["women"].click()
    settle(page, qtbot, 2)
    keep(page, answers, "Femmes")
    settle(page, qtbot, 2)
    answers.fill(lambda dialog: dialog.setTextValue("Les femmes"))
    menu(page)["Renommer «\u00a0Femmes\u00a0»…"].run()
    settle(page, qtbot, 2)
    assert names(db) == ["Les femmes"]
    menu(page)["Supprimer «\u00a0Les femmes\u00a0»"].run()
    settle(page, qtbot, 2)
    assert names(db) == []
    assert "Les femmes" not in menu(page)
    ctx.changes.publish(undo_last(db))
    settle(page, qtbot, 2)
    assert "Les femmes" in menu(page)


def test_a_view_of_a_cohort_deleted_since_opens_without_it_and_says_so(page, db, answers, ctx, qtbot):
    with db.read() as session:
        cohort_id = session.scalar(select(Cohort.id).where(Cohort.code == "CDA 2026-1"))
    page.show_target(("cohort", cohort_id))
    settle(page, qtbot, 1)
    keep(page, answers, "Ma cohorte")
    settle(page, qtbot, 1)
    page.filters.clear()
    ctx.changes.publish(delete_cohort(db, cohort_id))
    settle(page, qtbot, 16)
    said = []
    page.told.connect(lambda text, *_: said.append(text))
    menu(page)["Ma cohorte"].run()
    settle(page, qtbot, 16)
    assert said == ["Filtres retirés\u00a0: 1 cohorte supprimée depuis."]
    assert page.filters.criteria().cohort_ids is None


def test_without_a_role_one_opens_and_keeps_nothing(page, db, answers, qtbot):
    page.filters.switches["women"].click()
    settle(page, qtbot, 2)
    keep(page, answers, "Femmes")
    settle(page, qtbot, 2)
    db.author = replace(db.author, role=None)
    page.on_author()
    settle(page, qtbot, 2)
    said = []
    page.told.connect(lambda text, *_: said.append(text))
    entries = menu(page)
    assert entries["Femmes"].enabled
    assert not entries["Enregistrer cette vue…"].enabled
    page.views.save()
    page.views.delete()
    assert said == [NO_ROLE] * 2
    assert names(db) == ["Femmes"]


def test_a_spoiled_name_is_said(page, db, answers, qtbot):
    page.filters.switches["women"].click()
    settle(page, qtbot, 2)
    answers.fill(lambda dialog: dialog.setTextValue("   "))
    answers.click("Fermer")
    page.filters.save_link.click()
    assert names(db) == []
