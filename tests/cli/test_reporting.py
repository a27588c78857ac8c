"""The command that writes a PDF, through the same entry as a person's."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
from pathlib import Path

import pikepdf
import pytest
import python_calamine
from sqlalchemy import select

from gen_desktop.app import main
from gen_desktop.changes import COMMAND_LINE
from gen_desktop.models.document import IssuedDocument
from gen_desktop.models.learner import full_name
from gen_desktop.models.privacy import NominativeExport
from gen_desktop.queries.field_completeness import incomplete
from gen_desktop.queries.learner_annex import annex_rows
from gen_desktop.queries.scope import Scope, cohort_ids
from gen_desktop.reports.evaluation import load_evaluation
from gen_desktop.store import open_store
from tests.reports.built import assert_report_conforms
from tests.reports.center import fill_center
from tests.reports.conftest import FIRST, LAST
from tests.reports.pdf_checks import page_texts, reading_order, spoken


@pytest.fixture
def filled(store_file: Path) -> Path:
    db = open_store(store_file, COMMAND_LINE)
    fill_center(db, 24)
    db.close()
    return store_file


def run(*words: object) -> int:
    return main([str(word) for word in words])


def pages(path: Path) -> int:
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


def issued(store: Path) -> list[tuple[str, str]]:
    db = open_store(store, COMMAND_LINE)
    with db.read() as session:
        rows = session.execute(select(IssuedDocument.kind, IssuedDocument.sha256)).all()
    db.close()
    return [(row[0], row[1]) for row in rows]


def test_the_follow_up_report_is_written_and_registered(filled, tmp_path, capsys):
    target = tmp_path / "sorties" / "suivi.pdf"
    words = ("report", "follow-up", "--from", "01/07/2026", "--to", "30/09/2026", "--out", target)
    assert run("--data", filled, *words) == 0
    assert capsys.readouterr().out.strip() == str(target)
    assert pages(target) > 3
    assert issued(filled) == [("follow_up", hashlib.sha256(target.read_bytes()).hexdigest())]
    assert [file.name for file in target.parent.iterdir()] == ["suivi.pdf"]


def test_the_nominative_annex_is_a_file_of_its_own_and_an_export(filled, tmp_path):
    report, annex = tmp_path / "suivi.pdf", tmp_path / "annexe.pdf"
    words = ("report", "follow-up", "--from", "01/07/2026", "--to", "30/09/2026", "--out", report)
    assert run("--data", filled, *words, "--annex", annex) == 0
    db = open_store(filled, COMMAND_LINE)
    with db.read() as session:
        (export,) = session.scalars(select(NominativeExport)).all()
        rows = annex_rows(session, Scope(LAST, None, FIRST, LAST))
    db.close()
    assert (export.kind, export.people) == ("report_annex", len(rows))
    assert_report_conforms(annex.read_bytes())
    said = "\n".join(text for _, text in spoken(annex.read_bytes()))
    counted = "".join(page_texts(report.read_bytes()))
    assert rows
    for row in rows:
        assert full_name(row.last_name, row.first_name) in said
        assert row.last_name not in counted
    assert "à compléter" in said.lower()


def test_the_evaluation_report_of_a_year(filled, tmp_path):
    target = tmp_path / "evaluation.pdf"
    words = ("report", "evaluation", "--year", "2026", "--horizon", "3", "--as-of", "2026-09-30")
    assert run("--data", filled, *words, "--out", target) == 0
    assert pages(target) > 3
    assert issued(filled)[0][0] == "evaluation"
    assert run("--data", filled, *words, "--public", "--out", tmp_path / "public.pdf") == 0
    assert [kind for kind, _ in issued(filled)] == ["evaluation", "public_evaluation"]
    quarter = ("report", "follow-up", "--from", "2026-07-01", "--to", "2026-09-30", "--public")
    assert run("--data", filled, *quarter, "--out", tmp_path / "suivi-public.pdf") == 0
    assert [kind for kind, _ in issued(filled)][-1] == "public_follow_up"


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("report", "evaluation", "--year", "1999", "--horizon", "3"), 1, "Aucune cohorte ne finit en 1999"),
        (("report", "evaluation", "--cohort", "XYZ", "--horizon", "3"), 1, "XYZ"),
        (("report", "follow-up", "--from", "2026-09-30", "--to", "2026-07-01"), 1, "période"),
        (
            (
                *("report", "follow-up", "--from", "2026-07-01", "--to", "2026-09-30", "--public"),
                *("--since", "2026-06-30"),
            ),
            1,
            "sans ce qui a changé",
        ),
        (
            (
                *("report", "follow-up", "--from", "2026-07-01", "--to", "2026-09-30"),
                *("--annex", "{out}"),
            ),
            1,
            "deux noms",
        ),
    ],
)
def test_a_refusal_is_a_sentence_and_writes_nothing(filled, tmp_path, capsys, words, status, said):
    target = tmp_path / "rien.pdf"
    words = tuple(word.format(out=target) for word in words)
    assert run("--data", filled, *words, "--out", target) == status
    assert said in capsys.readouterr().err
    assert not target.exists()
    assert issued(filled) == []


def test_a_target_that_is_a_folder_is_refused_whole(filled, tmp_path, capsys):
    target = tmp_path / "suivi.pdf"
    target.mkdir()
    words = ("report", "follow-up", "--from", "2026-07-01", "--to", "2026-09-30", "--out", target)
    assert run("--data", filled, *words) == 1
    assert "c’est un dossier" in capsys.readouterr().err
    assert issued(filled) == []
    assert list(tmp_path.glob("*.en-cours")) == []


CHECK = (
    "report",
    "check",
    "evaluation",
    "--cohort",
    "DWWM 2026-1",
    "--horizon",
    "3",
    "--as-of",
    "2026-09-30",
)


def test_the_points_of_a_report_and_its_incomplete_fields(filled, capsys):
    assert run("--data", filled, *CHECK, "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    db = open_store(filled, COMMAND_LINE)
    with db.read() as session:
        scope = Scope(dt.date(2026, 9, 30), cohort_ids(session, ("DWWM 2026-1",)))
        _, checks = load_evaluation(session, scope, 3, "DWWM 2026-1")
        fields = incomplete(session, scope)
    db.close()
    told = [(one["rule"], one["severity"], one["n"], one["N"], tuple(one["ids"])) for one in answer["points"]]
    assert told == [(one.rule, one.level, one.n, one.of, one.ids) for one in checks if one.level != "ok"]
    assert told
    assert [(one["field"], tuple(one["missing"])) for one in answer["fields"]] == [
        (one.field.key, one.missing) for one in fields
    ]
    assert run("--data", filled, *CHECK) == 0
    said = capsys.readouterr().out
    assert all(one["sentence"] in said for one in answer["points"])
    assert "Nom0" not in said
    assert issued(filled) == []


def test_the_names_behind_the_points_are_a_registered_list(filled, tmp_path, capsys):
    for name in ("points.csv", "points.xlsx"):
        assert run("--data", filled, *CHECK, "--names", tmp_path / name) == 0
    capsys.readouterr()
    with (tmp_path / "points.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    book = list(python_calamine.load_workbook(tmp_path / "points.xlsx").get_sheet_by_index(0).to_python())
    assert [list(row.values()) for row in rows] == book[1:]
    db = open_store(filled, COMMAND_LINE)
    with db.read() as session:
        scope = Scope(dt.date(2026, 9, 30), cohort_ids(session, ("DWWM 2026-1",)))
        _, checks = load_evaluation(session, scope, 3, "DWWM 2026-1")
        exports = session.execute(select(NominativeExport.kind, NominativeExport.people)).all()
    db.close()
    assert len(rows) == sum(len(one.ids) for one in checks if one.kind != "cohort")
    assert {row["Cohorte"] for row in rows} == {"DWWM 2026-1"}
    people = len({row["Nom"] for row in rows})
    assert [tuple(row) for row in exports] == [("report_points", people)] * 2


CHANGES = ("report", "changes", *CHECK[2:], "--since", "2026-09-30")


def test_what_changed_is_counted_and_its_names_are_a_registered_list(filled, tmp_path, capsys):
    """The file was made today: a report of September knew nobody of it."""
    assert run("--data", filled, *CHANGES, "--json") == 0
    answer = {one["id"]: one for one in json.loads(capsys.readouterr().out)}
    rate = answer["B3"]
    assert rate["before"]["N"] == 0 < rate["after"]["N"]
    assert run("--data", filled, *CHANGES, "--names", tmp_path / "changements.csv") == 0
    said = capsys.readouterr().out
    assert rate["label"] in said
    assert "Nom0" not in said
    with (tmp_path / "changements.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    base = f"{rate['label']} (base)"
    assert sum(base in row["Entre dans"].split("\n") for row in rows) == rate["after"]["N"]
    assert all("GEN Desktop" in row["Pourquoi"] or "Ligne de commande" in row["Pourquoi"] for row in rows)
    db = open_store(filled, COMMAND_LINE)
    with db.read() as session:
        assert session.scalars(select(NominativeExport.kind)).all() == ["report_changes"]
    db.close()


def test_a_report_tells_in_an_annex_what_changed_without_a_name(filled, tmp_path, capsys):
    target = tmp_path / "evaluation.pdf"
    words = ("report", "evaluation", *CHECK[3:], "--since", "2026-09-30", "--out", target)
    assert run("--data", filled, *words) == 0
    assert run("--data", filled, *CHANGES, "--json") == 0
    told = json.loads(capsys.readouterr().out.split("\n", 1)[1])
    text = reading_order(target.read_bytes())
    annex = text[len(text) - 1 - text[::-1].index("Annexe. Ce qui a changé") :]
    (rate,) = (one for one in told if one["id"] == "B3")
    (line,) = (one for one in annex if one.startswith(f"{rate['label']} | "))
    assert f"{rate['after']['n']} sur {rate['after']['N']}" in line.replace("\u00a0", " ")
    assert "Nom0" not in "\n".join(annex)
