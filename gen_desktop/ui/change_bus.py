"""Tells every screen what a write touched, so that no screen calls another."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from gen_desktop.changes import Change


class ChangeBus(QObject):
    """``changed`` carries the Change; publish on the GUI thread, after the write is committed."""

    changed = Signal(object)

    def publish(self, change: Change) -> None:
        """Announce a committed change to whoever listens."""
        self.changed.emit(change)
