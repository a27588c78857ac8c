"""The territory at an entry: proposed from the lists in force, decided by a person."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtWidgets import QLabel

from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.zoning import Neighborhood, OfficialPlaces
from gen_desktop.queries.learners import detail
from gen_desktop.services.zoning_lists import ZoningListInput, add_zoning_list
from gen_desktop.ui.learners.territory_form import NO_COMMUNE, NO_DAY, NO_LIST, TerritoryForm
from tests.factories import enroll, make_cohort, make_learner

TODAY = dt.date(2026, 11, 23)
NEVERS, LUZY = "58194", "58149"


@pytest.fixture
def lists(db):
    frr = OfficialPlaces({NEVERS: "FRR_NC", LUZY: "FRR+"})
    qpv = OfficialPlaces(neighborhoods=(Neighborhood("QN05801M", "Banlay", (NEVERS,)),))
    add_zoning_list(db, ZoningListInput("FRR", "FRR 2025", dt.date(2025, 1, 1)), frr, TODAY)
    add_zoning_list(db, ZoningListInput("QPV", "QPV 2024", dt.date(2024, 1, 1)), qpv, TODAY)


def open_form(ctx, qtbot, insee_code, day=dt.date(2026, 1, 5)):
    with ctx.db.write("Inscrire") as session:
        learner = make_learner(session, 1, insee_code=insee_code, postal_code=None, city=None)
        enroll(session, make_cohort(session), learner, entered_on=day)
        learner_id = learner.id
    with ctx.db.read() as session:
        person = detail(session, learner_id, TODAY)
    form = TerritoryForm(ctx, person, person.enrollments[0])
    qtbot.addWidget(form)
    return form


def said(form):
    return " ".join(one.text() for one in form.findChildren(QLabel))


def stored(form):
    with form.ctx.db.read() as session:
        return session.get(Enrollment, form.enrollment.id)


def test_the_class_of_the_list_is_proposed_and_taken_with_a_button(ctx, qtbot, lists):
    form = open_form(ctx, qtbot, LUZY)
    assert "Proposé\u00a0: FRR plus (FRR 2025)" in said(form)
    assert form.code("rural_zoning") is None
    form.take_zoning.click()
    form.save()
    found = stored(form)
    assert (found.rural_zoning, found.zoning_vintage) == ("FRR+", "FRR 2025")
    assert (found.zoning_method, found.zoning_checked_on) == ("commune", TODAY)
    assert found.in_qpv is None


def test_the_neighborhoods_of_the_commune_are_offered_never_chosen(ctx, qtbot, lists):
    form = open_form(ctx, qtbot, NEVERS)
    assert "Nevers compte 1 QPV (QPV 2024)\u00a0: à vérifier sur l’adresse." in said(form)
    assert (form.code("in_qpv"), form.code("qpv_code")) == (None, None)
    form.combo("qpv_code").set_code("QN05801M")
    form.combo("qpv_code").activated.emit(1)
    form.combo("qpv_method").set_code("sig_ville")
    form.save()
    found = stored(form)
    assert (found.in_qpv, found.qpv_code, found.qpv_vintage) == (True, "QN05801M", "QPV 2024")
    assert found.qpv_method == "sig_ville"


def test_a_commune_without_neighborhood_is_said_and_noted_with_a_button(ctx, qtbot, lists):
    form = open_form(ctx, qtbot, LUZY)
    assert "Luzy ne compte aucun QPV (QPV 2024)." in said(form)
    form.take_no_qpv.click()
    form.save()
    found = stored(form)
    assert (found.in_qpv, found.qpv_method, found.qpv_vintage) == (False, "commune", "QPV 2024")
    assert found.qpv_checked_on == TODAY


def test_saying_no_takes_the_neighborhood_away(ctx, qtbot, lists):
    form = open_form(ctx, qtbot, NEVERS)
    form.combo("qpv_code").set_code("QN05801M")
    form.combo("in_qpv").setCurrentIndex(form.combo("in_qpv").findData("no"))
    form.combo("in_qpv").activated.emit(2)
    assert form.code("qpv_code") is None


def test_another_class_than_the_one_of_the_list_has_no_vintage(ctx, qtbot, lists):
    form = open_form(ctx, qtbot, LUZY)
    form.combo("rural_zoning").set_code("FRR_NC")
    form.save()
    assert (stored(form).rural_zoning, stored(form).zoning_vintage) == ("FRR_NC", None)


@pytest.mark.parametrize(
    ("insee_code", "day", "sentence"),
    [
        (None, dt.date(2026, 1, 5), NO_COMMUNE),
        (LUZY, None, NO_DAY),
        (LUZY, dt.date(2019, 1, 7), NO_LIST),
    ],
)
def test_what_cannot_be_proposed_says_why(ctx, qtbot, lists, insee_code, day, sentence):
    form = open_form(ctx, qtbot, insee_code, day)
    assert sentence in said(form)
