from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from gen_desktop.changes import COMMAND_LINE
from gen_desktop.models.registry import NominativeExport
from gen_desktop.services import attendance
from gen_desktop.services.attendance import MarkInput
from gen_desktop.store import create_store, open_store
from tests.classroom import MONDAY, change_enrollment, make_classroom
from tests.commands import Center

CODE = "DWWM 2026-2"


@pytest.fixture
def center(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Center:
    """A presence before the entry, in a cohort whose half-days tell no module."""
    found = Center(tmp_path, capsys)
    db = create_store(found.file, COMMAND_LINE)
    room = make_classroom(db, code=CODE, people=[("Aubert", "Inès")], entered_on=MONDAY)
    make_classroom(db, code="AUTRE", people=[], start=MONDAY, end=MONDAY)
    attendance.record(db, [MarkInput(room.enrollments[0], one, "P") for one in room.sessions])
    change_enrollment(db, room.enrollments[0], entered_on=MONDAY.replace(day=17))
    db.close()
    return found


def test_each_defect_with_what_to_do(center: Center) -> None:
    told = center.ask("audit", "--cohort", CODE, "--as-of", "2026-12-31")
    early = [one for one in told if one["rule"] == "present_outside_path"]
    assert [(one["day"], one["half_day"], one["person"]) for one in early] == [
        ("2026-11-16", "AM", "Aubert Inès"),
        ("2026-11-16", "PM", "Aubert Inès"),
    ]
    assert {one["cohort"] for one in told} == {CODE}
    printed = center.run("audit", "--cohort", CODE, "--as-of", "2026-12-31")
    assert "Corrigez l’émargement, ou les dates d’entrée et de sortie." in printed
    assert f"{len(told)} défauts" in printed.replace("\u202f", "")
    assert {one["cohort"] for one in center.ask("audit", "--as-of", "2026-12-31")} == {CODE, "AUTRE"}


def test_names_that_are_told_are_in_the_register(center: Center) -> None:
    center.ask("audit", "--cohort", "AUTRE")
    center.ask("audit", "--cohort", CODE)
    db = open_store(center.file, COMMAND_LINE)
    with db.read() as session:
        found = session.execute(select(NominativeExport.kind, NominativeExport.scope)).all()
    db.close()
    assert [tuple(row) for row in found] == [("audit", CODE)]
