from __future__ import annotations

import sys
import threading

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication

from gen_desktop.ui.crash import CrashReporter
from gen_desktop.ui.crash_dialog import CrashDialog


@pytest.fixture
def reporter(qapp, monkeypatch):
    made = CrashReporter()
    restore = made.install()
    yield made
    restore()


def _fail():
    raise RuntimeError("Élise Martin, 06 12 45 78 03")


def _report(times=1):
    for _ in range(times):
        try:
            _fail()
        except RuntimeError:
            sys.excepthook(*sys.exc_info())


def test_one_dialog_for_one_failure_however_often_it_happens(reporter, answers, logged_problems):
    answers.click("Continuer")
    _report(times=5)
    QCoreApplication.sendPostedEvents(reporter)
    assert answers.dialogs == [CrashDialog]
    assert len(logged_problems.records) == 5


def test_a_failure_in_a_thread_is_said_on_the_gui_thread(reporter, answers, logged_problems):
    said_on = []
    answers.fill(lambda dialog: said_on.append(threading.current_thread()))
    worker = threading.Thread(target=_fail)
    worker.start()
    worker.join()
    assert said_on == []
    QCoreApplication.sendPostedEvents(reporter)
    assert said_on == [threading.main_thread()]


def test_the_report_can_be_read_copied_and_saved(qtbot, answers, tmp_path):
    dialog = CrashDialog("Traceback: RuntimeError")
    qtbot.addWidget(dialog)
    dialog._copy()
    assert "RuntimeError" in QGuiApplication.clipboard().text()
    answers.path(tmp_path / "rapport.txt")
    dialog._save()
    assert "GEN Desktop" in (tmp_path / "rapport.txt").read_text(encoding="utf-8")
    answers.path(tmp_path / "absent" / "rapport.txt")
    answers.click("Fermer")
    dialog._save()
    assert "ne peut pas être écrit" in answers.shown[0]


def test_an_interruption_from_the_keyboard_is_no_crash(reporter, capsys):
    reporter.handle(KeyboardInterrupt, KeyboardInterrupt(), None)
    QCoreApplication.sendPostedEvents(reporter)
    assert "KeyboardInterrupt" in capsys.readouterr().err
