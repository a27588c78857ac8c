"""The command that issues numbered papers, of one person and of a whole cohort."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from sqlalchemy import select

from gen_desktop.app import main
from gen_desktop.changes import COMMAND_LINE
from gen_desktop.cli.papers_parser import PAPERS
from gen_desktop.models.document import IssuedDocument
from gen_desktop.models.organization import Organization
from gen_desktop.reference.lists import code_list
from gen_desktop.store import open_store
from tests.reports.path_center import make_path, unmark
from tests.reports.pdf_checks import page_texts

NAMES = [("Delorme", "Zoé"), ("Aubert", "Inès"), ("Bakary", "Moussa")]


@pytest.fixture
def filled(store_file: Path) -> Path:
    db = open_store(store_file, COMMAND_LINE)
    unmark(db, make_path(db, people=3, names=NAMES), 4)  # Delorme's certificate is kept back
    db.close()
    return store_file


def run(file: Path, *words: object) -> int:
    return main(["--data", str(file), "paper", *map(str, words), "--as-of", "2026-11-26"])


def register(file: Path) -> list[IssuedDocument]:
    db = open_store(file, COMMAND_LINE)
    with db.read() as session:
        rows = list(session.scalars(select(IssuedDocument).order_by(IssuedDocument.number)))
    db.close()
    return rows


def test_a_cohort_gets_a_file_each_and_is_told_who_is_kept_back(filled, tmp_path, capsys) -> None:
    folder = tmp_path / "certificats"
    assert run(filled, "certificate", "--cohort", "DWWM 2026-2", "--out", folder) == 0
    said = capsys.readouterr()
    assert said.err.splitlines() == [
        "Mme\u00a0DELORME Zoé\u00a0: 1 demi-journée de la période n’est pas enregistrée.",
        "À vérifier\u00a0: 20 demi-journées de présence sans feuille signée classée.",
    ]
    rows = register(filled)
    assert [row.kind for row in rows] == ["completion_certificate"] * 2
    files = {file.stem: file for file in folder.iterdir()}
    assert files.keys() == {row.number for row in rows}
    for row in rows:
        assert row.sha256 == hashlib.sha256(files[row.number].read_bytes()).hexdigest()
        text = "\n".join(page_texts(files[row.number].read_bytes()))
        assert f"n°\u00a0{row.number}" in text
        assert "PROJET" not in text
    assert "AUBERT" in page_texts(files[rows[0].number].read_bytes())[0]


def test_what_is_missing_for_all_is_said_once(filled, tmp_path, capsys) -> None:
    db = open_store(filled, COMMAND_LINE)
    with db.write("Sans SIRET") as session:
        session.scalars(select(Organization)).one().siret = None
    db.close()
    assert run(filled, "certificate", "--cohort", "DWWM 2026-2", "--out", tmp_path / "rien") == 1
    said = capsys.readouterr().err
    assert said.count("SIRET") == 1
    assert "Mme\u00a0DELORME Zoé\u00a0: 1 demi-journée" in said
    assert not (tmp_path / "rien").exists()


def test_issued_again_a_paper_says_which_it_replaces(filled, tmp_path, capsys) -> None:
    words = ("certificate", "--cohort", "DWWM 2026-2", "--learner", "Aubert Inès", "--json")
    first, second = tmp_path / "un.pdf", tmp_path / "deux.pdf"
    assert run(filled, *words, "--out", first) == 0
    before = json.loads(capsys.readouterr().out)
    assert run(filled, *words, "--out", second) == 0
    after = json.loads(capsys.readouterr().out)
    assert "20 demi-journées de présence sans feuille signée classée." in after["to_check"][0]
    assert after["issued"][0]["replaces"] == before["issued"][0]["number"]
    assert "Annule et remplace le n°" in page_texts(second.read_bytes())[0]


@pytest.mark.parametrize("kind", [kind for kind in PAPERS if kind not in ("remote", "group")])
def test_every_paper_can_be_asked_for(filled, tmp_path, kind) -> None:
    target = tmp_path / "un.pdf"
    words = (kind, "--cohort", "DWWM 2026-2", "--learner", "Aubert Inès", "--month", "2026-10")
    assert run(filled, *words, "--out", target) == 0
    (row,) = register(filled)
    assert row.kind == PAPERS[kind]
    title = code_list("document_kind")[row.kind].label.upper()
    assert title in page_texts(target.read_bytes())[0]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("presence", "--cohort", "DWWM 2026-2"), "Donnez le mois"),
        (("group", "--cohort", "DWWM 2026-2", "--month", "2026-10"), "1 demi-journée du groupe"),
        (
            ("remote", "--cohort", "DWWM 2026-2", "--month", "2026-10", "--learner", "Aubert Inès"),
            "Aucune activité à distance",
        ),
        (("certificate", "--cohort", "Rien"), "Aucune cohorte"),
        (("certificate", "--cohort", "DWWM 2026-2", "--learner", "Nemo"), "Personne ne s’appelle"),
        (("certificate", "--cohort", "DWWM 2026-2", "--learner", ""), "Personne ne s’appelle"),
        (
            ("group", "--cohort", "DWWM 2026-2", "--month", "2026-10", "--learner", "Aubert Inès"),
            "toute la cohorte",
        ),
    ],
)
def test_what_cannot_be_issued_is_said_and_nothing_is_written(filled, tmp_path, capsys, words, sentence):
    target = tmp_path / "sortie"
    assert run(filled, *words, "--out", target) == 1
    assert sentence in capsys.readouterr().err
    assert not target.exists()
    assert register(filled) == []
