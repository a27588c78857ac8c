"""A program that types in forms and in dialogs one above the other, tells what, and is killed at once."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QDialog

from gen_desktop import paths
from gen_desktop.db.keys import unlock_as
from gen_desktop.settings import Settings
from gen_desktop.ui import dialogs
from gen_desktop.ui.draft_keeper import DraftKeeper
from gen_desktop.ui.startup import Program
from tests.ui.small_center import fill_small_center
from tests.ui.typed_places import DIALOGS, FORMS, PASSWORD, Desk, form_of, type_in, type_in_dialog
from tests.waiting import PATIENCE

LEFT_OPEN = ("LearnerForm", "CohortForm, new", "OrganizationForm", "CallForm")
"""Forms of pages that may be left with something typed."""


class Waits:
    """What a test would do with qtbot."""

    def waitUntil(self, holds: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end
            QCoreApplication.processEvents()

    def wait(self, _milliseconds: int) -> None:
        QCoreApplication.processEvents()


def main(path: Path) -> None:
    app = QApplication([])
    paths.use_data_dir(path.parent / "own")
    program, waits = Program(Settings()), Waits()
    program.open_file(path, unlock_as(path, PASSWORD))
    window = program.window
    assert window is not None
    waits.waitUntil(lambda: hasattr(window, "side_bar") and window.current_page_id() == "home")
    fill_small_center(program._opened())
    desk = Desk(window, waits, path.parent)
    for name in LEFT_OPEN:
        page = FORMS[name](desk)
        desk.settle()
        type_in(form_of(page))
    left = list(DIALOGS)

    def type_and_go_on(dialog: QDialog) -> int:
        type_in_dialog(dialog)
        if left:
            DIALOGS[left.pop()](desk)
        die(desk)
        return 0

    dialogs.run = type_and_go_on
    DIALOGS[left.pop()](desk)
    app.exec()


def die(desk: Desk) -> None:
    """Once it was kept by the timer of the program itself."""
    keeper = desk.window.findChild(DraftKeeper)
    typed = desk.window.drafts()
    desk.qtbot.waitUntil(lambda: keeper._kept == typed)
    told = [[*place, one.title, dict(one.values)] for place, one in typed.items()]
    sys.stdout.write(json.dumps(told))
    sys.stdout.flush()
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
