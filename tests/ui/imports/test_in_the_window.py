"""The page inside the window: how one gets there and back, Ctrl+Return, Ctrl+Z by name."""

from __future__ import annotations

import subprocess
import sys
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gen_desktop.importing.plan import KIND_NAMES
from gen_desktop.services.undo import last_redoable, last_undoable, redo_last, undo_last
from gen_desktop.ui.imports.kinds import KINDS
from gen_desktop.ui.main_window import MainWindow
from gen_desktop.ui.pages import HIDDEN_PAGES, Page, PageSpec
from gen_desktop.ui.shell_hooks import ShellHooks
from tests.ui.imports.lists import CODE


class Desk(Page):
    title = "Apprenants"
    targets: list[object]

    def __init__(self, ctx):
        super().__init__(ctx)
        self.targets = []

    def show_target(self, target):
        self.targets.append(target)


@pytest.fixture
def window(qtbot, ctx, room):
    def last(ask):
        with ctx.db.read() as session:
            found = ask(session)
        return found.name if found else None

    hooks = ShellHooks(
        search=lambda text: [],
        kind_titles={},
        identity=lambda: ("Numérique en Morvan", ""),
        last_undoable=lambda: last(last_undoable),
        undo=partial(undo_last, ctx.db),
        last_redoable=lambda: last(last_redoable),
        redo=partial(redo_last, ctx.db),
    )
    specs = [
        PageSpec("learners", "Apprenants", "users", Desk),
        PageSpec("attendance", "Émargement", "calendar-check", Desk),
        *HIDDEN_PAGES,
    ]
    made = MainWindow(ctx, hooks, specs)
    qtbot.addWidget(made)
    made.show_page("learners")
    made.show()
    return made


def lit(window):
    return [page_id for page_id, button in window.side_bar._buttons.items() if button.isChecked()]


def test_it_has_no_line_and_leads_back(window, settle):
    assert list(window.side_bar._buttons) == ["learners", "attendance"]
    window.current_page().go_requested.emit("imports", "attendance")
    settle()
    page = window.current_page()
    assert page.choose.kind == "attendance"
    assert window.windowTitle() == "Importer une liste – GEN Desktop"
    assert lit(window) == ["learners"]
    assert [one.text() for one in window.top_bar.buttons()] == ["Retour", "Imports faits…"]
    window.top_bar.buttons()[0].click()
    assert window.current_page_id() == "learners"
    assert window.show_page("imports") is page


def test_the_bar_leads_away_from_it(window, settle):
    window.go_to("imports", "learners")
    window.side_bar._buttons["learners"].click()
    assert window.current_page_id() == "learners"
    window.go_to("imports", "learners")
    window.side_bar._buttons["attendance"].click()
    assert window.current_page_id() == "attendance"
    assert lit(window) == ["attendance"]
    settle()


def test_control_return_imports_and_control_z_takes_it_back(window, settle, good_list, count_people, qtbot):
    window.go_to("imports", "learners")
    settle()
    page = window.current_page()
    page.choose.cohorts.set_code(CODE)
    page.read_file(good_list)
    settle()
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow() and window.top_bar.buttons()[-1].isVisible())
    QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.state == "done")
    settle()
    assert count_people() == 4
    name = "Importer 2 apprenants (apprenants.xlsx)"
    assert window.taking_back.undo_action.text() == f"Annuler\u00a0: {name}"
    page.done.undo_button.click()
    qtbot.waitUntil(lambda: window.toast.text == f"Annulé\u00a0: {name}")
    settle()
    assert count_people() == 2
    assert page.done.heading.text() == "L’import est annulé"
    window.taking_back.redo_action.trigger()
    qtbot.waitUntil(lambda: window.toast.text == f"Rétabli\u00a0: {name}")
    settle()
    assert count_people() == 4
    window.toast.hide()


def test_what_was_imported_is_one_click_away(window, settle, good_list):
    window.go_to("imports", "learners")
    settle()
    page = window.current_page()
    page.choose.cohorts.set_code(CODE)
    page.read_file(good_list)
    settle()
    page.write()
    settle()
    page.done.door_button.click()
    assert window.current_page_id() == "learners"
    assert len(window.current_page().targets[-1]) == 2
    window.toast.hide()


def test_kinds_are_those_of_the_importer():
    assert {code: kind.title for code, kind in KINDS.items()} == KIND_NAMES


def test_the_page_opens_without_the_readers_of_lists():
    script = (
        "import sys, gen_desktop.ui.imports.page\n"
        "print([name for name in sys.modules if name.startswith('gen_desktop.importing')"
        " or name in ('pandas', 'numpy', 'python_calamine', 'xlsxwriter', 'phonenumbers', 'rapidfuzz')])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
