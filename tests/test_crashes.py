"""Runs that did not end well, in processes that really end so."""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from gen_desktop import crashes
from gen_desktop.errors import StorageProblem

ROOT = Path(__file__).resolve().parent.parent
RUN = """
import os, pathlib, sys
from gen_desktop import crashes
from gen_desktop.jobs import Job
crashes.start_watching(pathlib.Path(sys.argv[1]))
print("watching", flush=True)
ENDING = sys.argv[2]
if ENDING == "wait":
    sys.stdin.read()
elif ENDING == "well":
    crashes.stop_watching()
else:
    Job(on_step=lambda *said: os.abort()).step(0, 0, "")
"""


def run(folder: Path, ending: str) -> subprocess.Popen[str]:
    """A process that watches in ``folder``, and ends well, by itself in a crash, or waits to be ended."""
    words = [sys.executable, "-c", RUN, str(folder), ending]
    started = subprocess.Popen(
        words,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert started.stdout.readline() == "watching\n"
    if ending != "wait":
        started.wait(30)
        close(started)
    return started


def close(process: subprocess.Popen[str]) -> None:
    process.stdin.close()
    process.stdout.close()


@pytest.fixture
def start(tmp_path):
    """Begin a run as the program does; each begins after the one before it."""

    def begin() -> None:
        crashes.start_watching(tmp_path)
        crashes.stop_watching()

    return begin


def test_a_crash_is_told_once_and_kept_for_a_diagnostic(tmp_path, start):
    assert run(tmp_path, "crash").returncode != 0
    assert crashes.untold_crash(tmp_path) == ""
    start()
    told = crashes.untold_crash(tmp_path)
    assert "Fatal Python error" in told
    assert 'File "gen_desktop/jobs.py"' in told
    assert str(ROOT) not in told
    start()
    assert crashes.untold_crash(tmp_path) == told  # nobody was told yet
    crashes.note_told(tmp_path)
    start()
    assert crashes.untold_crash(tmp_path) == ""
    assert crashes.last_crash(tmp_path) == told


def test_a_run_that_ended_well_leaves_nothing(tmp_path, start):
    assert run(tmp_path, "well").returncode == 0
    assert list(tmp_path.iterdir()) == []
    start()
    assert crashes.last_crash(tmp_path) == ""


@pytest.mark.skipif(sys.platform == "win32", reason="a process is ended in one way there: see below")
@pytest.mark.parametrize(
    ("ended_by", "is_crash"),
    [("SIGSEGV", True), ("SIGBUS", True), ("SIGKILL", False), ("SIGTERM", False)],
)
def test_a_kill_is_no_crash(tmp_path, start, caplog, ended_by, is_crash):
    running = run(tmp_path, "wait")
    running.send_signal(signal.Signals[ended_by])
    running.wait(30)
    close(running)
    assert running.returncode == -signal.Signals[ended_by]
    start()
    assert bool(crashes.untold_crash(tmp_path)) is is_crash
    said = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    crashed, cut = "an earlier run crashed", "an earlier run was cut short: killed, or no power"
    assert said == [crashed if is_crash else cut]
    assert list(tmp_path.glob(crashes.RUN_FILES)) == []


def test_a_program_that_still_runs_is_left_alone(tmp_path, start, caplog):
    running = run(tmp_path, "wait")
    (file,) = tmp_path.glob(crashes.RUN_FILES)
    start()
    assert file.exists()
    running.kill()
    running.wait(30)
    close(running)
    start()
    assert not file.exists()
    assert "an earlier run was cut short: killed, or no power" in caplog.messages
    assert crashes.untold_crash(tmp_path) == ""


def test_a_folder_that_cannot_be_written_is_told_in_french(tmp_path):
    with pytest.raises(StorageProblem, match="journal"):
        crashes.start_watching(tmp_path / "absent")
