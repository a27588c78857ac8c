"""Types the invented week of tests/typed_week.py and prints how many keys and how many seconds it takes.

    python benchmarks/type_a_week.py

Each key is committed to the disk before the next one, as in the program. The seconds are the machine's
share: nobody waits for a key that is answered in less than a tenth of a second.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy import func, select

from gen_desktop.changes import PROGRAM
from gen_desktop.models.registry import Attendance
from gen_desktop.settings import Settings
from gen_desktop.store import create_store
from gen_desktop.ui import locale, theme
from gen_desktop.ui.attendance.page import AttendancePage
from gen_desktop.ui.change_bus import ChangeBus
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.job_runner import JobRunner
from tests.classroom import MONDAY, make_classroom
from tests.typed_week import EXCEPTIONS, column_by_column, down_the_columns

WAYS = (
    ("down the columns, one key per cell", down_the_columns),
    ("Maj P, then exceptions", column_by_column),
)
NAMED = {"Return": Qt.Key.Key_Return, "Down": Qt.Key.Key_Down, "Up": Qt.Key.Key_Up}
NAMED |= {"Left": Qt.Key.Key_Left, "Right": Qt.Key.Key_Right}


def main() -> None:
    """Type the week in each way."""
    app = QApplication(sys.argv[:1])
    locale.install(app)
    theme.apply(app, "light")
    for name, keys in WAYS:
        with tempfile.TemporaryDirectory() as folder:
            measure(name, list(keys()), Path(folder))


def measure(name: str, keys: list[str], folder: Path) -> None:
    """One way of typing, on a fresh file with a cohort of six months."""
    db = create_store(folder / "centre.gendb", PROGRAM)
    make_classroom(db, start=MONDAY, end=MONDAY.replace(year=2027, month=5, day=14))
    jobs = JobRunner()
    page = AttendancePage(
        AppContext(
            db=db,
            author=PROGRAM,
            settings=Settings(),
            jobs=jobs,
            changes=ChangeBus(),
            theme=theme.current(),
            today=lambda: MONDAY,
            state=QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat),
        )
    )
    page.resize(1140, 660)
    page.show()
    page.view.setFocus()
    taken = sorted(press_all(page, keys))
    jobs.wait_all()
    with db.read() as session:
        stored = session.scalar(select(func.count()).select_from(Attendance))
    page.close()
    db.close()
    presses = len(keys) + sum(key.startswith("shift+") for key in keys)
    print(
        f"{name}: {presses} key presses for {stored} cells, {len(EXCEPTIONS)} of them not present; "
        f"{sum(taken):.2f} s in all, {taken[len(taken) // 2] * 1000:.1f} ms for a key in the middle, "
        f"{taken[-1] * 1000:.1f} ms for the slowest"
    )


def press_all(page: AttendancePage, keys: Iterable[str]) -> Iterable[float]:
    """Press each key and let the window repaint; the seconds each one took."""
    for key in keys:
        modifier = Qt.KeyboardModifier.NoModifier
        if key.startswith("shift+"):
            key, modifier = key.removeprefix("shift+"), Qt.KeyboardModifier.ShiftModifier
        begin = time.perf_counter()
        QTest.keyClick(page.view, NAMED.get(key, key), modifier)
        QApplication.processEvents()
        yield time.perf_counter() - begin


if __name__ == "__main__":
    main()
