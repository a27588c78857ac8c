"""The page on a real file, with real backups."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices

from gen_desktop import french
from gen_desktop.changes import PROGRAM, Change
from gen_desktop.db.backup import Reason, Verdict
from gen_desktop.db.backup_record import record_path
from gen_desktop.db.header import PARCEL_SUFFIX
from gen_desktop.db.parcel import look_into
from gen_desktop.services.backups import back_up, folder_of, kept
from gen_desktop.services.copies import forget_copies
from gen_desktop.store import open_store
from gen_desktop.ui.backups.page import BackupsPage
from gen_desktop.ui.safekeeper import second_place
from tests.factories import make_learner

NOW = dt.datetime(2026, 11, 23, 14, 2, 0).astimezone()
HOUR = dt.timedelta(hours=1)


def work(db, *numbers):
    for number in numbers:
        with db.write(f"Créer {number}") as session:
            make_learner(session, number)


@pytest.fixture
def settle(qtbot, ctx):
    return lambda: qtbot.waitUntil(lambda: ctx.jobs.is_idle)


@pytest.fixture
def page(qtbot, ctx, db, settle):
    """The file has two backups: of one person, then of three."""
    work(db, 1)
    back_up(db, Reason.AUTOMATIC, NOW - HOUR)
    work(db, 2, 3)
    back_up(db, Reason.BEFORE_IMPORT, NOW)
    return shown(qtbot, ctx, settle)


def shown(qtbot, ctx, settle):
    made = BackupsPage(ctx)
    qtbot.addWidget(made)
    made.resize(1122, 687)
    made.said = []
    made.told.connect(lambda text, *_: made.said.append(text))
    made.show()
    settle()
    return made


def rows(page):
    return [
        [page.model.index(row, column).data() for column in range(page.model.columnCount())]
        for row in range(page.model.rowCount())
    ]


def action(page, text):
    return next(one for one in page.header_actions() if one.text == text)


def test_each_backup_is_listed_with_what_it_is_worth(page, db, nameless):
    listed = rows(page)
    assert [row[:2] for row in listed] == [
        ["23/11/2026 à 14:02", "Avant un import"],
        ["23/11/2026 à 13:02", "Automatique"],
    ]
    assert [row[3] for row in listed] == ["3", "1"]
    assert [row[5] for row in listed] == ["✓ vérifiée", "✓ vérifiée"]
    assert listed[0][2].endswith(("Ko", "Mo"))
    assert page._where.full_text() == f"2 sauvegardes dans {folder_of(db)}"
    assert nameless(page) == []


@pytest.fixture
def aside(page, db, settle):
    """What a program of before set aside; its page shown again."""
    copy = db.path.with_name(f"centre-avant-v0001-20261122-091500{db.path.suffix}")
    copy.write_bytes(kept(db)[0].file.read_bytes())
    page.reload()
    settle()
    return copy


def test_what_was_set_aside_is_in_the_list_and_can_be_proved_then_restored(
    page, db, aside, settle, qtbot, answers
):
    assert [row[:2] for row in rows(page)][-1] == [
        "22/11/2026 à 09:15",
        "Mise de côté avant une mise à jour",
    ]
    assert rows(page)[-1][5] == "? non vérifiée"
    assert page._where.full_text() == f"2 sauvegardes dans {folder_of(db)}, 1 copie mise de côté"
    assert "effacée au bout d’un an" in page.model.index(2, 5).data(Qt.ItemDataRole.ToolTipRole)
    page.table.select_id(2)
    action(page, "Vérifier").run()
    settle()
    assert page.said[-1].startswith("La copie mise de côté le 22/11/2026 à 09:15 est bonne")
    assert rows(page)[-1][5] == "✓ vérifiée"
    page.table.select_id(2)
    answers.click("Restaurer")
    with qtbot.waitSignal(page.restore_requested) as asked:
        action(page, "Restaurer cette sauvegarde…").run()
    assert asked.args[0].file == aside
    assert answers.shown[0].startswith("Restaurer la copie mise de côté le 22/11/2026")


def test_without_any_it_says_what_they_are_for(qtbot, ctx, db, settle):
    page = shown(qtbot, ctx, settle)
    assert page._stack.currentWidget() is page._empty
    assert not page.folder_button.isVisible()
    assert not action(page, "Vérifier").enabled
    work(db, 1)
    page.back_up()
    settle()
    assert page._stack.currentWidget() is page.table
    assert len(kept(db)) == 1


def test_what_an_erasure_took_away_is_listed_no_more(page, db, settle, ctx):
    made = back_up(db, Reason.ASKED, NOW + HOUR)
    forget_copies(db, made.backup)
    ctx.changes.publish(Change(frozenset({"learner", "erasure"})))
    settle()
    assert [Path(one.file).name for one in page._backups] == [made.backup.file.name]


def test_one_is_made_on_request(page, db, settle):
    work(db, 4)
    action(page, "Sauvegarder maintenant").run()
    assert not action(page, "Sauvegarder maintenant").enabled
    settle()
    assert "Demandée" in [row[1] for row in rows(page)]
    assert any(one.reason is Reason.ASKED for one in kept(db))
    assert page.said == ["Sauvegarde faite, rouverte et vérifiée. Elle contient 4 apprenants et 4 fiches."]
    assert action(page, "Sauvegarder maintenant").enabled


def test_a_check_reads_everything_again(page, db, settle):
    page.table.select_id(0)
    action(page, "Vérifier").run()
    settle()
    assert "est bonne" in page.said[-1]
    file = kept(db)[0].file
    spoiled = bytearray(file.read_bytes())
    spoiled[len(spoiled) // 2] ^= 0xFF
    file.write_bytes(bytes(spoiled))
    page.table.select_id(0)
    action(page, "Vérifier").run()
    settle()
    assert "est endommagée" in page.said[-1]
    assert rows(page)[0][5] == "✕ endommagée"
    page.table.select_id(0)
    assert not action(page, "Restaurer cette sauvegarde…").enabled


def test_without_its_record_it_is_not_called_good(page, db, settle):
    record_path(kept(db)[0].file).unlink()
    page.reload()
    settle()
    (row,) = [one for one in rows(page) if one[5] != "✓ vérifiée"]
    assert row[5] == "? non vérifiée"
    assert row[3] == row[4] == french.UNKNOWN


def test_restoring_asks_first(page, answers, qtbot):
    page.table.select_id(1)
    answers.click("Ne rien changer")
    with qtbot.assertNotEmitted(page.restore_requested):
        action(page, "Restaurer cette sauvegarde…").run()
    answers.click("Restaurer")
    with qtbot.waitSignal(page.restore_requested) as asked:
        action(page, "Restaurer cette sauvegarde…").run()
    assert asked.args[0].contents.people == 1
    assert "1 apprenant" in answers.shown[0]
    assert asked.args[0].verdict is Verdict.GOOD


def test_a_failure_is_said_once(page, db, settle, answers):
    for file in folder_of(db).iterdir():
        file.unlink()
    folder_of(db).rmdir()
    folder_of(db).write_text("à la place du dossier", encoding="utf-8")
    answers.click("Fermer")
    page.back_up()
    settle()
    assert len(answers.shown) == 1
    assert action(page, "Sauvegarder maintenant").enabled


def test_the_folder_opens_in_the_file_manager(page, db, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(Path(url.toLocalFile())))
    page.folder_button.click()
    assert opened == [folder_of(db)]


def test_a_file_opened_to_be_read_is_neither_backed_up_nor_replaced(qtbot, ctx, db, settle):
    work(db, 1)
    back_up(db, Reason.ASKED, NOW)
    reader = open_store(db.path, PROGRAM, read_only=True)
    try:
        page = shown(qtbot, replace(ctx, db=reader), settle)
        page.table.select_id(0)
        assert action(page, "Vérifier").enabled
        for name in ("Sauvegarder maintenant", "Restaurer cette sauvegarde…"):
            assert not action(page, name).enabled
            assert "lecture seule" in action(page, name).tooltip
        settle()
    finally:
        reader.close()


def test_a_second_place_gets_a_copy_of_each_backup(page, db, settle, answers, tmp_path, ctx):
    key = tmp_path / "CLE USB"
    key.mkdir()
    assert "Aucun second lieu" in page._second.full_text()
    assert not page.no_second_button.isVisible()
    answers.path(key)
    page.second_button.click()
    assert str(key) in page._second.full_text()
    settle()
    assert (key / kept(db)[0].file.name).exists(), "at once"
    work(db, 4)
    page.back_up()
    settle()
    assert (key / kept(db)[0].file.name).exists()
    key.rename(tmp_path / "débranchée")
    work(db, 5)
    page.back_up()
    settle()
    assert "n’est pas là" in page.said[-1]
    page.no_second_button.click()
    assert second_place(ctx) is None


def test_the_move_is_one_file_prepared_from_here(page, db, settle, answers, tmp_path):
    out = tmp_path / "emporte"
    answers.click("Préparer quand même")
    answers.path(out)
    answers.click("Fermer")
    page.move_button.click()
    settle()
    parcel = look_into(tmp_path / f"emporte{PARCEL_SUFFIX}")
    assert parcel.contents.people == 3
    assert "y lira" in answers.shown[0]
    assert "est prêt, relu et vérifié\u00a0: 3 apprenants et 3 fiches" in answers.shown[1]
    assert "travaillez seulement là-bas" in answers.shown[1]
    assert "Avant un déménagement" in [row[1] for row in rows(page)]
    assert action(page, "Sauvegarder maintenant").enabled


def test_the_move_may_be_given_up(page, answers, settle, db):
    answers.click("Ne rien écrire")
    page.move_button.click()
    answers.click("Préparer quand même")
    answers.path(None)
    page.move_button.click()
    settle()
    assert len(kept(db)) == 2


def test_a_move_to_a_place_that_is_gone_is_said(page, answers, settle, tmp_path):
    answers.click("Préparer quand même")
    answers.path(tmp_path / "clé" / "x.gendemenagement")
    answers.click("Fermer")
    page.move_button.click()
    settle()
    assert "n’existe pas" in answers.shown[-1]
    assert action(page, "Sauvegarder maintenant").enabled


def test_pointed_at_a_backup_it_is_selected_once_the_list_is_there(qtbot, ctx, db, settle):
    work(db, 1)
    older = back_up(db, Reason.AUTOMATIC, NOW - HOUR).backup
    work(db, 2)
    back_up(db, Reason.AUTOMATIC, NOW)
    page = BackupsPage(ctx)
    qtbot.addWidget(page)
    page.show()
    page.show_target(older.file)
    settle()
    assert page.selected is not None
    assert page.selected.file == older.file
    page.show_target(kept(db)[0].file)
    assert page.selected.file == kept(db)[0].file
    page.show_target(None)
    assert page.selected.file == kept(db)[0].file


@pytest.mark.parametrize(
    ("role", "why"),
    [
        ("direction", ""),
        ("secretariat", ""),
        ("training", "il faut le rôle Direction ou Secrétariat"),
        ("placement", "il faut le rôle Direction ou Secrétariat"),
        (None, "pas encore de rôle"),
    ],
)
def test_restoring_is_offered_to_whom_may_replace_the_work_of_all(page, db, answers, qtbot, role, why):
    db.author = replace(db.author, role=role)
    page.table.select_id(1)
    offered = action(page, "Restaurer cette sauvegarde…")
    assert offered.enabled == (not why)
    assert why in offered.tooltip
    assert action(page, "Sauvegarder maintenant").enabled
    if why:
        with qtbot.assertNotEmitted(page.restore_requested):
            page.restore()
        assert len(page.said) == 1
        assert why in page.said[0]
