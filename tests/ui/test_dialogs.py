from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QInputDialog, QMessageBox

from gen_desktop.errors import AppError, InvalidInput, NotFound, Problem
from gen_desktop.ui import dialogs


def test_a_question_answers_by_its_button(answers):
    answers.click("Supprimer")
    answers.click("Annuler")
    assert dialogs.ask(None, "Supprimer la séance\u202f?", yes="Supprimer")
    assert not dialogs.ask(None, "Supprimer la séance\u202f?", yes="Supprimer")
    assert answers.dialogs == [QMessageBox, QMessageBox]


def test_enter_throws_nothing_away(answers):
    answers.fill(lambda box: box.defaultButton().click())
    assert not dialogs.ask_to_lose(None, "Quitter\u202f?", yes="Perdre", no="Rester")
    answers.click("Perdre")
    assert dialogs.ask_to_lose(None, "Quitter\u202f?", yes="Perdre", no="Rester")


def test_escape_is_the_way_out(answers):
    answers.fill(lambda box: box.reject(), accept=False)
    assert dialogs.choose(None, "Que faire\u202f?", choices=["Garder", "Remplacer"]) is None


def test_a_choice_answers_its_place(answers):
    answers.click("Remplacer")
    assert dialogs.choose(None, "Que faire\u202f?", choices=["Garder", "Remplacer"]) == 1


def test_text_is_asked(answers):
    answers.fill(lambda dialog: dialog.setTextValue("Promo 2"))
    answers.fill(lambda dialog: None, accept=False)
    assert dialogs.ask_text(None, "Cohorte", "Nom", "Promo 1") == "Promo 2"
    assert dialogs.ask_text(None, "Cohorte", "Nom", "Promo 1") is None
    assert answers.dialogs == [QInputDialog, QInputDialog]


def test_several_problems_are_all_listed(answers):
    answers.click("Fermer")
    error = InvalidInput(*(Problem("", f"Ligne {n}\u00a0: date illisible.") for n in range(1, 16)))
    dialogs.show_error(None, error)
    assert "• Ligne 12" in answers.shown[0]
    assert "et 3 autres" in answers.shown[0]


def test_other_foreseen_errors_are_sentences(answers):
    answers.click("Fermer")
    answers.click("Fermer")
    dialogs.show_error(None, NotFound("Cette fiche n’existe plus."))
    dialogs.show_error(None, AppError("Autre chose."))
    assert answers.shown[0].startswith("Cette fiche n’existe plus.")
    assert answers.shown[1] == "Autre chose."


def test_what_people_typed_is_never_markup(answers):
    seen = []
    answers.fill(lambda box: seen.append(box.textFormat()))
    dialogs.inform(None, "<b>Élise</b>")
    from PySide6.QtCore import Qt

    assert seen == [Qt.TextFormat.PlainText]


def test_paths_come_from_one_place(answers, tmp_path):
    answers.path(tmp_path / "liste.xlsx")
    answers.path(None)
    answers.path(tmp_path)
    assert dialogs.open_file(None, "Importer", dialogs.EXCEL_OR_CSV) == tmp_path / "liste.xlsx"
    assert dialogs.save_file(None, "Enregistrer", dialogs.PDF, Path("rapport.pdf")) is None
    assert dialogs.open_folder(None, "Dossier") == tmp_path
