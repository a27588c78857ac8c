"""The page of rules: a threshold set from a day on, and the way back to the one proposed."""

from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.queries.scope import parameters
from gen_desktop.ui.rules.page import RulesPage
from tests.ui.conftest import TODAY


@pytest.fixture
def page(ctx, db, qtbot):
    made = RulesPage(ctx)
    qtbot.addWidget(made)
    made.resize(1120, 690)
    made.show()
    return made


def choose(page, code):
    (row,) = (row for row in page._rows.values() if row.default.code == code)
    page.table.select_id(row.id)
    return row


def value(db, name, day=TODAY):
    with db.read() as session:
        return getattr(parameters(session, day), name)


def test_a_threshold_is_set_from_today_and_taken_back(page, db, answers):
    choose(page, "alert_attendance_rate")
    assert page.reset_button.isHidden()
    page.edit()
    form = page._form[1]
    form.value.setText("85")
    form.source.setText("Règlement intérieur")
    form.save()
    assert value(db, "alert_attendance_rate") == 85
    assert value(db, "alert_attendance_rate", TODAY - dt.timedelta(days=1)) == 80
    assert page.reset_button.isVisible()
    assert "la vôtre, depuis le 23/11/2026" in page.model.index(page._selected().id, 2).data()
    answers.click("Revenir")
    page.reset()
    assert value(db, "alert_attendance_rate") == 80


def test_what_is_no_value_is_said_under_it(page, db):
    choose(page, "absence_justification_days")
    page.edit()
    form = page._form[1]
    form.value.setText("deux")
    form.save()
    assert "n’est pas une valeur possible" in form.rows.error("value")
    assert value(db, "absence_justification_days") == 2


@pytest.mark.parametrize(
    "code", ["service_civique_positive", "seuil_emploi_durable_comparaison", "gen_logo_forbidden_from"]
)
def test_each_kind_of_value_has_its_field(page, db, code):
    before = value(db, code)
    choose(page, code)
    page.edit()
    page._form[1].save()
    assert value(db, code) == before
    assert page._selected().own


def test_what_is_typed_is_found_again_after_a_crash(page):
    choose(page, "alert_attendance_rate")
    page.edit()
    page._form[1].value.setText("85")
    kept = page.drafts()
    page.drop_drafts()
    page.take_drafts(kept)
    page.resume("alert_attendance_rate")
    assert page._form[1].value.text() == "85"
