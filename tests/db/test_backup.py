"""A backup is called good only once it was opened again, checked and counted."""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from gen_desktop.db import backup as module
from gen_desktop.db.backup import (
    Reason,
    Verdict,
    as_backup,
    backups,
    make_backup,
    newest_good,
    proved_at,
    verify,
)
from gen_desktop.db.backup_record import record_path
from gen_desktop.db.driver import FileKey, connect
from gen_desktop.db.key_file import keys_path
from gen_desktop.db.safekeeping import (
    PlaceAbsent,
    Places,
    copy_to,
    default_folder,
    has_new_work,
    is_due,
    keep_safe,
    needs_reminder,
    thin,
)
from gen_desktop.errors import FileDamaged, StorageProblem
from tests.factories import make_learner
from tests.protected import KEY, Center, make_center

NOW = dt.datetime(2026, 11, 23, 14, 15, 2, tzinfo=dt.timezone(dt.timedelta(hours=1)))
HOUR = dt.timedelta(hours=1)


@pytest.fixture(params=[None, KEY], ids=["plain", "protected"])
def center(request, tmp_path: Path) -> Center:
    """Three people."""
    made = make_center(tmp_path, request.param)
    add_people(made, 3)
    return made


def add_people(center: Center, count: int) -> None:
    db = center.open()
    for number in range(count):
        with db.write(f"Créer {number}") as session:
            make_learner(session, number)
    db.close()


def folder(center: Center) -> Path:
    return default_folder(center.path)


def back_up(center: Center, now: dt.datetime = NOW, reason: Reason = Reason.ASKED):
    return make_backup(center.path, folder(center), key=center.key, reason=reason, now=now)


def test_what_is_counted_is_what_was_there(center: Center) -> None:
    made = back_up(center)
    assert made.verdict is Verdict.GOOD
    assert made.contents is not None
    assert (made.contents.people, made.contents.position) == (3, 3)
    assert len(made.contents.seal) == 64
    assert made.file.name == "centre-2026-11-23-141502-demande.gendb"
    assert backups(folder(center), center.path) == (made,)
    assert proved_at(folder(center), center.path) == NOW
    assert verify(made, center.key).verdict is Verdict.GOOD
    endings = sorted(file.name.removeprefix(made.file.name) for file in folder(center).iterdir())
    assert endings == (["", ".cles", ".json"] if center.key else ["", ".json"])


def test_it_is_made_while_the_file_is_open_and_written(center: Center) -> None:
    db = center.open()
    with db.write("Créer Camille") as session:
        make_learner(session, 9)
    made = back_up(center)
    db.close()
    assert made.contents is not None
    assert made.contents.people == 4


def test_nothing_of_a_protected_file_can_be_read_in_its_backup(tmp_path: Path) -> None:
    center = make_center(tmp_path, KEY)
    add_people(center, 1)
    made = back_up(center)
    for file in folder(center).iterdir():
        assert b"Nom00000" not in file.read_bytes()
    with (
        closing(connect(made.file, key=None, mode="ro")) as connection,
        pytest.raises(Exception, match="not a database"),
    ):
        connection.execute("SELECT count(*) FROM learner")


def test_a_copy_that_lacks_something_is_not_called_good(center: Center, monkeypatch) -> None:
    def poor_prove(file: Path, key: FileKey | None):
        with closing(connect(file, key=key, mode="rw")) as connection:
            connection.execute("DELETE FROM learner WHERE last_name = 'Nom00001'")
        return real(file, key)

    real = module.prove
    monkeypatch.setattr(module, "prove", poor_prove)
    with pytest.raises(FileDamaged, match="2 fiches au lieu de 3 fiches"):
        back_up(center)
    assert list(folder(center).iterdir()) == []


@pytest.mark.parametrize("seed", range(12))
def test_every_flip_and_every_cut_is_seen(center: Center, seed: int) -> None:
    older, made = back_up(center, NOW - HOUR), back_up(center)
    rng = random.Random(seed)
    victim = rng.choice([file for file in folder(center).iterdir() if file.name.startswith(made.file.name)])
    content = bytearray(victim.read_bytes())
    if rng.random() < 0.5:
        content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    else:
        del content[rng.randrange(len(content)) :]
    victim.write_bytes(content)
    assert verify(made, center.key).verdict in (Verdict.DAMAGED, Verdict.UNPROVED)
    found = newest_good(folder(center), center.path, key=center.key)
    assert found is not None
    assert found.file == older.file


def test_a_backup_without_its_record_is_not_proved(center: Center) -> None:
    made = back_up(center)
    record_path(made.file).unlink()
    assert [one.verdict for one in backups(folder(center), center.path)] == [Verdict.UNPROVED]
    assert proved_at(folder(center), center.path) is None
    assert newest_good(folder(center), center.path, key=center.key) is None


def test_a_record_that_was_written_to_please_is_not_believed(center: Center) -> None:
    made = back_up(center)
    values = json.loads(record_path(made.file).read_text())
    values["contents"]["rows"]["learner"] = 99
    record_path(made.file).write_text(json.dumps(values, sort_keys=True, indent=1))
    assert verify(made, center.key).verdict is Verdict.UNPROVED


