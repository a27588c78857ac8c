"""Runs the plain functions of gen_desktop/jobs.py on threads and answers on the GUI thread."""

from __future__ import annotations

import ctypes
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QObject, QRunnable, Qt, QThreadPool, QTimer, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from gen_desktop.jobs import Cancelled, Job
from gen_desktop.ui import dialogs

if TYPE_CHECKING:  # built 600 ms after a long job began, not before the first paint
    from gen_desktop.ui.progress_dialog import ProgressDialog

logger = logging.getLogger(__name__)

PROGRESS_INTERVAL = 0.05
DIALOG_DELAY_MS = 600
READERS = 2
_FOREVER = -1

Work = Callable[[Job], Any]
OnResult = Callable[[Any], object]
OnError = Callable[[Exception], object]


@dataclass(eq=False)
class Task:
    """A started job; ``cancel()`` asks it to stop at its next step."""

    name: str
    writes: bool
    on_result: OnResult | None
    on_error: OnError | None
    on_cancelled: Callable[[], object] | None
    parent: QWidget | None
    cancel_asked: bool = False
    finished: bool = False
    failed: bool = False
    last_step: tuple[int, int, str] = field(default=(0, 0, ""))

    def cancel(self) -> None:
        """Ask to stop; the answer (cancelled or too late) comes as any other."""
        self.cancel_asked = True


