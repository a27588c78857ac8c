"""The page on real files: sound, tampered with, damaged, protected, opened to be read only."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from dataclasses import replace
from threading import Event

import pytest
import sqlcipher3.dbapi2 as driver
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from gen_desktop.changes import PROGRAM
from gen_desktop.db.backup import Reason
from gen_desktop.jobs import Job
from gen_desktop.services.backups import back_up, kept
from gen_desktop.services.verification import verify_data
from gen_desktop.store import open_store
from gen_desktop.ui.progress_dialog import ProgressDialog
from gen_desktop.ui.verification import page as page_module
from gen_desktop.ui.verification import words
from gen_desktop.ui.verification.page import VerificationPage
from tests.factories import make_learner
from tests.protected import KEY, make_center

NOW = dt.datetime(2026, 11, 23, 14, 2, 0).astimezone()


def work(db, *numbers):
    for number in numbers:
        with db.write(f"Créer {number}") as session:
            make_learner(session, number)


@pytest.fixture
def settle(qtbot, ctx):
    return lambda: qtbot.waitUntil(lambda: ctx.jobs.is_idle)


@pytest.fixture
def page(qtbot, ctx, db, settle):
    """A file of three people, backed up after the second."""
    work(db, 1, 2)
    back_up(db, Reason.AUTOMATIC, NOW)
    work(db, 3)
    return shown(qtbot, ctx, settle)


def shown(qtbot, ctx, settle):
    made = VerificationPage(ctx)
    qtbot.addWidget(made)
    made.resize(1122, 687)
    made.said, made.gone = [], []
    made.told.connect(lambda text, *_: made.said.append(text))
    made.go_requested.connect(lambda *where: made.gone.append(where))
    made.show()
    settle()
    return made


def button_of(page):
    return page.header_actions()[-1]


def read_aloud(page):
    assert page.verdict is not None
    return [one.text() for one in page.verdict.findChildren(QLabel) if one.text()]


def alter(path, statement):
    with closing(driver.connect(str(path), isolation_level=None)) as connection:
        connection.execute(statement)


def test_nothing_is_said_before_it_was_asked(page):
    assert page.verdict is None
    assert button_of(page).text == "Vérifier"
    assert button_of(page).enabled


def test_a_sound_file_is_counted_and_its_seal_can_be_copied(page, settle, db):
    page.verify()
    assert not button_of(page).enabled
    settle()
    assert button_of(page).enabled
    texts = read_aloud(page)
    assert words.SOUND in texts
    assert "3 fiches, dont 3 apprenants. Tous les liens entre fiches tiennent" in texts
    assert "3 gestes, chaîne des sceaux intacte" in texts
    seal = verify_data(db, "", Job()).seal
    assert seal in texts
    page.verdict._copy()
    assert QGuiApplication.clipboard().text() == seal


def test_a_printed_seal_is_found_with_what_came_since(page, settle, db):
    seal = verify_data(db, "", Job()).seal
    work(db, 4)
    page.seal.setText(f" {seal[:8].upper()} {seal[8:20]} ")
    page.seal.returnPressed.emit()
    settle()
    assert any("Sceau imprimé retrouvé\u00a0: geste n°\u00a03" in text for text in read_aloud(page))
    assert any("1 geste depuis" in text for text in read_aloud(page))


def test_a_printed_seal_of_another_file_is_told_beside_the_good_news(page, settle):
    page.seal.setText("abcdef012345")
    page.verify()
    settle()
    assert words.SOUND in read_aloud(page)
    assert any("n’est celui d’aucun geste" in text for text in read_aloud(page))


def test_what_is_no_seal_is_said_under_the_field_and_nothing_is_read(page, settle):
    page.seal.setText("bonjour")
    page.verify()
    settle()
    assert "n’est pas un sceau" in page.form.error("seal")
    assert page.verdict is None
    page.seal.setText("")
    page.verify()
    settle()
    assert page.form.error("seal") == ""
    assert page.verdict is not None


def test_the_first_broken_link_is_named_and_the_good_backup_is_offered(page, settle, db):
    alter(db.path, "UPDATE record_change SET after = replace(after, 'Nom00003', 'Autre')")
    page.verify()
    settle()
    texts = read_aloud(page)
    assert words.HARMED in texts
    assert words.SOUND not in texts
    assert any(text.startswith("Le geste n° 3 (") for text in texts)
    assert any(text.startswith("La sauvegarde du 23/11/2026 à 14:02 est saine") for text in texts)
    page.verdict.backups_button.click()
    assert page.gone == [("backups", kept(db)[0].file)]


def test_a_backup_made_after_the_harm_is_no_way_back(page, settle, db):
    alter(db.path, "UPDATE change_set SET name = 'Autre' WHERE position = 2")
    back_up(db, Reason.ASKED, NOW + dt.timedelta(hours=3))
    page.verify()
    settle()
    assert any("son nom a changé" in text for text in read_aloud(page))
    assert words.NO_WAY_BACK not in read_aloud(page)
    page.verdict.backups_button.click()
    assert page.gone == [("backups", kept(db)[1].file)]


def test_damage_is_named_and_without_a_good_backup_one_is_told_what_to_do(page, settle, db):
    (backup,) = kept(db)
    backup.file.write_bytes(backup.file.read_bytes()[:-1])
    alter(
        db.path,
        "INSERT INTO certification_block (id, course_id, code, title, position) VALUES (1, 2, '', '', 0)",
    )
    page.verify()
    settle()
    texts = read_aloud(page)
    assert "Dans certification_block, la ligne 1 renvoie à course, qui n’existe pas." in texts
    assert words.NO_WAY_BACK in texts
    page.verdict.backups_button.click()
    assert page.gone == [("backups", None)]


def test_pages_that_cannot_be_read_are_damage_not_a_failure(page, settle, db):
    size = db.path.stat().st_size
    with closing(driver.connect(str(db.path))) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with db.path.open("rb+") as stream:
        stream.seek(size // 2)
        stream.write(b"\xff" * (size // 4))
    page.verify()
    settle()
    assert words.HARMED in read_aloud(page)
    assert any("endommagé" in text for text in read_aloud(page))


def test_a_new_verification_replaces_the_old_one(page, settle, db):
    page.verify()
    settle()
    old = page.verdict
    work(db, 4)
    page.verify()
    assert old.isHidden()
    settle()
    assert "4 gestes, chaîne des sceaux intacte" in read_aloud(page)


def test_a_long_one_shows_how_far_it_is_and_can_be_given_up(page, settle, qtbot, monkeypatch):
    go_on = Event()

    def slow(db, printed, job):
        go_on.wait(20)
        job.step(1, 3, "Relecture des gestes du journal…")
        return verify_data(db, printed, job)

    monkeypatch.setattr(page_module, "verify_data", slow)
    page.verify()
    page.verify()  # a second Enter starts nothing
    qtbot.waitUntil(lambda: bool(page.window().findChildren(ProgressDialog)))
    page.window().findChildren(ProgressDialog)[0].reject()
    go_on.set()
    settle()
    assert page.verdict is None
    assert page.said == ["Vérification arrêtée. Rien n’a été changé."]
    assert button_of(page).enabled


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "protected"])
def test_a_file_opened_to_be_read_only_is_read_as_well(qtbot, ctx, settle, tmp_path, key):
    center = make_center(tmp_path / "", key, "autre.gendb")
    db = center.open()
    work(db, 1, 2)
    db.close()
    before = center.path.read_bytes()
    reading = open_store(center.path, PROGRAM, center.key, read_only=True)
    page = shown(qtbot, replace(ctx, db=reading), settle)
    page.verify()
    settle()
    assert words.SOUND in read_aloud(page)
    assert "2 gestes, chaîne des sceaux intacte" in read_aloud(page)
    reading.close()
    assert center.path.read_bytes() == before


def test_a_file_that_went_away_is_said(page, settle, db, answers):
    db.path.rename(db.path.with_name("ailleurs.gen"))
    answers.click("Fermer")
    page.verify()
    settle()
    assert "n’existe pas" in answers.shown[0]
    assert button_of(page).enabled
    db.path.with_name("ailleurs.gen").rename(db.path)


def test_everything_has_a_name(page, settle, nameless):
    page.verify()
    settle()
    assert nameless(page) == []
