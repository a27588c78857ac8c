"""The real window, worked by itself: its password, every page, search, gestures, a backup, a crash.

``python tests/faults/window_at_work.py DATA_DIR FILE CHOSEN_FOLDER NAME``; the password is in
GEN_DESKTOP_PASSWORD. Says « warm » once everything was done once, then goes on until it is killed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QObject, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy import select, text

from gen_desktop import app
from gen_desktop.db.backup import Reason
from gen_desktop.exporting.call_list import write_call_list
from gen_desktop.models.learner import Learner
from gen_desktop.queries import call_order
from gen_desktop.queries.call_order import CallCriteria
from gen_desktop.services import backups, learners
from gen_desktop.ui import dialogs
from gen_desktop.ui.main_window import MainWindow
from gen_desktop.ui.opening.card import UnlockCard
from gen_desktop.ui.safekeeper import now_here
from gen_desktop.ui.startup import Program
from gen_desktop.ui.widgets.search_box import SearchBox

STEP_MS = 20
Wait = Callable[[], bool]


def window() -> MainWindow | None:
    found = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow)]
    return found[0] if found else None


def work(chosen: Path, name: str) -> Iterator[Wait]:
    """What is done, step by step; each step says when the next may come."""
    yield lambda: window() is not None and bool(window().findChildren(UnlockCard))
    shown = window()
    card = shown.findChildren(UnlockCard)[0]
    card.secret.setText(os.environ["GEN_DESKTOP_PASSWORD"])
    card.open_button.click()
    yield lambda: hasattr(shown, "side_bar") and shown.current_page_id() == "home"
    idle = lambda: shown.ctx.jobs.is_idle  # noqa: E731
    yield idle
    with shown.ctx.db.read() as session:
        ids = session.scalars(select(Learner.id).where(Learner.last_name == name).limit(50)).all()
    cycle = 0
    while True:
        for page in (
            "learners",
            "cohorts",
            "intake",
            "attendance",
            "placements",
            "reports",
            "backups",
            "home",
        ):
            shown.show_page(page)
            yield idle
        shown.open_record("learner", ids[cycle % len(ids)])
        yield idle
        search_box = shown.findChild(SearchBox)
        QTest.keyClicks(search_box, name[:9])
        QTest.qWait(300)
        yield idle
        search_box.clear()
        _gesture(shown, ids[cycle % len(ids)], name)
        yield idle
        shown.undo()
        yield idle
        shown.ctx.jobs.read(lambda job: backups.back_up(shown.ctx.db, Reason.ASKED, now_here()))
        shown.ctx.jobs.read(lambda job: _write_calls(shown, chosen))
        yield idle
        _crash(shown, name)
        yield idle
        if cycle == 0:
            print("warm", flush=True)
        cycle += 1


def _gesture(shown: MainWindow, learner_id: int, name: str) -> None:
    values = learners.LearnerInput(name, "Zoé", note=f"Voir {name} demain")
    shown.ctx.jobs.write(
        "Modifier",
        lambda job: learners.update_learner(shown.ctx.db, learner_id, values),
        shown.ctx.changes.publish,
    )


def _write_calls(shown: MainWindow, chosen: Path) -> None:
    with shown.ctx.db.read() as session:
        ids = call_order.call_list_ids(session, CallCriteria(), shown.ctx.today())
    write_call_list(shown.ctx.db, ids, chosen / "appels.xlsx")


def _crash(shown: MainWindow, name: str) -> None:
    """Bugs whose messages hold a name: a statement that fails, a value that is nowhere."""

    def statement(job: object) -> None:
        with shown.ctx.db.write("Échec") as session:
            session.execute(text("INSERT INTO learner (last_name) VALUES (:name)"), {"name": name})

    shown.ctx.jobs.write("Échec", statement)
    shown.ctx.jobs.read(lambda job: {}[name])


class Worker(QObject):
    """Does one step after the other, each when it may come."""

    def __init__(self, steps: Iterator[Wait], parent: QObject) -> None:
        super().__init__(parent)
        self._steps = steps
        self._ready: Wait = lambda: True
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(STEP_MS)
        self._timer.timeout.connect(self._step)
        self._timer.start()

    def _step(self) -> None:
        if self._ready():
            self._ready = next(self._steps)
        self._timer.start()


def main() -> None:
    data_dir, file, chosen, name = sys.argv[1:]
    dialogs.run = lambda dialog: 0  # nobody is there to close the dialogs of the bugs above
    begin = Program.begin

    def begin_and_work(program: Program, path: Path | None) -> None:
        begin(program, path)
        Worker(work(Path(chosen), name), program)

    Program.begin = begin_and_work
    sys.exit(app.main(["--data-dir", data_dir, "--data", file]))


if __name__ == "__main__":
    main()
