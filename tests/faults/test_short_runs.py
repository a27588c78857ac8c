"""A short run of each fault script; the long ones are started by hand (see the head of each)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FORKS = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
LIMITS = pytest.mark.skipif(sys.platform == "win32", reason="this system cannot make a full disk for a test")


@pytest.mark.parametrize(
    ("script", "arguments", "said"),
    [
        ("kills", ["--rounds", "9"], "9 kills"),
        ("damage", ["--rounds", "20"], "each detected"),
        ("fighting", ["--rounds", "4"], "never in two hands"),
        ("plain_text", ["--rounds", "1", "--only", "window"], "nobody found"),
        ("plain_text", ["--rounds", "1", "--only", "export"], "nobody found"),
        pytest.param("full_disk", ["--rounds", "9"], "nothing lost", marks=LIMITS),
        pytest.param(
            "full_disk", ["--rounds", "1", "--only", "backup", "--limit"], "nothing lost", marks=LIMITS
        ),
        pytest.param("every_line", ["backup", "--step", "23"], "a whole file each time", marks=FORKS),
        pytest.param("every_line", ["second-place", "--step", "17"], "a whole file each time", marks=FORKS),
    ],
)
def test_the_program_survives(script: str, arguments: list[str], said: str) -> None:
    done = subprocess.run(
        [sys.executable, f"tests/faults/{script}.py", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert said in done.stdout
