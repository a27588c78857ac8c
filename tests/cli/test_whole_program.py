"""The program as a process of its own: the sample run of a machine without a screen, and the self-check."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reports.pdf_checks import opened

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def gen(tmp_path):
    """Run the program without a screen, with preferences of its own."""

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        hidden = {"DISPLAY", "WAYLAND_DISPLAY"}
        kept = {name: value for name, value in os.environ.items() if name not in hidden}
        return subprocess.run(
            [sys.executable, ROOT / "main.py", "--data-dir", tmp_path / "preferences", *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=kept | {"PYTHONIOENCODING": "utf-8"},
            check=False,
        )

    return run


def test_the_sample_run_leaves_a_data_file_and_both_reports(gen, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "exemple.gendb").write_text("what an earlier run left")
    ended = gen("sample-run", "--out", tmp_path / "out")
    assert ended.returncode == 0, ended.stderr
    made = {file.name for file in (tmp_path / "out").iterdir()}
    assert made == {"exemple.gendb", "rapport-de-suivi.pdf", "rapport-d-evaluation.pdf"}
    for name in made - {"exemple.gendb"}:
        data = (tmp_path / "out" / name).read_bytes()
        assert len(opened(data).pages) > 3
        assert name in ended.stdout


@pytest.mark.parametrize("encoding", ["cp1252", "cp850"])
def test_a_console_of_another_time_is_no_obstacle(encoding):
    ended = subprocess.run(
        [sys.executable, ROOT / "main.py", "users", "--help"],
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONIOENCODING": f"{encoding}:strict"},
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert "mot de passe d’une personne" in ended.stdout


def test_the_program_finds_itself_whole(gen):
    ended = gen("self-check")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "Le programme est entier." in ended.stdout
    assert "ÉCHEC" not in ended.stdout
