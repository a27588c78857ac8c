"""What happens when the program is wrong: it is logged, said once, and the person decides."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from gen_desktop.ui import dialogs

logger = logging.getLogger(__name__)


class CrashReporter(QObject):
    """Takes every exception nobody caught, on whatever thread; ``install`` it before the first window."""

    _caught = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.diagnose: Callable[[QWidget], object] | None = None
        """Prepares a diagnostic over that window; the dialog offers it once it is known how."""
        self._said: set[str] = set()
        # PySide calls the hook on the thread of the failure: the dialog must wait for the GUI thread.
        self._caught.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> Callable[[], None]:
        """Take over sys.excepthook and threading.excepthook; the function returned gives them back."""
        before = sys.excepthook, threading.excepthook
        sys.excepthook = self.handle
        threading.excepthook = lambda args: self.handle(args.exc_type, args.exc_value, args.exc_traceback)

        def restore() -> None:
            sys.excepthook, threading.excepthook = before

        return restore

    def handle(
        self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Log it and queue the dialog; what the error quotes is in neither (log.py)."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)  # type: ignore[arg-type]
            return
        from gen_desktop.log import describe

        error = error or kind()
        logger.critical("Unhandled %s", kind.__qualname__, exc_info=(kind, error, trace))
        self._caught.emit(describe(error))

    def _show(self, text: str) -> None:
        if text in self._said:
            return
        self._said.add(text)
        from gen_desktop.ui.crash_dialog import CrashDialog

        dialogs.run(CrashDialog(text, QApplication.activeWindow(), self.diagnose))
