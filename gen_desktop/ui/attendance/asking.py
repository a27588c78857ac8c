"""What the grid asks in the background: the half-days that wait, and where the signed sheets stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from gen_desktop.jobs import Job
from gen_desktop.models.sheet_rules import SheetState
from gen_desktop.queries.missing_half_days import CohortMissing, missing_half_days
from gen_desktop.queries.signed_sheets import sheet_states

if TYPE_CHECKING:
    from gen_desktop.ui.attendance.page import AttendancePage

PAUSE_MS = 400
"""Asked once the keys stop: nobody reads it while typing."""


class Asking(QTimer):
    """``start`` after each key, ``ask`` at once."""

    def __init__(
        self, page: AttendancePage, show_missing: Callable[[Sequence[CohortMissing]], object]
    ) -> None:
        super().__init__(page)
        self._page, self._show_missing = page, show_missing
        self.setSingleShot(True)
        self.setInterval(PAUSE_MS)
        self.timeout.connect(self.ask)

    def ask(self) -> None:
        """What waits in the cohort shown; the answers come when they are there."""
        page = self._page
        if page.cohort_id is None:
            self._show_missing(())
            return
        jobs = page.ctx.jobs
        jobs.read_latest("attendance.missing", partial(self._missing, page.cohort_id), self._show_missing)
        grid = page.model.grid
        if grid is not None and page.model.view != "learner":
            ids = [half_day.id for half_day in grid.sessions]
            jobs.read_latest("attendance.sheets", partial(self._sheets, ids), partial(self._on_sheets, ids))

    def _missing(self, cohort_id: int, _job: Job) -> tuple[CohortMissing, ...]:
        with self._page.ctx.db.read() as session:
            return missing_half_days(session, self._page.ctx.today(), cohort_id)

    def _sheets(self, ids: Sequence[int], _job: Job) -> dict[int, SheetState]:
        with self._page.ctx.db.read() as session:
            return sheet_states(session, ids, self._page.ctx.today())

    def _on_sheets(self, ids: Sequence[int], states: dict[int, SheetState]) -> None:
        grid = self._page.model.grid
        if grid is not None and [half_day.id for half_day in grid.sessions] == ids:
            self._page.model.set_sheets(states)
