"""What every test of the window stands on: a real context, and no dialog, warning, thread or window left."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QSettings, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLineEdit,
    QWidget,
)

from gen_desktop.changes import Author, AuthorKind
from gen_desktop.settings import Settings
from gen_desktop.ui import dialogs, locale, theme
from gen_desktop.ui.change_bus import ChangeBus
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.job_runner import JobRunner

TODAY = date(2026, 11, 23)


class Answers:
    """Queue what the person will answer; a dialog nobody announced fails the test.

    ``shown`` keeps the text of every message box, ``dialogs`` the classes of dialogs.
    """

    def __init__(self) -> None:
        self._dialogs: deque[Callable[[QDialog], int]] = deque()
        self._paths: deque[Path | None] = deque()
        self.shown: list[str] = []
        self.dialogs: list[type[QDialog]] = []

    def click(self, text: str) -> None:
        """The next dialog: click the button of that text (mnemonics aside)."""

        def answer(dialog: QDialog) -> int:
            buttons = dialog.findChildren(QAbstractButton)
            found = [one for one in buttons if one.text().replace("&", "") == text]
            assert found, f"no button {text!r} among {[one.text() for one in buttons]}"
            found[0].click()
            return dialog.result()

        self._dialogs.append(answer)

    def fill(self, action: Callable[[QDialog], object], *, accept: bool = True) -> None:
        """The next dialog: do something with it, then accept or reject it."""

        def answer(dialog: QDialog) -> int:
            action(dialog)
            return int(accept)

        self._dialogs.append(answer)

    def path(self, path: Path | None) -> None:
        """The next file dialog: choose that path, or give up."""
        self._paths.append(path)

    def run(self, dialog: QDialog) -> int:
        self.dialogs.append(type(dialog))
        texts = [str(dialog.property(name) or "") for name in ("text", "informativeText")]
        self.shown.append(" ".join(text for text in texts if text))
        assert self._dialogs, f"unexpected dialog {type(dialog).__name__}: {self.shown[-1]}"
        return self._dialogs.popleft()(dialog)

    def pick_path(self, parent, kind, title, kinds, start) -> Path | None:
        assert self._paths, f"unexpected file dialog: {title}"
        return self._paths.popleft()

    def pick_paths(self, parent, title, kinds) -> list[Path]:
        path = self.pick_path(parent, "open", title, kinds, None)
        return [] if path is None else [path]

    def left(self) -> int:
        return len(self._dialogs) + len(self._paths)


@pytest.fixture(autouse=True)
def answers(monkeypatch):
    """Stands at the one place where dialogs open."""
    made = Answers()
    monkeypatch.setattr(dialogs, "run", made.run)
    monkeypatch.setattr(dialogs, "pick_path", made.pick_path)
    monkeypatch.setattr(dialogs, "pick_paths", made.pick_paths)
    yield made
    assert made.left() == 0, "an announced dialog never came"


@pytest.fixture
def logged_problems(caplog):
    """Ask for it in a test that provokes warnings of ours on purpose; it is pytest's caplog."""
    return caplog


@pytest.fixture(autouse=True)
def _quiet_log(request, caplog):
    """A test may not log a warning of ours unless it says so."""
    yield
    if "logged_problems" not in request.fixturenames:
        loud = [
            record.getMessage()
            for when in ("setup", "call")
            for record in caplog.get_records(when)
            if record.levelno >= logging.WARNING and record.name.startswith("gen_desktop")
        ]
        assert not loud, loud


@pytest.fixture(autouse=True)
def _no_window_left():
    """A test may not leave a visible window behind."""
    yield
    left = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    for widget in left:
        widget.close()
    assert not left, left


@pytest.fixture(scope="session", autouse=True)
def _dressed(qapp):
    """French, and the light theme."""
    locale.install(qapp)
    theme.apply(qapp, "light")


@pytest.fixture
def jobs(qapp):
    """A real runner, waited for at the end."""
    runner = JobRunner()
    yield runner
    runner.cancel_all()
    assert runner.wait_all(), "a job was left running"
    runner.deleteLater()
    QCoreApplication.sendPostedEvents(runner, 0)


@pytest.fixture
def ctx(db, jobs, tmp_path) -> AppContext:
    """A real context on a fresh empty file, on Monday 23 November 2026."""
    return AppContext(
        db=db,
        author=Author(AuthorKind.PERSON, "C. Lambert"),
        settings=Settings(),
        jobs=jobs,
        changes=ChangeBus(),
        theme=theme.current(),
        today=lambda: TODAY,
        state=QSettings(str(tmp_path / "fenetre.ini"), QSettings.Format.IniFormat),
        clock=lambda: time(18),
    )


@pytest.fixture
def type_text():
    """``type_text(widget, "Élise")``: QTest aborts the whole run on any letter that is not ASCII."""

    def send(widget: QWidget, text: str) -> None:
        for letter in text:
            for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                QCoreApplication.sendEvent(widget, event)

    return send


@pytest.fixture
def nameless():
    """``nameless(widget)`` lists what can take the focus inside it and has no name to be read aloud."""

    def find(root: QWidget) -> list[str]:
        found = []
        for widget in [root, *root.findChildren(QWidget)]:
            if isinstance(widget, QAbstractButton | QComboBox | QLineEdit | QAbstractItemView):
                if widget.objectName().startswith("qt_") or isinstance(widget, QHeaderView):
                    continue
                if root.isVisible() and not widget.isVisible():
                    continue  # out of reach now: another tab, or the list of a closed drop-down
                read = QAccessible.queryAccessibleInterface(widget)
                if not read.text(QAccessible.Text.Name).strip():
                    found.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
        return found

    return find
