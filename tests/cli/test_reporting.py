"""The command that writes a PDF, through the same entry as a person's."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pikepdf
import pytest
from sqlalchemy import select

from gen_desktop.app import main
from gen_desktop.changes import COMMAND_LINE
from gen_desktop.models.document import IssuedDocument
from gen_desktop.models.learner import full_name
from gen_desktop.models.privacy import NominativeExport
from gen_desktop.queries.learner_annex import annex_rows
from gen_desktop.queries.scope import Scope
from gen_desktop.store import open_store
from tests.reports.built import assert_report_conforms
from tests.reports.center import fill_center
from tests.reports.conftest import FIRST, LAST
from tests.reports.pdf_checks import page_texts, spoken


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


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("report", "evaluation", "--year", "1999", "--horizon", "3"), 1, "Aucune cohorte ne finit en 1999"),
        (("report", "evaluation", "--cohort", "XYZ", "--horizon", "3"), 1, "XYZ"),
        (("report", "follow-up", "--from", "2026-09-30", "--to", "2026-07-01"), 1, "période"),
    ],
)
def test_a_refusal_is_a_sentence_and_writes_nothing(filled, tmp_path, capsys, words, status, said):
    target = tmp_path / "rien.pdf"
    assert run("--data", filled, *words, "--out", target) == status
    assert said in capsys.readouterr().err
    assert not target.exists()
    assert issued(filled) == []


def test_a_target_that_is_a_folder_is_refused_whole(filled, tmp_path, capsys):
    target = tmp_path / "suivi.pdf"
    target.mkdir()
    words = ("report", "follow-up", "--from", "2026-07-01", "--to", "2026-09-30", "--out", target)
    assert run("--data", filled, *words) == 3
    assert "ne peut pas être écrit" in capsys.readouterr().err
    assert issued(filled) == []
    assert list(tmp_path.glob("*.en-cours")) == []
