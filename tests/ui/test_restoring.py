"""From one file to another or to its backup, in the program's own window."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from gen_desktop.changes import PROGRAM
from gen_desktop.db.backup import Reason, backups
from gen_desktop.models.learner import Learner
from gen_desktop.services.backups import back_up
from gen_desktop.settings import Settings
from gen_desktop.store import create_store
from gen_desktop.ui.safekeeper import now_here
from gen_desktop.ui.startup import Program
from tests.factories import make_learner


@pytest.fixture
def path(tmp_path):
    """A file of four people; its only backup holds one."""
    made = tmp_path / "centre.gendb"
    db = create_store(made, PROGRAM)
    for number in range(4):
        with db.write(f"Créer {number}") as session:
            make_learner(session, number)
        if number == 0:
            back_up(db, Reason.ASKED, now_here())
    db.close()
    return made


@pytest.fixture
def program(qtbot, path):
    made = Program(Settings())
    made.open_file(path)
    qtbot.waitUntil(lambda: is_open(made))
    yield made
    made.end()
    window, made.window = made.window, None
    window.leave()
    window.deleteLater()
    made.deleteLater()


def is_open(program):
    window = program.window
    return window is not None and window.current_page() is not None and program.jobs.is_idle


def count_people(program):
    with program._store.read() as session:
        return session.scalar(select(func.count(Learner.id)))


def ask_to_restore(program, qtbot):
    (entry,) = [one for one in program.window.side_bar.menu.actions() if one.text() == "Sauvegardes…"]
    entry.trigger()
    page = program.window.current_page()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    page.table.select_id(0)
    page.restore()


def test_a_much_smaller_backup_asks_twice_then_replaces_the_file(program, path, qtbot, answers):
    before = program.window
    answers.click("Restaurer")
    answers.click("Restaurer quand même")
    answers.click("Fermer")
    ask_to_restore(program, qtbot)
    qtbot.waitUntil(lambda: is_open(program) and program.window is not before)
    assert count_people(program) == 1
    assert "bien plus petite" in answers.shown[1]
    assert "restaurée" in answers.shown[2]
    assert len(list(path.parent.glob("*avant-restauration*.gendb"))) == 1


def test_given_up_at_the_second_question_nothing_changes(program, path, qtbot, answers):
    answers.click("Restaurer")
    answers.click("Ne rien changer")
    ask_to_restore(program, qtbot)
    qtbot.waitUntil(lambda: is_open(program) and len(answers.shown) == 2)
    assert count_people(program) == 4
    assert list(path.parent.glob("*avant-restauration*")) == []


def test_a_backup_damaged_meanwhile_is_refused_and_the_file_opens_again(program, path, qtbot, answers):
    (file,) = (path.parent / "centre - sauvegardes").glob("*.gendb")
    spoiled = bytearray(file.read_bytes())
    spoiled[len(spoiled) // 2] ^= 0xFF
    file.write_bytes(bytes(spoiled))
    answers.click("Restaurer")
    answers.click("Fermer")
    ask_to_restore(program, qtbot)
    qtbot.waitUntil(lambda: is_open(program) and len(answers.shown) == 2)
    assert "endommagée" in answers.shown[1]
    assert count_people(program) == 4


def test_the_file_left_for_another_is_backed_up_first(program, path, tmp_path, qtbot, answers):
    other = tmp_path / "autre.gendb"
    create_store(other, PROGRAM).close()
    before = program.window
    answers.path(other)
    program._change_file()
    assert not before.isEnabled()
    qtbot.waitUntil(lambda: is_open(program) and program.window is not before)
    assert program._store.path == other
    assert backups(path.parent / "centre - sauvegardes", path)[0].reason is Reason.CLOSING


def test_another_file_that_does_not_open_leads_back_to_the_one_before(
    program, path, tmp_path, qtbot, answers
):
    other = tmp_path / "liste.gendb"
    other.write_text("Nom;Prénom\n", encoding="utf-8")
    before = program.window
    answers.path(other)
    answers.click("Fermer")
    program._change_file()
    qtbot.waitUntil(lambda: is_open(program) and program.window is not before)
    assert "liste.gendb" in answers.shown[0]
    assert program._store.path == path
    assert count_people(program) == 4
    assert program.welcome is None
