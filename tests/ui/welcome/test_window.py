"""The first-run screen: what is typed is checked where it stands, and handed over whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit

from gen_desktop.ui.new_password import TOO_WEAK
from gen_desktop.ui.welcome.window import NewCenter, WelcomeWindow

PASSWORD = "Zebre-42-vert-Pluie!"


@pytest.fixture
def window(qtbot, tmp_path: Path) -> WelcomeWindow:
    made = WelcomeWindow(tmp_path)
    qtbot.addWidget(made)
    made.show()
    return made


def test_nothing_is_created_without_the_necessary(window: WelcomeWindow, qtbot) -> None:
    with qtbot.assertNotEmitted(window.create_requested):
        window.create_button.click()
    assert window.form.error("name") == "Ce champ est nécessaire."
    assert window.form.error("site")
    assert window.form.error("person")


def test_a_wrong_siret_is_said_under_its_field(window: WelcomeWindow, qtbot) -> None:
    window.organization.setText("Numérique en Morvan")
    window.site.setText("Autun")
    window.person.setText("Claire Lambert")
    window.siret.setText("123")
    with qtbot.assertNotEmitted(window.create_requested):
        window.create_button.click()
    assert "SIRET" in window.form.error("siret")


def _fill(window: WelcomeWindow) -> None:
    window.organization.setText(" Numérique en Morvan ")
    window.site.setText("Autun")
    window.person.setText("Claire Lambert")
    window.zone.set_code("974")


def _asked(folder: Path, password: str) -> NewCenter:
    return NewCenter(
        organization="Numérique en Morvan",
        siret="",
        nda="",
        site="Autun",
        holiday_zone="974",
        person="Claire Lambert",
        path=folder / "Numérique en Morvan.gendb",
        password=password,
    )


def test_what_was_typed_is_handed_over(window: WelcomeWindow, qtbot, tmp_path: Path) -> None:
    _fill(window)
    window.password.first.setText(PASSWORD)
    window.password.again.setText(PASSWORD)
    with qtbot.waitSignal(window.create_requested) as asked:
        window.create_button.click()
    assert asked.args == [_asked(tmp_path, PASSWORD)]


def test_without_a_password_is_possible_once_it_is_said_what_it_means(
    window: WelcomeWindow, qtbot, answers, tmp_path: Path
) -> None:
    _fill(window)
    answers.click("Revenir")
    with qtbot.assertNotEmitted(window.create_requested):
        window.plain_button.click()
    assert "lit tout ce qu’il contient" in answers.shown[0]
    answers.click("Créer sans mot de passe")
    with qtbot.waitSignal(window.create_requested) as asked:
        window.plain_button.click()
    assert asked.args == [_asked(tmp_path, "")]


@pytest.mark.parametrize(
    ("first", "again", "field", "sentence"),
    [
        ("", "", "password", "Ce champ est nécessaire."),
        ("soleil12", "soleil12", "password", TOO_WEAK),
        ("Lambert-42-vert-Pluie!", "Lambert-42-vert-Pluie!", "password", TOO_WEAK),
        (PASSWORD, PASSWORD + "x", "again", "Les deux saisies ne sont pas les mêmes."),
    ],
)
def test_a_password_that_will_not_do(window, qtbot, first, again, field, sentence) -> None:
    _fill(window)
    window.password.first.setText(first)
    window.password.again.setText(again)
    with qtbot.assertNotEmitted(window.create_requested):
        window.create_button.click()
    assert window.form.error(field) == sentence


def test_the_strength_is_said_while_one_types(window: WelcomeWindow) -> None:
    assert not window.password.strength.isVisible()
    window.password.first.setText("abcd")
    assert "Ajoutez" in window.password.strength.text()
    window.password.first.setText(PASSWORD)
    assert window.password.strength.text() in ("Mot de passe solide.", "Mot de passe très solide.")
    assert window.password.first.echoMode() == QLineEdit.EchoMode.Password
    window.password.shown.click()
    assert window.password.first.echoMode() == QLineEdit.EchoMode.Normal


def test_the_place_of_the_file_is_asked_about(window: WelcomeWindow, qtbot, tmp_path: Path) -> None:
    with qtbot.waitSignal(window.place_chosen) as asked:
        window.path.setText(str(tmp_path / "OneDrive" / "centre.gendb"))
    assert asked.args == [tmp_path / "OneDrive" / "centre.gendb"]
    window.show_place_warning("Ce dossier est synchronisé.")
    assert window.place_warning.isVisible()
    window.show_place_warning(None)
    assert not window.place_warning.isVisible()


def test_an_existing_file_is_never_replaced(window: WelcomeWindow, qtbot, tmp_path: Path) -> None:
    (tmp_path / "Centre.gendb").write_bytes(b"x")
    window.organization.setText("Centre")
    window.site.setText("Autun")
    window.person.setText("Claire Lambert")
    with qtbot.assertNotEmitted(window.create_requested):
        window.create_button.click()
    assert "existe déjà" in window.form.error("path")


def test_a_chosen_place_is_kept_when_the_name_changes(window: WelcomeWindow, answers, tmp_path: Path) -> None:
    answers.path(tmp_path / "ailleurs")
    window._choose_path()
    window.organization.setText("Autre nom")
    assert window.path.text() == str(tmp_path / "ailleurs.gendb")


def test_arriving_from_another_computer(window: WelcomeWindow, qtbot) -> None:
    with qtbot.waitSignal(window.move_requested):
        window.move_button.click()


def test_open_and_try(window: WelcomeWindow, qtbot, answers, tmp_path: Path) -> None:
    with qtbot.waitSignal(window.try_requested):
        window.try_button.click()
    answers.path(tmp_path / "x.gendb")
    with qtbot.waitSignal(window.open_requested) as asked:
        window.open_button.click()
    assert asked.args == [tmp_path / "x.gendb"]
