"""Messages and reminders from the call list: texts kept, read before they leave, noted in one gesture."""

from __future__ import annotations

import datetime as dt

import pytest
from icalendar import Calendar as Diary
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from sqlalchemy import func, select

from gen_desktop.changes import Author, AuthorKind
from gen_desktop.models.privacy import NominativeExport
from gen_desktop.models.registry import ContactAttempt, MessageTemplate
from gen_desktop.services.message_templates import MessageInput, delete_message, keep_message
from gen_desktop.services.undo import undo_last
from gen_desktop.ui.placements.messages_dialog import MessagesDialog
from gen_desktop.ui.placements.texts_dialog import TextsDialog
from tests.ui.conftest import TODAY

SMS = MessageInput("Bref", "sms", "Bonjour {prénom}, répondez avant le {limite}.")
PRINT, DIARY, PREPARE, COPY, TEXTS = range(5)


def take(page, entry):
    (menu,) = [action.menu for action in page.header_actions() if action.menu]
    menu[entry].run()


def choose_text(dialog, name):
    dialog.text.set_code(f"sms/{name}")
    dialog.text.chosen.emit(dialog.text.code())
    assert dialog._ctx.jobs.wait_all()


def attempts(db):
    with db.read() as session:
        rows = session.execute(
            select(ContactAttempt.outcome, ContactAttempt.made_on).where(ContactAttempt.contact_mode == "sms")
        )
        return [tuple(row) for row in rows]


def give_up(texts, answers):
    answers.click("Abandonner")
    texts.reject()


@pytest.fixture
def texts(ctx, db, qtbot):
    keep_message(db, SMS)
    made = TextsDialog(ctx)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_wrong_place_is_said_at_the_field_and_nothing_is_kept(texts, db, answers):
    texts.new()
    texts.form.name.setText("Vœux")
    texts.form.subject.setText("Bonne année")
    texts.form.body.setPlainText("Bonjour {prenon}")
    texts.save()
    assert "Vouliez-vous {prénom}" in texts.form.rows.error("body")
    texts.form.body.setPlainText("Bonjour {prénom}")
    texts.save()
    with db.read() as session:
        kept = session.execute(select(MessageTemplate.name, MessageTemplate.subject)).all()
    assert [tuple(row) for row in kept] == [("Bref", None), ("Vœux", "Bonne année")]
    assert texts.list.currentItem().text() == "Vœux · Courriel"
    texts.form.name.setText("Bref")
    texts.form.kind.set_code("sms")
    texts.save()
    assert "porte déjà le nom" in texts.form.rows.error("name")
    give_up(texts, answers)


def test_the_sms_is_counted_while_it_is_typed(texts, answers):
    texts.list.setCurrentRow(0)
    assert "1 SMS" in texts.form.size_words.text()
    texts.form.body.setPlainText("a" * 161)
    assert "161 signes sur 306, 2 SMS." in texts.form.size_words.text()
    texts.form.body.setPlainText("fenêtre")
    assert "7 signes sur 70, 1 SMS" in texts.form.size_words.text()
    assert "ê" in texts.form.size_words.text()
    give_up(texts, answers)


def test_a_place_is_inserted_where_one_writes(texts, answers):
    texts.new()
    (place,) = [one for one in texts.form.findChildren(QPushButton) if one.text() == "{prénom}"]
    QTest.mouseClick(place, Qt.MouseButton.LeftButton)
    QTest.keyClicks(texts.form.body, " bonjour")
    assert texts.form.body.toPlainText() == "{prénom} bonjour"
    give_up(texts, answers)


def test_what_is_typed_is_not_lost_without_a_question(texts, answers):
    texts.list.setCurrentRow(0)
    texts.form.name.setText("Autre nom")
    answers.click("Continuer la saisie")
    texts.list.setCurrentRow(1)
    assert texts.form.name.text() == "Autre nom"
    answers.click("Abandonner")
    texts.list.setCurrentRow(1)
    assert texts.form.name.text() != "Autre nom"
    texts.reject()
    assert not texts.isVisible()


def test_a_text_is_deleted_and_given_back_by_undo(texts, db):
    texts.list.setCurrentRow(0)
    texts.delete()
    assert not texts.delete_button.isEnabled()  # what is left comes with the program
    undo_last(db)
    with db.read() as session:
        assert session.scalar(select(func.count(MessageTemplate.id))) == 1


def test_a_text_taken_away_meanwhile_is_said_and_the_list_read_again(texts, db, answers):
    texts.list.setCurrentRow(0)
    delete_message(db, texts._texts[0].id)
    texts.form.name.setText("Autre nom")
    answers.click("Fermer")
    texts.save()
    assert "n’est plus dans le fichier" in answers.shown[0]
    assert "Bref · SMS" not in [texts.list.item(at).text() for at in range(texts.list.count())]
    assert texts.form.name.text() == "Autre nom", "what is typed stays, as a text to make"
    texts.save()
    assert texts.list.currentItem().text() == "Autre nom · SMS"


