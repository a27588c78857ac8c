"""The candidates of a cohort out of the program: entered in the register, and text stays text."""

from __future__ import annotations

import csv
import datetime as dt

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from gen_desktop.exporting.candidate_list import write_candidate_list
from gen_desktop.models.privacy import NominativeExport
from gen_desktop.queries.applications import CandidateCriteria, candidates
from tests.factories import enroll, make_cohort, make_learner

DAY = dt.date(2026, 11, 2)


@pytest.fixture
def listed(db):
    with db.write("Des candidats") as session:
        cohort = make_cohort(session)
        learner = make_learner(session, last_name="=1+1", first_name="Zoé", phone="+33639980142")
        enroll(session, cohort, learner, decision="waiting", applied_on=DAY, prescriber="FT")
        enroll(session, cohort, make_learner(session, 2), decision="refused", decision_reason="Niveau")
        cohort_id = cohort.id
    with db.read() as session:
        return candidates(session, CandidateCriteria(cohort_id), DAY)


def test_a_csv_file_holds_what_is_listed(db, listed, tmp_path):
    path = tmp_path / "candidats.csv"
    assert write_candidate_list(db, "DWWM", listed, path) == 2
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    found = {row["Étape"]: row for row in rows}
    assert found["Liste d’attente"]["Nom"] == "'=1+1"
    assert found["Liste d’attente"]["Candidature reçue le"] == "02/11/2026"
    assert found["Liste d’attente"]["Rang en liste d’attente"] == "1"
    assert found["Refus"]["Motif"] == "Niveau"
    assert found["Refus"]["Candidature reçue le"] == ""
    with db.read() as session:
        kept = session.scalars(select(NominativeExport)).one()
    assert (kept.kind, kept.scope, kept.people) == ("candidate_list", "DWWM", 2)


def test_a_workbook_runs_nothing_that_was_typed(db, listed, tmp_path):
    path = tmp_path / "candidats.xlsx"
    write_candidate_list(db, "DWWM", listed, path)
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    cells = {cell for row in rows for cell in row}
    assert "=1+1" in cells
    assert DAY in cells
    assert 2 not in cells
