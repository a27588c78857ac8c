"""How long the window leaves anyone waiting while 31,000 people come in and go out again.

    python benchmarks/large_import_window.py [--rows 31000] [--data-dir DIR]

The program's own window, painted offscreen, reads the list of benchmarks/large_import.py, writes it, takes
it back and does it again. A timer of five milliseconds notes the longest time that the event loop did not
answer, at rest first: what a busy machine costs by itself. Exits 1 when a stage goes beyond the limit.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import QElapsedTimer, QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from benchmarks.large_import import TODAY, file_with_known
from gen_desktop import paths
from gen_desktop.sample.messy_lists import write_messy_lists
from gen_desktop.settings import Settings
from gen_desktop.ui import locale, theme
from gen_desktop.ui.imports.page import ImportsPage
from gen_desktop.ui.startup import Program

LIMIT_MS = 100
PATIENCE = 300.0


class Heart(QObject):
    """Beats every five milliseconds; ``longest`` is the longest time between two beats."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0
        self._since = QElapsedTimer()
        self._since.start()
        self._timer = QTimer(self, interval=5, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def start_over(self) -> None:
        """Forget what was before."""
        self.longest = 0
        self._since.restart()

    def _beat(self) -> None:
        self.longest = max(self.longest, self._since.restart())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rows", type=int, default=31_000)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        paths.use_data_dir(folder / "preferences")
        lists = write_messy_lists(folder, arguments.rows, arguments.rows // 310, TODAY, arguments.seed)
        file_with_known(folder / "centre.gendb", lists).close()
        app = QApplication(sys.argv[:1])
        locale.install(app)
        theme.apply(app, "light")
        program = Program(Settings(theme="light"))
        program.open_file(folder / "centre.gendb")
        heart = Heart()
        sound = live(program, heart, lists.messy)
        program.window.close()
        program.end()
    return 0 if sound else 1


def live(program: Program, heart: Heart, path: Path) -> bool:
    """Each stage in turn; whether the window answered in time in each."""
    settle()
    window = program.window
    wait(lambda: window.current_page() is not None)
    page = window.show_page("imports")
    assert isinstance(page, ImportsPage)
    wait(lambda: page.ctx.jobs.is_idle)
    taking_back = window.taking_back
    undo, redo = taking_back.undo_action, taking_back.redo_action

    def stage(name: str, begin: Callable[[], object], is_over: Callable[[], bool]) -> bool:
        heart.start_over()
        clock, processor = time.perf_counter(), time.process_time()
        begin()
        wait(lambda: is_over() and page.ctx.jobs.is_idle)
        taken, used = time.perf_counter() - clock, time.process_time() - processor
        settle()
        print(f"{name}: longest wait {heart.longest} ms; {taken:.1f} s, processor {used:.1f} s", flush=True)
        return heart.longest <= LIMIT_MS

    rest = time.perf_counter() + 3
    return all(
        [
            stage("at rest", lambda: None, lambda: time.perf_counter() > rest),
            stage("preview", lambda: page.read_file(path), lambda: page.state == "preview"),
            stage("every tab", lambda: every_tab(page), lambda: True),
            stage("write", page.write, lambda: page.state == "done"),
            stage("undo", undo.trigger, redo.isEnabled),
            stage("redo", redo.trigger, undo.isEnabled),
            stage("the same list again", lambda: page.read_file(path), lambda: page.state == "preview"),
            stage("and again", page.read_again, lambda: page.state == "preview"),
        ]
    )


def every_tab(page: ImportsPage) -> None:
    """Look at the rows, the remarks and the columns, and at the last row."""
    for tab in ("remarks", "columns", "rows"):
        page.preview.show_tab(tab)
        settle()
    page.preview.rows.select(page.preview.rows.model.rowCount() - 1)


def wait(is_over: Callable[[], bool]) -> None:
    """Let the window live as it does, in Qt's own loop, until then."""
    deadline = time.monotonic() + PATIENCE
    loop = QEventLoop()
    look = QTimer(interval=50)
    look.timeout.connect(lambda: loop.quit() if is_over() or time.monotonic() > deadline else None)
    look.start()
    loop.exec()
    if time.monotonic() > deadline:
        raise SystemExit("the window did not come to an end of it")


def settle() -> None:
    """A little longer: answers come after the work."""
    until = time.monotonic() + 0.5
    wait(lambda: time.monotonic() > until)


if __name__ == "__main__":
    sys.exit(main())
