"""Waiting for another process, as often as needed and never longer."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event

PATIENCE = 60.0
POLL = 0.01


def wait_for(condition: Callable[[], object], what: str, seconds: float = PATIENCE) -> object:
    """Poll until it holds; the failure says what was awaited."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, f"waited {seconds:.0f} s for {what}"
        pause()
    return found


def pause() -> None:
    """Leave the processor to the program between two looks."""
    Event().wait(POLL)
