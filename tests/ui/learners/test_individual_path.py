"""Exemptions and periods in company in the real panel: read in the path, changed in forms, taken back."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from gen_desktop.french import NARROW
from gen_desktop.queries.individual_path import individual_path
from gen_desktop.services import attendance, undo
from gen_desktop.services.attendance import MarkInput
from gen_desktop.services.exemptions import ExemptionInput, add_exemption, remove_exemption
from gen_desktop.ui import dialogs
from gen_desktop.ui.learners.page import LearnersPage
from gen_desktop.ui.widgets.card import Notice
from tests.classroom import FRIDAY, MONDAY, NAMES, make_classroom


@pytest.fixture
def room(db):
    return make_classroom(db, entered_on=MONDAY)


@pytest.fixture
def page(ctx, room, qtbot):
    page = LearnersPage(ctx)
    qtbot.addWidget(page)
    page.resize(1120, 690)
    page.show()
    qtbot.waitUntil(lambda: page.model.rowCount() == len(NAMES) and ctx.jobs.is_idle)
    page.table.select_id(page.model.id_at(0))
    qtbot.waitUntil(lambda: page.panel.person is not None)
    page.panel.select_tab("path")
    return page


def texts(page):
    return [one.text() for one in page.panel.path.findChildren(QLabel) if one.isVisible()]


def links(page):
    return {one.text(): one for one in page.panel.path.findChildren(QPushButton) if one.isVisible()}


def path(db, room):
    with db.read() as session:
        return individual_path(session, room.enrollments[0])


def test_an_exemption_is_typed_changed_and_taken_away(page, db, room, qtbot):
    links(page)["Ajouter une dispense…"].click()
    form = page.form
    form.save()
    assert page.form is form
    assert form.notice.isVisible()
    form.combo("weekday").set_code("4")
    form.combo("half_day").set_code("PM")
    form.line("module").setText("Anglais")
    assert "Aucune demi-journée" in form._says.text()
    form.line("module").setText("")
    form.save()
    qtbot.waitUntil(lambda: "Le vendredi après-midi" in links(page))
    assert f"31,5{NARROW}h prévues au calendrier" in texts(page)
    links(page)["Le vendredi après-midi"].click()
    assert (page.form.code("weekday"), page.form.code("half_day")) == ("4", "PM")
    page.form.combo("half_day").set_code(None)
    page.form.save()
    qtbot.waitUntil(lambda: "Le vendredi" in links(page))
    links(page)["Le vendredi"].click()
    page.form.removal.click()
    qtbot.waitUntil(lambda: "Le vendredi" not in links(page))
    assert path(db, room).exemptions == ()
    page.ctx.changes.publish(undo.undo_last(db))
    qtbot.waitUntil(lambda: "Le vendredi" in links(page))


def test_a_period_in_company_is_typed_and_its_sheet_noted(page, db, room, qtbot):
    links(page)["Ajouter une période en entreprise…"].click()
    form = page.form
    form.save()
    assert form.rows.error("starts_on")
    form.line("host").setText("Atelier Morvan (fictif)")
    form.date_field("starts_on").set_value(MONDAY)
    form.date_field("ends_on").set_value(FRIDAY + dt.timedelta(days=3))
    form.line("planned_minutes").setText("28 h")
    form.save()
    assert "sort des dates de la cohorte" in form.rows.error("ends_on")
    form.date_field("ends_on").set_value(MONDAY + dt.timedelta(days=3))
    form.save()
    qtbot.waitUntil(lambda: "Du 16 au 19 novembre 2026" in links(page))
    assert f"Atelier Morvan (fictif), 28{NARROW}h prévues" in texts(page)
    links(page)["Du 16 au 19 novembre 2026"].click()
    page.form.line("done_minutes").setText("27")
    page.form.date_field("sheet_received_on").set_value(FRIDAY)
    page.form.save()
    qtbot.waitUntil(lambda: any("27" in one and "faites" in one for one in texts(page)))
    assert path(db, room).done_company == 27 * 60


def test_marks_that_are_not_due_are_told(page, ctx, db, room, qtbot):
    attendance.record(db, [MarkInput(room.enrollments[0], room.sessions[-1], "P")])
    ctx.changes.publish(add_exemption(db, room.enrollments[0], ExemptionInput(weekday=4)))
    notice = "1 demi-journée saisie n’est pas due"
    qtbot.waitUntil(lambda: any(notice in one.text() for one in page.panel.path.findChildren(QLabel)))
    assert page.panel.path.findChildren(Notice)


def test_a_form_about_an_exemption_that_is_gone_says_so(page, ctx, db, room, qtbot, monkeypatch):
    said = []
    monkeypatch.setattr(dialogs, "show_error", lambda _parent, error: said.append(str(error)))
    added = add_exemption(db, room.enrollments[0], ExemptionInput(weekday=4))
    page.panel.asked.emit("exemption", added.created_id)
    page.form.combo("half_day").set_code("AM")
    page.table.select_id(page.model.id_at(1))
    qtbot.waitUntil(lambda: page.form is None)
    ctx.changes.publish(remove_exemption(db, added.created_id))
    page.table.select_id(page.model.id_at(0))
    qtbot.waitUntil(lambda: said == ["Cette dispense n’est plus dans le fichier."])
    assert page.form is None
    assert page.drafts() == {}


def test_the_days_in_company_of_a_whole_cohort_are_typed_once(page, db, room, qtbot):
    links(page)["Ajouter une période en entreprise…"].click()
    page.form.date_field("starts_on").set_value(MONDAY)
    page.form.date_field("ends_on").set_value(FRIDAY)
    page.form.fields["whole_cohort"].setChecked(True)
    page.form.save()
    qtbot.waitUntil(lambda: "entreprise à préciser" in texts(page))
    with db.read() as session:
        assert all(individual_path(session, one).company for one in room.enrollments)
