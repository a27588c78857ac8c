"""A backup comes back beside the file, is checked, and is then swapped with it; the file of before stays."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from gen_desktop.db.backup import Reason, as_backup, make_backup
from gen_desktop.db.backup_record import record_path
from gen_desktop.db.driver import connect
from gen_desktop.db.key_file import keys_path
from gen_desktop.db.keys import change_password, unlock
from gen_desktop.db.opening import SCHEMA_VERSION
from gen_desktop.db.proof import prove
from gen_desktop.db.restore import MuchSmaller, restore
from gen_desktop.db.safekeeping import default_folder
from gen_desktop.errors import FileDamaged, FileInUse, FileTooNew, StorageProblem
from tests.factories import make_learner
from tests.protected import KEY, PASSWORD, Center, make_center

NOW = dt.datetime(2026, 11, 23, 14, 15, 2, tzinfo=dt.UTC)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(params=[None, KEY], ids=["plain", "protected"])
def center(request, tmp_path: Path) -> Center:
    """Four people."""
    made = make_center(tmp_path, request.param)
    add_people(made, 4)
    return made


def add_people(center: Center, count: int, start: int = 0) -> None:
    db = center.open()
    for number in range(start, start + count):
        with db.write(f"Créer {number}") as session:
            make_learner(session, number)
    db.close()


def back_up(center: Center, now: dt.datetime = NOW):
    folder = default_folder(center.path)
    return make_backup(center.path, folder, key=center.key, reason=Reason.ASKED, now=now)


def people(center: Center, path: Path | None = None) -> int:
    return prove(path or center.path, center.key).people


def bring(center: Center, backup, **options):
    return restore(center.path, backup, key=center.key, now=NOW, **options)


def test_the_backup_takes_the_place_and_the_file_of_before_is_kept(center: Center) -> None:
    backup = back_up(center)
    add_people(center, 2, start=4)
    done = bring(center, backup)
    assert (done.contents.people, people(center)) == (4, 4)
    assert done.set_aside is not None
    assert done.set_aside.name == "centre-avant-restauration-2026-11-23-141502.gendb"
    assert people(center, done.set_aside) == 6
    add_people(center, 1, start=9)
    assert people(center) == 5
    assert people(center, done.set_aside) == 6
    assert not [file for file in center.path.parent.iterdir() if ".restauration" in file.name]


def crash_after_writing(center: Center) -> None:
    """One more person, only in the journal of a program that was killed."""
    script = f"""
import os
from pathlib import Path
from tests.factories import make_learner
from tests.protected import KEY, Center
db = Center(Path({str(center.path)!r}), KEY if {center.key is not None} else None).open()
with db.write("Créer") as session:
    make_learner(session, 77)
os.kill(os.getpid(), 9)
"""
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False)
    assert center.path.with_name("centre.gendb-wal").stat().st_size > 0


def test_what_was_only_in_the_journal_is_set_aside_too(center: Center) -> None:
    backup = back_up(center)
    crash_after_writing(center)
    done = bring(center, backup)
    assert done.set_aside is not None
    assert (people(center), people(center, done.set_aside)) == (4, 5)


def test_never_while_the_file_is_open(center: Center) -> None:
    backup = back_up(center)
    db = center.open()
    with pytest.raises(FileInUse, match="déjà ouvert"):
        bring(center, backup)
    db.close()
    # Another tool, that knows nothing of our lock.
    with closing(connect(center.path, key=center.key, mode="rw")) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("SELECT count(*) FROM learner")
        with pytest.raises(StorageProblem, match="occupé"):
            bring(center, backup)
    assert people(center) == 4


def test_a_much_smaller_backup_asks_twice(center: Center) -> None:
    backup = back_up(center)
    add_people(center, 5, start=4)
    with pytest.raises(MuchSmaller) as refused:
        bring(center, backup)
    assert "4 apprenants et 4 fiches au lieu de 9 apprenants et 9 fiches" in str(refused.value)
    assert people(center) == 9
    assert bring(center, backup, confirmed=True).contents.people == 4


def test_a_damaged_backup_changes_nothing(center: Center) -> None:
    backup = back_up(center)
    content = bytearray(backup.file.read_bytes())
    content[5000] ^= 1
    backup.file.write_bytes(content)
    before = center.path.read_bytes()
    with pytest.raises(FileDamaged, match="n’a pas été changé"):
        bring(center, backup)
    record_path(backup.file).unlink()
    content[4096:12288] = bytes(8192)
    backup.file.write_bytes(content)
    with pytest.raises(FileDamaged, match="n’a pas été changé"):
        bring(center, as_backup(backup.file))
    assert center.path.read_bytes() == before
    assert not center.path.with_name("centre.gendb.restauration").exists()


def test_a_damaged_file_is_replaced_and_kept_as_it_was(center: Center) -> None:
    """Its journal is kept with it, and is not played into what comes."""
    backup = back_up(center)
    crash_after_writing(center)
    journal = center.path.with_name("centre.gendb-wal").read_bytes()
    damaged = bytearray(center.path.read_bytes())
    damaged[0:] = bytes(len(damaged))
    center.path.write_bytes(damaged)
    center.path.with_name("centre.gendb-wal").write_bytes(journal[:-9000])
    done = bring(center, backup)
    assert people(center) == 4
    assert done.set_aside is not None
    assert done.set_aside.read_bytes() == bytes(damaged)
    assert done.set_aside.with_name(done.set_aside.name + "-wal").read_bytes() == journal[:-9000]
    assert not center.path.with_name("centre.gendb-wal").exists()


def test_a_new_computer_is_one_folder_and_one_step(center: Center, tmp_path: Path) -> None:
    backup = back_up(center)
    (tmp_path / "neuf").mkdir()
    there = Center(tmp_path / "neuf" / "centre.gendb", center.key)
    assert bring(there, backup).set_aside is None
    assert people(there) == 4
    there.open().close()
    if center.key is not None:
        assert unlock(there.path, PASSWORD) == KEY


def test_the_passwords_in_force_stay(tmp_path: Path) -> None:
    center = make_center(tmp_path, KEY)
    backup = back_up(center)
    change_password(center.path, KEY, "Anne Martin", "un tout autre mot de passe")
    now_in_force = keys_path(center.path).read_bytes()
    done = bring(center, backup)
    assert keys_path(center.path).read_bytes() == now_in_force
    assert done.set_aside is not None
    assert keys_path(done.set_aside).read_bytes() == now_in_force


def test_a_backup_of_a_later_version_is_refused(center: Center) -> None:
    backup = back_up(center)
    with closing(connect(backup.file, key=center.key, mode="rw")) as connection:
        connection.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    record_path(backup.file).unlink()
    with pytest.raises(FileTooNew, match="plus récente"):
        bring(center, as_backup(backup.file))
    assert people(center) == 4


def test_killed_at_any_step_the_file_of_before_or_the_backup_opens() -> None:
    """A process of its own dies at one line of the code after the other (tests/faults/every_line.py)."""
    step = 3 if hasattr(os, "fork") else 29  # without fork each death takes a new interpreter
    said = subprocess.run(
        [sys.executable, "tests/faults/every_line.py", "restore", "--step", str(step)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stdout + said.stderr
    assert "died" in said.stdout
