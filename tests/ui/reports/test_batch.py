"""A report for each cohort, in a folder chosen once."""

from __future__ import annotations

import hashlib
import os

import pytest
from PySide6.QtCore import QTimer
from sqlalchemy import select

from gen_desktop.errors import NotFound
from gen_desktop.models.registry import IssuedDocument
from gen_desktop.reports.registry import build_follow_up
from gen_desktop.ui.reports import batch, scopes
from tests.ui.reports.test_issuing import told  # noqa: F401 - a fixture
from tests.ui.reports.test_page import FIRST, LAST, cohort_ids


def wanted(page):
    return list(scopes.by_cohort(page.scope, page._cohorts, page.ctx.today()))


@pytest.fixture
def begin(page, answers, tmp_path):
    """``begin(*files)``: a report for each cohort of the quarter into a new folder, which is given back."""

    def asked(*files):
        folder = tmp_path / "rapports"
        folder.mkdir()
        for name, data in files:
            (folder / name).write_bytes(data)
        answers.click("Choisir le dossier…")
        answers.path(folder)
        page.save_by_cohort()
        return folder

    return asked


def wait_for_end(page, qtbot):
    qtbot.waitUntil(lambda: not page.batch_strip.batch.is_running)
    qtbot.waitUntil(lambda: page.ctx.jobs.is_idle)


def registered(db):
    with db.read() as session:
        return {document.sha256 for document in session.scalars(select(IssuedDocument))}


def digests(folder):
    return {hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_each_cohort_has_its_own_report(own_file, page, begin, qtbot, db, answers, told):  # noqa: F811
    codes, names = wanted(page), []
    assert len(codes) >= 2
    page.ctx.changes.changed.connect(lambda change: names.append(change.name))
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
    assert set(names) == {""}, "no page offers to take back what is a fact"
    for code in codes:
        (path,) = (one for one in folder.iterdir() if f" {code}," in one.name)
        assert path.read_bytes() == build_follow_up(db, FIRST, LAST, (cohort_ids(db)[code],), LAST).data
    assert page.ctx.state.value("reports/folder") == str(folder)


def test_one_that_fails_does_not_keep_the_others_back(own_file, page, begin, qtbot, db, answers, monkeypatch):
    codes, build, strip = wanted(page), scopes.build, page.batch_strip
    lost = cohort_ids(db)[codes[0]]

    def without_first(database, scope, today, job):
        if scope.cohort_ids == (lost,):
            raise NotFound("Cette cohorte n’est plus dans le fichier.")
        return build(database, scope, today, job)

    monkeypatch.setattr(scopes, "build", without_first)
    folder = begin()
    wait_for_end(page, qtbot)
    assert len(answers.shown) == 1, "nothing opens by itself"
    answers.click("Fermer")
    strip.why_button.click()
    said = answers.shown[-1]
    assert f"{len(codes) - 1} rapport" in said
    assert f"• {codes[0]}\u00a0: Cette cohorte n’est plus dans le fichier." in said
    assert len(list(folder.iterdir())) == len(codes) - 1
    monkeypatch.setattr(scopes, "build", build)
    assert strip.go_on_button.text() == "Faire l’autre"
    strip.go_on_button.click()
    wait_for_end(page, qtbot)
    assert strip.isHidden()
    assert len(list(folder.iterdir())) == len(codes)
    assert digests(folder) == registered(db)


def test_stopping_leaves_whole_files_and_no_others(own_file, page, begin, qtbot, db, told):  # noqa: F811
    codes = wanted(page)
    running = page.batch_strip.batch

    def stop_at_the_second(done, _total, _name):
        if done == 1:
            QTimer.singleShot(0, page.batch_strip.stop_button.click)

    running.moved.connect(stop_at_the_second)
    folder = begin()
    wait_for_end(page, qtbot)
    assert told[-1][0] == f"1 rapport enregistré sur {len(codes)}, arrêté à votre demande."
    assert len(list(folder.iterdir())) == 1
    assert digests(folder) == registered(db)
    assert not running.is_running


def test_the_window_stays_free_meanwhile(own_file, page, begin, qtbot, ready):
    begin()
    page.view.go_to_page(2)
    assert page.view.page == 2
    page.list.buttons["evaluation"].click()
    ready(page)
    assert page.shown.report.kind == "evaluation"
    wait_for_end(page, qtbot)


def test_a_disk_that_fills_up_ends_it_and_the_rest_is_made_later(
    own_file, page, begin, qtbot, db, answers, monkeypatch
):
    codes, strip, sync, written = wanted(page), page.batch_strip, os.fsync, []

    def full_after_the_first(handle):
        written.append(handle)
        if len(written) > 1:
            raise OSError(28, "No space left on device")
        sync(handle)

    monkeypatch.setattr("os.fsync", full_after_the_first)
    folder = begin()
    wait_for_end(page, qtbot)
    assert strip.text.full_text().startswith(f"1 rapport enregistré sur {len(codes)}. Le suivant")
    assert len(written) == 2, "the next ones are not tried"
    answers.click("Fermer")
    strip.why_button.click()
    assert "plus de place sur ce disque" in answers.shown[-1]
    (first,) = folder.iterdir()
    assert digests(folder) == registered(db)
    monkeypatch.setattr("os.fsync", sync)
    strip.go_on_button.click()
    wait_for_end(page, qtbot)
    assert strip.isHidden()
    assert len(list(folder.iterdir())) == len(codes)
    assert first.exists()
    assert not [one for one in folder.iterdir() if "(2)" in one.name], "none is made again"
    assert digests(folder) == registered(db)


def test_names_that_are_there_are_left_and_those_alike_told_apart(
    own_file, page, begin, qtbot, db, monkeypatch
):
    monkeypatch.setattr(batch, "report_file_name", lambda _report: "Rapport.pdf")
    folder = begin(("Rapport.pdf", b"un autre"))
    wait_for_end(page, qtbot)
    again = [f"Rapport ({rank + 2}).pdf" for rank in range(len(wanted(page)))]
    assert {one.name for one in folder.iterdir()} == {"Rapport.pdf", *again}
    assert (folder / "Rapport.pdf").read_bytes() == b"un autre"
    (folder / "Rapport.pdf").unlink()
    assert digests(folder) == registered(db)


def test_a_folder_that_is_none_is_said_once_and_nothing_is_made(own_file, page, answers, qtbot, db, tmp_path):
    folder = tmp_path / "rapports"
    folder.write_text("un fichier")
    answers.click("Choisir le dossier…")
    answers.path(folder)
    page.save_by_cohort()
    wait_for_end(page, qtbot)
    assert page.batch_strip.text.full_text().startswith(
        f"0 rapport enregistré sur {len(wanted(page))}. Le suivant"
    )
    assert registered(db) == set()
    page.batch_strip.close_button.click()
    assert page.batch_strip.isHidden()


def test_who_comes_next_does_not_sign_what_another_asked_for(own_file, page, begin, qtbot, db):
    folder = begin()
    assert page.under_way() == f"0 rapport sur {len(wanted(page))} est enregistré"
    page.on_author()
    wait_for_end(page, qtbot)
    assert page.under_way() == ""
    assert len(list(folder.iterdir())) < len(wanted(page))
    assert digests(folder) == registered(db)


def test_giving_up_begins_nothing(page, answers):
    answers.click("Annuler")
    page.save_by_cohort()
    assert not page.batch_strip.batch.is_running
