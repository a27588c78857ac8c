"""How long the first window takes, against an empty QMainWindow with a table, in the same run.

    python benchmarks/first_paint.py [--data FILE] [--runs 9]

Processes alternate, so that whatever else the machine does weighs on both. Prints the medians and their
ratio; exits 1 above the limit. Without --data an empty file is made.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 1.3

REPORT = """
import sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

class FirstPaint(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget) and watched.isWindow():
            print(time.monotonic(), flush=True)
            QApplication.instance().removeEventFilter(self)
            QTimer.singleShot(0, QApplication.instance().quit)
        return False
"""
BARE = (
    REPORT
    + """
from PySide6.QtCore import QAbstractTableModel, Qt
from PySide6.QtWidgets import QTableView

class Model(QAbstractTableModel):
    def rowCount(self, parent=None):
        return 31000
    def columnCount(self, parent=None):
        return 8
    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        return f"{index.row()} {index.column()}" if role == Qt.ItemDataRole.DisplayRole else None

app = QApplication(sys.argv)
watch = FirstPaint()
app.installEventFilter(watch)
window = QMainWindow()
model, view = Model(), QTableView()
view.setModel(model)
window.setCentralWidget(view)
window.resize(1366, 768)
window.show()
app.exec()
"""
)
PROGRAM = (
    REPORT
    + """
watch = FirstPaint()
from gen_desktop.ui import theme
follow = theme.follow_system
theme.follow_system = lambda app: (app.installEventFilter(watch), follow(app))
from gen_desktop.app import main
main(["--data-dir", sys.argv[1], "--data", sys.argv[2]])
"""
)


def first_paint(code: str, *arguments: str) -> float:
    """Milliseconds from the start of a process to its first painted window."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPATH"] = str(ROOT)
    started = time.monotonic()
    answer = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, env=environment, timeout=60
    )
    if not answer.stdout.strip():
        sys.exit(answer.stderr)
    return (float(answer.stdout.split()[0]) - started) * 1000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--runs", type=int, default=9)
    arguments = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen" if not os.environ.get("DISPLAY") else "xcb")
    with tempfile.TemporaryDirectory() as folder:
        data = arguments.data or _empty_file(Path(folder))
        first_paint(BARE), first_paint(PROGRAM, folder, str(data))  # fills the caches of both
        pairs = [(first_paint(BARE), first_paint(PROGRAM, folder, str(data))) for _ in range(arguments.runs)]
    bare, program = (statistics.median(values) for values in zip(*pairs, strict=True))
    ratio = statistics.median(ours / theirs for theirs, ours in pairs)
    print(f"empty window {bare:.0f} ms, program {program:.0f} ms, ratio {ratio:.2f} (limit {LIMIT})")
    return 0 if ratio <= LIMIT else 1


def _empty_file(folder: Path) -> Path:
    sys.path.insert(0, str(ROOT))
    from gen_desktop.changes import PROGRAM as AUTHOR
    from gen_desktop.store import create_store

    path = folder / "empty.gendb"
    create_store(path, AUTHOR).close()
    return path


if __name__ == "__main__":
    sys.exit(main())
