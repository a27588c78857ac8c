"""The real program is killed as a fault of its own libraries would: its next start says so, once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from gen_desktop import crashes
from tests.waiting import PATIENCE, wait_for

pytestmark = [
    pytest.mark.screen,
    pytest.mark.skipif(sys.platform != "linux", reason="windows are looked for through X11"),
]

ROOT = Path(__file__).resolve().parent.parent
NOTICE = "^GEN Desktop$"


@pytest.fixture
def start(display, store_file, tmp_path):
    """Start the program on a file that nobody else has open; whatever still runs is killed at the end."""
    running: list[subprocess.Popen[bytes]] = []

    def begin() -> subprocess.Popen[bytes]:
        words = [sys.executable, ROOT / "main.py", "--data-dir", tmp_path / "own", "--data", store_file]
        env = os.environ | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        with (tmp_path / "program.log").open("ab") as output:
            running.append(subprocess.Popen(words, env=env, stdout=output, stderr=output))
        return running[-1]

    yield begin
    for process in running:
        if process.poll() is None:
            process.kill()
        process.wait(PATIENCE)


@pytest.fixture
def windows(keyboard) -> Callable[[subprocess.Popen[bytes], str], list[str]]:
    """The visible windows of a process whose title is like that."""

    def find(process: subprocess.Popen[bytes], title: str) -> list[str]:
        words = ["search", "--all", "--onlyvisible", "--pid", str(process.pid), "--name", title]
        return keyboard(*words).split()

    return find


def end(process: subprocess.Popen[bytes], how: signal.Signals) -> None:
    process.send_signal(how)
    process.wait(PATIENCE)


def test_a_crash_is_told_at_the_next_start_and_never_again(start, windows, keyboard, tmp_path):
    folder = tmp_path / "own" / "journaux"
    first = start()
    wait_for(lambda: windows(first, "Accueil") and list(folder.glob(crashes.RUN_FILES)), "the first window")
    end(first, signal.SIGSEGV)
    assert first.returncode == -signal.SIGSEGV

    second = start()
    (notice,) = wait_for(lambda: windows(second, "Accueil") and windows(second, NOTICE), "the notice")
    assert "Segmentation fault" in crashes.untold_crash(folder)
    assert "gen_desktop/ui/startup.py" in crashes.untold_crash(folder)
    keyboard("windowfocus", "--sync", notice, "key", "Escape")
    wait_for(lambda: not windows(second, NOTICE), "the notice to be gone")
    wait_for(lambda: crashes.untold_crash(folder) == "", "the crash to be known as told")
    end(second, signal.SIGKILL)

    third = start()
    wait_for(lambda: windows(third, "Accueil"), "the third window")
    wait_for(lambda: len(list(folder.glob(crashes.RUN_FILES))) == 1, "the log")
    assert windows(third, NOTICE) == []
    journal = (folder / "gen-desktop.log").read_text(encoding="utf-8")
    assert journal.count("an earlier run crashed") == 1
    assert journal.count("an earlier run was cut short") == 1
