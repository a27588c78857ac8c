"""Contacts after an absence in the real panel: noted in a form, listed, corrected, deleted."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from gen_desktop.queries.absence_contacts import absence_contacts
from gen_desktop.services import attendance
from gen_desktop.services.attendance import MarkInput
from gen_desktop.ui import dialogs
from gen_desktop.ui.learners.page import LearnersPage
from gen_desktop.ui.widgets.card import Notice
from tests.classroom import NAMES, make_classroom

TODAY = dt.date(2026, 11, 20)


@pytest.fixture
def room(db):
    room = make_classroom(db, end=dt.date(2027, 3, 26), entered_on=dt.date(2026, 11, 16))
    marks = ["P"] * 5 + ["AI"] * 3
    who = room.enrollments[0]
    attendance.record(
        db, [MarkInput(who, one, status) for one, status in zip(room.sessions, marks, strict=False)]
    )
    return room


@pytest.fixture
def page(ctx, qtbot, room):
    page = LearnersPage(ctx)
    qtbot.addWidget(page)
    page.resize(1120, 690)
    page.show()
    qtbot.waitUntil(lambda: page.model.rowCount() == len(NAMES))
    page.table.selectRow(0)
    qtbot.waitUntil(lambda: page.panel.person is not None)
    page.panel.select_tab("attendance")
    return page


def texts(page) -> list[str]:
    return [one.text() for one in page.panel.attendance.findChildren(QLabel) if one.isVisible()]


def notices(page) -> str:
    return " ".join(
        label.text()
        for notice in page.panel.attendance.findChildren(Notice)
        for label in notice.findChildren(QLabel)
    )


def test_an_absence_in_time_is_to_justify_and_not_unjustified_yet(page):
    said = texts(page)
    assert {"Absence à justifier", "Absence injustifiée"} <= set(said)
    assert [one for one in said if "novembre" in one and ", absence" in one] == [
        "jeudi 19 novembre après-midi, absence à justifier",
        "jeudi 19 novembre matin, absence à justifier",
        "mercredi 18 novembre après-midi, absence injustifiée",
    ], "two working days: Wednesday's ended on Friday"


def click(page, text: str) -> None:
    next(one for one in page.panel.attendance.findChildren(QPushButton) if one.text() == text).click()


def note(page, **typed: str) -> None:
    click(page, "Noter un contact…")
    form = page.form
    form.date_field("made_on").set_value(dt.date(2026, 11, 19))
    form.combo("outcome").set_code("reached")
    for name, text in typed.items():
        form.notes(name).setPlainText(text)
    form.save()


def test_a_contact_answers_the_alert(page, qtbot, db, room):
    assert "Absences injustifiées\u00a0: 3 demi-journées de suite" in notices(page)
    assert "suivie" not in notices(page)
    note(page, said="Panne de voiture.", offered="Covoiturage.")
    qtbot.waitUntil(lambda: "Panne de voiture." in texts(page))
    assert "Proposé\u00a0: Covoiturage." in texts(page)
    assert "suivie le 19/11/2026" in notices(page)
    with db.read() as session:
        (kept,) = absence_contacts(session, room.enrollments[0])
    assert kept.author == page.ctx.db.author.name


def test_what_is_missing_is_said_under_its_field(page):
    click(page, "Noter un contact…")
    page.form.save()
    assert page.form.rows.error("outcome")


def test_a_contact_is_corrected_then_deleted(page, qtbot, db, room, monkeypatch):
    note(page, said="Panne de voiture.")
    qtbot.waitUntil(lambda: "Panne de voiture." in texts(page))
    click(page, "Corriger…")
    assert page.form.combo("outcome").code() == "reached"
    page.form.notes("said").setPlainText("Panne du bus.")
    page.form.save()
    qtbot.waitUntil(lambda: "Panne du bus." in texts(page))
    monkeypatch.setattr(dialogs, "ask", lambda *_args, **_kwargs: True)
    click(page, "Supprimer…")
    qtbot.waitUntil(lambda: "Aucun contact noté." in texts(page))


def test_the_home_page_opens_people_on_their_absences(page, qtbot):
    ids = page.model.ids[1:3]
    page.panel.select_tab("profile")
    page.show_target(("absences", *ids))
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    assert page.panel.current_tab() == "attendance"
