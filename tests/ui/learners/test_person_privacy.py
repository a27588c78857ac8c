"""From the panel of a person: the document of everything held, and the erasure."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from gen_desktop.db.backup import Reason
from gen_desktop.models.registry import Learner
from gen_desktop.queries.drafts import KeptDraft
from gen_desktop.queries.privacy_records import erasures, exports
from gen_desktop.services.backups import back_up, kept
from gen_desktop.services.drafts import keep_drafts
from gen_desktop.ui.learners.erase_dialog import EraseDialog
from gen_desktop.ui.learners.page import LearnersPage
from tests.classroom import NAMES, make_classroom

NOW = dt.datetime(2026, 11, 23, 10).astimezone()


@pytest.fixture
def page(ctx, db, qtbot):
    make_classroom(db, entered_on=dt.date(2026, 11, 16), decision="admitted")
    made = LearnersPage(ctx)
    qtbot.addWidget(made)
    ctx.changes.changed.connect(made.refresh)
    made.resize(1120, 690)
    made.show()
    qtbot.waitUntil(lambda: made.model.rowCount() == len(NAMES))
    return made


@pytest.fixture
def kevin(page, db):
    with db.read() as session:
        learner_id = session.scalar(select(Learner.id).where(Learner.last_name == "Delorme"))
    page.open_record("learner", learner_id)
    assert page.panel.person.id == learner_id
    return learner_id


def read(db, query):
    with db.read() as session:
        return query(session)


def typed(reason, *, backups_too=False):
    def fill(dialog: EraseDialog) -> None:
        dialog.reason.setText(reason)
        dialog.backups_too.setChecked(backups_too)

    return fill


def test_everything_held_is_written_where_asked(page, kevin, db, answers, tmp_path, qtbot):
    answers.path(tmp_path)
    page.panel.export_action.trigger()
    qtbot.waitUntil(lambda: (tmp_path / f"personne-{kevin}.json").exists())
    qtbot.waitUntil(lambda: page.ctx.jobs.is_idle)
    assert (tmp_path / f"personne-{kevin}.pdf").read_bytes().startswith(b"%PDF")
    assert [one.kind for one in read(db, exports)] == ["person"]


def test_the_question_tells_what_goes_and_what_stays(page, kevin, db, answers, qtbot):
    seen = []
    answers.fill(lambda dialog: seen.append(dialog), accept=False)
    page.panel.erase_action.trigger()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0].windowTitle() == "Effacer Delorme Kévin\u202f?"
    assert read(db, erasures) == ()


def test_no_reason_no_erasure(qtbot):
    from gen_desktop.queries.erasing import Told

    dialog = EraseDialog(Told("Delorme Kévin", "a", "b", "c", "d", False), None)
    qtbot.addWidget(dialog)
    dialog.erase_button.click()
    assert dialog.result() == 0
    dialog.reason.setText("À sa demande")
    dialog.erase_button.click()
    assert dialog.result() == 1


def test_erasing_leaves_a_nameless_row(page, kevin, db, answers, qtbot):
    answers.fill(typed("À sa demande"))
    answers.click("Fermer")
    page.panel.erase_action.trigger()
    qtbot.waitUntil(lambda: page.panel.person is not None and page.panel.person.erased_on is not None)
    qtbot.waitUntil(lambda: page.ctx.jobs.is_idle and answers.left() == 0)
    (row,) = read(db, erasures)
    assert (row.number, row.reason) == (kevin, "À sa demande")
    assert not page.panel.edit_button.isVisible()
    assert not page.panel.erase_action.isEnabled()
    page.edit()
    assert page.form is None


def test_backups_go_after_a_second_question(page, kevin, db, answers, qtbot):
    back_up(db, Reason.ASKED, NOW - dt.timedelta(days=2))
    answers.fill(typed("À sa demande", backups_too=True))
    answers.click("Effacer et supprimer")
    page.panel.erase_action.trigger()
    qtbot.waitUntil(lambda: len(read(db, erasures)) == 1)
    qtbot.waitUntil(lambda: page.ctx.jobs.is_idle and answers.left() == 0)
    (only,) = kept(db)
    assert only.made_at > NOW - dt.timedelta(days=1)


def test_what_is_being_typed_about_her_comes_first(page, kevin, db, answers, qtbot):
    keep_drafts(db, db.author, [KeptDraft("learners", f"edit:{kevin}:", "Modifier", {})], NOW)
    answers.click("Fermer")
    page.panel.erase_action.trigger()
    qtbot.waitUntil(lambda: answers.left() == 0)
    assert read(db, erasures) == ()


def test_a_refused_reason_is_said_and_nothing_moves(page, kevin, db, answers, qtbot):
    answers.fill(typed("Demande de Kévin Delorme"))
    answers.click("Fermer")
    page.panel.erase_action.trigger()
    qtbot.waitUntil(lambda: answers.left() == 0)
    qtbot.waitUntil(lambda: page.ctx.jobs.is_idle)
    assert read(db, erasures) == ()


def test_copying_a_row_enters_the_register(page, kevin, db, qtbot):
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtTest import QTest

    QTest.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert "Delorme" in QGuiApplication.clipboard().text()
    assert [(one.kind, one.people) for one in read(db, exports)] == [("copied_rows", 1)]
