"""Folders and files are named as people name them, and found again however they are typed."""

from __future__ import annotations

import datetime as dt
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from gen_desktop.changes import PROGRAM
from gen_desktop.db.backup import Reason, Verdict, backups, verify
from gen_desktop.db.keys import change_password, unlock
from gen_desktop.db.restore import restore
from gen_desktop.db.safekeeping import Places, default_folder, keep_safe
from gen_desktop.errors import FileInUse, OnlyReadable, StorageProblem
from gen_desktop.store import create_store, open_store
from tests.factories import make_learner
from tests.protected import KEY, PASSWORD, Center, make_center

ROOT = Path(__file__).resolve().parents[2]
NOW = dt.datetime(2026, 11, 23, 14, 15, 2, tzinfo=dt.UTC)
NEW_PASSWORD = "un tout autre mot de passe"
LONG = "très long " * 12 + "!"


@pytest.mark.parametrize(
    "name",
    [
        "Été « Ça » à l’Île d’Yeu, 12 €",
        "E\u0301te\u0301.gendb",  # as a Mac writes it: letter and accent apart
        "%41 100 % #1 & C° (2026) [essai]; a=b+c",
        "日本 ✓ 🙂",
        LONG,
    ],
)
def test_all_that_is_done_with_a_file_is_done_under_any_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    if name == LONG and not _takes_long_paths(tmp_path):
        pytest.skip("this Windows takes no path of more than 259 letters (LongPathsEnabled)")
    folder.mkdir()
    center = make_center(folder, KEY, f"{name[:80]}.gendb")
    _add(center, 1)
    places = Places(default_folder(center.path), folder / f"{name[:80]} bis")
    places.second.mkdir()
    made = keep_safe(center.path, places, key=KEY, reason=Reason.ASKED, now=NOW)
    assert made.second_problem == ""
    _add(center, 2)
    for place in (places.folder, places.second):
        (found,) = backups(place, center.path)
        assert verify(found, KEY).verdict is Verdict.GOOD
    change_password(center.path, KEY, "Anne Martin", NEW_PASSWORD)
    done = restore(center.path, found, key=KEY, now=NOW)
    assert done.contents.people == 1
    assert unlock(center.path, NEW_PASSWORD) == KEY
    said = subprocess.run(
        [sys.executable, ROOT / "main.py", "--data-dir", tmp_path, "--data", center.path, "check"],
        env=os.environ | {"GEN_DESKTOP_PASSWORD": NEW_PASSWORD},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert said.returncode == 0, said.stderr


def test_a_name_typed_in_capitals_is_the_same_file_where_the_system_says_so(tmp_path: Path) -> None:
    center = make_center(tmp_path, KEY)
    keep_safe(center.path, Places(default_folder(center.path)), key=KEY, reason=Reason.ASKED, now=NOW)
    shouted = center.path.with_name("CENTRE.GENDB")
    if not shouted.exists():
        assert backups(default_folder(center.path), shouted) == ()
        return
    assert unlock(shouted, PASSWORD) == KEY
    assert len(backups(default_folder(shouted), shouted)) == 1
    db = center.open()
    with pytest.raises(FileInUse):
        open_store(shouted, PROGRAM, KEY)
    db.close()
    with pytest.raises(StorageProblem, match="existe déjà"):
        create_store(shouted, PROGRAM, KEY)


def test_a_file_marked_read_only(tmp_path: Path) -> None:
    """By its attribute on Windows: it is read, and nothing that was refused is done by half."""
    center = make_center(tmp_path, KEY)
    _add(center, 1)
    files = [center.path, *tmp_path.glob("*.cles")]
    before = {file: file.read_bytes() for file in tmp_path.iterdir()}
    for file in files:
        file.chmod(stat.S_IREAD)
    try:
        if os.access(center.path, os.W_OK):
            pytest.skip("this account writes in read-only files")
        with pytest.raises(OnlyReadable, match="lecture seule"):
            center.open()
        open_store(center.path, PROGRAM, KEY, read_only=True).close()
        if sys.platform == "win32":  # elsewhere the folder decides
            with pytest.raises(StorageProblem, match="droits d’accès"):
                change_password(center.path, KEY, "Anne Martin", NEW_PASSWORD)
    finally:
        for file in files:
            file.chmod(stat.S_IREAD | stat.S_IWRITE)
    if sys.platform == "win32":
        assert {file: file.read_bytes() for file in tmp_path.iterdir()} == before


def _takes_long_paths(folder: Path) -> bool:
    deep = folder / ("a" * 150) / ("b" * 150)
    try:
        deep.mkdir(parents=True)
    except OSError:
        return False
    return True


def _add(center: Center, number: int) -> None:
    db = center.open()
    with db.write("Créer") as session:
        make_learner(session, number)
    db.close()
