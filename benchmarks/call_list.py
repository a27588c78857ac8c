"""How long the call list takes for 31,000 leavers: from the question to painted rows, beside a plain read.

    python benchmarks/call_list.py [--data FILE] [--horizons 3,6,12,24]

The page of the program, painted offscreen. Without --data an invented file is made (a minute or so).
Everybody has left long enough ago to be due at each horizon, one in three answered, everybody had a job. Prints milliseconds, and how many times a plain
read of the same leavers that is; exits 1 above the limit.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtWidgets import QApplication
from sqlalchemy import text

from benchmarks.leavers import invented_leavers, make_them_leave
from gen_desktop import paths
from gen_desktop.settings import Settings
from gen_desktop.ui import locale, theme
from gen_desktop.ui.placements.page import PlacementsPage
from gen_desktop.ui.startup import Program

LIMIT_MS = 150
RUNS = 9
AT_FIRST, PATIENCE = 8.0, 60.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, help="an invented file; it is copied first")
    parser.add_argument("--horizons", default="3,6,12,24", help="months, separated by commas")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        paths.use_data_dir(Path(folder) / "preferences")
        data = Path(folder) / "grand.gendb"
        if arguments.data:
            shutil.copyfile(arguments.data, data)
            leavers = make_them_leave(data, arguments.horizons)
        else:
            leavers = invented_leavers(data, arguments.horizons)
        return int(not measure(data, leavers))


def measure(data: Path, leavers: int) -> bool:
    """The median of some openings; True within the limit."""
    app = QApplication(sys.argv[:1])
    locale.install(app)
    theme.apply(app, "light")
    program = Program(Settings(theme="light"))
    program.open_file(data)
    rest(app, AT_FIRST)  # the file opens; the home page, the search and the first backup come first
    assert program.window is not None
    program.window.resize(1366, 768)
    page = program.window.show_page("placements")
    assert isinstance(page, PlacementsPage)
    until(app, lambda: page.model.rowCount() > 0)
    rest(app, 1)
    plain = median([plain_read(page) for _ in range(RUNS)])
    opened = median([opening(app, page) for _ in range(RUNS)])
    print(f"{leavers} leavers, {len(page.model.ids)} lines to call")
    print(f"plain read of the leavers  {plain:7.1f} ms")
    print(f"list, question to paint    {opened:7.1f} ms (limit {LIMIT_MS}), {opened / plain:.1f} plain reads")
    program.window.close()
    program.end()
    return opened <= LIMIT_MS


def plain_read(page: PlacementsPage) -> float:
    """Milliseconds to fetch the day of the exit and the name of each leaver."""
    started = time.perf_counter()
    with page.ctx.db.read() as session:
        session.execute(
            text(
                "SELECT e.id, e.exit_on, l.sort_key FROM enrollment e JOIN learner l ON l.id = e.learner_id"
                " WHERE e.exit_on IS NOT NULL ORDER BY e.exit_on, l.sort_key"
            )
        ).all()
    return 1000 * (time.perf_counter() - started)


def opening(app: QApplication, page: PlacementsPage) -> float:
    """Milliseconds from the question to the first rows painted."""
    page.model.reload([])
    app.processEvents()
    started = time.perf_counter()
    page.refresh(None)
    until(app, lambda: page.model.rowCount() > 0)
    page.table.viewport().repaint()
    spent = 1000 * (time.perf_counter() - started)
    rest(app, 1)  # what is around the list comes after it
    return spent


def rest(app: QApplication, seconds: float) -> None:
    """Let the window work for so long."""
    over = time.monotonic() + seconds
    until(app, lambda: time.monotonic() > over)


def until(app: QApplication, condition: Callable[[], bool]) -> None:
    """Let the window work until it holds."""
    deadline = time.monotonic() + PATIENCE
    while not condition() and time.monotonic() < deadline:
        app.processEvents()
        time.sleep(0.001)  # as a loop that waits: the thread that reads is not held


def median(values: list[float]) -> float:
    """The middle one."""
    return sorted(values)[len(values) // 2]


if __name__ == "__main__":
    sys.exit(main())
