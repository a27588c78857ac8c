"""The built program, run as whoever receives it runs it: no Python, no libraries, a home of its own.

``python3 dev.py bundle``, then ``python3 dev.py test -m bundle``; GEN_DESKTOP_BUNDLE names another folder.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pikepdf
import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = Path(os.environ.get("GEN_DESKTOP_BUNDLE", ROOT / "dist" / "gen-desktop"))
PROGRAM = FOLDER / ("gen-desktop-cli.exe" if os.name == "nt" else "gen-desktop")

pytestmark = [
    pytest.mark.bundle,
    pytest.mark.skipif(not PROGRAM.exists(), reason="no bundle here: python3 dev.py bundle"),
]


@pytest.fixture
def gen(tmp_path):
    """Run the program with these arguments, in a home of its own."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
    home = {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path), "APPDATA": str(tmp_path)}
    environment = kept | home | {"QT_QPA_PLATFORM": "offscreen", "PATH": ""}

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [PROGRAM, *map(str, arguments)],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            timeout=180,
        )

    return run


def test_it_is_whole(gen):
    ended = gen("self-check")
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_the_main_job_is_done_on_the_sample(gen, tmp_path):
    ended = gen("sample-run", "--out", tmp_path / "out")
    assert ended.returncode == 0, ended.stderr
    reports = sorted((tmp_path / "out").glob("*.pdf"))
    assert len(reports) == 2
    for report in reports:
        with pikepdf.open(report) as pdf:
            assert len(pdf.pages) > 2


def test_figures_are_counted(gen, tmp_path):
    file = tmp_path / "essai.gendb"
    assert gen("--data", file, "demo").returncode == 0
    ended = gen("--data", file, "figures", "--json")
    assert ended.returncode == 0, ended.stderr
    assert len(json.loads(ended.stdout)) > 10
    assert gen("--data", file, "check").returncode == 0


def test_failures_have_their_status(gen, tmp_path):
    (tmp_path / "autre.gendb").write_text("pas un fichier de données")
    assert gen("dance").returncode == 2
    assert gen("--data", tmp_path / "autre.gendb", "check").returncode == 3


def test_nothing_of_the_tests_is_shipped():
    shipped = {path.name for path in (FOLDER / "_internal").iterdir()}
    assert not shipped & {"pytest", "_pytest", "pymupdf", "outloud", "tests", "setuptools", "tkinter"}
    assert not [path for path in FOLDER.rglob("*") if "tests" in path.parts[len(FOLDER.parts) :]]