def test_who_may_not_change_the_texts_reads_them(ctx, db, qtbot):
    db.author = Author(AuthorKind.PERSON, "N. Petit", 7, "training")
    made = TextsDialog(ctx)
    qtbot.addWidget(made)
    assert not made.save_button.isEnabled()
    assert not made.new_button.isEnabled()
    preparing = MessagesDialog(ctx, (), is_for_one=False, edit_texts=lambda _over: None)
    qtbot.addWidget(preparing)
    assert not preparing.noting.isEnabled()
    assert ctx.jobs.wait_all()


def test_messages_are_written_and_noted_in_one_gesture(page, answers, db, tmp_path, qtbot):
    keep_message(db, SMS)

    def prepare(dialog):
        choose_text(dialog, "Bref")
        assert dialog.told.text() == "4 messages."
        assert "Bonjour Inès, répondez avant le" in dialog.preview.toPlainText()
        assert "1 SMS" in dialog.size_words.text()
        dialog.noting.setChecked(True)
        dialog.take()
        assert page.ctx.jobs.wait_all()

    answers.fill(prepare)
    answers.path(tmp_path / "messages")
    with qtbot.waitSignal(page.told) as heard:
        take(page, PREPARE)
    assert heard.args[0] == "4 messages\u00a0: messages.xlsx est enregistré"
    assert attempts(db) == [("message_left", TODAY)] * 4
    with db.read() as session:
        (left,) = session.execute(select(NominativeExport.kind, NominativeExport.people)).all()
    assert tuple(left) == ("messages", 4)
    undo_last(db)
    assert attempts(db) == []


def test_nothing_is_noted_when_the_file_cannot_be_written(page, answers, db, tmp_path):
    keep_message(db, SMS)

    def prepare(dialog):
        choose_text(dialog, "Bref")
        dialog.noting.setChecked(True)
        dialog.take()
        assert page.ctx.jobs.wait_all()

    answers.fill(prepare, accept=False)
    (tmp_path / "fichier").write_text("un fichier n’est pas un dossier")
    answers.path(tmp_path / "fichier" / "messages.xlsx")
    answers.click("Fermer")
    take(page, PREPARE)
    assert attempts(db) == []


def test_the_message_of_the_person_shown_is_copied(page, answers, db, qtbot):
    keep_message(db, SMS)

    def copy(dialog):
        choose_text(dialog, "Bref")
        dialog.take()

    answers.fill(copy)
    with qtbot.waitSignal(page.told):
        take(page, COPY)
    assert QApplication.clipboard().text().startswith("Bonjour Inès, répondez avant le ")
    assert attempts(db) == []
    with db.read() as session:
        assert session.scalar(select(NominativeExport.people)) == 1


def test_a_text_with_a_place_nobody_fills_is_not_sent(page, answers, db, tmp_path):
    keep_message(db, MessageInput("Trou", "sms", "Appelez le {téléphone}"))

    def look(dialog):
        choose_text(dialog, "Trou")
        assert not dialog.notice.isHidden()
        assert not dialog.take_button.isEnabled()
        dialog.take()

    answers.fill(look, accept=False)
    take(page, PREPARE)


def test_reminders_go_to_a_diary_without_names_unless_asked(page, answers, tmp_path, qtbot, db):
    answers.click("Sans les noms")
    answers.path(tmp_path / "appels")
    with qtbot.waitSignal(page.told) as heard:
        take(page, DIARY)
    assert heard.args[0] == "4 appels pour un agenda\u00a0: appels.ics est enregistré"
    (entry,) = Diary.from_ical((tmp_path / "appels.ics").read_bytes()).walk("VEVENT")
    assert entry.decoded("dtstart") > dt.date(2026, 11, 23)
    assert "Aubert" not in (tmp_path / "appels.ics").read_text(encoding="utf-8")
    answers.click("Annuler")
    take(page, DIARY)


def test_the_texts_are_opened_from_the_list(page, answers):
    answers.click("Fermer")
    take(page, TEXTS)
    assert answers.dialogs == [TextsDialog]


def test_a_search_points_at_what_to_do_with_the_calls_that_wait(page, answers, qtbot):
    answers.click("Fermer")
    page.show_target("messages")
    qtbot.waitUntil(lambda: answers.dialogs == [MessagesDialog])
    assert page.ctx.jobs.wait_all()
    page.reload()  # said once, done once
    assert page.ctx.jobs.wait_all()


def test_the_menu_of_the_person_copies_her_message(page, answers):
    answers.click("Fermer")
    page.form.head.menu.actions()[-1].trigger()
    assert answers.dialogs == [MessagesDialog]
    assert page.ctx.jobs.wait_all()
