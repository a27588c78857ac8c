"""Whatever a person types is there again after the program died: in every form, in every dialog."""

from __future__ import annotations

import inspect
import json
import pkgutil
import signal
import subprocess
import sys
from importlib import import_module

import pytest
from PySide6.QtWidgets import QDialog, QWidget

import gen_desktop.ui
from gen_desktop.changes import PROGRAM
from gen_desktop.db.keys import unlock_as
from gen_desktop.queries.drafts import own_drafts
from gen_desktop.services.access import create_protected
from gen_desktop.services.organization import OrganizationInput
from gen_desktop.store import open_store
from gen_desktop.ui.draft import Draft
from gen_desktop.ui.learners.record_form import RecordForm
from gen_desktop.ui.main_window import MainWindow
from gen_desktop.ui.opening.gate import author_of
from gen_desktop.ui.pages import Page
from gen_desktop.ui.shell_hooks import hooks
from gen_desktop.ui.side_form import SideForm
from gen_desktop.ui.typing_dialog import TypingDialog
from tests.ui.small_center import fill_small_center
from tests.ui.typed_places import (
    DIALOGS,
    FORMS,
    MARK,
    PASSWORD,
    Desk,
    form_of,
    text_fields,
    text_of,
    type_in,
    type_in_dialog,
)
from tests.waiting import PATIENCE


@pytest.fixture
def desk(ctx, qtbot, tmp_path):
    fill_small_center(ctx.db)
    window = MainWindow(ctx, hooks(ctx.db))
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    made = Desk(window, qtbot, tmp_path)
    yield made
    made.window.each_page(lambda _page_id, page: page.put_away())
    ctx.jobs.wait_all()


NO_TEXT = {
    "PathForm": "what others are made of",
    "_ExceptionForm": "what others are made of",
    "EsfForm": "choices alone",
    "AnswersForm": "choices alone",
    "EnrollForm": "choices and a day",
    "MergeCompanyForm": "a choice",
    "AbsenceForm": "choices and days",
    "TextForm": "a part of a dialog",
}


SAYS_NOTHING = {"QuickEntry"}
"""It is open and empty for the next application: it shows at once what was typed."""


def put_back(desk: Desk, page: Page, drafts: dict[str, Draft]) -> None:
    """As after a crash: nothing of it is on the screen, and it is read from JSON."""
    page.put_away()
    desk.settle()
    assert page.all_drafts() == {}
    kept = {name: Draft(one.title, json.loads(json.dumps(one.values))) for name, one in drafts.items()}
    page.type_again(kept)
    page.take_up(next(iter(kept)))
    desk.settle()


def test_what_is_typed_in_a_form_comes_back(desk):
    """In one window: each form costs a second, a window one more."""
    for name, show in FORMS.items():
        page = show(desk)
        desk.settle()
        form = form_of(page)
        assert form is not None, name
        typed = type_in(form)
        drafts = page.all_drafts()
        assert (bool(typed), len(drafts)) == (True, 1), name
        put_back(desk, page, drafts)
        again = form_of(page)
        assert again is not None, name
        assert [text_of(field) for field in text_fields(again)] == typed, name
        assert page.all_drafts().keys() == drafts.keys(), f"{name} is kept further"
        if isinstance(again, SideForm | RecordForm) and name not in SAYS_NOTHING:
            assert not again.come_back.isHidden(), name
            again.come_back.forgotten.emit()
            assert page.all_drafts() == {}, f"{name}: what is saved is wanted"
        page.put_away()


@pytest.fixture(scope="module")
def widgets() -> list[type[QWidget]]:
    """Every class of the window."""
    found = []
    for module in pkgutil.walk_packages(gen_desktop.ui.__path__, "gen_desktop.ui."):
        classes = inspect.getmembers(import_module(module.name), inspect.isclass)
        found += [one for _name, one in classes if one.__module__ == module.name]
    return [one for one in found if issubclass(one, QWidget)]


