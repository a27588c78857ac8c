"""The command that compares definitions, through the same entry as a person's."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from gen_desktop.app import main
from gen_desktop.changes import COMMAND_LINE
from gen_desktop.store import open_store
from tests.factories import make_cohort
from tests.queries.leavers import ENTRY, EXIT, leaver, tells


@pytest.fixture
def filled(store_file: Path) -> Path:
    db = open_store(store_file, COMMAND_LINE)
    with db.write("Deux cohortes") as session:
        cohort = make_cohort(session, "DWWM 2025-1", planned_start=ENTRY, planned_end=EXIT)
        other = make_cohort(session, "CDA 2024-1", planned_start=dt.date(2024, 1, 8), planned_end=ENTRY)
        tells(session, leaver(session, cohort, 1), 6, "EMP_CDI")
        leaver(session, cohort, 2)
        leaver(session, other, 3, certified_on=dt.date(2025, 10, 1))
    db.close()
    return store_file


def ask(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str]:
    status = main([str(word) for word in words])
    said = capsys.readouterr()
    return status, said.out + said.err


def test_the_same_people_under_each_definition(filled, capsys):
    status, out = ask(
        capsys, "--data", filled, "definitions", "--cohort", "DWWM 2025-1", "--as-of", "2026-04-01", "--json"
    )
    found = {one["id"]: one for one in json.loads(out)}
    assert status == 0
    numbers = ("n", "N", "unknown", "rate", "low", "high")
    assert [found["D3a.6"][name] for name in numbers] == [1, 1, 1, 100.0, 50.0, 100.0]
    assert [found["IJ.emploi.6"][name] for name in numbers] == [1, 2, 1, 50.0, 50.0, 100.0]
    assert found["D9.24"]["rate"] is None


def test_a_year_takes_cohorts_that_end_and_people_certified_in_it(filled, capsys):
    _, out = ask(capsys, "--data", filled, "definitions", "--year", 2025, "--as-of", "2026-04-01", "--json")
    found = {one["id"]: one for one in json.loads(out)}
    assert (found["D8"]["unknown"], found["D3b.6"]["N"]) == (1, 3)
    status, out = ask(capsys, "--data", filled, "definitions", "--year", 2019)
    assert (status, out.strip()) == (1, "Aucune cohorte ne finit en 2019.")


def test_the_table_has_bounds_and_formulas(filled, capsys):
    status, out = ask(capsys, "--data", filled, "definitions", "--as-of", "2026-04-01")
    assert status == 0
    (line,) = [line for line in out.splitlines() if line.startswith("D3a.6 ")]
    assert "33,3\u202f% à 100,0\u202f%" in line
    assert line.endswith("Emploi, création ou formation / situations connues")


def test_a_promotion_is_written_as_a_workbook(filled, capsys, tmp_path):
    out = tmp_path / "promotion.xlsx"
    status, said = ask(capsys, "--data", filled, "promotion", "--year", 2025, "--out", out)
    assert (status, said.strip()) == (0, f"{out} (1 personne)")
    assert out.read_bytes().startswith(b"PK")
    status, said = ask(capsys, "--data", filled, "promotion", "--year", 2019, "--out", tmp_path / "vide.xlsx")
    assert status == 1
    assert "rien n’a été écrit" in said
