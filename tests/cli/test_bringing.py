"""The commands that bring lists in, through the same entry as a person's."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from gen_desktop.app import main
from gen_desktop.changes import COMMAND_LINE
from gen_desktop.db.backup import Reason, Verdict, backups
from gen_desktop.db.safekeeping import default_folder
from gen_desktop.store import open_store
from tests.factories import make_cohort
from tests.importing.lists import write_csv, write_workbook

CODE = "DWWM 2026-1"
HEAD = ("Nom", "Prénom", "Date de naissance", "Date d’entrée", "Date de sortie", "Pointure")
GOOD = [
    HEAD,
    ("DUPRÉ", "Zoé", "14/03/1999", "05/01/2026", None, 38),
    ("Ben Salah", "Yasmine", None, None, None, None),
]
BAD = [
    HEAD,
    ("Dupré", "Zoé", "31/02/1999", "05/01/2026", None, None),
    ("Ben Salah", "Yasmine", None, "05/01/2026", "02/01/2026", None),
    ("Petit", "Léa", None, None, None, None),
    ("Petit", "Léa", None, None, None, None),
]


@pytest.fixture
def with_cohort(store_file: Path) -> Path:
    db = open_store(store_file, COMMAND_LINE)
    with db.write("Créer une cohorte") as session:
        make_cohort(session, CODE)
    db.close()
    return store_file


def ask(capsys, *words: object) -> tuple[int, str, str]:
    status = main([str(word) for word in words])
    said = capsys.readouterr()
    return status, plain(said.out), plain(said.err)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def enrolled(capsys, data: Path) -> int:
    _, out, _ = ask(capsys, "--data", data, "cohorts", "--json")
    return sum(cohort["enrollments"] for cohort in json.loads(out))


@pytest.mark.parametrize("write", [write_workbook, write_csv])
def test_a_list_comes_in_once(with_cohort, tmp_path, capsys, write) -> None:
    path = write(tmp_path / "liste.data", GOOD)
    words = ("--data", with_cohort, "import", "learners", path, "--cohort", CODE)
    status, out, err = ask(capsys, *words)
    assert (status, err) == (0, "")
    assert "2 lignes lues, dont 2 nouvelles." in out
    assert "1 colonne inconnue : Pointure." in out
    assert out.splitlines()[-1] == "Importé."
    assert enrolled(capsys, with_cohort) == 2
    status, out, _ = ask(capsys, *words)
    assert (status, out.splitlines()[-1]) == (0, "Rien à importer : tout y est déjà.")
    assert enrolled(capsys, with_cohort) == 2


def test_the_file_is_backed_up_before_a_list_is_written(with_cohort, tmp_path, capsys) -> None:
    path = write_workbook(tmp_path / "liste.xlsx", GOOD)
    words = ("--data", with_cohort, "import", "learners", path, "--cohort", CODE)
    assert ask(capsys, *words, "--dry-run")[0] == 0
    assert backups(default_folder(with_cohort), with_cohort) == ()
    for _ in range(2):  # the second time nothing is left to write
        assert ask(capsys, *words)[0] == 0
        (kept,) = backups(default_folder(with_cohort), with_cohort)
        assert (kept.reason, kept.verdict) == (Reason.BEFORE_IMPORT, Verdict.GOOD)
        assert kept.contents is not None
        assert (kept.contents.people, kept.contents.rows["cohort"]) == (0, 1)


def test_without_a_backup_no_list_is_written(with_cohort, tmp_path, capsys) -> None:
    default_folder(with_cohort).write_text("à la place du dossier", encoding="utf-8")
    path = write_workbook(tmp_path / "liste.xlsx", GOOD)
    status, _, err = ask(capsys, "--data", with_cohort, "import", "learners", path, "--cohort", CODE)
    assert (status, len(err.splitlines())) == (3, 1)
    assert "dossier de sauvegarde" in err
    assert enrolled(capsys, with_cohort) == 0


def test_the_invented_center_in_a_file_that_holds_something(with_cohort, capsys) -> None:
    assert ask(capsys, "--data", with_cohort, "demo")[0] == 0
    (kept,) = backups(default_folder(with_cohort), with_cohort)
    assert kept.reason is Reason.BEFORE_IMPORT


def test_a_try_writes_nothing(with_cohort, tmp_path, capsys) -> None:
    path = write_workbook(tmp_path / "liste.xlsx", GOOD)
    before = with_cohort.read_bytes()
    status, out, _ = ask(
        capsys, "--data", with_cohort, "import", "learners", path, "--cohort", CODE, "--dry-run"
    )
    assert (status, out.splitlines()[-1]) == (0, "Essai : rien n’a été écrit.")
    assert enrolled(capsys, with_cohort) == 0
    assert with_cohort.read_bytes() == before


def test_the_plan_as_json(with_cohort, tmp_path, capsys) -> None:
    path = write_workbook(tmp_path / "liste.xlsx", GOOD)
    words = ("--data", with_cohort, "import", "learners", path, "--cohort", CODE, "--json")
    for extra, written in ((("--dry-run",), False), ((), True), ((), False)):
        status, out, _ = ask(capsys, *words, *extra)
        told = json.loads(out)
        assert (status, told["written"]) == (0, written)
    assert (told["kind"], told["file"], told["unknown_columns"]) == ("learners", "liste.xlsx", ["Pointure"])
    assert told["totals"]["same"] == 2
    assert [row["state"] for row in told["rows"]] == ["same", "same"]
    assert {"title": "Date d’entrée", "meaning": "Date d’entrée"} in told["columns"]


def test_every_error_is_said_and_nothing_is_written(with_cohort, tmp_path, capsys) -> None:
    path = write_workbook(tmp_path / "liste.xlsx", BAD)
    before = with_cohort.read_bytes()
    status, out, err = ask(capsys, "--data", with_cohort, "import", "learners", path, "--cohort", CODE)
    assert (status, out) == (1, "")
    first, second = err.splitlines()
    assert first.startswith("« liste.xlsx », ligne 2, colonne « Date de naissance » : « 31/02/1999 »")
    assert second == (
        "« liste.xlsx », ligne 3, colonne « Date de sortie » : « 02/01/2026 », "
        "la sortie est avant l’entrée (05/01/2026)."
    )
    assert with_cohort.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "n’existe pas à cet endroit"),
        (b"", "est vide"),
        (b"%PDF-1.4", "est un document PDF"),
        (b"PK\x03\x04", "liste.xlsx"),
        (bytes(range(256)) * 9, "liste.xlsx"),
    ],
)
def test_a_file_that_is_no_table(with_cohort, tmp_path, capsys, content, said) -> None:
    path = tmp_path / "liste.xlsx"
    if content is not None:
        path.write_bytes(content)
    status, _, err = ask(capsys, "--data", with_cohort, "import", "learners", path, "--cohort", CODE)
    assert status == 1
    assert said in err
    assert "liste.xlsx" in err


@pytest.mark.parametrize("extra", [(), ("--dry-run",)])
def test_a_cohort_that_does_not_exist(tmp_path, capsys, extra) -> None:
    """A new data file is not left behind by a refused import."""
    data = tmp_path / "neuf.gendb"
    path = write_workbook(tmp_path / "liste.xlsx", GOOD)
    status, _, err = ask(capsys, "--data", data, "import", "learners", path, "--cohort", "X", *extra)
    assert status == 1
    assert "la cohorte X n’existe pas" in err
    assert not list(tmp_path.glob("neuf*"))


def test_a_try_on_a_new_file_leaves_no_file(tmp_path, capsys) -> None:
    data = tmp_path / "neuf.gendb"
    cohort = (CODE, "Web", dt.date(2026, 1, 5), dt.date(2026, 6, 30))
    head = ("Nom", "Prénom", "Cohorte", "Formation", "Début de la cohorte", "Fin de la cohorte")
    path = write_workbook(tmp_path / "liste.xlsx", [head, ("Petit", "Léa", *cohort)])
    words = ("--data", data, "import", "learners", path)
    status, out, _ = ask(capsys, *words, "--dry-run")
    assert (status, out.splitlines()[-1]) == (0, "Essai : rien n’a été écrit.")
    assert not list(tmp_path.glob("neuf*"))
    status, out, _ = ask(capsys, *words)
    assert (status, out.splitlines()[-1]) == (0, "Importé.")
    assert enrolled(capsys, data) == 1


def test_remarks_go_beside_the_answer(with_cohort, tmp_path, capsys) -> None:
    rows = [("Nom", "Prénom", "État"), ("Petit", "Léa", "En cours")]
    path = write_workbook(tmp_path / "liste.xlsx", rows)
    status, _, err = ask(capsys, "--data", with_cohort, "import", "learners", path, "--cohort", CODE)
    assert status == 0
    assert "« liste.xlsx » : entrée au premier jour de la cohorte, faute de date (ligne 2)." in err


def test_the_demo_of_many(tmp_path, capsys) -> None:
    data = tmp_path / "demo.gendb"
    assert ask(capsys, "--data", data, "demo", "--learners", "130", "--today", "2026-11-23")[0] == 0
    assert enrolled(capsys, data) == 130
    assert ask(capsys, "--data", data, "check")[0] == 0
