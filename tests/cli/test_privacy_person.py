"""privacy export and erase, as typed."""

from __future__ import annotations

import json

import pytest

from gen_desktop.app import main
from gen_desktop.changes import PROGRAM
from gen_desktop.db.backup import Reason
from gen_desktop.queries.privacy_records import erasures, exports
from gen_desktop.services.backups import back_up, kept
from gen_desktop.services.learners import LearnerInput, create_learner
from gen_desktop.store import open_store
from tests.queries.test_person_data import NOW


@pytest.fixture
def people(db, store_file):
    """The numbers of two homonyms and of a third person; the file is given back."""
    ids = [
        create_learner(db, LearnerInput("Delorme", first)).created_id for first in ("Kévin", "Kevin", "Inès")
    ]
    back_up(db, Reason.ASKED, NOW)
    db.close()
    return ids


@pytest.fixture
def typed(people, store_file, capsys):
    def run(*words: str, command: str = "privacy") -> tuple[int, str, str]:
        status = main(["--data", str(store_file), command, *words])
        said = capsys.readouterr()
        return status, said.out.replace("\u00a0", " "), said.err.replace("\u00a0", " ")

    return run


def read(file, query):
    db = open_store(file, PROGRAM, read_only=True)
    try:
        with db.read() as session:
            return query(session)
    finally:
        db.close()


def test_export_writes_both_files_and_enters_the_register(typed, people, store_file, tmp_path):
    status, out, _ = typed("export", "Inès Delorme", "--out", str(tmp_path / "pour-elle"))
    assert status == 0
    pdf, machine = (tmp_path / "pour-elle" / f"personne-{people[2]}{end}" for end in (".pdf", ".json"))
    assert out.splitlines() == [str(pdf), str(machine)]
    assert pdf.read_bytes().startswith(b"%PDF")
    told = json.loads(machine.read_text(encoding="utf-8"))
    assert told["person"] == "Delorme Inès"
    assert told["records"]["learner"][0]["id"] == str(people[2])
    assert len(told["backups"]) == 1
    (entered,) = read(store_file, exports)
    assert (entered.kind, entered.people) == ("person", 1)
    assert str(people[2]) in entered.scope


def test_several_of_a_name_are_listed(typed, people):
    status, out, err = typed("erase", "Kévin Delorme", "--reason", "Demande du 3 mars", "--yes")
    assert (status, out) == (1, "")
    assert "donnez le numéro" in err
    assert str(people[0]) in err
    assert str(people[1]) in err
    assert str(people[2]) not in err


def test_nobody_of_that_name(typed):
    assert typed("export", "Personne Inconnue", "--out", ".")[0] == 1


def test_without_yes_it_only_tells(typed, people, store_file):
    status, out, err = typed("erase", str(people[0]), "--reason", "Demande du 3 mars")
    assert status == 1
    assert "Restent sans nom : 0 inscription" in out
    assert "La dernière sauvegarde l’aura oubliée le" in out
    assert "Rien n’a été effacé" in err
    assert read(store_file, erasures) == ()


def test_erase_then_check_and_restore(typed, people, store_file, tmp_path):
    status, out, _ = typed("erase", str(people[0]), "--reason", "Demande du 3 mars", "--yes")
    assert status == 0
    assert "est effacée" in out
    (row,) = read(store_file, erasures)
    assert (row.number, row.reason, row.cause) == (people[0], "Demande du 3 mars", "request")
    assert row.leaves_backups_on is not None
    assert typed(command="check")[0] == 0
    (backup,) = (tmp_path / "centre - sauvegardes").glob("*.gen")
    status, out, _ = typed(str(backup), "--yes", command="restore")
    assert status == 0
    assert [one.number for one in read(store_file, erasures)] == [people[0]]
    status, _, err = typed("erase", str(people[0]), "--reason", "encore", "--yes")
    assert (status, err.strip()) == (1, "Cette personne est déjà effacée.")


def test_backups_too(typed, people, store_file):
    status, out, _ = typed("erase", str(people[2]), "--reason", "Demande", "--yes", "--backups-too")
    assert status == 0
    assert "les anciennes sont supprimées" in out
    db = open_store(store_file, PROGRAM)
    (only,) = kept(db)
    db.close()
    assert "Delorme Inès".encode() not in only.file.read_bytes()
    assert "Inès".encode() not in only.file.read_bytes()


def test_a_reason_that_names_the_person_is_refused(typed, people):
    status, _, err = typed("erase", str(people[2]), "--reason", "Demande d’Inès Delorme", "--yes")
    assert status == 1
    assert "sans le nom" in err


def test_whose_notes_name_the_person_is_said(typed, people, store_file):
    db = open_store(store_file, PROGRAM)
    create_learner(db, LearnerInput("Absil", "Nadia", relay_contact="Sa cousine, INES Delorme"))
    create_learner(db, LearnerInput("Caron", "Léa", note="Vient avec M. Delorme"))
    db.close()
    _, out, _ = typed("erase", str(people[2]), "--reason", "Demande")
    assert "dans les notes ou le contact relais de : Absil Nadia." in out
    _, out, _ = typed("erase", "Léa Caron", "--reason", "Demande")
    assert "contact relais de" not in out
