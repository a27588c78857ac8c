"""The binding must not lose references to None and True: some builds do, and the program then dies.

PySide6 6.12.0 with CPython 3.11 takes one reference too many at each void call; see docs/architecture.md.
"""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QAbstractTableModel, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

CALLS = 200
NOISE = 60


class _Model(QAbstractTableModel):
    def rowCount(self, parent=None):
        return 1

    def columnCount(self, parent=None):
        return 1

    def data(self, index, role=0):
        return None


class _Sender(QObject):
    sent = Signal(bool)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal there")
def test_no_reference_is_lost(qtbot):
    widget, model, sender = QWidget(), _Model(), _Sender()
    qtbot.addWidget(widget)
    sender.sent.connect(lambda on: None)
    calls = [
        lambda: widget.setWindowTitle("a"),
        lambda: widget.repaint(),
        lambda: QApplication.activeModalWidget(),
        lambda: model.index(0, 0).data(Qt.ItemDataRole.DecorationRole),
        lambda: QTimer.singleShot(0, widget.update),
        lambda: sender.sent.emit(True),
    ]
    for call in calls:
        call()
        before = sys.getrefcount(None), sys.getrefcount(True)
        for _ in range(CALLS):
            call()
        after = sys.getrefcount(None), sys.getrefcount(True)
        assert after[0] - before[0] > -NOISE
        assert after[1] - before[1] > -NOISE
