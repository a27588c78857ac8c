"""Jobs, creations and trainings in the real panel: read in its tab, typed in forms, confirmed, taken back."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from gen_desktop.models.registry import Enrollment
from gen_desktop.queries.placements import placements_of
from gen_desktop.services.follow_ups import SituationInput, record_situation
from gen_desktop.ui.learners.page import LearnersPage
from gen_desktop.ui.widgets.card import Notice
from tests.classroom import MONDAY, NAMES, make_classroom


@pytest.fixture
def left_on(ctx):
    """Exactly three months ago."""
    today = ctx.today()
    return dt.date(today.year, today.month - 3, today.day)


@pytest.fixture
def room(db, left_on):
    room = make_classroom(db, entered_on=MONDAY)
    with db.write("Sortie") as session:
        enrollment = session.get_one(Enrollment, room.enrollments[0])
        enrollment.entered_on = left_on - dt.timedelta(days=100)
        enrollment.exit_type, enrollment.exit_on = "term", left_on
    return room


@pytest.fixture
def page(ctx, room, qtbot):
    page = LearnersPage(ctx)
    qtbot.addWidget(page)
    page.resize(1120, 690)
    page.show()
    qtbot.waitUntil(lambda: page.model.rowCount() == len(NAMES) and ctx.jobs.is_idle)
    page.table.select_id(page.model.id_at(0))
    qtbot.waitUntil(lambda: page.panel.person is not None)
    page.panel.select_tab("placement")
    return page


def text(page):
    return "\n".join(one.text() for one in page.panel.placement.findChildren(QLabel) if one.isVisible())


def links(page):
    return {one.text(): one for one in page.panel.placement.findChildren(QPushButton) if one.isVisible()}


def kept(db, page):
    with db.read() as session:
        return placements_of(session, page.panel.person.id)


def test_a_job_is_typed_read_back_and_deleted(page, db, qtbot, left_on):
    links(page)["Emploi…"].click()
    form = page.form
    form.combo("contract_type").set_code("CDI")
    form.date_field("starts_on").set_value(left_on + dt.timedelta(days=20))
    form.line("employer").setText("Dupont (entreprise fictive)")
    form.line("employer_siret").setText("12")
    form.save()
    assert page.form is form, "a SIRET has fourteen digits"
    form.line("employer_siret").setText("")
    form.line("weekly_minutes").setText("35")
    form._take_rome({"M1805 Études": "M1805"}, "M1805 Études")
    form.save()
    qtbot.waitUntil(lambda: "connu par un fait daté" in text(page))
    assert "Dupont (entreprise fictive)" in text(page)
    (spell,) = kept(db, page)
    assert (spell.rome_code, spell.rome_version, spell.is_digital_sector) == ("M1805", "ROME 3", True)
    assert (spell.weekly_minutes, spell.recorded_on) == (35 * 60, page.ctx.today())
    links(page)["CDI"].click()
    assert page.form.line("employer").text() == "Dupont (entreprise fictive)"
    page.form.removal.click()
    qtbot.waitUntil(lambda: "CDI" not in links(page))
    assert kept(db, page) == ()


@pytest.mark.parametrize(("link", "field"), [("Création…", "siren"), ("Formation…", "training_body")])
def test_a_creation_and_a_training_ask_what_concerns_them(page, db, qtbot, left_on, link, field):
    links(page)[link].click()
    form = page.form
    assert "contract_nature" not in form.fields
    form.line(field).setText("732829320")
    form.date_field("starts_on").set_value(left_on)
    form.save()
    qtbot.waitUntil(lambda: len(kept(db, page)) == 1)
    assert getattr(kept(db, page)[0], field) == "732829320"


def test_one_word_confirms_that_a_job_goes_on(page, db, qtbot, left_on):
    links(page)["Emploi…"].click()
    page.form.date_field("starts_on").set_value(left_on + dt.timedelta(days=5))
    page.form.date_field("recorded_on").set_value(left_on + dt.timedelta(days=6))
    page.form.save()
    qtbot.waitUntil(lambda: "Toujours en cours" in links(page))
    assert "connu par un fait daté" not in text(page)
    links(page)["Toujours en cours"].click()
    qtbot.waitUntil(lambda: "connu par un fait daté" in text(page))
    assert kept(db, page)[0].confirmed_on == page.ctx.today()


def test_an_answer_that_a_job_contradicts_is_told(page, db, room, qtbot, left_on):
    links(page)["Emploi…"].click()
    page.form.date_field("starts_on").set_value(left_on + dt.timedelta(days=5))
    page.form.save()
    told = SituationInput(room.enrollments[0], 3, page.ctx.today(), situation="RECH")
    page.ctx.changes.publish(record_situation(db, told))
    qtbot.waitUntil(lambda: "En recherche d’emploi" in text(page))
    assert page.panel.placement.findChildren(Notice)


def test_what_is_typed_survives(page, ctx, qtbot):
    links(page)["Emploi…"].click()
    page.form.line("title").setText("Développeuse")
    drafts = page.drafts()
    other = LearnersPage(ctx)
    qtbot.addWidget(other)
    other.take_drafts(drafts)
    other.show()
    qtbot.waitUntil(lambda: other.model.rowCount() == len(NAMES) and ctx.jobs.is_idle)
    (key,) = drafts
    other.resume(key)
    qtbot.waitUntil(lambda: other.form is not None)
    assert other.form.line("title").text() == "Développeuse"
