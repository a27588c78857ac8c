"""Somebody new: nothing typed of an entry is lost, and whoever looks like her stays told."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtWidgets import QLabel
from sqlalchemy import select

from gen_desktop.models.registry import Enrollment, Learner
from gen_desktop.ui.draft import Draft
from gen_desktop.ui.learners.learner_form import CHOOSE_COHORT, CREATE_COHORT, LearnerForm
from gen_desktop.ui.learners.page import LearnersPage
from tests.classroom import NAMES, make_classroom


@pytest.fixture
def room(db):
    return make_classroom(db, end=dt.date(2027, 3, 26), entered_on=dt.date(2026, 11, 16), decision="admitted")


@pytest.fixture
def page(ctx, room, qtbot):
    made = LearnersPage(ctx)
    qtbot.addWidget(made)
    made.resize(1120, 690)
    made.show()
    qtbot.waitUntil(lambda: made.model.rowCount() == len(NAMES))
    return made


def name_it(form, last="Dupré", first="Zoé"):
    form.line("last_name").setText(last)
    form.line("first_name").setText(first)


def new_rows(db):
    with db.read() as session:
        return session.scalars(select(Learner.id).where(Learner.last_name == "Dupré")).all()


@pytest.mark.parametrize("keep", ["save", "save_incomplete"])
@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("highest_diploma", None),
        ("funder", None),
        ("prescriber", None),
        ("rural_zoning", None),
        ("in_qpv", "yes"),
        ("is_rqth", "yes"),
        ("is_brsa", "no"),
        ("unemployment_months", "14"),
        ("unemployment_months", "quatorze"),
        ("decision", "refused"),
    ],
)
def test_what_is_said_of_an_entry_asks_for_the_cohort(page, db, room, field, told, keep):
    page.new_learner()
    form = page.form
    name_it(form)
    if field == "unemployment_months":
        form.line(field).setText(told)
    elif told is None:
        form.combo(field).setCurrentIndex(2)
    else:
        form.combo(field).set_code(told)
    getattr(form, keep)()
    assert page.form is form
    assert form.rows.error("cohort_id") == CHOOSE_COHORT
    assert form._incomplete.save_button.isHidden()
    assert not new_rows(db)
    form.combo("cohort_id").set_code(str(room.cohort_id))
    form.combo("cohort_id").activated.emit(form.combo("cohort_id").currentIndex())
    assert form.rows.error("cohort_id") == ""


def test_the_answers_are_kept_with_the_entry_once_the_cohort_is_chosen(page, db, room):
    page.new_learner()
    name_it(page.form)
    page.form.line("unemployment_months").setText("14")
    page.form.save()
    page.form.combo("cohort_id").set_code(str(room.cohort_id))
    page.form.save()
    assert page.form is None
    with db.read() as session:
        months = session.scalars(
            select(Enrollment.unemployment_months).where(Enrollment.learner_id == new_rows(db)[0])
        ).all()
    assert months == [14]


def test_an_answer_taken_back_no_longer_asks_for_the_cohort(page):
    page.new_learner()
    form = page.form
    name_it(form)
    form.combo("funder").setCurrentIndex(2)
    form.save()
    assert form.rows.error("cohort_id")
    form.combo("funder").setCurrentIndex(0)
    form.combo("funder").activated.emit(0)
    assert not form.rows.error("cohort_id")
    form.save()
    assert page.form is None


def test_without_an_answer_nobody_need_be_enrolled(page, db):
    page.new_learner()
    name_it(page.form)
    page.form.save()
    assert page.form is None
    assert new_rows(db)


def test_a_draft_typed_again_is_held_to_the_same(page, db):
    page.new_learner()
    page.form.restore(Draft("", {"last_name": "Dupré", "first_name": "Zoé", "unemployment_months": "14"}))
    page.form.save()
    assert page.form.rows.error("cohort_id") == CHOOSE_COHORT
    assert page.form.text("unemployment_months") == "14"
    assert not new_rows(db)


def test_without_any_cohort_it_is_said_what_to_do(ctx, qtbot):
    form = LearnerForm(ctx, None)
    qtbot.addWidget(form)
    name_it(form)
    form.line("unemployment_months").setText("14")
    form.save()
    assert form.rows.error("cohort_id") == CREATE_COHORT


def test_keeping_it_as_typed_is_offered_once_it_has_both_names(page):
    page.new_learner()
    form, bar = page.form, page.form._incomplete
    form.line("email").setText("zoe@")
    form.rows.check_row("email")
    assert bar.isVisible()
    assert not bar.save_button.isVisible()
    form.line("last_name").setText("Dupré")
    form.rows.check_row("last_name")
    assert not bar.save_button.isVisible()
    form.line("first_name").setText("Zoé")
    form.rows.check_row("first_name")
    assert bar.save_button.isVisible()


def test_whoever_looks_alike_is_told_again_with_what_was_typed(page, qtbot, type_text):
    page.new_learner()
    type_text(page.form.line("last_name"), "aubret")
    type_text(page.form.line("first_name"), "ines")
    qtbot.waitUntil(lambda: bool(page.form.lookalikes.found))
    page.form.lookalikes.opened.emit(page.form.lookalikes.found[0].id)
    qtbot.waitUntil(lambda: page.form is None)
    page.new_learner()
    assert page.form.text("last_name") == "aubret"
    qtbot.waitUntil(lambda: bool(page.form.lookalikes.found))


@pytest.mark.parametrize("typed", ["31/02/1999", "12/03/2031", "12/03/1850", "12/03"])
def test_a_birth_date_that_is_refused_tells_nobody_apart(page, db, qtbot, type_text, typed):
    with db.write("Une naissance connue") as session:
        known = session.scalars(select(Learner).where(Learner.last_name == "Aubert")).one()
        known.birth_date = dt.date(1999, 2, 19)
        known.sex = "F"
    page.new_learner()
    form = page.form
    type_text(form.line("last_name"), "aubret")
    type_text(form.line("first_name"), "ines")
    qtbot.waitUntil(lambda: bool(form.lookalikes.found))
    asked = []
    show = form.lookalikes.show_people
    form.lookalikes.show_people = lambda found: (asked.append(found), show(found))
    type_text(form.line("birth_date"), typed)
    qtbot.waitUntil(lambda: bool(asked))
    assert form.lookalikes.found
    said = " ".join(one.text() for one in form.lookalikes.findChildren(QLabel))
    assert "née le 19/02/1999" in said
    assert form.rows.check_row("birth_date")
