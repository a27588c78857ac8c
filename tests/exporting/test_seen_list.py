"""The list as it is seen, out: the same people, columns and order; nothing that a spreadsheet runs."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from dataclasses import replace

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from gen_desktop.errors import StorageProblem
from gen_desktop.exporting.seen_list import (
    SeenList,
    as_texts,
    clipboard_text,
    read_seen,
    write_seen_list,
)
from gen_desktop.exporting.seen_pdf import write_seen_pdf
from gen_desktop.jobs import Cancelled, Job
from gen_desktop.models.enrollment import EntryFacts, Sensitive
from gen_desktop.models.registry import Enrollment, Learner, NominativeExport
from gen_desktop.queries.learner_cells import COLUMNS
from gen_desktop.services.enrollments import set_facts
from tests.classroom import make_classroom
from tests.team import make_team

TODAY = dt.date(2026, 11, 23)
PHONE = "06\u00a039\u00a098\u00a001\u00a031"
NASTY = [("=1+1", "@cmd"), ("-Delorme", "+Kévin"), ("O’Brien", "\tChloé"), ("Martin", "http://exemple.fr")]
KEYS = ["name", "birth_date", "postal_code", "phone", "rate", "cohort", "age"]


@pytest.fixture
def room(db):
    made = make_classroom(db, people=NASTY, decision="admitted", entered_on=dt.date(2026, 11, 16))
    with db.write("Des faits") as session:
        for learner in session.scalars(select(Learner)):
            learner.birth_date, learner.postal_code = dt.date(2001, 2, 3), "01000"
            learner.phone = "+33639980131"
    return made


def seen(db, keys=KEYS, **changes):
    with db.read() as session:
        ids = list(session.scalars(select(Learner.id).order_by(Learner.id)))
    filters = [("Cohorte", "DWWM 2026-2"), ("Texte cherché", "Delorme")]
    return replace(SeenList(ids, keys, filters, None, TODAY, "C. Lambert"), **changes)


def sheet(path, name):
    return CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python()


def register(db):
    with db.read() as session:
        columns = (NominativeExport.kind, NominativeExport.scope, NominativeExport.people)
        return [tuple(row) for row in session.execute(select(*columns))]


def test_a_workbook_keeps_text_as_text_and_days_as_days(db, room, tmp_path):
    path = tmp_path / "apprenants.xlsx"
    assert write_seen_list(db, seen(db), path) == 4
    book = CalamineWorkbook.from_path(path)
    assert book.sheet_names == ["Apprenants", "Filtres"]
    titles, *rows = book.get_sheet_by_name("Apprenants").to_python()
    assert titles == [
        "Nom", "Prénom", "Naissance", "Code postal", "Téléphone", "Assiduité (%)", "Cohorte", "Âge (ans)",
    ]  # fmt: skip
    assert [(row[0], row[1].strip()) for row in rows] == [(last, first.strip()) for last, first in NASTY]
    for row in rows:
        assert row[2:5] == [dt.date(2001, 2, 3), "01000", PHONE]
        assert row[5] == ""  # nothing was due: never a zero
        assert row[7] == 25
    with zipfile.ZipFile(path) as archive:
        sheets = b"".join(archive.read(name) for name in archive.namelist() if "sheet" in name)
    assert b"<f>" not in sheets
    assert b"hyperlink" not in sheets


def test_the_file_says_of_whom_when_and_by_whom(db, room, tmp_path):
    path = tmp_path / "apprenants.xlsx"
    write_seen_list(db, seen(db), path)
    said = sheet(path, "Filtres")
    assert said == [
        ["Liste exportée le", "23/11/2026"],
        ["Par", "C. Lambert"],
        ["Personnes", "4"],
        ["Cohorte", "DWWM 2026-2"],
        ["Texte cherché", "Delorme"],
    ]
    write_seen_list(db, seen(db, filters=[]), path)
    said = sheet(path, "Filtres")
    assert said[-1] == ["Filtres", "Aucun : toutes les personnes du fichier"]


def test_a_csv_is_read_back_and_runs_nothing(db, room, tmp_path):
    path = tmp_path / "apprenants.csv"
    write_seen_list(db, seen(db), path)
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [row[0] for row in rows[1:]] == ["'=1+1", "'-Delorme", "O’Brien", "Martin"]
    assert [row[1] for row in rows[1:]] == ["'@cmd", "'+Kévin", "'\tChloé", "http://exemple.fr"]
    assert rows[1][2:5] == ["03/02/2001", "01000", PHONE]


def test_what_is_copied_has_one_line_a_person_and_runs_nothing(db, room):
    columns, rows = read_seen(db, seen(db))
    lines = clipboard_text(columns, rows, TODAY).split("\n")
    assert lines[0].split("\t") == [column.file_title for column in columns]
    assert [line.split("\t")[0] for line in lines[1:]] == [
        "'=1+1 @cmd", "'-Delorme +Kévin", "O’Brien Chloé", "Martin http://exemple.fr",
    ]  # fmt: skip
    assert {len(line.split("\t")) for line in lines} == {len(KEYS)}


def test_every_export_is_in_the_register_without_a_name(db, room, tmp_path):
    write_seen_list(db, seen(db), tmp_path / "a.xlsx")
    write_seen_pdf(db, b"%PDF", tmp_path / "a.pdf", seen(db, filters=[]).scope, 4)
    assert register(db) == [
        ("seen_list", "Cohorte\u00a0: DWWM 2026-2", 4),
        ("printed_list", "Toutes les personnes du fichier", 4),
    ]
    assert (tmp_path / "a.pdf").read_bytes() == b"%PDF"


def test_an_export_given_up_leaves_nothing(db, room, tmp_path):
    job = Job(lambda done, _total, text: None, lambda: True)
    with pytest.raises(Cancelled):
        write_seen_list(db, seen(db), tmp_path / "a.xlsx", job)
    assert list(tmp_path.glob("a*")) == []
    assert register(db) == []


def test_a_place_that_cannot_be_written_is_said(db, room, tmp_path):
    (tmp_path / "pris").write_text("", encoding="utf-8")
    with pytest.raises(StorageProblem):
        write_seen_list(db, seen(db), tmp_path / "pris" / "a.csv")


def test_the_order_and_the_columns_are_those_asked(db, room, tmp_path):
    asked = seen(db, ["cohort", "name", "shoe size"])
    asked = replace(asked, ids=list(reversed(asked.ids)))
    columns, rows = read_seen(db, asked)
    assert [column.key for column in columns] == ["cohort", "name"]
    assert [row.id for row in rows] == list(asked.ids)


def test_every_column_says_something_of_everybody(db, room):
    columns, rows = read_seen(db, seen(db, [column.key for column in COLUMNS]))
    assert len(columns) == len(COLUMNS) >= 25
    for line in as_texts(columns, rows, TODAY):
        assert all(line), line


def test_few_people_get_the_sensitive_columns(tmp_path):
    team = make_team(tmp_path)
    db = team.open()
    make_classroom(db, people=NASTY)
    with db.write("Dire la situation") as session:
        for one in session.scalars(select(Enrollment.id)).all():
            set_facts(session, one, EntryFacts(), Sensitive(is_rqth=True))
    db.close()
    for role, keys in (("secretariat", ["name", "rqth"]), ("training", ["name"]), (None, ["name"])):
        db = team.open_as(role)
        columns, rows = read_seen(db, seen(db, ["name", "rqth"]))
        assert [column.key for column in columns] == keys
        assert {row.is_rqth for row in rows} == ({True} if role == "secretariat" else {None})
        db.close()
