"""Deleting, the bin and the history from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gen_desktop.app import main
from gen_desktop.changes import COMMAND_LINE
from gen_desktop.models.registry import Learner
from gen_desktop.store import open_store
from tests.factories import enroll, make_cohort, make_learner


@pytest.fixture
def learner_id(store_file: Path) -> int:
    db = open_store(store_file, COMMAND_LINE)
    with db.write("Créer une cohorte") as session:
        cohort = make_cohort(session, "DWWM 2026-1")
        learner = make_learner(session, last_name="Delorme", first_name="Kévin")
        enroll(session, cohort, learner)
        made = learner.id
    db.close()
    return made


@pytest.fixture
def ask(store_file: Path, learner_id: int, capsys: pytest.CaptureFixture[str]):
    def run(*words: object) -> tuple[int, str, str]:
        status = main(["--data", str(store_file), *map(str, words)])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def is_there(store_file: Path, learner_id: int) -> bool:
    db = open_store(store_file, COMMAND_LINE)
    try:
        with db.read() as session:
            return session.get(Learner, learner_id) is not None
    finally:
        db.close()


def test_without_yes_it_only_says_what_would_go(ask, store_file, learner_id) -> None:
    status, out, err = ask("delete", "learner", learner_id)
    assert (status, out) == (1, "")
    assert "1 inscription" in err
    assert "--yes" in err
    assert is_there(store_file, learner_id)


def test_deleted_listed_given_back_told(ask, store_file, learner_id) -> None:
    assert ask("delete", "learner", learner_id, "--yes") == (0, "Supprimer Delorme Kévin\n", "")
    assert not is_there(store_file, learner_id)
    status, out, _ = ask("bin", "--json")
    (entry,) = json.loads(out)
    assert (status, entry["kind"], entry["records"]) == (0, "learner", [learner_id])
    assert entry["with"] == {"enrollment": 1}
    _, out, _ = ask("bin")
    assert "Delorme Kévin  1 inscription" in out
    assert out.splitlines()[-1] == "1 suppression"
    status, out, _ = ask("bin", "restore", entry["id"])
    assert (status, out) == (0, "Annuler\u00a0: Supprimer Delorme Kévin\n")
    assert is_there(store_file, learner_id)
    status, _, err = ask("bin", "restore", entry["id"])
    assert status == 1
    assert "corbeille" in err
    _, out, _ = ask("history", "learner", learner_id)
    assert "Supprimer Delorme Kévin (annulé depuis)" in out
    assert "Apprenant · Nom\u00a0: Delorme → –" in out
    _, out, _ = ask("history", "learner", learner_id, "--json")
    assert [one["undone"] for one in json.loads(out)] == [False, True, False]


def test_a_code_names_a_record_where_there_is_one(ask) -> None:
    assert ask("delete", "cohort", "DWWM 2026-1", "--yes")[0] == 0
    assert "DWWM 2026-1" in ask("bin")[1]
    status, _, err = ask("delete", "cohort", "DWWM 2026-1", "--yes")
    assert status == 1
    assert "introuvable" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("delete", "course", "C-DWWM 2026-1", "--yes"), "1 cohorte s’en sert encore"),
        (("delete", "learner", "12", "--yes"), "introuvable"),
        (("history", "learner", "12"), "le journal n’en dit rien"),
        (("bin", "restore", "12"), "n’est plus dans la corbeille"),
    ],
)
def test_refusals_are_sentences(ask, words, said) -> None:
    status, out, err = ask(*words)
    assert (status, out) == (1, "")
    assert said in err
