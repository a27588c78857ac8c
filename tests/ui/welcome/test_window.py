"""The first-run screen: what is typed is checked where it stands, and handed over whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from gen_desktop.ui.welcome.window import NewCenter, WelcomeWindow


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


def test_what_was_typed_is_handed_over(window: WelcomeWindow, qtbot, tmp_path: Path) -> None:
    window.organization.setText(" Numérique en Morvan ")
    window.site.setText("Autun")
    window.person.setText("Claire Lambert")
    window.zone.set_code("974")
    with qtbot.waitSignal(window.create_requested) as asked:
        window.create_button.click()
    assert asked.args == [
        NewCenter(
            organization="Numérique en Morvan",
            siret="",
            nda="",
            site="Autun",
            holiday_zone="974",
            person="Claire Lambert",
            path=tmp_path / "Numérique en Morvan.gendb",
        )
    ]


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


def test_open_and_try(window: WelcomeWindow, qtbot, answers, tmp_path: Path) -> None:
    with qtbot.waitSignal(window.try_requested):
        window.try_button.click()
    answers.path(tmp_path / "x.gendb")
    with qtbot.waitSignal(window.open_requested) as asked:
        window.open_button.click()
    assert asked.args == [tmp_path / "x.gendb"]
