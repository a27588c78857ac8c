"""What is due, made and known of the backups of the open file."""

from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.changes import PROGRAM
from gen_desktop.db.backup import Reason, Verdict
from gen_desktop.errors import StorageProblem
from gen_desktop.services.backups import (
    back_up,
    back_up_before_closing,
    back_up_when_due,
    folder_of,
    kept,
    standing,
)
from gen_desktop.store import open_store
from tests.factories import make_learner

NOW = dt.datetime(2026, 11, 23, 14, 2, 0, tzinfo=dt.timezone(dt.timedelta(hours=1)))
HOUR = dt.timedelta(hours=1)


def work(db, number=1):
    with db.write(f"Créer {number}") as session:
        make_learner(session, number)


def test_an_hour_of_work_is_backed_up_and_no_less(db):
    work(db)
    assert standing(db, NOW).is_behind
    made = back_up_when_due(db, NOW)
    assert made is not None
    assert made.backup.reason is Reason.AUTOMATIC
    assert not standing(db, NOW).is_behind
    assert standing(db, NOW).proved_at == NOW
    assert back_up_when_due(db, NOW + HOUR) is None
    work(db, 2)
    assert back_up_when_due(db, NOW + HOUR / 2) is None
    assert standing(db, NOW).is_behind
    assert back_up_when_due(db, NOW + HOUR) is not None


def test_closing_backs_up_what_is_new_however_little(db):
    work(db)
    back_up(db, Reason.ASKED, NOW)
    assert back_up_before_closing(db, NOW + HOUR) is None
    work(db, 2)
    made = back_up_before_closing(db, NOW + dt.timedelta(minutes=1))
    assert made is not None
    assert made.backup.contents is not None
    assert made.backup.contents.people == 2
    assert [one.verdict for one in kept(db)][0] is Verdict.GOOD


def test_a_file_that_is_only_read_is_not_backed_up(store_file):
    reader = open_store(store_file, PROGRAM, read_only=True)
    try:
        assert back_up_when_due(reader, NOW) is None
        assert back_up_before_closing(reader, NOW) is None
        assert not folder_of(reader).exists()
    finally:
        reader.close()


def test_a_folder_that_cannot_be_is_said(db):
    folder_of(db).write_text("un fichier à la place du dossier", encoding="utf-8")
    with pytest.raises(StorageProblem, match="sauvegarde"):
        back_up(db, Reason.ASKED, NOW)
    assert standing(db, NOW).proved_at is None


def test_the_second_place_gets_a_copy_or_a_reminder(db, tmp_path):
    key = tmp_path / "CLE USB"
    work(db)
    made = back_up(db, Reason.ASKED, NOW, key)
    assert "n’est pas là" in made.second_problem
    assert "branchez-le" in standing(db, NOW, key).reminder
    key.mkdir()
    work(db, 2)
    closing = back_up_before_closing(db, NOW + HOUR, key)
    assert closing is not None
    assert closing.second_problem == ""
    assert (key / closing.backup.file.name).exists()
    assert standing(db, NOW + HOUR, key).reminder == ""
    assert standing(db, NOW, None).reminder == ""
