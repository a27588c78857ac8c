"""The page of cohorts on a real file: a cohort made with its calendar, changed, taken back."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from sqlalchemy import func, select

from gen_desktop.models.registry import ClassSession, Cohort, Course, Learner, Organization, StaffMember
from gen_desktop.services import attendance
from gen_desktop.services.attendance import MarkInput
from gen_desktop.services.undo import undo_last
from gen_desktop.ui.cohorts.page import CohortsPage
from tests.classroom import MONDAY, make_classroom


@pytest.fixture
def room(db):
    return make_classroom(db)


@pytest.fixture
def page(ctx, room, qtbot):
    made = CohortsPage(ctx)
    qtbot.addWidget(made)
    made.resize(1120, 690)
    made.show()
    qtbot.waitUntil(lambda: made.model.rowCount() == 1)
    return made


def cohort(db, code):
    with db.read() as session:
        return session.scalar(select(Cohort.id).where(Cohort.code == code))


def half_days(db, cohort_id):
    with db.read() as session:
        statement = select(func.count(ClassSession.id)).where(ClassSession.cohort_id == cohort_id)
        return session.scalar(statement)


def describe(form, code="TSSR 2026-2"):
    """Everything a new cohort needs: a new course, a fortnight with 11 November in it."""
    fields = form.fields
    fields.course.set_code("new" if "new" in _codes(fields.course) else None)
    fields.start.set_value(dt.date(2026, 11, 9))
    fields.end.set_value(dt.date(2026, 11, 20))
    fields.code.setText(code)
    fields.seats.setText("12")


def _codes(combo):
    return {combo.itemData(index) for index in range(combo.count())}


def test_the_first_cohort_is_read_beside_the_list(page):
    assert page.panel.isVisible()
    assert page.view.selected_id() == page.model.id_at(0)


def test_a_cohort_is_created_with_its_half_days_without_the_holiday(page, db, room, qtbot):
    page.show_target("new")
    form = page.open_form()
    with db.read() as session:
        known = session.scalar(select(Course.code))
    describe(form)
    form.fields.course.set_code(known)
    with qtbot.waitSignal(page.ctx.changes.changed):
        form.save()
    made = cohort(db, "TSSR 2026-2")
    assert half_days(db, made) == 18  # ten days of two half-days, less 11 November
    qtbot.waitUntil(lambda: page.view.selected_id() == made)
    undo_last(db)
    assert cohort(db, "TSSR 2026-2") is None


def test_a_code_already_taken_and_dates_the_wrong_way_are_said_under_their_fields(page, db):
    page.start_new()
    form = page.open_form()
    describe(form, code="DWWM 2026-2")
    with db.read() as session:
        form.fields.course.set_code(session.scalar(select(Course.code)))
    form.fields.end.set_value(dt.date(2026, 11, 2))
    form.save()
    assert page.open_form() is form
    assert form.fields.error("code")
    assert form.fields.error("planned_end")


def test_a_new_cohort_left_for_later_is_still_there(page):
    page.start_new()
    form = page.open_form()
    form.fields.referent.setText("M. Garnier")
    form.leave()
    assert page.open_form() is None
    assert page.unfinished() == ["Nouvelle cohorte"]
    page.start_new()
    assert page.open_form().fields.referent.text() == "M. Garnier"


def test_changes_given_up_are_asked_about_once(page, answers):
    page.start_edit()
    form = page.open_form()
    form.fields.referent.setText("M. Garnier")
    answers.click("Continuer la saisie")
    form.leave()
    assert page.open_form() is form
    answers.click("Abandonner")
    form.leave()
    assert page.open_form() is None
    assert page.unfinished() == []


def test_the_panel_opens_the_people_and_the_attendance(page, room, qtbot):
    with qtbot.waitSignal(page.go_requested) as asked:
        page.panel.people_wanted.emit()
    assert asked.args[0] == "learners"
    assert len(asked.args[1]) == 15
    with qtbot.waitSignal(page.go_requested) as asked:
        page.panel.attendance_wanted.emit(dt.date(2026, 11, 16))
    assert asked.args == ["attendance", (room.cohort_id, dt.date(2026, 11, 16))]


def test_a_cohort_is_deleted_with_its_people_after_the_counts_are_told(page, db, room, qtbot, answers):
    answers.click("Supprimer")
    press_delete(page, page.view, qtbot)
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    assert "15 inscriptions, 10 demi-journées au calendrier" in answers.shown[0]
    assert cohort(db, "DWWM 2026-2") is None
    undo_last(db)
    assert cohort(db, "DWWM 2026-2") == room.cohort_id


def test_a_cohort_being_typed_is_not_deleted(page, db, answers):
    page.start_edit()
    page.open_form().fields.referent.setText("M. Garnier")
    answers.click("Fermer")
    page.panel.deletion_wanted.emit()
    assert "en cours de saisie" in answers.shown[0]
    assert cohort(db, "DWWM 2026-2") is not None


def test_a_half_day_is_deleted_with_its_attendance_and_told(page, db, room, qtbot, answers):
    marks = [MarkInput(one, room.sessions[0], "P") for one in room.enrollments]
    page.ctx.changes.publish(attendance.record(db, marks))
    calendar = page.panel.calendar
    calendar.month_view.choose(MONDAY)
    said = {one.accessibleName(): one for one in calendar.day_buttons()}
    assert "Historique de l’après-midi" in said
    with qtbot.waitSignal(page.go_requested) as asked:
        said["Historique du matin"].click()
    assert asked.args[1] == ("class_session", room.sessions[0], "lundi 16 novembre matin de DWWM 2026-2")
    answers.click("Supprimer")
    said["Supprimer le matin et 15 émargements…"].click()
    qtbot.waitUntil(lambda: half_days(db, room.cohort_id) == 9)
    assert "15 demi-journées d’émargement" in answers.shown[0]


def test_the_history_of_a_cohort_is_in_its_menu(page, room, qtbot):
    with qtbot.waitSignal(page.go_requested) as asked:
        next(one for one in page.panel.menu.actions() if one.text() == "Historique").trigger()
    assert asked.args == ["history", ("cohort", room.cohort_id, "DWWM 2026-2")]


def press_delete(page, table, qtbot):
    page.activateWindow()
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    QTest.keyClick(table, Qt.Key.Key_Delete)


def test_nothing_is_nameless(page, nameless):
    page.start_new()
    assert nameless(page) == []


def test_a_cohort_is_duplicated_with_its_code_and_end_proposed(page, db, room, qtbot):
    page.panel.duplicate_action.trigger()
    form = page.calendar.form
    form.first.setText("04/01/2027")
    form.first.editingFinished.emit()
    assert form.last.value() == dt.date(2027, 1, 8)
    assert form.code.text() == "DWWM 2026-2 2027-1"
    form.save()
    made = cohort(db, "DWWM 2026-2 2027-1")
    assert made is not None
    qtbot.waitUntil(lambda: page.view.selected_id() == made)


def test_everything_of_a_cohort_is_typed_and_shown_again(page, db, room, qtbot):
    page.start_edit()
    form = page.open_form()
    form.fields.put_back(
        {
            "france_travail_number": "41C12345",
            "subcontracting": "received",
            "welcome_note": "Badge à l’accueil",
            "carif_action_number": "27_1",
            "minimum_seats": "8",
        }
    )
    with qtbot.waitSignal(page.ctx.changes.changed):
        form.save()
    with db.read() as session:
        found = session.get_one(Cohort, room.cohort_id)
        told = (found.france_travail_number, found.subcontracting, found.welcome_note, found.minimum_seats)
    assert told == ("41C12345", "received", "Badge à l’accueil", 8)
    page.start_edit()
    assert page.open_form().fields.held()["welcome_note"] == "Badge à l’accueil"
    assert not page.open_form().is_modified()


def test_the_course_of_a_cohort_is_changed_from_its_menu(page, db, qtbot):
    with db.read() as session:
        course_id = session.scalar(select(Course.id))
    menu = {action.text(): action for action in page.panel.menu.actions()}
    with qtbot.waitSignal(page.go_requested) as asked:
        menu["Modifier la formation…"].trigger()
    assert asked.args == ["lists", ("course", course_id)]


def test_no_button_at_the_foot_of_the_panel_is_cut(page, qtbot):
    qtbot.waitUntil(lambda: page.panel.edit_button.isVisible())
    feet = (page.panel.foot.itemAt(place).widget() for place in range(page.panel.foot.count()))
    shown = [one for one in feet if one is not None and one.isVisible()]
    assert len(shown) == 3  # Modifier, Émargement, …
    assert all(one.width() >= one.sizeHint().width() for one in shown)


def test_the_papers_of_a_cohort_are_in_its_menu(page, room, qtbot):
    qtbot.waitUntil(lambda: page.view.selected_id() == room.cohort_id)
    menu = {action.text(): action for action in page.panel.menu.actions()}
    with qtbot.waitSignal(page.go_requested) as asked:
        menu["Documents des apprenants…"].trigger()
    assert asked.args[1].cohort_id == room.cohort_id


def test_the_path_of_a_person_is_one_gesture_away(page, db, qtbot):
    with db.read() as session:
        learner_id = session.scalar(select(Learner.id).where(Learner.last_name == "Aubert"))
    page.panel.select_tab("people")
    named = (one for one in page.panel.people.findChildren(QPushButton))
    qtbot.waitUntil(lambda: bool(page.panel.people.findChildren(QPushButton)))
    door = next(one for one in named if one.accessibleName() == "Parcours de Aubert Inès")
    with qtbot.waitSignal(page.go_requested) as asked:
        door.click()
    assert asked.args == ["learners", ("path", learner_id)]


def test_the_trainers_typed_are_completed_one_after_the_other(page, db, qtbot):
    with db.write("Une équipe") as session:
        organization = Organization(name="Centre inventé")
        session.add(organization)
        session.flush()
        session.add(StaffMember(organization_id=organization.id, name="Élodie Garnier"))
        session.get_one(Cohort, page.view.selected_id()).trainers = "Marc Petit"
    page.show_target("new")
    field = page.open_form().fields.trainers
    field.setFocus()
    QTest.keyClicks(field, "Garn")
    assert field.offered() == ["Élodie Garnier"]
    field.picked.emit("Élodie Garnier")
    QTest.keyClicks(field, ", garn")
    assert field.offered() == []  # named already
    field.setText("Élodie Garnier, ")
    QTest.keyClicks(field, "pe")
    assert field.offered() == ["Marc Petit"]
    field.picked.emit("Marc Petit")
    assert field.text() == "Élodie Garnier, Marc Petit"
