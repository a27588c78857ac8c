"""On the new computer: from the first-run screen to the open file, through its parcel."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from gen_desktop.changes import PROGRAM
from gen_desktop.db.header import PARCEL_SUFFIX
from gen_desktop.db.keys import unlock
from gen_desktop.db.parcel import pack
from gen_desktop.db.proof import prove
from gen_desktop.services.access import create_protected
from gen_desktop.services.organization import OrganizationInput
from gen_desktop.settings import Settings
from gen_desktop.store import create_store
from gen_desktop.ui import startup
from gen_desktop.ui.opening.arrival import ArrivalDialog
from gen_desktop.ui.startup import Program

PASSWORD = "Zebre-42-vert-Pluie!"


@pytest.fixture
def parcel(tmp_path: Path) -> Path:
    """Prepared on the old computer."""
    path = tmp_path / "ancien" / "centre.gendb"
    path.parent.mkdir()
    values = OrganizationInput("Numérique en Morvan", staff=(("Claire Lambert", None),))
    create_protected(path, PROGRAM, values, PASSWORD)
    out = tmp_path / f"centre-2026-11-26{PARCEL_SUFFIX}"
    pack(path, out, key=unlock(path, PASSWORD), now=dt.datetime.now().astimezone())
    return out


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the new computer keeps documents."""
    (tmp_path / "documents").mkdir()
    return tmp_path / "documents"


@pytest.fixture
def program(qtbot, folder, monkeypatch):
    monkeypatch.setattr(startup, "_documents", lambda: folder)
    made = Program(Settings())
    made.show_welcome()
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


def _arrive(program, qtbot, answers, parcel):
    answers.path(parcel)
    program.welcome.move_button.click()
    qtbot.waitUntil(lambda: program.jobs.is_idle and answers.left() == 0)


def _type(password: str):
    def fill(dialog: ArrivalDialog) -> None:
        dialog.secret.setText(password)
        dialog.yes.click()
        assert dialog.result() == ArrivalDialog.DialogCode.Accepted

    return fill


def test_two_steps_and_the_file_is_open(program, qtbot, answers, parcel, folder):
    answers.fill(_type(PASSWORD))
    answers.click("Fermer")
    _arrive(program, qtbot, answers, parcel)
    qtbot.waitUntil(lambda: _is_open(program) and program.jobs.is_idle)
    assert answers.shown[-1].startswith("Tout est là\u00a0: 0 apprenant et ")
    assert "Travaillez maintenant sur cet ordinateur seulement" in answers.shown[-1]
    assert program.window.side_bar._author.full_text() == "Claire Lambert"
    assert program.window.side_bar._state.full_text() == "Base chiffrée, ouverte"
    assert prove(folder / "centre.gendb", program._store.key).people == 0


def test_a_wrong_password_is_said_under_its_field_and_may_be_tried_again(
    program, qtbot, answers, parcel, folder
):
    said = []

    def again(dialog: ArrivalDialog) -> None:
        said.append(dialog.form.error("password"))
        assert list(folder.iterdir()) == []
        _type(PASSWORD)(dialog)

    answers.fill(_type("rien de bon"))
    answers.fill(again)
    answers.click("Fermer")
    _arrive(program, qtbot, answers, parcel)
    qtbot.waitUntil(lambda: _is_open(program) and program.jobs.is_idle)
    assert said[0].startswith("Mot de passe incorrect")


def test_a_place_that_is_taken_is_said_under_its_field(program, qtbot, answers, parcel, folder):
    (folder / "centre.gendb").write_bytes(b"precieux")

    def refused(dialog: ArrivalDialog) -> None:
        dialog.secret.setText(PASSWORD)
        dialog.yes.click()
        assert "existe déjà" in dialog.form.error("path")
        answers.path(folder / "centre-2")
        dialog._choose()
        assert dialog.target() == folder / "centre-2.gendb"
        dialog.path.setText(str(folder / "absent" / "centre.gendb"))
        dialog.yes.click()
        assert "Ce dossier n’existe pas" in dialog.form.error("path")

    answers.fill(refused, accept=False)
    _arrive(program, qtbot, answers, parcel)
    assert (folder / "centre.gendb").read_bytes() == b"precieux"
    assert program.welcome.isVisible()


def test_a_damaged_parcel_is_told_and_the_screen_stays(program, qtbot, answers, parcel, folder):
    parcel.write_bytes(parcel.read_bytes()[:-99])
    answers.click("Fermer")
    _arrive(program, qtbot, answers, parcel)
    assert "n’est pas un fichier de déménagement entier" in answers.shown[0]
    assert list(folder.iterdir()) == []
    assert program.welcome.isVisible()


def test_one_damaged_after_it_was_looked_into(program, qtbot, answers, parcel, folder):
    def spoil(dialog: ArrivalDialog) -> None:
        _type(PASSWORD)(dialog)
        parcel.write_bytes(parcel.read_bytes()[:-99])

    answers.fill(spoil)
    answers.click("Fermer")
    _arrive(program, qtbot, answers, parcel)
    assert "n’est pas un fichier de déménagement entier" in answers.shown[-1]
    assert list(folder.iterdir()) == []


def test_giving_up_changes_nothing(program, qtbot, answers, folder):
    answers.path(None)
    program.welcome.move_button.click()
    assert program.jobs.is_idle
    assert program.welcome.isVisible()


def test_a_file_without_a_password_asks_for_none(program, qtbot, answers, folder, tmp_path):
    plain = tmp_path / "libre.gendb"
    create_store(plain, PROGRAM).close()
    out = tmp_path / f"libre{PARCEL_SUFFIX}"
    pack(plain, out, key=None, now=dt.datetime.now().astimezone(), confirmed=True)

    def take(dialog: ArrivalDialog) -> None:
        assert dialog.secret.parent() is None
        dialog.yes.click()

    answers.fill(take)
    answers.click("Fermer")
    _arrive(program, qtbot, answers, out)
    qtbot.waitUntil(lambda: _is_open(program) and program.jobs.is_idle)
    assert program._store.path == folder / "libre.gendb"


def test_everything_in_the_dialog_has_a_name(qtbot, parcel, folder, nameless):
    from gen_desktop.db.parcel import look_into

    dialog = ArrivalDialog(look_into(parcel), folder, None)
    qtbot.addWidget(dialog)
    dialog.show()
    assert nameless(dialog) == []
