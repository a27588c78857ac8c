"""Every fact of the dictionary can be typed, read again and taken back, of any enrollment."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields

import pytest
from sqlalchemy import select

from gen_desktop.models.enrollment import TERRITORY, EntryFacts, Sensitive
from gen_desktop.models.registry import Learner
from gen_desktop.queries.learners import detail
from gen_desktop.ui.learners import words
from gen_desktop.ui.learners.facts_form import FactsForm
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.date_edit import DateEdit
from tests.classroom import make_classroom
from tests.ui.conftest import TODAY


@pytest.fixture
def form(ctx, db, qtbot):
    make_classroom(db)
    made = FactsForm(ctx, *read(db))
    qtbot.addWidget(made)
    made.show()
    return made


def read(db):
    with db.read() as session:
        learner_id = session.scalar(select(Learner.id).where(Learner.last_name == "Aubert"))
        person = detail(session, learner_id, TODAY)
    return person, person.current


def test_every_fact_has_its_field_here_or_in_the_territory(form):
    wanted = {one.name for one in (*fields(EntryFacts), *fields(Sensitive))} - set(TERRITORY)
    assert wanted <= set(form.fields)


def test_every_field_is_written_and_read_again(ctx, db, form, qtbot):
    for name, field in form.fields.items():
        if isinstance(field, CodeCombo):
            field.setCurrentIndex(field.count() - 1)
        elif isinstance(field, DateEdit):
            field.set_value(dt.date(2026, 11, 2))
        else:
            field.setText("12" if "months" in name else "400 h 30")
    typed = form.rows.held()
    form.save()
    assert not form.is_touched()
    again = FactsForm(ctx, *read(db))
    qtbot.addWidget(again)
    held = again.rows.held()
    hours = ("planned_center_minutes", "planned_company_minutes")
    assert {name: value for name, value in held.items() if name not in hours} == {
        name: value for name, value in typed.items() if name not in hours
    }
    assert read(db)[1].facts.planned_center_minutes == 400 * 60 + 30
    again.save()
    assert read(db)[1].facts.planned_center_minutes == 400 * 60 + 30
    assert dict(words.more_facts(read(db)[1]))["Inscrit à FT le"] == "02/11/2026"


def test_an_employer_that_the_file_knows_is_offered(ctx, db, form, qtbot, type_text):
    form.line("employer").setText("Scierie du Haut-Folin")
    form.save()
    again = FactsForm(ctx, *read(db))
    qtbot.addWidget(again)
    assert again.line("employer").text() == "Scierie du Haut-Folin"
    other = FactsForm(ctx, *read(db))
    qtbot.addWidget(other)
    other.show()
    other.line("employer").clear()
    type_text(other.line("employer"), "folin")
    assert other.line("employer").offered() == ["Scierie du Haut-Folin"]
    assert ("Employeur", "Scierie du Haut-Folin") in words.more_facts(read(db)[1])
    again.line("employer").setText("")
    again.save()
    assert read(db)[1].employer is None


def test_what_cannot_be_read_is_said_under_its_field(form, db):
    form.line("planned_center_minutes").setText("beaucoup")
    form.line("unemployment_months").setText("douze")
    form.date_field("france_travail_registered_on").set_value(dt.date(2031, 1, 1))
    form.save()
    assert form.rows.error("planned_center_minutes")
    assert form.rows.error("unemployment_months")
    form.line("planned_center_minutes").clear()
    form.line("unemployment_months").clear()
    form.save()
    assert "avenir" in form.rows.error("france_travail_registered_on")
    assert read(db)[1].facts == EntryFacts()
