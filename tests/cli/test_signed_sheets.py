"""Where the signed sheets of a cohort stand, on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gen_desktop.app import main
from gen_desktop.changes import COMMAND_LINE
from gen_desktop.services import attendance
from gen_desktop.services.attached_documents import Source
from gen_desktop.services.attendance import MarkInput
from gen_desktop.services.signed_sheets import HalfDaySeen, file_sheet
from gen_desktop.store import open_store
from tests import papers as made
from tests.classroom import FRIDAY, make_classroom


@pytest.fixture
def filled(store_file: Path) -> Path:
    db = open_store(store_file, COMMAND_LINE)
    room = make_classroom(db, people=[("Aubert", "Inès"), ("Bakary", "Moussa")])
    marks = [MarkInput(one, half_day, "P") for one in room.enrollments for half_day in room.sessions[:3]]
    attendance.record(db, marks)
    seen = [HalfDaySeen(room.sessions[0], True), HalfDaySeen(room.sessions[1], False)]
    file_sheet(db, room.cohort_id, Source("feuille.pdf", made.pdf), seen, FRIDAY)
    db.close()
    return store_file


def ask(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    status = main([str(word) for word in words])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_each_half_day_is_told_with_its_state(filled, capsys) -> None:
    words = ("--data", filled, "signed-sheets", "--cohort", "DWWM 2026-2", "--as-of", "2026-11-20")
    status, out, _ = ask(capsys, *words, "--json")
    assert status == 0
    told = json.loads(out)
    assert [one["status"] for one in told] == [
        "signed",
        "defect",
        "to_file",
        *["empty"] * 5,
        *["to_come"] * 2,
    ]
    assert told[1]["words"] == "le formateur n’a pas signé"
    assert told[0]["held_on"] == "2026-11-16"
    status, out, _ = ask(capsys, *words)
    assert status == 0
    assert "le formateur n’a pas signé" in out
    assert "Aubert" not in out


def test_an_unknown_cohort_is_said(filled, capsys) -> None:
    status, _, err = ask(capsys, "--data", filled, "signed-sheets", "--cohort", "Rien")
    assert status == 1
    assert "Rien" in err
