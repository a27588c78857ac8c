"""What is set aside beside the file is listed, proved, brought back, and does not stay for ever."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from gen_desktop.db.aside import examine, set_aside, thin_aside
from gen_desktop.db.backup import Backup, Reason, Verdict, make_backup
from gen_desktop.db.backup_record import record_path
from gen_desktop.db.driver import FileKey
from gen_desktop.db.key_file import keys_path
from gen_desktop.db.proof import prove
from gen_desktop.db.restore import restore
from gen_desktop.db.safekeeping import Places, default_folder, keep_safe
from gen_desktop.db.thinning import BEFORE_FOR, Kept, aside_to_remove
from tests.factories import make_learner
from tests.protected import KEY, Center, make_center

NOW = dt.datetime(2026, 11, 23, 14, 15, 2, tzinfo=dt.timezone(dt.timedelta(hours=1)))
DAY = dt.timedelta(days=1)
YEAR_LATER = NOW + BEFORE_FOR + DAY


@pytest.fixture(params=[None, KEY], ids=["plain", "protected"])
def center(request, tmp_path: Path) -> Center:
    """Three people now; a backup of two came back, and one more was set aside before."""
    made = make_center(tmp_path, request.param)
    add_person(made, 0)
    add_person(made, 1)
    backup = make_backup(made.path, default_folder(made.path), key=made.key, reason=Reason.ASKED, now=NOW)
    add_person(made, 2)
    add_person(made, 3)
    restore(made.path, backup, key=made.key, now=NOW)
    add_person(made, 4)
    return made


def add_person(center: Center, number: int) -> None:
    db = center.open()
    with db.write(f"Créer {number}") as session:
        make_learner(session, number)
    db.close()


def only(center: Center) -> Backup:
    (aside,) = set_aside(center.path)
    return aside


def old_copy(center: Center) -> Path:
    """What a program of before left beside a file that it brought forward."""
    copy = center.path.with_name("centre-avant-v0001-20261120-091500.gendb")
    copy.write_bytes(center.path.read_bytes())
    if center.key is not None:
        keys_path(copy).write_bytes(keys_path(center.path).read_bytes())
    return copy


def test_what_a_restore_replaced_is_known_and_proved(center: Center) -> None:
    aside = only(center)
    assert (aside.reason, aside.verdict, aside.is_aside) == (Reason.BEFORE_RESTORE, Verdict.GOOD, True)
    assert aside.made_at == NOW
    assert aside.contents is not None
    assert aside.contents.people == 4
    assert examine(aside, center.key).verdict is Verdict.GOOD


def test_it_comes_back_like_a_backup(center: Center) -> None:
    done = restore(center.path, only(center), key=center.key, now=NOW + DAY)
    assert prove(center.path, center.key).people == done.contents.people == 4
    assert [one.contents.people for one in set_aside(center.path) if one.contents] == [3, 4]


def test_one_without_a_record_is_proved_when_somebody_asks(center: Center) -> None:
    copy = old_copy(center)
    known = {one.file: one for one in set_aside(center.path)}[copy]
    assert (known.reason, known.verdict) == (Reason.BEFORE_MIGRATION, Verdict.UNPROVED)
    assert known.made_at.replace(tzinfo=None) == dt.datetime(2026, 11, 20, 9, 15)
    found = examine(known, center.key)
    assert found.verdict is Verdict.GOOD
    assert found.contents is not None
    assert found.contents.people == 3
    assert {one.file: one.verdict for one in set_aside(center.path)}[copy] is Verdict.GOOD
    assert restore(center.path, found, key=center.key, now=NOW + DAY).contents.people == 3


def test_a_damaged_one_is_never_called_good(center: Center) -> None:
    for name in (only(center).file, old_copy(center)):
        content = bytearray(name.read_bytes())
        content[4096 * 3 : 4096 * 5] = bytes(8192)
        name.write_bytes(content)
    assert {examine(one, center.key).verdict for one in set_aside(center.path)} == {Verdict.DAMAGED}


def test_one_of_another_key_and_one_with_a_journal_are_told(tmp_path: Path) -> None:
    center = make_center(tmp_path, KEY)
    copy = old_copy(center)
    assert examine(only(center), FileKey(bytes(32))).verdict is Verdict.OTHER_KEY
    copy.with_name(copy.name + "-wal").write_bytes(b"the last gestures")
    assert examine(only(center), KEY).verdict is Verdict.UNPROVED


def test_other_files_are_left_alone(center: Center) -> None:
    for name in ("centre-avant-vacances", "centre-avant-v0001", "autre-avant-v0001-20261120-091500",
                 "centre-avant-v0001-20269999-091500"):  # fmt: skip
        center.path.with_name(f"{name}.gendb").write_bytes(b"x")
    assert len(set_aside(center.path)) == 1


def test_it_goes_after_a_year_with_all_that_belongs_to_it(center: Center) -> None:
    aside = only(center)
    places = Places(default_folder(center.path))
    keep_safe(center.path, places, key=center.key, reason=Reason.AUTOMATIC, now=YEAR_LATER - 2 * DAY)
    assert aside.file.exists()
    keep_safe(center.path, places, key=center.key, reason=Reason.AUTOMATIC, now=YEAR_LATER)
    assert not aside.file.exists()
    assert not record_path(aside.file).exists()
    assert not keys_path(aside.file).exists()
    assert prove(center.path, center.key).people == 3


def test_it_stays_when_no_good_backup_is_younger(center: Center) -> None:
    folder = default_folder(center.path)
    for old in folder.glob("*.json"):
        old.unlink()  # nothing proves the backups any more
    assert thin_aside(center.path, folder, now=YEAR_LATER) == ()
    assert only(center).file.exists()


def test_drafts_of_a_kill_are_swept_away(center: Center) -> None:
    old, young, other = (
        center.path.with_name(name)
        for name in ("centre.gendb.restauration", "centre-avant-restauration-x.gendb.restauration",
                     "centre2.gendb.restauration")
    )  # fmt: skip
    for draft in (old, young, other):
        draft.touch()
    for draft in (old, other):
        os.utime(draft, (0, 0))
    thin_aside(center.path, default_folder(center.path), now=NOW)
    assert [draft.exists() for draft in (old, young, other)] == [False, True, True]


@pytest.mark.parametrize(
    ("age", "newest_good", "goes"),
    [
        (BEFORE_FOR, NOW, False),
        (BEFORE_FOR + DAY, NOW, True),
        (BEFORE_FOR + DAY, NOW - BEFORE_FOR - 2 * DAY, False),
        (BEFORE_FOR + DAY, None, False),
        (-DAY, NOW, False),
    ],
)
def test_the_rule(age: dt.timedelta, newest_good: dt.datetime | None, goes: bool) -> None:
    one = Kept("un", NOW - age, is_before=True, is_good=False)
    assert aside_to_remove([one], newest_good, NOW) == ((one,) if goes else ())
