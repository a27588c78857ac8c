"""Copies in clear: private, nameless, gone at the lock and at the close, swept after a kill."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gen_desktop import opened_copies, paths
from gen_desktop.errors import StorageProblem

ROOT = Path(__file__).resolve().parents[1]
WORK = """
import sys, time
from pathlib import Path
from gen_desktop import opened_copies, paths
paths.use_data_dir(Path(sys.argv[1]))
print(opened_copies.place("CV", ".pdf", b"secret"), flush=True)
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(paths, "_chosen_data_dir", tmp_path / "réglages")
    yield tmp_path / "réglages" / opened_copies.FOLDER
    opened_copies.erase_all()


def left(folder: Path) -> list[Path]:
    return [one for one in folder.rglob("*") if one.is_file() and one.name != "ouvert"]


def test_a_copy_is_private_and_gone_when_asked(folder: Path) -> None:
    one = opened_copies.place("Pièce d’identité", ".pdf", b"abc")
    two = opened_copies.place("Pièce d’identité", ".pdf", b"def")
    assert (one.name, one.read_bytes(), two.read_bytes()) == ("Pièce d’identité.pdf", b"abc", b"def")
    if os.name == "posix":
        assert {path.stat().st_mode & 0o777 for path in (one, two)} == {0o400}
        assert one.parent.stat().st_mode & 0o777 == 0o700
    opened_copies.erase_all()
    assert left(folder) == []
    assert opened_copies.place("CV", ".txt", b"x").read_bytes() == b"x", "and it can be done again"


@pytest.mark.parametrize("words", ["../../x", "a/b\\c", "x" * 500, "CON", "a\0b", "e\u0301te\u0301"])
def test_words_never_lead_out_of_the_folder(folder: Path, words: str) -> None:
    path = opened_copies.place(words, ".pdf", b"x")
    assert path.resolve().is_relative_to(folder.resolve())
    assert path.suffix == ".pdf"
    assert len(path.name) <= 130


def test_a_full_disk_leaves_nothing(folder: Path, monkeypatch) -> None:
    opened_copies.place("CV", ".pdf", b"x")
    opened_copies.erase_all()

    def full(*_args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(StorageProblem, match="plus de place"):
        opened_copies.place("CV", ".pdf", b"x" * 1000)
    monkeypatch.undo()
    assert left(folder) == []


def test_what_a_killed_run_left_goes_at_the_next_start_and_not_before(folder: Path) -> None:
    worker = subprocess.Popen(
        [sys.executable, "-c", WORK, str(folder.parent)],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8",
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    try:
        copy = Path(worker.stdout.readline().strip())
        mine = opened_copies.place("CV", ".pdf", b"mine")
        opened_copies.sweep()
        assert copy.is_file(), "another window shows it still"
        assert mine.is_file()
    finally:
        worker.kill()
        worker.wait(30)
    opened_copies.sweep()
    assert not copy.exists()
    assert mine.is_file()


def test_sweeping_what_was_never_there(folder: Path) -> None:
    opened_copies.sweep()
    opened_copies.erase_all()
    assert not folder.exists()
