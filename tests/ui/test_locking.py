"""The window of a protected file locks: by hand, after a while, over a dialog, and loses nothing typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout

from gen_desktop import opened_copies
from gen_desktop.changes import PROGRAM
from gen_desktop.crashes import stop_watching
from gen_desktop.db.key_file import keys_path
from gen_desktop.db.keys import unlock_as
from gen_desktop.paths import user_data_dir
from gen_desktop.services.access import add_person, create_protected
from gen_desktop.services.organization import OrganizationInput
from gen_desktop.settings import Settings
from gen_desktop.store import open_store
from gen_desktop.ui.draft_keeper import RESUME
from gen_desktop.ui.opening.curtain import Curtain
from gen_desktop.ui.opening.lock import IDLE_SECONDS, Lock
from gen_desktop.ui.startup import Program

PASSWORD = "Zebre-42-vert-Pluie!"
OTHER_PASSWORD = "Tuile+bleue+93+Vent?"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "centre.gendb"
    values = OrganizationInput("Numérique en Morvan", staff=(("Claire Lambert", None),))
    create_protected(made, PROGRAM, values, PASSWORD)
    db = open_store(made, PROGRAM, unlock_as(made, PASSWORD).key)
    add_person(db, "Paul Simon", "training", OTHER_PASSWORD)
    db.close()
    return made


@pytest.fixture
def program(qtbot, path):
    made = Program(Settings())
    made.open_file(path, unlock_as(path, PASSWORD))
    qtbot.waitUntil(lambda: hasattr(made.window, "side_bar") and made.window.current_page_id() == "home")
    qtbot.waitUntil(lambda: made.jobs.is_idle)
    yield made
    made.end()
    made.window.leave()
    made.window.deleteLater()
    made.deleteLater()


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def lock(program, clock) -> Lock:
    made = program.window.findChild(Lock)
    made._clock = clock
    made._last = clock()
    return made


def _lock(lock: Lock, qtbot) -> None:
    lock.lock()
    qtbot.waitUntil(lambda: lock.dialog is not None and lock.dialog.isVisible())


def _unlock(lock: Lock, qtbot, password: str) -> None:
    lock.card.secret.setText(password)
    lock.card.open_button.click()
    qtbot.waitUntil(lambda: not lock.is_locked)


def test_everything_is_hidden_at_once_and_comes_back_as_it_was(program, lock, qtbot):
    window = program.window
    window.searching.box.setText("Zoé Du")
    window.searching.box.setFocus()
    title = window.windowTitle()
    lock.lock()
    assert not window.centralWidget().isVisible()
    assert not window.searching.is_ready
    assert window.windowTitle() == "GEN Desktop"
    qtbot.waitUntil(lambda: lock.dialog is not None)
    _unlock(lock, qtbot, PASSWORD)
    assert window.centralWidget().isVisible()
    assert window.searching.box.text() == "Zoé Du"
    qtbot.waitUntil(lambda: window.searching.is_ready)
    assert window.windowTitle() == title
    assert program._opened().author.name == "Claire Lambert"


def test_a_wrong_password_and_escape_open_nothing(lock, qtbot):
    _lock(lock, qtbot)
    lock.card.secret.setText("rien de bon")
    lock.card.open_button.click()
    qtbot.waitUntil(lock.card.open_button.isEnabled)
    assert "Mot de passe incorrect" in lock.card.error.text()
    QTest.keyClick(lock.dialog, Qt.Key.Key_Escape)
    lock.dialog.close()
    assert lock.is_locked
    assert lock.dialog.isVisible()
    _unlock(lock, qtbot, PASSWORD)


def test_whoever_unlocks_is_who_acts_from_then_on(program, lock, qtbot):
    _lock(lock, qtbot)
    assert lock.card.who.code() == "Claire Lambert"
    lock.card.who.set_code("Paul Simon")
    _unlock(lock, qtbot, OTHER_PASSWORD)
    assert program._opened().author.name == "Paul Simon"
    assert program.window.side_bar._author.full_text() == "Paul Simon"
    assert program._store.unlocked.holder.name == "Paul Simon", "as whom the file opens again after a restore"


def test_what_one_types_is_neither_shown_nor_given_to_the_next(program, lock, qtbot, answers):
    page = program.window.show_page("learners")
    page.new_learner()
    page.form.line("last_name").setText("Dupré")
    page.form.combo("is_rqth").set_code("yes")
    _lock(lock, qtbot)
    lock.card.who.set_code("Paul Simon")
    _unlock(lock, qtbot, OTHER_PASSWORD)
    qtbot.waitUntil(lambda: program.jobs.is_idle)
    assert (page.form, page.unfinished()) == (None, [])
    answers.click(RESUME)
    _lock(lock, qtbot)
    lock.card.who.set_code("Claire Lambert")
    _unlock(lock, qtbot, PASSWORD)
    qtbot.waitUntil(lambda: page.form is not None)
    assert (page.form.text("last_name"), page.form.code("is_rqth")) == ("Dupré", "yes")


def test_a_dialog_of_one_is_closed_for_the_next_and_comes_back(program, lock, qtbot, answers):
    page = program.window.show_page("rules")
    qtbot.waitUntil(lambda: program.jobs.is_idle, timeout=10_000)
    page.list.select(0)
    seen = []

    def leave_open(dialog):
        dialog.open()
        dialog.source.setText("Règlement, article 6")
        question = QDialog(program.window)
        question.open()
        _lock(lock, qtbot)
        lock.card.who.set_code("Paul Simon")
        _unlock(lock, qtbot, OTHER_PASSWORD)
        seen.append((dialog.isVisible(), question.isVisible()))

    def look(dialog):
        seen.append((dialog.source.text(), dialog.come_back.isHidden()))

    answers.fill(leave_open, accept=False)
    page.edit()
    assert seen == [(False, False)]
    assert page.all_drafts() == {}
    answers.click(RESUME)
    answers.fill(look, accept=False)
    _lock(lock, qtbot)
    lock.card.who.set_code("Claire Lambert")
    _unlock(lock, qtbot, PASSWORD)
    qtbot.waitUntil(lambda: len(seen) == 2, timeout=10_000)
    assert seen[1] == ("Règlement, article 6", False)


def test_it_locks_by_itself_after_a_while_without_a_gesture(lock, clock, qtbot):
    clock.now += IDLE_SECONDS - 1
    lock.look()
    assert not lock.is_locked
    clock.now += 1
    lock.look()
    assert lock.is_locked
    qtbot.waitUntil(lambda: lock.dialog is not None)
    _unlock(lock, qtbot, PASSWORD)
    lock.look()
    assert not lock.is_locked


def test_a_gesture_begins_the_while_again(program, lock, clock, qtbot):
    clock.now += IDLE_SECONDS - 1
    lock._watch(program.window.windowHandle())
    QTest.keyClick(program.window.windowHandle(), Qt.Key.Key_Shift)
    clock.now += 2
    lock.look()
    assert not lock.is_locked


def test_a_dialog_is_covered_too_and_keeps_what_is_typed(program, lock, qtbot):
    dialog = QDialog(program.window)
    qtbot.addWidget(dialog)
    field = QLineEdit()
    QVBoxLayout(dialog).addWidget(field)
    field.setText("moitié d’une phr")
    dialog.open()
    _lock(lock, qtbot)
    assert len(dialog.findChildren(Curtain)) == 1
    lock.card.leave_button.click()
    assert "n’est pas enregistrée" in lock.card.error.text()
    _unlock(lock, qtbot, PASSWORD)
    assert dialog.isVisible()
    assert field.text() == "moitié d’une phr"
    assert all(not one.isVisible() for one in dialog.findChildren(Curtain))
    dialog.close()


def test_a_dialog_that_ends_meanwhile_does_not_hinder(program, lock, qtbot):
    dialog = QDialog(program.window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    _lock(lock, qtbot)
    dialog.close()
    _unlock(lock, qtbot, PASSWORD)
    assert program.window.centralWidget().isVisible()


def test_keys_that_cannot_be_read_are_said_on_the_card(lock, path, qtbot):
    kept = keys_path(path).read_bytes()
    keys_path(path).unlink()
    _lock(lock, qtbot)
    lock.card.secret.setText(PASSWORD)
    lock.card.open_button.click()
    qtbot.waitUntil(lock.card.open_button.isEnabled)
    assert "fichier de clés" in lock.card.error.text()
    keys_path(path).write_bytes(kept)
    _unlock(lock, qtbot, PASSWORD)


def test_control_l_locks_from_the_menu_too(program, lock, qtbot):
    assert lock.action.shortcut().toString() == "Ctrl+L"
    assert lock.action in program.window.side_bar.menu.actions()
    lock.action.trigger()
    assert lock.is_locked
    qtbot.waitUntil(lambda: lock.dialog is not None)
    _unlock(lock, qtbot, PASSWORD)


def test_one_may_quit_from_the_card_when_nothing_is_typed(program, lock, qtbot):
    _lock(lock, qtbot)
    lock.card.leave_button.click()
    qtbot.waitUntil(lambda: not program.window.isVisible())
    lock.dialog.hide()


def test_what_the_window_says_meanwhile_stays_behind(program, lock, qtbot):
    window = program.window
    window.tell("Fiche de Zoé Dupré enregistrée")
    _lock(lock, qtbot)
    assert not window.toast.isVisible()
    window.tell("Fiche de Zoé Dupré enregistrée")
    assert window.toast.isVisible()
    assert isinstance(window.childAt(window.toast.geometry().center()), Curtain)
    _unlock(lock, qtbot, PASSWORD)


def test_a_plain_file_has_nothing_to_lock(qtbot, store_file):
    program = Program(Settings())
    program.open_file(store_file)
    qtbot.waitUntil(
        lambda: hasattr(program.window, "side_bar") and program.window.current_page_id() == "home",
        timeout=10_000,
    )
    assert program.window.findChild(Lock) is None
    program.end()
    program.window.leave()
    program.window.deleteLater()


def test_papers_opened_elsewhere_go_when_it_locks_and_when_the_file_is_left(program, lock, qtbot):
    first = opened_copies.place("CV", ".pdf", b"secret")
    _lock(lock, qtbot)
    assert not first.exists()
    _unlock(lock, qtbot, PASSWORD)
    second = opened_copies.place("CV", ".pdf", b"secret")
    program.end()
    assert not second.exists()


def test_what_a_killed_run_left_is_swept_at_the_start(program):
    left = user_data_dir() / opened_copies.FOLDER / "killed"
    left.mkdir(parents=True)
    (left / "CV.pdf").write_bytes(b"secret")
    program.after_first_paint()
    stop_watching()
    assert not left.exists()
