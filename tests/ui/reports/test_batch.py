"""A report for each cohort, in a folder chosen once."""

from __future__ import annotations

import hashlib

import pytest
from PySide6.QtCore import QTimer
from sqlalchemy import select

from gen_desktop.errors import NotFound
from gen_desktop.models.registry import IssuedDocument
from gen_desktop.reports.registry import build_follow_up
from gen_desktop.ui.reports import scopes
from tests.ui.reports.conftest import PATIENCE_MS
from tests.ui.reports.test_issuing import told  # noqa: F401 - a fixture
from tests.ui.reports.test_page import FIRST, LAST, cohort_ids


def wanted(page):
    return list(scopes.by_cohort(page.scope, page._cohorts, page.ctx.today()))


@pytest.fixture
def begin(page, answers, tmp_path):
    """``begin()``: a report for each cohort of the quarter into an empty folder, which is given back."""

    def asked():
        folder = tmp_path / "rapports"
        folder.mkdir()
        answers.click("Choisir le dossier…")
        answers.path(folder)
        page.save_by_cohort()
        return folder

    return asked


def wait_for_end(page, qtbot):
    qtbot.waitUntil(lambda: not page.batch_strip.batch.is_running, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: page.ctx.jobs.is_idle, timeout=PATIENCE_MS)


def registered(db):
    with db.read() as session:
        return {document.sha256 for document in session.scalars(select(IssuedDocument))}


def digests(folder):
    return {hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_each_cohort_has_its_own_report(own_file, page, begin, qtbot, db, answers, told):  # noqa: F811
    codes = wanted(page)
    assert len(codes) >= 2
    folder = begin()
    assert f"{len(codes)} rapports, un par cohorte, 3e trimestre 2026." in answers.shown[0]
    assert page.batch_strip.isVisible()
    assert (
        page.batch_strip.text.full_text() == f"Un rapport par cohorte\u00a0: 1 sur {len(codes)}, {codes[0]}"
    )
    wait_for_end(page, qtbot)
    assert not page.batch_strip.isVisible()
    assert told[-1][:2] == (f"{len(codes)} rapports enregistrés sur {len(codes)}.", "Ouvrir le dossier")
    assert digests(folder) == registered(db)
    for code in codes:
        (path,) = (one for one in folder.iterdir() if f" {code}," in one.name)
        assert path.read_bytes() == build_follow_up(db, FIRST, LAST, (cohort_ids(db)[code],), LAST).data
    assert page.ctx.state.value("reports/folder") == str(folder)


def test_one_that_fails_does_not_keep_the_others_back(own_file, page, begin, qtbot, db, answers, monkeypatch):
    codes, build = wanted(page), scopes.build
    lost = cohort_ids(db)[codes[0]]

    def without_first(database, scope, today, job):
        if scope.cohort_ids == (lost,):
            raise NotFound("Cette cohorte n’est plus dans le fichier.")
        return build(database, scope, today, job)

    monkeypatch.setattr(scopes, "build", without_first)
    folder = begin()
    answers.click("Fermer")
    wait_for_end(page, qtbot)
    said = answers.shown[-1]
    assert f"{len(codes) - 1} rapport" in said
    assert f"• {codes[0]}\u00a0: Cette cohorte n’est plus dans le fichier." in said
    assert len(list(folder.iterdir())) == len(codes) - 1
    assert digests(folder) == registered(db)


def test_stopping_leaves_whole_files_and_no_others(own_file, page, begin, qtbot, db, told):  # noqa: F811
    codes = wanted(page)
    batch = page.batch_strip.batch

    def stop_at_the_second(done, _total, _name):
        if done == 1:
            QTimer.singleShot(0, page.batch_strip.stop_button.click)

    batch.moved.connect(stop_at_the_second)
    folder = begin()
    wait_for_end(page, qtbot)
    assert told[-1][0] == f"1 rapport enregistré sur {len(codes)}, arrêté à votre demande."
    assert len(list(folder.iterdir())) == 1
    assert digests(folder) == registered(db)
    assert not batch.is_running


def test_the_window_stays_free_meanwhile(own_file, page, begin, qtbot, ready):
    begin()
    page.view.go_to_page(2)
    assert page.view.page == 2
    page.list.buttons["evaluation"].click()
    ready(page)
    assert page.shown.report.kind == "evaluation"
    wait_for_end(page, qtbot)


def test_a_full_disk_is_said_for_each_and_leaves_nothing(
    own_file, page, begin, qtbot, db, answers, monkeypatch
):
    def refuse(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", refuse)
    folder = begin()
    answers.click("Fermer")
    wait_for_end(page, qtbot)
    assert answers.shown[-1].count("plus de place sur ce disque") == len(wanted(page))
    assert list(folder.iterdir()) == []
    assert registered(db) == set()


def test_giving_up_begins_nothing(page, answers):
    answers.click("Annuler")
    page.save_by_cohort()
    assert not page.batch_strip.batch.is_running
