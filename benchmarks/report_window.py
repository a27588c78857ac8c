"""From the page of reports to its first page read, in the window: a small invented file, a whole programme.

    python benchmarks/report_window.py [--data FILE] [--small FILE]

The true window, painted offscreen. First the opening of the page, then another report and back again. Beside
each time the longest that the window answered nothing meanwhile. In the whole programme (1,200 cohorts and
31,000 people, ``programme_file.py``; not measured without --data): how soon progress is shown, and how soon
« Arrêter » stops. Exits 1 above a limit.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtWidgets import QApplication

from benchmarks.call_list import rest, until
from benchmarks.large_import_window import Heart
from gen_desktop import paths
from gen_desktop.settings import Settings
from gen_desktop.ui import locale, theme
from gen_desktop.ui.reports.page import ReportsPage
from gen_desktop.ui.reports.periods import Period
from gen_desktop.ui.reports.scopes import FollowUpScope
from gen_desktop.ui.startup import Program

ROOT = Path(__file__).resolve().parent.parent
FIRST_PAGE_MS, HELD_MS = 1_000, 100
AT_FIRST = 5.0
"""Seconds left to the home page, the search and the first backup, which come first."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--small", type=Path, help="an invented organisation; made if it is not given")
    parser.add_argument("--data", type=Path, help="the file of a whole programme; it is copied first")
    arguments = parser.parse_args()
    app = QApplication(sys.argv[:1])
    locale.install(app)
    theme.apply(app, "light")
    sound = True
    with tempfile.TemporaryDirectory() as folder:
        paths.use_data_dir(Path(folder) / "preferences")
        small = Path(folder) / "petit.gendb"
        if arguments.small:
            shutil.copyfile(arguments.small, small)
        else:
            command = [sys.executable, ROOT / "main.py", "--data", small, "demo"]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        sound &= measure(app, small, is_large=False)
        if arguments.data:
            large = Path(folder) / "programme.gendb"
            shutil.copyfile(arguments.data, large)
            sound &= measure(app, large, is_large=True)
    return int(not sound)


def measure(app: QApplication, data: Path, *, is_large: bool) -> bool:
    """Print what a person waits for; whether the limits hold."""
    program = Program(Settings(theme="light"))
    program.open_file(data)
    until(app, lambda: program.window is not None)
    rest(app, AT_FIRST * (6 if is_large else 1))
    window = program.window
    assert window is not None
    window.resize(1366, 768)
    heart = Heart()
    print(f"\n{data.name}, {data.stat().st_size / 1e6:.0f} MB")

    def show() -> None:
        window.show_page("reports")

    opened, held = waited(app, heart, show, lambda: first_page_is_painted(window.show_page("reports")))
    print(f"  page asked → first page painted    {opened:7.0f} ms, window held {held} ms at most")
    page = window.show_page("reports")
    assert isinstance(page, ReportsPage)
    worst = held
    for kind in ("evaluation", "follow_up"):
        page.list.chosen.emit(kind)
        spent, held = waited(app, heart, lambda: None, lambda: first_page_is_painted(page))
        worst = max(worst, held)
        print(f"  {kind:10} asked → first page      {spent:7.0f} ms, window held {held} ms at most")
    if is_large:
        over = set()
        page.ctx.jobs.finished.connect(lambda task: over.add(id(task)))
        whole = FollowUpScope(Period(dt.date(2019, 1, 1), dt.date(2026, 9, 30)))
        spent, held = waited(app, heart, lambda: page.show_scope(whole), lambda: first_page_is_painted(page))
        worst = max(worst, held)
        print(f"  all years asked → first page       {spent:7.0f} ms, window held {held} ms at most")
        page.show_scope(whole)
        shown, _ = waited(app, heart, lambda: None, page.desk.strip.isVisible)
        rest(app, 1)
        before = len(over)
        stopped, _ = waited(app, heart, page.desk.stopped.emit, lambda: len(over) > before)
        print(
            f"  progress shown after               {shown:7.0f} ms; « Arrêter » ends it in {stopped:.0f} ms"
        )
    window.close()
    program.end()
    rest(app, 1)
    return worst <= HELD_MS and (is_large or opened <= FIRST_PAGE_MS)


def waited(
    app: QApplication, heart: Heart, begin: Callable[[], None], is_over: Callable[[], bool]
) -> tuple[float, int]:
    """Milliseconds until it is over, and the longest time without an answer meanwhile."""
    heart.start_over()
    started = time.perf_counter()
    begin()
    until(app, is_over)
    return 1000 * (time.perf_counter() - started), heart.longest


def first_page_is_painted(page: object) -> bool:
    """Whether the first page of a finished report can be read."""
    assert isinstance(page, ReportsPage)
    return page.shown is not None and any(key[0] == 0 for key in page.view.images.kept)


if __name__ == "__main__":
    sys.exit(main())
