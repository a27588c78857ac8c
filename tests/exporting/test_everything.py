from __future__ import annotations

import csv
from pathlib import Path

from python_calamine import CalamineWorkbook

from gen_desktop.db.database import Database
from gen_desktop.exporting.everything import export_everything
from gen_desktop.models.registry import Base
from tests.factories import enroll, make_cohort, make_learner

TRANSIENT = {table.name for table in Base.metadata.sorted_tables if table.info.get("is_transient")}


def _fill(db: Database) -> int:
    with db.write("Créer") as session:
        cohort = make_cohort(session)
        learner = make_learner(session, last_name="=SOMME(A1)", first_name="Zoé", phone="+33639980001")
        enroll(session, cohort, learner)
        return learner.id


def test_csv_holds_every_table_and_nothing_that_runs(db: Database, tmp_path: Path) -> None:
    learner_id = _fill(db)
    files = export_everything(db, tmp_path / "export", "csv")
    assert {file.stem for file in files} == set(Base.metadata.tables) - TRANSIENT
    with (tmp_path / "export" / "learner.csv").open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream, delimiter=";")
    assert row["id"] == str(learner_id)
    assert row["last_name"] == "'=SOMME(A1)"
    assert row["first_name"] == "Zoé"


def test_workbook_keeps_identifiers_whole_and_text_as_text(db: Database, tmp_path: Path) -> None:
    learner_id = _fill(db)
    (path,) = export_everything(db, tmp_path, "xlsx")
    book = CalamineWorkbook.from_path(str(path))
    assert set(book.sheet_names) == set(Base.metadata.tables) - TRANSIENT
    titles, row = book.get_sheet_by_name("learner").to_python()
    values = dict(zip(titles, row, strict=True))
    assert (values["id"], values["last_name"]) == (str(learner_id), "=SOMME(A1)")
