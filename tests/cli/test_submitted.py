"""Reports submitted on the command line: numbered, written again, verified, compared, corrected."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gen_desktop.app import main
from gen_desktop.changes import COMMAND_LINE
from gen_desktop.cli import passwords
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.reports.signing import signature_holds
from gen_desktop.store import open_store
from tests.certificates import OWNER, PASSWORD, make_certificate
from tests.reports.center import fill_center

PERIOD = ("follow-up", "--from", "01/07/2026", "--to", "30/09/2026")


@pytest.fixture
def filled(store_file: Path) -> Path:
    db = open_store(store_file, COMMAND_LINE)
    fill_center(db, 12)
    with db.write("Oublier des QPV") as session:
        for enrollment in session.query(Enrollment).filter(Enrollment.exit_type == "term"):
            enrollment.in_qpv = None
    db.close()
    return store_file


def test_a_report_lives_from_its_submission_to_its_correction(filled, tmp_path, capsys):
    def run(*words: object, status: int = 0) -> str:
        assert main(["--data", str(filled), "report", *map(str, words)]) == status
        said = capsys.readouterr()
        return said.err if status else said.out

    first, again, corrected = (tmp_path / name for name in ("a.pdf", "b.pdf", "c.pdf"))
    refused = run("submit", *PERIOD, "--out", first, status=1)
    assert "point" in refused
    assert "bloquant" in refused
    assert not first.exists()

    number = run("submit", *PERIOD, "--out", first, "--provisional", "--to-whom", "DREETS").split()[0]
    assert number.startswith("RS-")
    assert number.endswith("-001")
    run("reprint", number, "--out", again)
    assert again.read_bytes() == first.read_bytes()
    assert "FAUX" not in run("verify", number)
    assert number in run("verify", again)
    assert "mêmes personnes" in run("compare", number)

    db = open_store(filled, COMMAND_LINE)
    with db.write("Tous partis avant la fin") as session:
        for one in session.query(Enrollment).filter(Enrollment.exit_type == "term"):
            one.exit_type = "abandonment"
    db.close()
    told = run("compare", number)
    assert "→ Abandon" in told
    assert "entre dans" in told
    found = json.loads(run("compare", number, "--json"))
    assert found["is_same"] is False
    assert found["figures"]
    assert [move["reasons"] for move in found["people"]]

    made = run("correct", number.lower(), "--out", corrected, "--reason", "Abandon oublié", "--provisional")
    assert made.split()[0] == f"{number}-C1"
    run("reprint", number, "--out", again)
    assert again.read_bytes() == first.read_bytes()
    listed = json.loads(run("list", "--json"))
    assert [(one["number"], one["replaced_by"]) for one in listed] == [
        (f"{number}-C1", None),
        (number, f"{number}-C1"),
    ]
    assert f"remplacé par {number}-C1" in run("list")
    assert "déjà remplacé" in run("correct", number, "--out", again, "--reason", "x", status=1)


def test_the_bytes_submitted_are_the_signed_ones(filled, tmp_path, capsys, monkeypatch):
    certificate, out = tmp_path / "c.p12", tmp_path / "a.pdf"
    certificate.write_bytes(make_certificate())
    words = ("report", "submit", *PERIOD, "--out", out, "--provisional", "--certificate", certificate)
    monkeypatch.setenv(passwords.CERTIFICATE_PASSWORD, "autre")
    assert main(["--data", str(filled), *map(str, words)]) == 1
    assert "mot de passe de ce certificat" in capsys.readouterr().err
    assert not out.exists()
    monkeypatch.setenv(passwords.CERTIFICATE_PASSWORD, PASSWORD)
    assert main(["--data", str(filled), *map(str, words)]) == 0
    number = capsys.readouterr().out.split()[0]
    assert number.endswith("-001"), "what was refused took no number"
    assert signature_holds(out.read_bytes()) is True
    assert main(["--data", str(filled), "report", "verify", number]) == 0
    assert f"La signature de {OWNER} couvre tout le document" in capsys.readouterr().out


def test_what_is_no_submitted_report_is_said(filled, tmp_path, capsys):
    other = tmp_path / "autre.pdf"
    other.write_bytes(b"%PDF-1.7")
    for words in (("reprint", "RS-2026-009", "--out", tmp_path / "x.pdf"), ("verify", other)):
        assert main(["--data", str(filled), "report", *map(str, words)]) == 1
    said = capsys.readouterr().err
    assert "RS-2026-009" in said
    assert "aucun des rapports remis" in said


def test_no_report_takes_the_place_of_the_data(filled, tmp_path, capsys):
    def files() -> dict[str, bytes]:
        return {one.name: one.read_bytes() for one in tmp_path.iterdir() if one.suffix != ".gendb-shm"}

    def report(*words: object) -> int:
        return main(["--data", str(filled), "report", *map(str, words)])

    kept = tmp_path / "remis.pdf"
    assert report("submit", *PERIOD, "--provisional", "--out", kept) == 0
    number = capsys.readouterr().out.split()[0]
    linked = tmp_path / "lien.pdf"
    linked.hardlink_to(filled)
    before = files()
    for words in (PERIOD, ("submit", *PERIOD, "--provisional"), ("reprint", number),
                  ("correct", number, "--reason", "Une erreur", "--provisional")):  # fmt: skip
        for target in (filled, linked):
            assert report(*words, "--out", target) == 1, words
            said = capsys.readouterr().err
            assert "vos données" in said
            assert said.count("\n") == 1
    assert files() == before
