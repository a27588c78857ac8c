"""One report after the other, each saved and registered as soon as it is made; the window stays free.

Each is a gesture of its own: a fact, which nothing takes back, and what is made stays when the next fails.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from gen_desktop.changes import Change
from gen_desktop.errors import AppError
from gen_desktop.jobs import Job
from gen_desktop.reports.file_names import free_path, report_file_name
from gen_desktop.reports.registry import BuiltReport
from gen_desktop.services.documents import save_report
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.job_runner import Task
from gen_desktop.ui.reports import scopes
from gen_desktop.ui.reports.scopes import Scope

logger = logging.getLogger(__name__)
_UNEXPECTED = "une erreur inattendue l’a interrompu."


@dataclass(slots=True)
class Outcome:
    """What became of a batch: how many were ``wanted`` and ``saved``, and why the others were not.

    ``left``: what is not made, by its name. ``halted``: why none is made any more, '' for no such reason.
    """

    folder: Path
    wanted: int
    saved: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    """The reason in words, by the name of what failed."""
    is_stopped: bool = False
    left: dict[str, Scope] = field(default_factory=dict)
    halted: str = ""


class Batch(QObject):
    """``moved(done, total, name)`` before each report, ``ended(outcome)`` at the end.

    A report is built by a reader thread, then written and registered by the writer: stopping leaves whole
    files, all of them in the register. One that cannot be built is skipped; one that cannot be written ends
    the batch, since the next would not be written either.
    """

    moved = Signal(int, int, str)
    ended = Signal(object)

    def __init__(self, ctx: AppContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._left: list[tuple[str, Scope]] = []
        self._outcome: Outcome | None = None
        self._building: Task | None = None

    @property
    def is_running(self) -> bool:
        """Whether reports are still to be made."""
        return self._outcome is not None

    @property
    def progress(self) -> tuple[int, int]:
        """How many are saved, of how many; (0, 0) when none is being made."""
        return (0, 0) if self._outcome is None else (self._outcome.saved, self._outcome.wanted)

    def start(self, wanted: Mapping[str, Scope], folder: Path) -> None:
        """Make a report for each scope, by the name it is known under."""
        self._left = list(wanted.items())
        self._outcome = Outcome(folder, len(self._left), left=dict(wanted))
        self._next()

    def stop(self) -> None:
        """Give up what is not made yet; what is being written is written to its end."""
        if self._outcome is None:
            return
        self._outcome.is_stopped = True
        self._left.clear()
        if self._building is not None:
            self._building.cancel()
            self._building = None
            self._next()

    def _next(self) -> None:
        outcome = self._outcome
        assert outcome is not None
        if not self._left:
            self._outcome = None
            self.ended.emit(outcome)
            return
        name, scope = self._left.pop(0)
        self.moved.emit(outcome.wanted - len(self._left) - 1, outcome.wanted, name)
        self._building = self._ctx.jobs.read(
            partial(self._build, scope),
            partial(self._on_built, name),
            on_error=partial(self._on_failed, name),
            name="reports.batch",
        )

    def _build(self, scope: Scope, job: Job) -> BuiltReport:
        return scopes.build(self._ctx.db, scope, self._ctx.today(), job)

    def _on_built(self, name: str, report: BuiltReport) -> None:
        self._building = None
        assert self._outcome is not None
        folder, db = self._outcome.folder, self._ctx.db
        self._ctx.jobs.write(
            "Enregistrer le rapport",
            lambda _job: save_report(db, report, free_path(folder, report_file_name(report))),
            partial(self._on_saved, name),
            on_error=partial(self._on_refused, name),
        )

    def _on_saved(self, name: str, change: Change) -> None:
        # Without its name: the window would offer to take back what cannot be.
        self._ctx.changes.publish(replace(change, name=""))
        assert self._outcome is not None
        self._outcome.saved += 1
        del self._outcome.left[name]
        self._next()

    def _on_refused(self, name: str, error: Exception) -> None:
        """It could not be written."""
        if isinstance(error, AppError):
            assert self._outcome is not None
            self._outcome.halted = str(error)
            self._left.clear()
            self._next()
        else:
            self._on_failed(name, error)

    def _on_failed(self, name: str, error: Exception) -> None:
        self._building = None
        if not isinstance(error, AppError):
            logger.error("a report of a batch failed: %s", type(error).__name__)
        assert self._outcome is not None
        self._outcome.failed[name] = str(error) if isinstance(error, AppError) else _UNEXPECTED
        self._next()