def test_every_form_is_typed_in_here(widgets):
    named = {one.__name__ for one in widgets if one.__name__.endswith("Form")}
    forms = named | {one.__name__ for one in widgets if issubclass(one, SideForm | RecordForm)}
    known = {name.split(",")[0].split(" ")[0] for name in FORMS} | set(NO_TEXT)
    assert forms - {"SideForm", "RecordForm"} - known == set()


NOT_KEPT = {
    "TypingDialog": "what others are made of",
    "EditDialog": "what others are made of; or values for people chosen a moment ago",
    "OrderedDialog": "what others are made of",
    "PreviewDialog": "what others are made of",
    "EnrollDialog": "choices, and a day",
    "EraseDialog": "a question before there is no way back: half an answer is not kept",
    "PersonDialog": "a name and a password",
    "ArrivalDialog": "a password; no file is open yet",
    "LockDialog": "a password",
    "RecoverySheetDialog": "nothing is typed",
    "ColumnChooser": "choices",
    "FillDialog": "choices",
    "RncpDialog": "a search, and choices",
    "MessagesDialog": "what is typed is in its texts",
    "ProgressDialog": "nothing is typed",
    "ShortcutsDialog": "nothing is typed",
    "DiagnosticDialog": "nothing is typed",
    "CrashDialog": "nothing is typed",
}
"""Dialogs that keep no draft, and why."""


def test_every_dialog_keeps_what_is_typed_or_says_why_not(widgets):
    kept = {name.split(" ")[0] for name in DIALOGS}
    assert {one.__name__ for one in widgets if issubclass(one, QDialog)} == kept | set(NOT_KEPT)
    assert all(issubclass(one, TypingDialog) for one in widgets if one.__name__ in kept)


def test_what_is_typed_in_a_dialog_comes_back(desk, answers):
    for name, show in DIALOGS.items():
        kept, held = {}, []

        def die(dialog: QDialog, kept=kept, held=held) -> None:
            held.append(type_in_dialog(dialog))
            kept.update(desk.window.drafts())

        def look(dialog: QDialog, held=held) -> None:
            held.append(dialog.held())
            assert not dialog.come_back.isHidden()
            dialog.come_back.forgotten.emit()
            assert dialog.touched() == {}, "what is saved is wanted"

        answers.fill(die, accept=False)
        page = show(desk)
        (((_page_id, form), draft),) = kept.items()
        assert page.all_drafts() == {}, "given up, it is forgotten"
        typed = {form: Draft(draft.title, json.loads(json.dumps(draft.values)))}
        page.type_again(typed)
        assert page.all_drafts() == typed
        answers.fill(look, accept=False)
        if name == "SubmitDialog":  # its report is to be made first
            show(desk)
        else:
            page.take_up(form)
        assert held[0] == held[1], name
        assert page.all_drafts() == {}


def test_it_is_there_after_a_kill_and_nobody_reads_it_in_the_file(tmp_path, logged_problems):
    path = tmp_path / "centre.gendb"
    values = OrganizationInput("Numérique en Morvan", staff=(("Claire Lambert", None),))
    create_protected(path, PROGRAM, values, PASSWORD)
    words = [sys.executable, "-m", "tests.ui.typing_until_killed", str(path)]
    done = subprocess.run(words, capture_output=True, check=False, timeout=PATIENCE)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()[-2000:]
    typed = json.loads(done.stdout)
    assert len(typed) == len(DIALOGS) + 4
    written = [one.read_bytes() for one in tmp_path.rglob("*") if one.is_file()]
    assert not any(MARK.encode() in one for one in written)
    unlocked = unlock_as(path, PASSWORD)
    db = open_store(path, author_of(unlocked), unlocked.key)
    with db.read() as session:
        kept = [[one.page, one.form, one.title, dict(one.typed)] for one in own_drafts(session)]
    db.close()
    assert sorted(kept) == sorted(typed)
    assert all(MARK in json.dumps(values, ensure_ascii=False) for *_place, values in kept)
