"""A file opens in its window: the password, the file held elsewhere, the place that cannot be written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from sqlalchemy import select

from gen_desktop import keychain
from gen_desktop.changes import PROGRAM
from gen_desktop.db.key_file import keys_path
from gen_desktop.db.lock import lock_path, take_lock
from gen_desktop.errors import OnlyReadable
from gen_desktop.models.history import ChangeSet
from gen_desktop.services.access import add_person, create_protected
from gen_desktop.services.organization import OrganizationInput, add_staff_member
from gen_desktop.services.remembering import remembered_here, unlock_here
from gen_desktop.settings import Settings
from gen_desktop.ui.opening.card import WITH_CODE, UnlockCard
from gen_desktop.ui.opening.curtain import Curtain
from gen_desktop.ui.opening.gate import READ_ONLY, TAKE_OVER, open_as
from gen_desktop.ui.startup import Program
from tests.keychains import FakeKeychain

PASSWORD = "Zebre-42-vert-Pluie!"
OTHER_PASSWORD = "Tuile+bleue+93+Vent?"


@pytest.fixture
def protected(tmp_path: Path) -> tuple[Path, str]:
    """A protected file of two people, and its recovery code."""
    path = tmp_path / "centre.gendb"
    values = OrganizationInput("Numérique en Morvan", staff=(("Claire Lambert", None),))
    code = create_protected(path, PROGRAM, values, PASSWORD)
    from gen_desktop.db.keys import unlock
    from gen_desktop.store import open_store

    db = open_store(path, PROGRAM, unlock(path, PASSWORD))
    add_person(db, "Paul Simon", "direction", OTHER_PASSWORD)
    db.close()
    return path, code


@pytest.fixture
def program(qtbot):
    made = Program(Settings())
    yield made
    made.end()
    for window in (made.window, made.welcome):
        if window is not None:
            made.window = None
            window.leave() if hasattr(window, "leave") else window.close()
            window.deleteLater()
    made.deleteLater()


@pytest.fixture
def card(program, qtbot, protected) -> UnlockCard:
    program.open_file(protected[0])
    qtbot.waitUntil(lambda: bool(program.window.findChildren(UnlockCard)))
    return program.window.findChildren(UnlockCard)[0]


def _is_open(program: Program) -> bool:
    window = program.window
    return window is not None and hasattr(window, "side_bar") and window.current_page_id() == "home"


def _open(program: Program, card: UnlockCard, qtbot, password: str) -> None:
    card.secret.setText(password)
    card.open_button.click()
    qtbot.waitUntil(lambda: _is_open(program))
    qtbot.waitUntil(lambda: program.jobs.is_idle)


def test_the_card_covers_everything_until_the_password(program, card, qtbot):
    curtain = program.window.findChild(Curtain)
    assert curtain.geometry() == program.window.rect()
    assert not program.window.centralWidget().isVisible()
    assert [card.who.itemText(row) for row in range(card.who.count())] == ["Claire Lambert", "Paul Simon"]
    assert card.secret.echoMode() == QLineEdit.EchoMode.Password
    card.shown.click()
    assert card.secret.echoMode() == QLineEdit.EchoMode.Normal
    program.window.resize(1000, 600)
    qtbot.waitUntil(lambda: curtain.geometry() == program.window.rect())


def test_the_keys_of_the_window_sleep_behind_the_card(program, card, qtbot):
    program.window.activateWindow()
    QTest.keyClick(program.window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(card.secret, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert program.window.current_page() is None
    _open(program, card, qtbot, PASSWORD)
    QTest.keyClick(program.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: program.window.current_page_id() == "learners")
    qtbot.waitUntil(lambda: program.jobs.is_idle)


def test_who_unlocked_is_who_acts(program, card, qtbot):
    card.who.set_code("Paul Simon")
    _open(program, card, qtbot, OTHER_PASSWORD)
    assert not program.window.findChildren(Curtain) or program.window.centralWidget().isVisible()
    assert program.window.side_bar._author.full_text() == "Paul Simon"
    assert program.window.side_bar._state.full_text() == "Base chiffrée, ouverte"
    db = program._opened()
    assert db.author.name == "Paul Simon"
    assert db.author.id is not None
    add_staff_member(db, "Awa Diop", None)
    with db.read() as session:
        names = session.scalars(select(ChangeSet.author_name).order_by(ChangeSet.id)).all()
    assert names[-1] == "Paul Simon"


def test_a_wrong_password_is_said_under_the_field_and_may_be_tried_again(program, card, qtbot, protected):
    before = protected[0].read_bytes()
    card.secret.setText("rien de bon")
    QTest.keyClick(card.secret, Qt.Key.Key_Return)
    assert not card.open_button.isEnabled()
    qtbot.waitUntil(card.open_button.isEnabled)
    assert "Mot de passe incorrect" in card.error.text()
    assert card.error.isVisible()
    assert protected[0].read_bytes() == before
    assert not lock_path(protected[0]).exists()
    _open(program, card, qtbot, PASSWORD)


def test_someone_elses_password_does_not_open_under_ones_name(program, card, qtbot):
    card.who.set_code("Paul Simon")
    card.secret.setText(PASSWORD)
    card.open_button.click()
    qtbot.waitUntil(card.open_button.isEnabled)
    assert "Mot de passe incorrect" in card.error.text()


def test_an_empty_password_is_not_tried(card, qtbot):
    with qtbot.assertNotEmitted(card.submitted):
        card.open_button.click()
    assert card.error.text() == "Tapez votre mot de passe."


def test_the_recovery_code_opens_and_a_password_is_offered(program, card, qtbot, protected, answers):
    assert card.other_way.text() == WITH_CODE
    card.other_way.click()
    assert not card.who.isVisible()
    code = protected[1]
    card.secret.setText(code[:-1] + ("A" if code[-1] != "A" else "B"))
    card.open_button.click()
    qtbot.waitUntil(card.open_button.isEnabled)
    assert "vérifiez le groupe 7" in card.error.text()
    answers.click("Plus tard")
    _open(program, card, qtbot, code.lower())
    qtbot.waitUntil(lambda: bool(answers.shown))
    assert "avec le code de secours" in answers.shown[0]
    assert program.window.side_bar._author.full_text() == "Personne munie du code de secours"


@pytest.fixture
def fake(monkeypatch) -> FakeKeychain:
    """The keychain of this computer; ask for it before the card."""
    made = FakeKeychain()
    monkeypatch.setattr(keychain, "_backend", lambda: made)
    return made


def _offered(program, card, qtbot) -> UnlockCard:
    qtbot.waitUntil(lambda: program.jobs.is_idle)
    return card


def _show_card(program, path, qtbot) -> UnlockCard:
    program.open_file(path)
    qtbot.waitUntil(lambda: bool(program.window.findChildren(UnlockCard)))
    return _offered(program, program.window.findChildren(UnlockCard)[0], qtbot)


def _leave(program) -> None:
    program.end()
    program.window.leave()
    program.window.deleteLater()


def test_without_a_keychain_nothing_of_it_is_shown(program, card, qtbot, protected):
    _offered(program, card, qtbot)
    assert not card.remember.isVisible()
    assert not card.keychain_button.isVisible()


def test_who_chooses_it_opens_with_the_keychain_next_time(program, fake, protected, qtbot, nameless):
    card = _show_card(program, protected[0], qtbot)
    assert card.remember.isVisible()
    assert not card.remember.isChecked()
    assert not card.keychain_button.isVisible()
    card.who.set_code("Paul Simon")
    assert not card.shared.isVisible()
    card.remember.click()
    assert card.shared.isVisible()
    _open(program, card, qtbot, OTHER_PASSWORD)
    assert remembered_here(protected[0]) == ("Paul Simon",)
    _leave(program)
    card = _show_card(program, protected[0], qtbot)
    assert card.who.code() == "Paul Simon"
    assert card.keychain_button.isVisible()
    assert not card.remember.isVisible()
    assert nameless(card) == []
    card.who.set_code("Claire Lambert")
    assert not card.keychain_button.isVisible()
    card.other_way.click()
    assert not card.remember.isVisible()
    card.other_way.click()
    card.who.set_code("Paul Simon")
    card.keychain_button.click()
    qtbot.waitUntil(lambda: _is_open(program) and program.jobs.is_idle)
    assert program.window.side_bar._author.full_text() == "Paul Simon"


def test_it_is_never_used_without_that_choice(program, fake, protected, qtbot):
    card = _show_card(program, protected[0], qtbot)
    _open(program, card, qtbot, PASSWORD)
    assert (fake.asked, fake.kept, remembered_here(protected[0])) == (0, {}, ())


def test_a_keychain_that_went_silent_asks_the_password(program, fake, protected, qtbot):
    card = _show_card(program, protected[0], qtbot)
    card.remember.click()
    _open(program, card, qtbot, PASSWORD)
    _leave(program)
    fake.is_locked = True
    card = _show_card(program, protected[0], qtbot)
    card.keychain_button.click()
    qtbot.waitUntil(card.open_button.isEnabled)
    assert "n’a pas répondu" in card.error.text()
    fake.is_locked = False
    fake.kept.clear()  # emptied meanwhile: it may be asked again
    card.remember.click()
    _open(program, card, qtbot, PASSWORD)
    assert len(fake.kept) == 1
    assert unlock_here(protected[0], "Claire Lambert")


def test_a_keychain_that_refuses_lets_the_file_open_and_says_so(program, fake, protected, qtbot, answers):
    card = _show_card(program, protected[0], qtbot)
    fake.is_locked = True
    card.remember.click()
    answers.click("Fermer")
    _open(program, card, qtbot, PASSWORD)
    qtbot.waitUntil(lambda: bool(answers.shown))
    assert "tapez encore votre mot de passe" in answers.shown[0]
    assert remembered_here(protected[0]) == ()


def test_a_wrong_password_is_not_remembered(program, fake, protected, qtbot):
    card = _show_card(program, protected[0], qtbot)
    card.remember.click()
    card.secret.setText("rien de bon")
    card.open_button.click()
    qtbot.waitUntil(card.open_button.isEnabled)
    assert (fake.kept, remembered_here(protected[0])) == ({}, ())


def test_the_card_can_be_left_for_another_file(program, card, qtbot):
    card.leave_button.click()
    qtbot.waitUntil(lambda: program.welcome is not None and program.welcome.isVisible())
    assert program.window is None


def test_a_file_that_lost_its_keys_says_where_a_copy_is(program, protected, qtbot, answers):
    keys_path(protected[0]).unlink()
    answers.click("Fermer")
    program.open_file(protected[0])
    qtbot.waitUntil(lambda: program.welcome is not None)
    assert "fichier de clés" in answers.shown[0]


def test_a_plain_file_opens_without_a_question(program, store_file, qtbot):
    program.open_file(store_file)
    qtbot.waitUntil(lambda: _is_open(program) and program.jobs.is_idle)
    assert program.window.side_bar._state.full_text() == "Base non chiffrée"


def test_a_file_in_use_may_be_read(program, store_file, qtbot, answers):
    lock = take_lock(store_file)
    try:
        answers.click(READ_ONLY)
        program.open_file(store_file)
        qtbot.waitUntil(lambda: _is_open(program) and program.jobs.is_idle)
        assert "déjà ouvert sur ce poste" in answers.shown[0]
        assert program.window.side_bar._state.full_text() == "Lecture seule"
        offered = program.window.current_page().header_actions()
        assert {action.enabled for action in offered} == {False}
        assert {action.tooltip for action in offered} == {"Le fichier est ouvert en lecture seule."}
        with pytest.raises(OnlyReadable, match="lecture seule"):
            add_staff_member(program._opened(), "Awa Diop", None)
    finally:
        lock.release()


def test_a_protected_file_in_use_asks_the_password_once_read_only_is_taken(
    program, protected, qtbot, answers
):
    lock = take_lock(protected[0])
    try:
        answers.click(READ_ONLY)
        program.open_file(protected[0])
        qtbot.waitUntil(lambda: bool(program.window.findChildren(UnlockCard)))
        _open(program, program.window.findChildren(UnlockCard)[0], qtbot, PASSWORD)
        assert program.window.side_bar._state.full_text() == "Lecture seule"
    finally:
        lock.release()


def test_what_another_computer_left_may_be_taken_over(program, store_file, qtbot, answers, logged_problems):
    said = {"host": "ACCUEIL-PC", "user": "anne", "pid": 1, "since": "2026-11-23T09:12:00+01:00"}
    lock_path(store_file).write_text(json.dumps(said), encoding="utf-8")
    answers.click(TAKE_OVER)
    program.open_file(store_file)
    qtbot.waitUntil(lambda: _is_open(program) and program.jobs.is_idle)
    assert "ACCUEIL-PC" in answers.shown[0]
    assert not program._opened().is_read_only


def test_a_file_in_use_may_be_left_alone(program, store_file, qtbot, answers):
    lock = take_lock(store_file)
    try:
        answers.click("Ne pas ouvrir")
        program.open_file(store_file)
        qtbot.waitUntil(lambda: program.welcome is not None)
        assert program.window is None
    finally:
        lock.release()


def test_a_synchronised_folder_is_told_once(program, store_file, tmp_path, qtbot, answers):
    path = tmp_path / "Dropbox" / "centre.gendb"
    path.parent.mkdir()
    path.write_bytes(store_file.read_bytes())
    answers.click("Fermer")
    for _ in range(2):
        program.open_file(path)
        window = program.window
        qtbot.waitUntil(lambda: _is_open(program) and program.jobs.is_idle)
        program.end()
        window.leave()
        window.deleteLater()
    assert "synchronisé par Dropbox" in answers.shown[0]


def test_everything_on_the_card_has_a_name(card, nameless):
    assert nameless(card) == []


def test_the_author_of_an_empty_plain_file(store_file, ctx):
    class Opened:
        unlocked = None

        def open(self):
            return ctx.db

        def acting_as(self, author):
            return ctx.db.acting_as(author)

    author = open_as(Opened())
    assert (author.name, author.role) == ("Utilisateur de ce poste", "direction")