class JobRunner(QObject):
    """One writer at a time (modal, with a progress dialog after 600 ms) and a few readers beside it.

    What nobody waits for (the counts in the side bar) has a thread of its own: what is asked at a key press
    never stands behind it.

    Callbacks run on the GUI thread. A callback that is a method of a deleted widget is dropped silently.
    Without ``on_error`` a failure shows the sentence of its family, or the crash dialog for a bug.
    """

    started = Signal(object)
    progressed = Signal(object)
    finished = Signal(object)

    # Emitted on the threads of the work, delivered on the GUI thread.
    stepped = Signal(object, int, int, str)
    ended = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writer = QThreadPool(self)
        self._writer.setMaxThreadCount(1)
        self._readers = QThreadPool(self)
        self._readers.setMaxThreadCount(READERS)
        self._counters = QThreadPool(self)
        self._counters.setMaxThreadCount(1)
        self._pools = (self._writer, self._readers, self._counters)
        for pool in self._pools:
            pool.setExpiryTimeout(_FOREVER)
        self._tasks: set[Task] = set()
        self._latest: dict[str, Task] = {}
        self._dialogs: dict[Task, ProgressDialog] = {}
        self.stepped.connect(self._on_stepped, Qt.ConnectionType.QueuedConnection)
        self.ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    @property
    def is_writing(self) -> bool:
        """Whether a write job runs or waits: the window must not close."""
        return any(task.writes for task in self._tasks)

    @property
    def is_idle(self) -> bool:
        """Nothing runs, nothing waits, every answer was delivered."""
        return not self._tasks

    def write(
        self,
        name: str,
        work: Work,
        on_result: OnResult | None = None,
        *,
        on_error: OnError | None = None,
        on_cancelled: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> Task:
        """Run ``work(job)`` after the writes already waiting; ``name`` is French and shown.

        Whoever writes publishes the Change in ``on_result``.
        """
        task = Task(name, True, on_result, on_error, on_cancelled, parent)
        self._start(task, work, self._writer)
        QTimer.singleShot(DIALOG_DELAY_MS, self, partial(self._show_progress, task))
        return task

    def read(
        self,
        work: Work,
        on_result: OnResult | None = None,
        *,
        on_error: OnError | None = None,
        name: str = "",
        progress_over: QWidget | None = None,
        is_awaited: bool = True,
    ) -> Task:
        """Run ``work(job)`` beside the window.

        With ``progress_over`` progress is shown over that widget after 600 ms. ``is_awaited`` False: nobody
        looks for the answer, and it comes after others of its kind.
        """
        task = Task(name, False, on_result, on_error, None, progress_over)
        self._start(task, work, self._readers if is_awaited else self._counters)
        if progress_over is not None:
            QTimer.singleShot(DIALOG_DELAY_MS, self, partial(self._show_progress, task))
        return task

    def read_latest(
        self,
        key: str,
        work: Work,
        on_result: OnResult,
        *,
        on_error: OnError | None = None,
        is_awaited: bool = True,
    ) -> Task:
        """Like ``read``, but a newer call with the same key makes the older answer vanish.

        For search as you type, and for pages that reload while they are still loading.
        """
        previous = self._latest.get(key)
        if previous is not None:
            previous.cancel()
        task = self.read(work, on_result, on_error=on_error, name=key, is_awaited=is_awaited)
        self._latest[key] = task
        return task

    def wait_all(self, timeout_ms: int = 5000) -> bool:
        """Wait for running work and deliver its answers. False if something still runs after the delay.

        Call it on the GUI thread; it does not process any other event.
        """
        deadline = time.monotonic() + timeout_ms / 1000
        while self._tasks:
            for pool in self._pools:
                left = round((deadline - time.monotonic()) * 1000)
                if left <= 0 or not pool.waitForDone(left):
                    return False
            QCoreApplication.sendPostedEvents(self)
        return True

    def cancel_all(self) -> None:
        """Ask every running and waiting job to stop."""
        for task in self._tasks:
            task.cancel()

    def _start(self, task: Task, work: Work, pool: QThreadPool) -> None:
        self._tasks.add(task)
        self.started.emit(task)
        pool.start(_Runnable(self, task, work))

    def _on_stepped(self, task: Task, done: int, total: int, text: str) -> None:
        task.last_step = (done, total, text)
        if task in self._dialogs:
            self._dialogs[task].set_step(done, total, text)
        self.progressed.emit(task)

    def _on_ended(self, task: Task, result: Any, error: BaseException | None) -> None:
        self._tasks.discard(task)
        task.finished = True
        task.failed = error is not None
        if task in self._dialogs:
            self._dialogs.pop(task).finish()
        if self._latest.get(task.name) is task:
            del self._latest[task.name]
        self.finished.emit(task)
        if isinstance(error, Cancelled):
            if task.on_cancelled is not None and _alive(task.on_cancelled):
                task.on_cancelled()
        elif task.cancel_asked and not task.writes:
            return
        elif isinstance(error, Exception):
            self._fail(task, error)
        elif error is not None:
            raise error
        elif task.on_result is not None and _alive(task.on_result):
            task.on_result(result)

    def _fail(self, task: Task, error: Exception) -> None:
        if task.on_error is None:
            parent = task.parent if task.parent is not None and isValid(task.parent) else None
            dialogs.show_error(parent, error)
        elif _alive(task.on_error):
            task.on_error(error)

    def _show_progress(self, task: Task) -> None:
        if task.finished:
            return
        from gen_desktop.ui.progress_dialog import ProgressDialog

        parent = task.parent.window() if task.parent is not None and isValid(task.parent) else None
        dialog = ProgressDialog(task.name, task.cancel, parent)
        dialog.set_step(*task.last_step)
        self._dialogs[task] = dialog
        dialog.open()


class _Runnable(QRunnable):
    """Owns nothing of Qt but its runner's signals; whatever happens, the end is announced."""

    def __init__(self, runner: JobRunner, task: Task, work: Work) -> None:
        super().__init__()
        self._runner = runner
        self._task = task
        self._work = work
        self._last = 0.0

    def run(self) -> None:
        _keep_thread_state()
        result: Any = None
        error: BaseException | None = None
        try:
            job = Job(self._on_step, lambda: self._task.cancel_asked)
            if self._task.cancel_asked:
                raise Cancelled
            result = self._work(job)
        except BaseException as caught:
            error = caught
        del self._work  # what it holds is free for whoever hears the end
        if isValid(self._runner):
            self._runner.ended.emit(self._task, result, error)

    def _on_step(self, done: int, total: int, text: str) -> None:
        now = time.monotonic()
        if now - self._last >= PROGRESS_INTERVAL or done >= total:
            self._last = now
            self._runner.stepped.emit(self._task, done, total, text)


_thread = threading.local()


def _keep_thread_state() -> None:
    """Let a pooled thread keep its Python state from one job to the next.

    Qt frees it after each job, but pybind11 libraries (pikepdf) remember the state of the thread that first
    imported them: the next job of that thread would read freed memory.
    """
    if not hasattr(_thread, "is_kept"):
        ctypes.pythonapi.PyGILState_Ensure()
        _thread.is_kept = True


def _alive(callback: Callable[..., object]) -> bool:
    while isinstance(callback, partial):
        callback = callback.func
    owner = getattr(callback, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)
