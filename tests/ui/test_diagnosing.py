"""The diagnostic in the window: read before it is saved, offered wherever something went wrong."""

from __future__ import annotations

import sys
from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QPlainTextEdit, QPushButton

from gen_desktop import crashes, log, paths
from gen_desktop.db.keys import unlock_as
from gen_desktop.settings import Settings
from gen_desktop.ui.crash import CrashReporter
from gen_desktop.ui.crash_dialog import CrashDialog
from gen_desktop.ui.diagnosing import CRASHED, PREPARE, DiagnosticDialog, window_lines
from gen_desktop.ui.startup import Program
from tests.protected import KEY, PASSWORD, make_center

CRASH = "0.1.0, 2026-11-22 10:00:00\nFatal Python error: Segmentation fault\n"


@pytest.fixture
def dialog(qtbot, jobs):
    """Made and filled from a text."""

    def make(prepare):
        made = DiagnosticDialog(jobs, prepare, None)
        qtbot.addWidget(made)
        made.show()
        return made

    return make


@pytest.fixture
def program(qtbot):
    made = Program(Settings())
    yield made
    made.end()
    log.stop_logging()
    crashes.stop_watching()
    for window in (made.window, made.welcome):
        if window is not None:
            window.leave() if hasattr(window, "leave") else window.close()
            window.deleteLater()
    made.deleteLater()


@pytest.fixture
def crashed():
    """The run before this one crashed."""
    (paths.log_dir() / crashes.CRASH_FILE).write_text(CRASH, encoding="utf-8")


def is_open(program):
    window = program.window
    return window is not None and window.current_page() is not None and program.jobs.is_idle


def entry(program, text):
    (found,) = [one for one in program.window.side_bar.menu.actions() if one.text() == text]
    return found


class Read:
    """Waits for the text of the dialog, as a person would, and keeps it."""

    def __init__(self, qtbot):
        self._qtbot = qtbot
        self.text = ""

    def __call__(self, dialog):
        assert isinstance(dialog, DiagnosticDialog)
        self._qtbot.waitUntil(dialog.save_button.isEnabled)
        self.text = dialog.text


@pytest.fixture
def reading(qtbot):
    return Read(qtbot)


def test_it_is_read_copied_and_saved_as_shown(dialog, jobs, answers, tmp_path, qtbot):
    go_on = Event()
    text = "Une ligne\u00a0: 1\n"
    made = dialog(lambda job: text if go_on.wait(20) else "")
    assert not made.save_button.isEnabled()
    assert not made.copy_button.isEnabled()
    assert made.shown.isReadOnly()
    go_on.set()
    qtbot.waitUntil(made.save_button.isEnabled)
    made.copy_button.click()
    assert made.shown.toPlainText() == "Une ligne : 1\n"
    assert QGuiApplication.clipboard().text() == text
    answers.path(tmp_path / "diagnostic")
    made.save_button.click()
    assert (tmp_path / "diagnostic.txt").read_bytes() == text.encode()


def test_a_folder_that_takes_nothing_and_a_change_of_mind(dialog, answers, tmp_path, qtbot):
    (tmp_path / "fichier").write_text("")
    made = dialog(lambda job: "Une ligne")
    qtbot.waitUntil(made.save_button.isEnabled)
    answers.path(None)
    made.save_button.click()
    answers.path(tmp_path / "fichier" / "diagnostic.txt")
    answers.click("Fermer")
    made.save_button.click()
    assert "ne peut pas être écrit" in answers.shown[0]


def test_closed_too_early_it_is_given_up(dialog, jobs, qtbot):
    go_on = Event()

    def prepare(job):
        go_on.wait(20)
        job.step(1, 2, "")
        pytest.fail("it went on")

    made = dialog(prepare)
    made.reject()
    go_on.set()
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert made.shown.toPlainText().startswith("Préparation")


def test_the_window_tells_of_qt_and_its_screens():
    lines = dict(window_lines())
    assert lines["Qt"].startswith("6.")
    screen = QGuiApplication.primaryScreen().size()
    assert lines["Écran 1"].startswith(f"{screen.width()} × {screen.height()}, échelle ")


def test_from_the_menu_it_is_about_the_open_file(program, store_file, qtbot, answers, reading):
    program.open_file(store_file)
    qtbot.waitUntil(lambda: is_open(program))
    answers.fill(reading)
    entry(program, PREPARE).trigger()
    assert "  learner\u00a0: 0\n" in reading.text
    assert "Écran 1" in reading.text


def test_of_a_protected_file_the_key_in_use_is_taken(program, tmp_path, qtbot, answers, reading):
    center = make_center(tmp_path, KEY)
    program.open_file(center.path, unlock_as(center.path, PASSWORD, None))
    qtbot.waitUntil(lambda: is_open(program))
    answers.fill(reading)
    program.show_diagnostic()
    assert "  learner\u00a0: 0\n" in reading.text


def test_a_file_that_did_not_open_can_be_told_of_from_the_first_screen(
    program, store_file, qtbot, answers, reading
):
    store_file.write_bytes(store_file.read_bytes()[:-4096])
    answers.click("Fermer")
    program.open_file(store_file)
    qtbot.waitUntil(lambda: program.welcome is not None)
    answers.fill(reading)
    program.welcome.diagnostic_button.click()
    assert "refusée\u00a0: le fichier est endommagé" in reading.text


def test_the_crash_of_the_run_before_is_told_once(program, crashed, answers):
    program.show_welcome()
    answers.click("Fermer")
    program.after_first_paint()
    assert answers.shown[0].startswith(CRASHED)
    program.after_first_paint()
    assert answers.dialogs == [QMessageBox]
    assert crashes.last_crash() == CRASH


def test_with_the_crash_a_diagnostic_is_offered_that_holds_it(program, crashed, answers, reading):
    program.show_welcome()
    answers.click(PREPARE)
    answers.fill(reading)
    program.after_first_paint()
    assert answers.dialogs == [QMessageBox, DiagnosticDialog]
    assert "Fatal Python error: Segmentation fault" in reading.text


def test_a_start_after_a_good_end_tells_nothing(program, answers):
    program.show_welcome()
    program.after_first_paint()
    assert answers.dialogs == []


def test_the_crash_dialog_offers_it_and_repeats_nothing_that_was_typed(qapp, answers, logged_problems, qtbot):
    reporter = CrashReporter()
    restore = reporter.install()
    asked = []
    reporter.diagnose = asked.append
    shown = []

    def look(dialog):
        shown.append(dialog.findChild(QPlainTextEdit).toPlainText())
        (found,) = [one for one in dialog.findChildren(QPushButton) if one.text() == PREPARE]
        found.click()

    answers.fill(look)
    try:
        raise RuntimeError("Élise Martin, 06 12 45 78 03")
    except RuntimeError:
        sys.excepthook(*sys.exc_info())
    QCoreApplication.sendPostedEvents(reporter)
    restore()
    assert answers.dialogs == [CrashDialog]
    assert [type(one) for one in asked] == [CrashDialog]
    assert "builtins.RuntimeError" in shown[0]
    assert "test_diagnosing.py" in shown[0]
    assert "03" not in shown[0].split("builtins.RuntimeError")[1]


def test_everything_in_the_dialog_has_a_name(dialog, nameless):
    assert nameless(dialog(lambda job: "")) == []
