"""A damaged file in the program's own window: its newest good backup is offered, and takes its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from gen_desktop.changes import PROGRAM
from gen_desktop.db.backup import Reason
from gen_desktop.db.key_file import keys_path
from gen_desktop.db.keys import unlock
from gen_desktop.models.learner import Learner
from gen_desktop.services.access import create_protected
from gen_desktop.services.backups import back_up
from gen_desktop.services.organization import OrganizationInput
from gen_desktop.settings import Settings
from gen_desktop.store import create_store, open_store
from gen_desktop.ui.opening.card import UnlockCard
from gen_desktop.ui.opening.rescue import BRING_BACK
from gen_desktop.ui.safekeeper import now_here
from gen_desktop.ui.startup import Program
from tests.factories import make_learner

PASSWORD = "Zebre-42-vert-Pluie!"


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """A plain file of two people with a good backup."""
    path = tmp_path / "centre.gendb"
    fill(create_store(path, PROGRAM))
    return path


@pytest.fixture
def protected(tmp_path: Path) -> Path:
    """The same behind a password."""
    path = tmp_path / "centre.gendb"
    create_protected(path, PROGRAM, OrganizationInput("Centre", staff=(("Claire Lambert", None),)), PASSWORD)
    fill(open_store(path, PROGRAM, unlock(path, PASSWORD)))
    return path


def fill(db) -> None:
    with db.write("Créer deux personnes") as session:
        make_learner(session, 0)
        make_learner(session, 1)
    back_up(db, Reason.ASKED, now_here())
    db.close()


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


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5000])


def is_open(program: Program) -> bool:
    window = program.window
    return window is not None and window.current_page() is not None and program.jobs.is_idle


def people(program: Program) -> int | None:
    with program._store.read() as session:
        return session.scalar(select(func.count(Learner.id)))


def test_a_damaged_file_is_replaced_by_its_newest_good_backup(program, plain, qtbot, answers):
    cut_short(plain)
    answers.click(BRING_BACK)
    answers.click("Fermer")
    program.open_file(plain)
    qtbot.waitUntil(lambda: is_open(program))
    assert people(program) == 2
    assert "incomplet" in answers.shown[0]
    assert "2 apprenants" in answers.shown[0]
    assert len(list(plain.parent.glob("*avant-restauration*.gendb"))) == 1


def test_refused_the_offer_changes_nothing(program, plain, qtbot, answers):
    cut_short(plain)
    before = plain.read_bytes()
    answers.click("Ne rien changer")
    program.open_file(plain)
    qtbot.waitUntil(lambda: program.welcome is not None)
    assert plain.read_bytes() == before
    assert [one.name for one in plain.parent.glob("*.gendb")] == [plain.name]


def test_without_a_good_backup_only_the_damage_is_said(program, plain, qtbot, answers):
    cut_short(plain)
    for backup in (plain.parent / "centre - sauvegardes").glob("*.gendb"):
        cut_short(backup)
    answers.click("Fermer")
    program.open_file(plain)
    qtbot.waitUntil(lambda: program.welcome is not None)
    assert BRING_BACK not in answers.shown[0]
    assert "incomplet" in answers.shown[0]


@pytest.mark.parametrize("lost", ["data", "keys"])
def test_a_protected_one_asks_the_password_of_the_backup(program, protected, qtbot, answers, lost):
    if lost == "data":
        cut_short(protected)
    else:
        keys_path(protected).unlink()
    answers.click(BRING_BACK)
    answers.click("Fermer")
    program.open_file(protected)
    window = program.window
    qtbot.waitUntil(lambda: bool(window.findChildren(UnlockCard)))
    (card,) = window.findChildren(UnlockCard)
    card.secret.setText("pas le bon")
    card.open_button.click()
    qtbot.waitUntil(card.open_button.isEnabled)
    assert "incorrect" in card.error.text()
    card.secret.setText(PASSWORD)
    card.open_button.click()
    qtbot.waitUntil(lambda: program.window is not window and is_open(program))
    assert people(program) == 2
    assert program.window.side_bar._author.full_text() == "Claire Lambert"
