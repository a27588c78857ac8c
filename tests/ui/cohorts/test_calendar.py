"""The calendar of a cohort in its page: half-days opened, changed together, moved, closed, given back."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlalchemy import select

from gen_desktop.models.calendar import DEFAULT_PATTERN
from gen_desktop.models.registry import ClassSession, Closure, Cohort, CohortSlot, Course
from gen_desktop.services import attendance
from gen_desktop.services.attendance import MarkInput
from gen_desktop.services.undo import undo_last
from gen_desktop.ui.cohorts.calendar_forms import HalfDayForm, MoveForm
from gen_desktop.ui.cohorts.closure_form import ClosureForm
from gen_desktop.ui.cohorts.many_half_days_form import ManyHalfDaysForm
from gen_desktop.ui.cohorts.page import CohortsPage
from tests.classroom import FRIDAY, MONDAY, make_classroom

SATURDAY = FRIDAY + dt.timedelta(days=1)
SUNDAY = FRIDAY + dt.timedelta(days=2)


@pytest.fixture
def room(db):
    made = make_classroom(db, end=dt.date(2026, 11, 27), decision="admitted")
    with db.write("Nommer") as session:
        cohort = session.get_one(Cohort, made.cohort_id)
        cohort.trainers = "Élodie Garnier, M. Petit"
        for slot in DEFAULT_PATTERN:
            facts = {name: getattr(slot, name) for name in ("weekday", "half_day", "starts_at", "ends_at")}
            session.add(CohortSlot(cohort_id=cohort.id, **facts))
        session.get_one(Course, cohort.course_id).planned_center_minutes = 60 * 60
    return made


@pytest.fixture
def page(ctx, room, qtbot):
    made = CohortsPage(ctx)
    qtbot.addWidget(made)
    made.resize(1120, 690)
    made.show()
    qtbot.waitUntil(lambda: made.model.rowCount() == 1)
    made.panel.select_tab("calendar")
    return made


@pytest.fixture
def month(page):
    return page.panel.calendar.month_view


def half_day(db, one):
    with db.read() as session:
        found = session.get_one(ClassSession, one)
        session.expunge(found)
    return found


def days(db, room):
    with db.read() as session:
        rows = session.scalars(select(ClassSession.held_on).where(ClassSession.cohort_id == room.cohort_id))
        return set(rows)


def press(page, name):
    calendar = page.panel.calendar
    said = {one.accessibleName() or one.text(): one for one in (*calendar.day_buttons(), *calendar.links())}
    found = [one for text, one in said.items() if text.startswith(name)]
    assert found, f"no {name!r} among {sorted(said)}"
    found[0].click()
    return page.calendar.form


def test_a_half_day_is_opened_by_keys_and_changed(page, db, room, month, qtbot):
    month.choose(MONDAY)
    QTest.keyClick(month, Qt.Key.Key_Return)
    form = page.calendar.form
    assert isinstance(form, HalfDayForm)
    assert form.title == "Lundi 16 novembre matin, DWWM 2026-2"
    QTest.keyClicks(form.module, "HTML")
    QTest.keyClicks(form.trainer, "garn")
    assert form.trainer.offered() == ["Élodie Garnier"]
    form.trainer.picked.emit("Élodie Garnier")
    form.mode.set_code("remote")
    form.ends_at.setText("12h")
    form.save()
    found = half_day(db, room.sessions[0])
    told = (found.module, found.trainer, found.delivery_mode, found.minutes)
    assert told == ("HTML", "Élodie Garnier", "remote", 180)
    assert page.calendar.form is None
    assert "matin à saisir, HTML, Élodie Garnier, à distance" in month.accessibleName()


def test_the_afternoon_under_a_double_click_is_opened(page, room, month):
    month.choose(MONDAY)
    cell = month.rect_of(MONDAY)
    QTest.mouseDClick(
        month, Qt.MouseButton.LeftButton, pos=cell.center() + (cell.topRight() - cell.center()) / 2
    )
    assert page.calendar.form.title.startswith("Lundi 16 novembre après-midi")


def test_what_cannot_be_is_said_under_its_field(page, db, room, month):
    month.choose(MONDAY)
    form = press(page, "Modifier le matin")
    form.ends_at.setText("8h")
    form.save()
    assert "n’est pas après" in form.rows.error("ends_at")
    form.ends_at.setText("bientôt")
    form.save()
    assert "n’est pas une heure" in form.rows.error("ends_at")
    assert half_day(db, room.sessions[0]).minutes == 210


def test_all_the_mornings_of_a_weekday_take_the_same_trainer(page, db, room, month):
    month.choose(MONDAY)
    form = press(page, "Tous les lundis, le matin")
    assert isinstance(form, ManyHalfDaysForm)
    assert len(form.chosen()) == 2
    form.trainer.setText("m. petit")
    form.save()
    with db.read() as session:
        told = session.execute(
            select(ClassSession.held_on, ClassSession.half_day).where(ClassSession.trainer == "M. Petit")
        ).all()
    assert [tuple(row) for row in told] == [(MONDAY, "AM"), (MONDAY + dt.timedelta(days=7), "AM")]
    assert page.panel.calendar.links()[2].text() == "18 demi-journées sans formateur…"
    form = press(page, "18 demi-journées sans formateur")
    assert len(form.chosen()) == 18
    form.save()
    assert form.notice.isVisible()


def test_a_marked_half_day_is_moved_to_a_sunday_after_the_reason_is_told(page, db, room, month, answers):
    marks = [MarkInput(room.enrollments[0], room.sessions[0], "P")]
    page.ctx.changes.publish(attendance.record(db, marks))
    month.choose(MONDAY)
    form = press(page, "Déplacer le matin")
    assert isinstance(form, MoveForm)
    form.day.set_value(SUNDAY)
    answers.click("Annuler")
    form.save()
    assert page.calendar.form is form
    answers.click("Déplacer")
    form.save()
    assert "dimanche" in answers.shown[0]
    assert half_day(db, room.sessions[0]).held_on == SUNDAY
    undo_last(db)
    assert half_day(db, room.sessions[0]).held_on == MONDAY


def test_a_place_taken_is_said_under_the_day_and_nothing_moves(page, db, room, month):
    month.choose(MONDAY)
    form = press(page, "Déplacer le matin")
    form.day.set_value(FRIDAY)
    form.save()
    assert "La place est prise" in form.rows.error("half_day")
    assert half_day(db, room.sessions[0]).held_on == MONDAY


def test_days_are_closed_with_their_effect_told_and_opened_again(page, db, room, month, answers):
    held = days(db, room)
    form = press(page, "Fermer des jours")
    assert isinstance(form, ClosureForm)
    for field, text in ((form.first, "16/11/2026"), (form.last, "17/11/2026")):
        field.setText(text)
        field.editingFinished.emit()
    assert form._effect.text() == "4 demi-journées seront retirées."
    form.save()
    assert form.rows.error("reason")
    form.reason.setText("Travaux")
    form.save()
    assert days(db, room) == held - {MONDAY, MONDAY + dt.timedelta(days=1)}
    month.choose(MONDAY)
    assert "fermé (Travaux)" in month.accessibleName()
    form = press(page, "Fermé du 16 au 17 novembre 2026")
    answers.click("Rouvrir")
    form.reopen()
    assert days(db, room) == held
    with db.read() as session:
        assert session.scalars(select(Closure.id)).all() == []


def test_the_hours_of_the_calendar_are_held_against_the_course(page, room):
    said = page.panel.calendar.hours
    assert said.text() == "70\u202fh en centre sur 60\u202fh prévues (+\u00a010\u202fh)"
    assert said.property("role") == "attention"


def test_a_form_left_by_a_crash_is_found_again(page, db, room, month):
    month.choose(MONDAY)
    form = press(page, "Modifier le matin")
    form.module.setText("HTML")
    kept = page.drafts()
    assert [draft.title for draft in kept.values()] == ["Lundi 16 novembre matin, DWWM 2026-2"]
    page.drop_drafts()
    assert page.drafts() == {}
    page.take_drafts(kept)
    page.resume(next(iter(kept)))
    assert page.calendar.form.module.text() == "HTML"


def test_a_day_is_added_on_a_holiday_only_after_the_reason(page, db, room, month, answers):
    month.choose(SUNDAY)
    answers.click("Annuler")
    press(page, "Ajouter le matin")
    assert SUNDAY not in days(db, room)
    answers.click("Ajouter")
    press(page, "Ajouter le matin")
    assert SUNDAY in days(db, room)
    assert "dimanche" in answers.shown[0]


@pytest.mark.parametrize("name", ["Modifier le matin", "Déplacer le matin", "Tous les lundis", "Fermer"])
def test_nothing_is_nameless(page, room, month, nameless, name):
    month.choose(MONDAY)
    press(page, name)
    assert nameless(page) == []


def test_a_day_takes_the_place_of_the_whole_until_escape(page, month):
    calendar = page.panel.calendar
    assert calendar.hours.isVisibleTo(calendar)
    month.choose(MONDAY)
    assert not calendar.hours.isVisibleTo(calendar)
    QTest.keyClick(month, Qt.Key.Key_Escape)
    assert month.chosen is None
    assert calendar.hours.isVisibleTo(calendar)
    assert not calendar.day.isVisibleTo(calendar)
    month.choose(MONDAY)
    press(page, "Tout le calendrier")
    assert month.chosen is None
