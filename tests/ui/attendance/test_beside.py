"""What opens beside the grid: absences justified, months sent and opened again."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from sqlalchemy import select

from gen_desktop.models.registry import Attendance, MonthStatement
from gen_desktop.services.attendance import MarkInput, record
from gen_desktop.services.undo import undo_last
from gen_desktop.ui.absence_form import AbsenceForm
from gen_desktop.ui.attendance.month_forms import ChangesPanel, CorrectionForm, SendForm
from gen_desktop.ui.attendance.page import AttendancePage
from gen_desktop.ui.widgets.basics import ElidedLabel
from tests.classroom import MONDAY, NAMES, make_classroom
from tests.ui.attendance.test_page import SHIFT_P, cell, marks, strike

TODAY = dt.date(2026, 11, 27)


@pytest.fixture
def room(db):
    """Somebody absent two half-days in a row, then ill; the week is otherwise empty."""
    made = make_classroom(db, people=NAMES[:3])
    absent = made.enrollments[0]
    record(db, [MarkInput(absent, slot, "AI") for slot in made.sessions[:2]])
    record(db, [MarkInput(absent, made.sessions[2], "AJ_MAL")])
    return made


@pytest.fixture
def page(ctx, room, qtbot):
    made = AttendancePage(replace(ctx, today=lambda: TODAY))
    qtbot.addWidget(made)
    made.resize(1100, 650)
    made.show()
    qtbot.waitExposed(made)
    made.show_week(room.cohort_id, MONDAY)
    made.view.setFocus()
    qtbot.waitUntil(made.view.hasFocus)
    return made


def documents(db):
    with db.read() as session:
        rows = session.scalars(select(Attendance).order_by(Attendance.class_session_id)).all()
        return [(row.status, row.document_on, row.document_kind) for row in rows]


def press(page, text):
    """The button of that name in the line above the grid."""
    QApplication.processEvents()
    next(
        one for one in page.month_bar.findChildren(QPushButton) if one.isVisible() and one.text() == text
    ).click()


def lines(page):
    QApplication.processEvents()  # what was just put in is shown in the next round
    return [one.full_text() for one in page.month_bar.findChildren(ElidedLabel) if one.isVisible()]


def test_i_opens_the_absence_with_the_half_days_around_it(page, db, room):
    page.view.go_to(0, 2)
    strike(page, "i")
    form = page.side.shown
    assert isinstance(form, AbsenceForm)
    assert [tick.text() for tick in form._ticks.values()] == [
        "lundi 16 novembre matin, absent",
        "lundi 16 novembre après-midi, absent",
    ]
    assert form.reason.hasFocus()
    form.reason.set_code("AJ_FAM")
    form.kind.set_code("civil_record")
    QTest.keyClick(form.kind, Qt.Key.Key_Return)
    assert documents(db)[:2] == [("AJ_FAM", TODAY, "civil_record")] * 2
    assert page.side.shown is None
    assert page.view.hasFocus()  # the keys mark again
    undo_last(db)
    assert documents(db)[0] == ("AI", None, None)


def test_without_its_document_an_absence_takes_its_reason(page, db):
    page.view.go_to(0, 1)
    strike(page, "i")
    page.side.shown.reason.set_code("AJ_ENT")
    page.side.shown.save()
    assert documents(db)[0] == ("AJ_ENT", None, None)
    assert page.model.cell(0, 1).waits


def test_a_reason_is_asked_for(page, db):
    page.view.go_to(0, 1)
    strike(page, "i")
    page.side.shown.save()
    assert page.side.shown.rows.error("reason") == "Ce champ est nécessaire."
    assert documents(db)[0] == ("AI", None, None)


def test_half_days_left_unticked_stay_as_they_are(page, db):
    page.view.go_to(0, 1)
    strike(page, "i")
    form = page.side.shown
    list(form._ticks.values())[1].setChecked(False)
    form.reason.set_code("AJ_MED")
    form.save()
    assert [row[0] for row in documents(db)[:2]] == ["AJ_MED", "AI"]


def test_where_nobody_is_absent_there_is_nothing_to_justify(page):
    page.view.go_to(1, 1)
    strike(page, "i")
    assert page.side.shown is None
    assert page.key_bar.sentence.startswith("Placez-vous sur une absence")


def test_escape_leaves_the_form_untouched(page):
    page.view.go_to(0, 1)
    strike(page, "i")
    QTest.keyClick(page.side.shown.reason, Qt.Key.Key_Escape)
    assert page.side.shown is None


def test_a_month_is_sent_locked_opened_again_and_sent_corrected(page, db, room):
    page.show_view("month")
    assert lines(page) == ["Novembre 2026 n’a pas encore été envoyé à un financeur."]
    press(page, "Marquer envoyé…")
    form = page.side.shown
    assert isinstance(form, SendForm)
    assert form.payer.text() == "France Travail"
    form.save()
    sent = "Novembre 2026 a été envoyé à France Travail le 27 novembre 2026"
    assert lines(page) == [f"{sent}."]

    before = marks(db)
    page.view.go_to(1, 1)
    strike(page, "p", SHIFT_P)
    assert page.key_bar.sentence == f"{sent}\u00a0: ouvrez un rectificatif pour le changer."
    page.view.go_to(0, 1)
    strike(page, Qt.Key.Key_Delete, "i")
    assert page.side.shown is None
    assert marks(db) == before

    press(page, "Ouvrir un rectificatif…")
    form = page.side.shown
    assert isinstance(form, CorrectionForm)
    page.view.go_to(1, 1)
    form.reason.setText("Feuille relue")
    form.save()
    strike(page, "p")  # the cursor is where it was
    assert marks(db)[cell(room, 1, 1)] == ("P", 210)

    press(page, "Changements")
    panel = page.side.shown
    assert isinstance(panel, ChangesPanel)
    said = [one.text() for one in panel.findChildren(QLabel)]
    assert "Bakary Moussa, lundi 16 novembre matin\nNon saisi → Présent\npar GEN Desktop" in said
    QTest.keyClick(panel, Qt.Key.Key_Escape)

    press(page, "Marquer envoyé…")
    page.side.shown.save()
    assert lines(page) == [f"{sent} (rectificatif n°\u00a01)."]
    with db.read() as session:
        assert session.scalars(select(MonthStatement.sent_on).order_by(MonthStatement.number)).all() == [
            TODAY,
            TODAY,
        ]


def test_a_week_says_that_its_month_is_locked_and_nothing_before(page, db, room):
    assert lines(page) == []
    page.show_view("month")
    press(page, "Marquer envoyé…")
    page.side.shown.save()
    page.show_view("week")
    assert len(lines(page)) == 1


def test_a_click_on_the_state_of_a_sheet_opens_the_signed_sheets(page, room, qtbot):
    qtbot.waitUntil(lambda: page.model.is_sheets(3))
    place = page.view.visualRect(page.model.index(3, 1)).center()
    with qtbot.waitSignal(page.go_requested) as asked:
        QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked.args == ["sheets", ("half_day", room.sessions[0])]


def test_what_is_typed_about_an_absence_comes_back_in_its_form(page):
    page.view.go_to(0, 1)
    strike(page, "i")
    page.side.shown.reason.set_code("AJ_FAM")
    kept = page.drafts()
    page.drop_drafts()
    assert (page.side.shown, page.drafts()) == (None, {})
    page.take_drafts(kept)
    page.show_view("month")
    page.resume(next(iter(kept)))
    assert page.side.shown.title == "Justifier l’absence, Aubert Inès"
    assert page.side.shown.reason.code() == "AJ_FAM"
    page.side.shown.save()
    assert page.drafts() == {}


def test_what_is_typed_about_a_month_comes_back_in_its_form(page):
    page.show_view("month")
    press(page, "Marquer envoyé…")
    page.side.shown.payer.setText("Région (fictive)")
    kept = page.drafts()
    page.drop_drafts()
    page.take_drafts(kept)
    page.show_view("week")
    page.resume(next(iter(kept)))
    assert page.side.shown.payer.text() == "Région (fictive)"
    page.side.shown.save()
    press(page, "Ouvrir un rectificatif…")
    page.side.shown.reason.setText("Feuille relue")
    kept = page.drafts()
    page.drop_drafts()
    page.take_drafts(kept)
    page.resume(next(iter(kept)))
    assert page.side.shown.reason.text() == "Feuille relue"
    page.side.shown.save()
