"""Long work as plain functions ``fn(job, ...) -> result``. No Qt here: ui/job_runner.py runs them."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")
_EVERY = 200


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

    def each(self, items: Sequence[T], text: str) -> Iterator[T]:
        """The items one by one, with a ``step`` now and then."""
        for at, item in enumerate(items):
            if at % _EVERY == 0:
                self.step(at, len(items), text)
            yield item


def let_go(*collections: list[Any] | dict[Any, Any]) -> None:
    """Empty what is long item by item: freed at once, it would hold every other thread for as long."""
    for items in collections:
        if isinstance(items, dict):
            while items:
                items.popitem()
        else:
            while items:
                items.pop()


@contextmanager
def passing_objects() -> Iterator[None]:
    """No search for garbage while objects are made by the thousand that are all gone at the end.

    Call a function inside, so that what it made is let go before searching begins again.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def many_objects() -> Iterator[None]:
    """No search for garbage while objects are made by the hundred thousand, nor among those that are left.

    Each search would visit them all, and stop every thread for as long, the window's too.
    """
    was_enabled = gc.isenabled()
    gc.unfreeze()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()
