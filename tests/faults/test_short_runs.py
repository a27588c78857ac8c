"""A short run of each fault script; the long ones are started by hand (see the head of each)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Without fork each death takes a new interpreter: fewer of them there.
STEP = 1 if hasattr(os, "fork") else 7
ON_WINDOWS = sys.platform == "win32"
DISK = pytest.mark.skipif(
    ON_WINDOWS and "GEN_DESKTOP_SMALL_DISK" not in os.environ,
    reason="GEN_DESKTOP_SMALL_DISK names no folder of a small disk, and Windows makes none for a test",
)
LIMIT = pytest.mark.skipif(ON_WINDOWS, reason="Windows cannot limit the size of the files of a process")


@pytest.mark.parametrize(
    ("script", "arguments", "said"),
    [
        ("kills", ["--rounds", "10"], "10 kills"),
        ("damage", ["--rounds", "20"], "each detected"),
        ("fighting", ["--rounds", "4"], "never in two hands"),
        ("plain_text", ["--rounds", "1", "--only", "window"], "nobody found"),
        ("plain_text", ["--rounds", "1", "--only", "export"], "nobody found"),
        pytest.param("full_disk", ["--rounds", "10"], "nothing lost", marks=DISK),
        pytest.param(
            "full_disk", ["--rounds", "1", "--only", "backup", "--limit"], "nothing lost", marks=LIMIT
        ),
        ("fuzz_lists", ["--cells", "20000", "--files", "150"], "each a table or a sentence"),
        ("every_line", ["backup", "--step", str(23 * STEP)], "a whole file each time"),
        ("every_line", ["submit", "--step", str(13 * STEP)], "a whole file each time"),
        ("every_line", ["second-place", "--step", str(17 * STEP)], "a whole file each time"),
    ],
)
def test_the_program_survives(script: str, arguments: list[str], said: str) -> None:
    done = subprocess.run(
        [sys.executable, f"tests/faults/{script}.py", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert said in done.stdout