def test_another_key_is_said(tmp_path: Path) -> None:
    center = make_center(tmp_path, KEY)
    made = back_up(center)
    assert verify(made, FileKey(bytes(32))).verdict is Verdict.OTHER_KEY
    assert newest_good(folder(center), center.path, key=None) is None


def test_the_backups_of_another_file_are_not_ours(center: Center) -> None:
    back_up(center)
    other = center.path.with_name("centre-2.gendb")
    assert backups(folder(center), other) == ()
    assert backups(center.path.parent / "absent", center.path) == ()


def test_two_in_the_same_second(center: Center) -> None:
    names = {back_up(center).file.name for _ in range(2)}
    assert len(names) == len(backups(folder(center), center.path)) == 2


def test_a_damaged_file_makes_no_backup(center: Center) -> None:
    content = bytearray(center.path.read_bytes())
    content[4096 * 3 : 4096 * 5] = bytes(8192)
    center.path.write_bytes(content)
    with pytest.raises(StorageProblem, match="endommagé"):
        back_up(center)
    assert list(folder(center).iterdir()) == []


def test_a_place_without_room_is_told_with_figures(center: Center, monkeypatch) -> None:
    usage = shutil.disk_usage(center.path.parent)
    monkeypatch.setattr(module.shutil, "disk_usage", lambda _folder: usage._replace(free=1000))
    with pytest.raises(StorageProblem, match="Il n’y a pas assez de place"):
        back_up(center)


def test_the_draft_of_a_killed_program_is_swept_away(center: Center) -> None:
    folder(center).mkdir()
    old, young = (folder(center) / f"centre-{name}-auto.gendb.en-cours" for name in ("a", "b"))
    old.touch()
    young.touch()
    os.utime(old, (0, 0))
    back_up(center)
    assert (old.exists(), young.exists()) == (False, True)


def test_it_is_due_after_an_hour_of_work(center: Center) -> None:
    made = back_up(center)
    assert made.contents is not None
    here = made.contents.position
    for position, later, due in ((here, HOUR, False), (here + 1, HOUR / 2, False), (here + 1, HOUR, True)):
        assert is_due(center.path, folder(center), position=position, now=NOW + later) is due
    assert is_due(center.path, folder(center).parent / "vide", position=here, now=NOW)
    # A clock that was put back must not stop the backups.
    assert is_due(center.path, folder(center), position=here + 1, now=NOW - HOUR)


def test_work_is_new_until_a_good_backup_holds_it(center: Center) -> None:
    assert has_new_work(center.path, folder(center), position=3)
    made = back_up(center)
    assert made.contents is not None
    here = made.contents.position
    assert not has_new_work(center.path, folder(center), position=here)
    assert has_new_work(center.path, folder(center), position=here + 1)
    record_path(made.file).unlink()  # not proved any more
    assert has_new_work(center.path, folder(center), position=here)


def test_thinning_deletes_files_and_their_records(center: Center) -> None:
    moments = (NOW + dt.timedelta(minutes=minute) for minute in (0, 5, 10))
    made = [back_up(center, moment, Reason.AUTOMATIC) for moment in moments]
    gone = thin(center.path, folder(center), now=NOW + HOUR)
    assert {one.file for one in gone} == {made[0].file, made[1].file}
    assert all(file.name.startswith(made[2].file.name) for file in folder(center).iterdir())


def test_the_second_place(center: Center, tmp_path: Path) -> None:
    key = tmp_path / "CLE USB"
    places = Places(folder(center), key)
    absent = keep_safe(center.path, places, key=center.key, reason=Reason.CLOSING, now=NOW)
    assert "n’est pas là" in absent.second_problem
    assert absent.backup.verdict is Verdict.GOOD
    assert "branchez-le" in needs_reminder(center.path, places, NOW)
    key.mkdir()
    assert "Aucune copie" in needs_reminder(center.path, places, NOW)
    made = keep_safe(center.path, places, key=center.key, reason=Reason.CLOSING, now=NOW + HOUR)
    assert made.second_problem == ""
    (copy,) = backups(key, center.path)
    assert verify(copy, center.key).verdict is Verdict.GOOD
    assert needs_reminder(center.path, places, NOW + HOUR) == ""
    assert "8\u00a0jours" in needs_reminder(center.path, places, NOW + HOUR + dt.timedelta(8))


def test_what_is_not_good_is_not_copied(center: Center, tmp_path: Path) -> None:
    made = back_up(center)
    with pytest.raises(PlaceAbsent):
        copy_to(made, tmp_path / "absent")
    content = bytearray(made.file.read_bytes())
    content[-1] ^= 1
    made.file.write_bytes(content)
    (tmp_path / "clé").mkdir()
    with pytest.raises(StorageProblem, match="pas identique"):
        copy_to(made, tmp_path / "clé")
    assert backups(tmp_path / "clé", center.path) == ()
    record_path(made.file).unlink()
    with pytest.raises(StorageProblem, match="n’est pas vérifiée"):
        copy_to(as_backup(made.file), tmp_path / "clé")


def test_the_keys_travel_with_the_backup(tmp_path: Path) -> None:
    center = make_center(tmp_path, KEY)
    made = back_up(center)
    assert keys_path(made.file).read_bytes() == keys_path(center.path).read_bytes()
