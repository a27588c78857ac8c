"""The real program in a process of its own, for tests that press real keys on a real screen."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.waiting import PATIENCE, wait_for

ROOT = Path(__file__).resolve().parent.parent
LOG = "program.log"
on_a_screen = [
    pytest.mark.screen,
    pytest.mark.skipif(sys.platform != "linux", reason="real key presses are sent through X11"),
]


@contextmanager
def running(display: str, file: Path, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The program on that file; what it says goes to ``folder/program.log``."""
    with (folder / LOG).open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, ROOT / "main.py", "--data", file, "--data-dir", folder / "preferences"],
            env=os.environ | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        yield process
        if process.poll() is None:
            process.kill()
        process.wait(PATIENCE)


def go_to_page(
    keyboard: Callable[..., str], process: subprocess.Popen[bytes], folder: Path, keys: str, title: str
) -> None:
    """Go to a page with the keyboard alone; the window's title says when each page is there."""

    def window(part: str) -> str:
        assert process.poll() is None, (folder / LOG).read_text()
        return keyboard("search", "--all", "--onlyvisible", "--pid", str(process.pid), "--name", part)

    first = str(wait_for(lambda: window("Accueil"), "the first page")).split()[0]
    # No window manager on this screen: nothing else gives the window the keys.
    keyboard("windowfocus", "--sync", first, "key", keys)
    wait_for(lambda: window(title), f"the page {title}")
