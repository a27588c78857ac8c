"""From the window: passwords given, changed and taken away, and a new recovery sheet."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from gen_desktop import keychain
from gen_desktop.changes import PROGRAM, Author, AuthorKind
from gen_desktop.db.keys import holders, unlock, unlock_as
from gen_desktop.errors import WrongPassword
from gen_desktop.queries.organization import staff
from gen_desktop.reference.rights import NO_ROLE
from gen_desktop.services.access import create_protected
from gen_desktop.services.organization import OrganizationInput
from gen_desktop.services.remembering import remember_here, remembered_here
from gen_desktop.settings import Settings
from gen_desktop.ui.opening.people import (
    FORGET,
    FORGOTTEN,
    NOTHING_TO_FORGET,
    OLD_COPIES,
    People,
    PersonDialog,
)
from gen_desktop.ui.opening.recovery_sheet import RecoverySheetDialog
from gen_desktop.ui.startup import Program
from tests.keychains import FakeKeychain

PASSWORD = "Zebre-42-vert-Pluie!"
OTHER_PASSWORD = "Tuile+bleue+93+Vent?"


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, str]:
    """A protected file of one person, and its recovery code."""
    path = tmp_path / "centre.gendb"
    values = OrganizationInput("Numérique en Morvan", staff=(("Claire Lambert", None),))
    return path, create_protected(path, PROGRAM, values, PASSWORD)


@pytest.fixture
def path(made) -> Path:
    return made[0]


@pytest.fixture
def program(qtbot, path):
    made = Program(Settings())
    made.open_file(path, unlock_as(path, PASSWORD))
    qtbot.waitUntil(
        lambda: hasattr(made.window, "side_bar") and made.window.current_page_id() == "home", timeout=10_000
    )
    qtbot.waitUntil(lambda: made.jobs.is_idle)
    yield made
    made.end()
    made.window.leave()
    made.window.deleteLater()
    made.deleteLater()


@pytest.fixture
def press(program, qtbot):
    """Take a line of the menu and wait for its end."""

    def take(text: str) -> None:
        people = program.window.findChild(People)
        next(action for action in people.menu.actions() if action.text() == text).trigger()
        qtbot.waitUntil(lambda: program.jobs.is_idle)

    return take


def _type(password: str, person: str = "", role: str | None = None):
    def fill(dialog: PersonDialog) -> None:
        dialog.role.set_code(role)
        dialog.typed.setText(person)
        dialog.password.first.setText(password)
        dialog.password.again.setText(password)
        dialog.yes.click()
        assert dialog.result() == PersonDialog.DialogCode.Accepted

    return fill


def test_a_person_is_added_then_taken_away(program, press, path, answers, qtbot):
    answers.fill(_type(OTHER_PASSWORD, "Paul Simon", "training"))
    press("Ajouter une personne…")
    assert unlock_as(path, OTHER_PASSWORD).holder.name == "Paul Simon"
    assert _roles(program) == {"Claire Lambert": "direction", "Paul Simon": "training"}
    assert program.window.toast.text == "Paul Simon peut maintenant ouvrir le fichier."

    answers.fill(lambda dialog: dialog.chosen.set_code("Paul Simon"))
    press("Retirer une personne…")
    assert [holder.name for holder in holders(path)] == ["Claire Lambert"]
    with pytest.raises(WrongPassword):
        unlock(path, OTHER_PASSWORD)


def _roles(program) -> dict[str, str | None]:
    with program._opened().read() as session:
        return {one.name: one.role for one in staff(session)}


def test_a_person_without_a_role_is_not_added(press, path, answers):
    def fill(dialog: PersonDialog) -> None:
        dialog.typed.setText("Paul Simon")
        dialog.password.first.setText(OTHER_PASSWORD)
        dialog.password.again.setText(OTHER_PASSWORD)
        dialog.yes.click()
        assert dialog.form.error("role")

    answers.fill(fill, accept=False)
    press("Ajouter une personne…")
    assert len(holders(path)) == 1


def test_a_role_is_changed(program, press, answers):
    answers.fill(_type(OTHER_PASSWORD, "Paul Simon", "training"))
    press("Ajouter une personne…")

    def fill(dialog: PersonDialog) -> None:
        dialog.chosen.set_code("Paul Simon")
        dialog.role.set_code("placement")
        dialog.yes.click()

    answers.fill(fill)
    press("Changer le rôle d’une personne…")
    assert program.window.toast.text == "Paul Simon a maintenant le rôle Insertion."
    assert _roles(program)["Paul Simon"] == "placement"


def test_who_gives_the_direction_away_is_no_longer_offered_it(program, press, answers, qtbot):
    answers.fill(_type(OTHER_PASSWORD, "Paul Simon", "direction"))
    press("Ajouter une personne…")

    def fill(dialog: PersonDialog) -> None:
        dialog.chosen.set_code("Claire Lambert")
        dialog.role.set_code("placement")
        dialog.yes.click()

    answers.fill(fill)
    press("Changer le rôle d’une personne…")
    assert program._store.author.role == "placement"
    people = program.window.findChild(People)
    people.show_rights()
    offered = {action.text() for action in people.menu.actions() if action.isEnabled()}
    assert offered == {"Changer un mot de passe…", FORGET}
    assert len(people.menu.actions()) == 6


def test_a_person_without_a_role_is_told_so(program, path, answers, qtbot):
    answers.click("Fermer")
    holder = unlock_as(path, PASSWORD).holder
    program._work_as(Author(AuthorKind.PERSON, holder.name, holder.staff_id))
    qtbot.waitUntil(lambda: NO_ROLE in "".join(answers.shown))


def test_whoever_is_not_the_direction_only_changes_their_own_password(program, press, path, answers):
    answers.fill(_type(OTHER_PASSWORD, "Paul Simon", "training"))
    press("Ajouter une personne…")
    holder = unlock_as(path, OTHER_PASSWORD).holder
    program._work_as(Author(AuthorKind.PERSON, holder.name, holder.staff_id, "training"))
    people = program.window.findChild(People)
    people.show_rights()
    refused = {action.text(): action.toolTip() for action in people.menu.actions() if not action.isEnabled()}
    assert set(refused) == {
        "Ajouter une personne…",
        "Changer le rôle d’une personne…",
        "Retirer une personne…",
        "Nouvelle fiche de secours…",
    }
    assert set(refused.values()) == {
        "Ce geste change l’équipe et ses rôles\u00a0: il faut le rôle Direction."
    }
    offered = []

    def fill(dialog: PersonDialog) -> None:
        offered.extend(dialog.chosen.itemText(row) for row in range(dialog.chosen.count()))
        _type("Girouette-7-rouge-Sel!")(dialog)

    answers.fill(fill)
    press("Changer un mot de passe…")
    assert offered == ["Paul Simon"]
    assert unlock_as(path, "Girouette-7-rouge-Sel!").holder.name == "Paul Simon"


def test_the_last_person_stays(press, path, answers):
    answers.fill(lambda dialog: None)
    answers.click("Fermer")
    press("Retirer une personne…")
    assert "dernière personne" in answers.shown[-1]
    assert len(holders(path)) == 1


def test_a_password_is_changed(press, path, answers):
    answers.fill(_type(OTHER_PASSWORD))
    press("Changer un mot de passe…")
    assert unlock_as(path, OTHER_PASSWORD).holder.name == "Claire Lambert"
    with pytest.raises(WrongPassword):
        unlock(path, PASSWORD)


def test_a_weak_password_does_not_leave_the_dialog(press, path, answers):
    def fill(dialog: PersonDialog) -> None:
        dialog.password.first.setText("soleil12")
        dialog.password.again.setText("soleil12")
        dialog.yes.click()
        assert dialog.result() != PersonDialog.DialogCode.Accepted
        assert dialog.form.error("password")

    answers.fill(fill, accept=False)
    press("Changer un mot de passe…")
    assert unlock(path, PASSWORD)


def test_a_new_sheet_replaces_the_one_before(press, made, answers):
    path, code = made
    shown = []
    answers.click("Faire une fiche")
    answers.fill(lambda dialog: shown.append(dialog))
    press("Nouvelle fiche de secours…")
    assert isinstance(shown[0], RecoverySheetDialog)
    assert unlock(path, shown[0].code)
    with pytest.raises(WrongPassword):
        unlock(path, code)


def test_the_keychain_of_this_computer_is_forgotten(program, press, path, answers, monkeypatch):
    fake = FakeKeychain()
    monkeypatch.setattr(keychain, "_backend", lambda: fake)
    answers.click("Annuler")
    press(FORGET)
    remember_here(program._opened(), "Claire Lambert")
    answers.click("Oublier")
    press(FORGET)
    assert program.window.toast.text == FORGOTTEN
    assert (remembered_here(path), fake.kept) == ((), {})
    answers.click("Oublier")
    press(FORGET)
    assert program.window.toast.text == NOTHING_TO_FORGET


def test_it_is_said_that_old_copies_keep_their_passwords(program, qtbot, nameless):
    dialog = PersonDialog("Retirer", "Retirer", ["Paul Simon"], warning=OLD_COPIES, parent=program.window)
    dialog.show()
    assert OLD_COPIES in [one.text() for one in dialog.findChildren(QLabel)]
    assert nameless(dialog) == []
    dialog.close()
