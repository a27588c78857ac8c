"""The calls to make, on the command line: the name of the file says in which form."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import select

from gen_desktop.app import main
from gen_desktop.changes import PROGRAM
from gen_desktop.models.privacy import NominativeExport
from gen_desktop.services.parameters import set_parameter
from gen_desktop.store import open_store
from tests.classroom import make_classroom

EXIT = dt.date(2026, 5, 28)


@pytest.fixture
def asked(db, capsys):
    """``asked(*words)``: the status of the command and what it said."""
    set_parameter(db, "follow_up_horizons", "3|6|12|24")
    for code in ("TSSR 2026-1", "DWWM 2026-1"):
        make_classroom(
            db,
            code=code,
            people=[("Aubert", "Inès"), ("Cordier", "Théo")],
            start=dt.date(2025, 12, 1),
            end=EXIT,
            entered_on=dt.date(2025, 12, 1),
            exit_on=EXIT,
            exit_type="term",
        )
    db.close()

    def run(*words: object) -> tuple[int, str, str]:
        common = ["--data", str(db.path), "calls", "--as-of", "2026-11-23"]
        status = main([*common, *map(str, words)])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def test_each_form_is_written_for_the_cohorts_and_the_horizon(asked, db, tmp_path: Path) -> None:
    for name, words, count in (
        ("fiches.pdf", ("--cohort", "TSSR 2026-1", "--horizon", "6"), "2 appels"),
        ("liste.xlsx", ("--late",), "4 appels"),
        ("agenda.ics", (), "8 appels"),
    ):
        out = tmp_path / name
        status, said, _ = asked(*words, "--out", out)
        assert (status, said) == (0, f"{out}\u00a0: {count}\n")
        assert out.stat().st_size > 0
    assert asked("--out", tmp_path / "agenda.ics", "--names")[0] == 0
    opened = open_store(db.path, PROGRAM)
    with opened.read() as session:
        kinds = session.scalars(select(NominativeExport.kind).order_by(NominativeExport.id)).all()
    opened.close()
    assert kinds == ["call_sheets", "call_list", "call_reminders"]


def test_what_cannot_be_written_is_said(asked, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as left:
        asked("--out", tmp_path / "appels.doc")
    assert left.value.code == 2
    status, _, err = asked("--cohort", "Nulle part", "--out", tmp_path / "appels.pdf")
    assert status == 1
    assert "Nulle part" in err
    status, _, err = asked("--as-of", "2025-01-01", "--out", tmp_path / "appels.pdf")
    assert (status, "Personne n’est à appeler" in err) == (1, True)
    assert list(tmp_path.glob("appels*")) == []
