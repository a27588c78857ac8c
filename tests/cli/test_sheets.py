"""The command that writes the attendance sheet of a week."""

from __future__ import annotations

import datetime as dt
import hashlib

import pikepdf
import pytest
from sqlalchemy import select, update

from gen_desktop.app import main
from gen_desktop.changes import COMMAND_LINE
from gen_desktop.models.registry import ClassSession, IssuedDocument, NominativeExport, Organization
from gen_desktop.services.organization import OrganizationInput, create_organization
from gen_desktop.store import open_store
from tests.classroom import make_classroom


@pytest.fixture
def ready(store_file):
    """A file with a cohort whose week lacks nothing but what tests take away."""
    db = open_store(store_file, COMMAND_LINE)
    values = OrganizationInput(
        name="Numérique en Morvan",
        siret="73282932000074",
        nda="27580012358",
        representative="Hélène Vauclair",
        address="4 rue du Château",
        postal_code="58120",
        city="Château-Chinon",
    )
    create_organization(db, values)
    make_classroom(db)
    with db.write("Compléter") as session:
        session.scalars(select(Organization)).one().representative_quality = "Directrice"
        for half_day in session.scalars(select(ClassSession)):
            half_day.module, half_day.trainer = "Bases de données", "Nadia Berrada"
            half_day.place = "Salle 2"
    db.close()
    return store_file


def run(store, *words):
    return main([str(word) for word in ("--data", store, "sheet", "--cohort", "DWWM 2026-2", *words)])


def rows(store, model):
    db = open_store(store, COMMAND_LINE)
    with db.read() as session:
        found = session.execute(select(model.__table__)).mappings().all()
    db.close()
    return found


def test_a_sheet_is_written_numbered_and_registered(ready, tmp_path, capsys):
    target = tmp_path / "feuille.pdf"
    assert run(ready, "--week", "2026-W47", "--out", target) == 0
    assert capsys.readouterr().out.strip() == str(target)
    with pikepdf.open(target) as pdf:
        assert len(pdf.pages) == 2
    (document,) = rows(ready, IssuedDocument)
    assert document["number"] == "EM-DWWM-2026-2-2026-W47-v1"
    assert document["sha256"] == hashlib.sha256(target.read_bytes()).hexdigest()
    assert (document["period_start"], document["period_end"]) == (
        dt.date(2026, 11, 16),
        dt.date(2026, 11, 22),
    )
    assert document["course_title"] == "Développement web et web mobile"
    assert document["scope"] == "DWWM 2026-2, semaine du 16 au 20 novembre 2026"


def test_the_next_version_replaces_the_first(ready, tmp_path):
    for _ in range(2):
        assert run(ready, "--week", "2026-S47", "--out", tmp_path / "feuille.pdf") == 0
    first, second = rows(ready, IssuedDocument)
    assert second["number"] == "EM-DWWM-2026-2-2026-W47-v2"
    assert second["replaces_id"] == first["id"]


def test_what_was_recorded_never_cancels_the_sheet_that_people_signed(ready, tmp_path):
    for words in ((), ("--filled",), ("--filled",)):
        assert run(ready, "--week", "2026-S47", "--out", tmp_path / "feuille.pdf", *words) == 0
    signed, recorded, again = rows(ready, IssuedDocument)
    assert [row["number"] for row in (signed, recorded, again)] == [
        *("EM-DWWM-2026-2-2026-W47-v1", "ER-DWWM-2026-2-2026-W47-v1", "ER-DWWM-2026-2-2026-W47-v2"),
    ]
    assert (recorded["replaces_id"], again["replaces_id"]) == (None, recorded["id"])


def test_a_sheet_says_where_it_was_signed(ready, tmp_path, capsys):
    db = open_store(ready, COMMAND_LINE)
    with db.write("Retirer") as session:
        session.execute(update(ClassSession).values(place=None))
    db.close()
    assert run(ready, "--week", "2026-W47", "--out", tmp_path / "feuille.pdf") == 1
    assert "Le lieu n’est pas connu" in capsys.readouterr().err


def test_what_is_missing_keeps_a_sheet_from_leaving_but_not_its_draft(ready, tmp_path, capsys):
    db = open_store(ready, COMMAND_LINE)
    with db.write("Retirer") as session:
        for half_day in session.scalars(select(ClassSession).limit(2)):
            half_day.trainer = None
    db.close()
    target = tmp_path / "feuille.pdf"
    assert run(ready, "--week", "2026-W47", "--out", target) == 1
    refused = capsys.readouterr().err.splitlines()
    assert len(refused) == 2
    assert all("il manque le formateur" in line for line in refused)
    assert not target.exists()
    assert rows(ready, IssuedDocument) == []
    assert run(ready, "--week", "2026-W47", "--out", target, "--draft") == 0
    assert target.exists()
    assert rows(ready, IssuedDocument) == []
    (export,) = rows(ready, NominativeExport)
    assert (export["kind"], export["people"]) == ("draft_paper", 15)


@pytest.mark.parametrize("typed", ["2026-W60", "bientôt", "2026-47"])
def test_what_is_no_week_is_said(ready, tmp_path, capsys, typed):
    with pytest.raises(SystemExit) as stopped:
        run(ready, "--week", typed, "--out", tmp_path / "f.pdf")
    assert stopped.value.code == 2
    assert "n’est pas une semaine" in capsys.readouterr().err


def test_a_week_without_half_days_is_no_sheet(ready, tmp_path, capsys):
    assert run(ready, "--week", "2026-W30", "--out", tmp_path / "f.pdf") == 1
    assert "Aucune demi-journée à signer" in capsys.readouterr().err
    assert not (tmp_path / "f.pdf").exists()
