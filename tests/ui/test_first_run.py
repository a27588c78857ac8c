"""From the first-run screen to the open file: protected, its recovery sheet in hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from statistics import median

import pypdfium2
import pytest
from pypdfium2.raw import FPDF_PAGEOBJ_TEXT

from gen_desktop.db.header import is_protected
from gen_desktop.db.keys import WITHOUT_KEYS, unlock
from gen_desktop.settings import Settings
from gen_desktop.ui.opening.recovery_sheet import RecoverySheetDialog, sheet_html
from gen_desktop.ui.startup import Program

PASSWORD = "Zebre-42-vert-Pluie!"


@pytest.fixture
def program(qtbot, tmp_path, monkeypatch):
    made = Program(Settings())
    made.show_welcome()
    made.welcome.path.setText(str(tmp_path / "centre.gendb"))
    made.welcome.path.setModified(True)
    made.welcome.organization.setText("Numérique en Morvan")
    made.welcome.site.setText("Autun")
    made.welcome.person.setText("Claire Lambert")
    yield made
    made.end()
    if made.window is not None:
        made.window.leave()
        made.window.deleteLater()
    if made.welcome is not None:
        made.welcome.close()
        made.welcome.deleteLater()
    made.deleteLater()


def _is_open(program: Program) -> bool:
    window = program.window
    return window is not None and hasattr(window, "side_bar") and window.current_page_id() == "home"


def test_a_protected_file_is_made_and_opens_once_its_sheet_is_put_away(program, qtbot, answers, tmp_path):
    codes = []

    def put_away(dialog):
        assert isinstance(dialog, RecoverySheetDialog)
        assert not dialog.go_on.isEnabled()
        dialog.kept.click()
        assert dialog.go_on.isEnabled()
        codes.append(dialog.code)

    answers.fill(put_away)
    program.welcome.password.first.setText(PASSWORD)
    program.welcome.password.again.setText(PASSWORD)
    program.welcome.create_button.click()
    qtbot.waitUntil(lambda: _is_open(program) and program.jobs.is_idle)
    path = tmp_path / "centre.gendb"
    assert is_protected(path)
    assert unlock(path, codes[0]) == unlock(path, PASSWORD)
    assert program.window.side_bar._author.full_text() == "Claire Lambert"
    assert program.window.side_bar._state.full_text() == "Base chiffrée, ouverte"


def test_a_file_without_a_password_shows_no_sheet(program, qtbot, answers, tmp_path):
    answers.click("Créer sans mot de passe")
    program.welcome.plain_button.click()
    qtbot.waitUntil(lambda: _is_open(program) and program.jobs.is_idle)
    assert not is_protected(tmp_path / "centre.gendb")


def test_a_synchronised_folder_is_warned_of(program, qtbot, tmp_path):
    folder = tmp_path / "OneDrive"
    folder.mkdir()
    program.welcome.path.setText(str(folder / "centre.gendb"))
    qtbot.waitUntil(lambda: "OneDrive" in program.welcome.place_warning.text())


@pytest.fixture
def sheet(qtbot) -> RecoverySheetDialog:
    made = RecoverySheetDialog("centre.gendb", "ABCDE-FGHJK", date(2026, 11, 23), WITHOUT_KEYS, None)
    qtbot.addWidget(made)
    return made


def test_the_sheet_cannot_be_left_by_accident(sheet):
    sheet.show()
    sheet.reject()
    sheet.close()
    assert sheet.isVisible()
    sheet.kept.click()
    sheet.close()
    assert not sheet.isVisible()


def test_the_sheet_is_written_as_a_pdf(sheet, answers, tmp_path: Path):
    answers.path(tmp_path / "fiche")
    sheet.save_button.click()
    document = pypdfium2.PdfDocument(tmp_path / "fiche.pdf")
    text = document[0].get_textpage().get_text_range()
    assert len(document) == 1
    letters = [one.get_bounds() for one in document[0].get_objects([FPDF_PAGEOBJ_TEXT])]
    document.close()
    assert median(top - bottom for _, bottom, _, top in letters) > 4, "in points: it is to be read on paper"
    assert "ABCDE-FGHJK" in text
    assert "centre.gendb" in text
    assert "personne ne peut ouvrir" in " ".join(text.split())


def test_a_sheet_that_cannot_be_written_says_so(sheet, answers, tmp_path: Path):
    answers.path(tmp_path / "absent" / "fiche.pdf")
    answers.click("Fermer")
    sheet.save_button.click()
    assert "n’a pas pu être écrite" in answers.shown[-1]


def test_a_file_name_is_no_markup():
    assert "<b>A&lt;b&gt;</b>" in sheet_html("A<b>", "ABCDE", date(2026, 11, 23), "")


def test_everything_on_the_sheet_has_a_name(sheet, nameless):
    assert nameless(sheet) == []
