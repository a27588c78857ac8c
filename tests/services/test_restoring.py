"""A restored backup brings nobody back who was erased since it was made."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from gen_desktop.changes import PROGRAM
from gen_desktop.db.aside import set_aside
from gen_desktop.db.backup import Reason, make_backup
from gen_desktop.db.driver import FileKey
from gen_desktop.db.key_file import keys_path
from gen_desktop.errors import Conflict
from gen_desktop.models.privacy import REQUEST, Erasure
from gen_desktop.models.registry import Learner
from gen_desktop.queries.seals import verify_chain
from gen_desktop.services.backups import forgotten_on
from gen_desktop.services.documents import keep_numbers, numbers_given
from gen_desktop.services.learners import LearnerInput, create_learner
from gen_desktop.services.privacy import erase_people, scrub
from gen_desktop.services.restoring import restore_backup
from gen_desktop.services.undo import last_undoable
from tests.marked_person import MARK, everything_in, make_marked
from tests.protected import KEY, make_center

NOW = dt.datetime(2026, 11, 26, 9, 30).astimezone()


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "protected"])
def test_who_was_erased_stays_erased(tmp_path: Path, key: Any) -> None:
    center = make_center(tmp_path, key)
    db = center.open()
    rows = make_marked(db)
    learner_id = rows["learner"]["id"]
    backup = make_backup(center.path, tmp_path / "s", key=key, reason=Reason.ASKED, now=NOW)
    create_learner(db, LearnerInput("Aubert", "Inès"))
    erase_people(db, [learner_id], cause=REQUEST, reason="À sa demande", today=NOW.date())
    scrub(db)
    with db.read() as session:
        before = session.execute(select(*Erasure.__table__.c)).mappings().one()
    db.close()
    done = restore_backup(center.path, backup, author=PROGRAM, key=key, now=NOW, confirmed=True)
    assert done.set_aside is not None
    assert [one.file for one in set_aside(center.path)] == [done.set_aside]
    db = center.open()
    with db.read() as session:
        assert session.get_one(Learner, learner_id).last_name == "Personne effacée"
        again = session.execute(select(*Erasure.__table__.c)).mappings().one()
        assert {k: v for k, v in again.items() if k != "id"} == {k: v for k, v in before.items() if k != "id"}
        assert session.scalars(select(Learner.last_name)).all() == ["Personne effacée"]
        assert verify_chain(session).broken is None
    assert MARK.encode() not in everything_in(db, tmp_path)
    db.close()
    left = {file.name for file in tmp_path.iterdir() if "restauration" in file.name}
    assert {name.split("-avant-restauration")[0] for name in left} == {"centre"}


def test_a_backup_made_after_the_erasure_is_as_it_was(tmp_path: Path) -> None:
    center = make_center(tmp_path, None)
    db = center.open()
    rows = make_marked(db)
    erase_people(db, [rows["learner"]["id"]], cause=REQUEST, reason="À sa demande", today=NOW.date())
    scrub(db)
    backup = make_backup(center.path, tmp_path / "s", key=None, reason=Reason.ASKED, now=NOW)
    db.close()
    assert MARK.encode() not in backup.file.read_bytes()
    restore_backup(center.path, backup, author=PROGRAM, key=None, now=NOW)
    db = center.open()
    with db.read() as session:
        assert len(session.scalars(select(Erasure)).all()) == 1
    db.close()


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "protected"])
def test_a_number_given_since_the_backup_is_never_given_again(tmp_path: Path, key: Any) -> None:
    center = make_center(tmp_path, key)
    db = center.open()
    keep_numbers(db, {"CR-2026-C1": 2})
    backup = make_backup(center.path, tmp_path / "s", key=key, reason=Reason.ASKED, now=NOW)
    keep_numbers(db, {"CR-2026-C1": 5, "AE-2026-C1": 1})
    db.close()
    restore_backup(center.path, backup, author=PROGRAM, key=key, now=NOW, confirmed=True)
    db = center.open()
    keep_numbers(db, {"CR-2026-C1": 3})
    with db.read() as session:
        assert numbers_given(session) == {"CR-2026-C1": 5, "AE-2026-C1": 1}
        assert last_undoable(session) is None
    db.close()


def test_what_others_protected_is_not_replaced_by_a_file_of_another_key(tmp_path: Path) -> None:
    center = make_center(tmp_path, KEY)
    (tmp_path / "ailleurs").mkdir()
    foreign = make_center(tmp_path / "ailleurs", FileKey(bytes(32)))
    backup = make_backup(foreign.path, tmp_path / "s", key=foreign.key, reason=Reason.ASKED, now=NOW)
    before = center.path.read_bytes(), keys_path(center.path).read_bytes()
    with pytest.raises(Conflict, match="une autre clé"):
        restore_backup(center.path, backup, author=PROGRAM, key=foreign.key, now=NOW, confirmed=True)
    assert (center.path.read_bytes(), keys_path(center.path).read_bytes()) == before
    keys_path(center.path).write_bytes(b"")  # nobody opens it any more: a way back is welcome
    restore_backup(center.path, backup, author=PROGRAM, key=foreign.key, now=NOW, confirmed=True)
    assert center.path.read_bytes() == backup.file.read_bytes()


def test_the_day_a_person_leaves_the_backups_follows_the_thinning(tmp_path: Path) -> None:
    center = make_center(tmp_path, None)
    db = center.open()
    assert forgotten_on(db, NOW) is None
    folder = tmp_path / "centre - sauvegardes"
    make_backup(center.path, folder, key=None, reason=Reason.ASKED, now=NOW)
    assert forgotten_on(db, NOW) == dt.date(2027, 11, 1)
    make_backup(center.path, folder, key=None, reason=Reason.BEFORE_PURGE, now=NOW)
    assert forgotten_on(db, NOW) == dt.date(2027, 11, 27)
    db.close()
