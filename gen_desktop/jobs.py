"""Long work as plain functions ``fn(job, ...) -> result``. No Qt here: ui/job_runner.py runs them."""

from __future__ import annotations

from collections.abc import Callable


class Cancelled(Exception):
    """Raised inside a job by ``Job.step`` when the person asked to stop."""


class Job:
    """Progress out, cancellation in. The default one reports to nobody and is never cancelled."""

    def __init__(
        self,
        on_step: Callable[[int, int, str], None] | None = None,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> None:
        self._on_step = on_step
        self._is_cancelled = is_cancelled

    def step(self, done: int, total: int, text: str) -> None:
        """Say how far the work is (French ``text``); raises Cancelled if the person asked to stop."""
        if self._is_cancelled is not None and self._is_cancelled():
            raise Cancelled
        if self._on_step is not None:
            self._on_step(done, total, text)
