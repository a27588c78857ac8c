"""The page of learners on a real file: found, read, written, taken back, and nothing typed lost."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from sqlalchemy import select

from gen_desktop.models.registry import Enrollment, Learner
from gen_desktop.services.undo import undo_last
from gen_desktop.ui.learners.page import LearnersPage
from gen_desktop.ui.widgets.field_values import write_field
from tests.classroom import MONDAY, NAMES, make_classroom

ENTRY = dt.date(2026, 11, 16)


@pytest.fixture
def room(db):
    return make_classroom(db, end=dt.date(2027, 3, 26), entered_on=ENTRY, decision="admitted")


@pytest.fixture
def page(ctx, room, qtbot):
    made = LearnersPage(ctx)
    qtbot.addWidget(made)
    made.resize(1120, 690)
    made.show()
    qtbot.waitUntil(lambda: made.model.rowCount() == len(NAMES))
    return made


def learner_id(db, last_name):
    with db.read() as session:
        return session.scalar(select(Learner.id).where(Learner.last_name == last_name))


def names(db):
    with db.read() as session:
        return {tuple(row) for row in session.execute(select(Learner.last_name, Learner.first_name))}


def shown_names(page):
    return [page.model.row_at(row).last_name for row in range(page.model.rowCount())]


def fill(form, **values):
    for name, value in values.items():
        form.line(name).setText(value)


def test_everybody_is_listed_in_french_order(page):
    assert shown_names(page)[:4] == ["Aubert", "Bakary", "Ben Salah", "Cordier"]
    assert page.filters.count.text() == "15 apprenants"


def test_a_few_letters_without_accents_find_the_person(page, qtbot, type_text):
    page.filters.open_text()
    type_text(page.filters.text, "lefevre")
    qtbot.waitUntil(lambda: shown_names(page) == ["Lefèvre"])


def test_selecting_shows_the_person_beside(page, db):
    page.open_record("learner", learner_id(db, "Delorme"))
    assert page.panel.person.last_name == "Delorme"
    assert page.panel.person.current.cohort_code == "DWWM 2026-2"


def test_the_history_tells_who_what_before_and_after_in_french(page, db, room, qtbot):
    person = learner_id(db, "Delorme")
    with db.write("Changer la ville de Delorme") as session:
        session.get(Learner, person).city = "Nevers"
    with db.write("Refuser Delorme") as session:
        enrollment = session.scalar(select(Enrollment).where(Enrollment.learner_id == person))
        enrollment.decision = "refused"
    page.open_record("learner", person)
    page.panel.select_tab("history")
    qtbot.waitUntil(lambda: "Commune\u00a0: – → Nevers" in history_texts(page))
    said = history_texts(page)
    assert "Changer la ville de Delorme" in said
    assert "Décision\u00a0: Admis → Refusé" in said
    assert "DWWM 2026-2" in " ".join(said)  # the cohort by its name, not by its number
    assert [text for text in said if "_" in text or " None" in text] == []


def history_texts(page):
    return [label.text() for label in page.panel.history.findChildren(QLabel)]


def test_a_person_is_created_enrolled_selected_and_taken_back(page, db, room, qtbot):
    page.new_learner()
    fill(page.form, last_name="Dupré", first_name="Zoé", birth_date="140399", phone="06 39 98 01 23")
    page.form.combo("cohort_id").set_code(str(room.cohort_id))
    with qtbot.waitSignal(page.ctx.changes.changed) as told:
        page.form.save()
    assert page.form is None
    assert ("Dupré", "Zoé") in names(db)
    qtbot.waitUntil(lambda: page.panel.person is not None and page.panel.person.last_name == "Dupré")
    assert "Dupré" in told.args[0].name
    undo_last(db)
    assert ("Dupré", "Zoé") not in names(db)


def test_somebody_new_is_shown_even_if_a_selection_hides_her(page, db, room, qtbot):
    page.show_target((learner_id(db, "Petit"), learner_id(db, "Aubert")))
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    page.new_learner()
    fill(page.form, last_name="Dupré", first_name="Zoé", birth_date="140399")
    page.form.save()
    qtbot.waitUntil(lambda: page.panel.person is not None and page.panel.person.last_name == "Dupré")
    assert page.table.selected_id() == learner_id(db, "Dupré")
    assert page.model.rowCount() == len(NAMES) + 1
    assert not page.filters.narrows()


def test_what_cannot_be_read_is_said_under_its_field_and_nothing_is_written(page, db):
    before = names(db)
    page.new_learner()
    fill(page.form, last_name="Dupré", first_name="", birth_date="31/02/1999", email="zoe@")
    page.form.save()
    assert page.form is not None
    assert names(db) == before
    rows = page.form.rows
    for name in ("first_name", "birth_date", "email"):
        assert rows.error(name), name


def test_lookalikes_are_told_while_the_name_is_typed_and_open(page, db, qtbot, type_text):
    page.new_learner()
    type_text(page.form.line("last_name"), "obert")
    type_text(page.form.line("first_name"), "ines")
    assert not page.form.lookalikes.found
    page.form.line("last_name").clear()
    type_text(page.form.line("last_name"), "aubret")
    lines = page.form.lookalikes
    qtbot.waitUntil(lambda: bool(lines.found))
    assert [one.id for one in lines.found] == [learner_id(db, "Aubert")]
    assert lines.isVisible()
    lines.findChild(QPushButton).click()
    qtbot.waitUntil(lambda: page.panel.person is not None and page.panel.person.last_name == "Aubert")
    assert page.unfinished() == ["Nouvel apprenant"]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("birth_date", "12/03/2031", "est dans l’avenir"),
        ("email", "zoe@exemple", "n’est pas une adresse électronique"),
        ("france_travail_id", "1234567", "celui-ci en a 7"),
        ("postal_code", "5812", "cinq chiffres"),
        ("phone", "06 12", "n’est pas un numéro"),
        ("note", "NIR 2 55 08 14 168 025 38", "sécurité sociale"),
    ],
)
def test_what_is_wrong_is_said_as_soon_as_the_field_is_left(page, qtbot, field, typed, said):
    page.new_learner()
    page.activateWindow()
    left = page.form.fields[field]
    left.setFocus()
    write_field(left, typed)
    page.form.fields["city"].setFocus()
    qtbot.waitUntil(lambda: said in page.form.rows.error(field))
    assert left.accessibleDescription() == page.form.rows.error(field)


def test_what_is_typed_stays_when_another_person_is_looked_at(page, db):
    page.open_record("learner", learner_id(db, "Delorme"))
    page.edit()
    fill(page.form, city="Luzy")
    page.select(learner_id(db, "Aubert"))
    assert page.form is None
    assert page.unfinished() == ["Delorme Kévin"]
    page.select(learner_id(db, "Delorme"))
    assert page.form.text("city") == "Luzy"


def test_the_commune_that_is_typed_is_stored_with_its_code(page, db):
    page.open_record("learner", learner_id(db, "Delorme"))
    page.edit()
    fill(page.form, postal_code="58000", city="Nevers")
    page.form.save()
    with db.read() as session:
        assert session.get(Learner, learner_id(db, "Delorme")).insee_code == "58194"


def test_escape_asks_before_what_is_typed_is_given_up(page, db, answers):
    page.open_record("learner", learner_id(db, "Delorme"))
    page.edit()
    fill(page.form, city="Luzy")
    assert not any(action.primary for action in page.header_actions()), "one filled button: it saves"
    answers.click("Continuer la saisie")
    QTest.keyClick(page.form.line("city"), Qt.Key.Key_Escape)
    assert page.form.text("city") == "Luzy"
    answers.click("Abandonner")
    QTest.keyClick(page.form.line("city"), Qt.Key.Key_Escape)
    assert page.form is None
    assert any(action.primary for action in page.header_actions())
    assert page.unfinished() == []


def test_an_early_exit_is_recorded_with_its_reason(page, db, room, answers):
    page.open_record("learner", learner_id(db, "Bakary"))
    page.panel.exit_button.click()
    page.form.date_field("exit_on").set_value(dt.date(2026, 11, 20))
    page.form.combo("reason").set_code("AB_EMPL")
    answers.click("Plus tard")
    page.form.save()
    with db.read() as session:
        found = session.get_one(Enrollment, room.enrollments[1])
        assert (found.exit_type, found.exit_reason, found.exit_on) == (
            "abandonment",
            "AB_EMPL",
            dt.date(2026, 11, 20),
        )


def test_an_exit_before_the_entry_is_refused_under_its_field(page, db, room):
    page.open_record("learner", learner_id(db, "Bakary"))
    page.panel.exit_button.click()
    page.form.date_field("exit_on").set_value(MONDAY - dt.timedelta(days=7))
    page.form.save()
    assert page.form.rows.error("exit_on")
    with db.read() as session:
        assert session.get_one(Enrollment, room.enrollments[1]).exit_type is None


def test_people_behind_a_figure_are_listed_alone_until_the_chip_is_taken_off(page, db, qtbot):
    pointed = (learner_id(db, "Petit"), learner_id(db, "Aubert"))
    page.show_target(pointed)
    qtbot.waitUntil(lambda: shown_names(page) == ["Aubert", "Petit"])
    page.filters.pointed.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == len(NAMES))


def test_the_import_and_the_new_person_are_one_click_away(page, qtbot):
    *_, importing, new = page.header_actions()
    with qtbot.waitSignal(page.go_requested) as asked:
        importing.run()
    assert asked.args == ["imports", "learners"]
    new.run()
    assert page.form.title == "Nouvel apprenant"
    assert isinstance(page.focusWidget(), QLineEdit)


def test_a_person_is_deleted_by_a_key_after_being_told_what_goes(page, db, qtbot, answers):
    page.open_record("learner", learner_id(db, "Delorme"))
    answers.click("Supprimer")
    press_delete(page, page.table, qtbot)
    qtbot.waitUntil(lambda: page.model.rowCount() == len(NAMES) - 1)
    assert "Part avec\u00a0: 1 inscription." in answers.shown[0]
    assert "effacement" in answers.shown[0]
    assert ("Delorme", "Kévin") not in names(db)
    qtbot.waitUntil(lambda: page.panel.person is not None and page.panel.person.last_name == "Fournier")
    undo_last(db)
    assert ("Delorme", "Kévin") in names(db)


def test_a_person_is_kept_when_one_thinks_again(page, db, answers):
    page.open_record("learner", learner_id(db, "Delorme"))
    answers.click("Annuler")
    page.delete()
    assert ("Delorme", "Kévin") in names(db)


def test_a_person_whose_record_is_being_typed_is_not_deleted(page, db, answers):
    page.open_record("learner", learner_id(db, "Delorme"))
    page.edit()
    fill(page.form, city="Luzy")
    answers.click("Fermer")
    page.delete()
    assert "en cours de saisie" in answers.shown[0]
    assert ("Delorme", "Kévin") in names(db)
    assert page.form.text("city") == "Luzy"


def test_an_enrollment_is_deleted_and_told_from_the_path(page, db, room, qtbot, answers):
    page.open_record("learner", learner_id(db, "Aubert"))
    page.panel.select_tab("path")
    with qtbot.waitSignal(page.go_requested) as asked:
        page.panel.path.asked.emit("enrollment_history", room.enrollments[0])
    assert asked.args == ["history", ("enrollment", room.enrollments[0], "Aubert Inès en DWWM 2026-2")]
    answers.click("Supprimer")
    page.panel.path.asked.emit("delete_enrollment", room.enrollments[0])
    qtbot.waitUntil(lambda: page.panel.person is not None and page.panel.person.enrollments == ())
    with db.read() as session:
        assert session.get(Enrollment, room.enrollments[0]) is None


def press_delete(page, table, qtbot):
    page.activateWindow()
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    QTest.keyClick(table, Qt.Key.Key_Delete)


def test_nothing_is_nameless(page, nameless):
    page.new_learner()
    assert nameless(page) == []
