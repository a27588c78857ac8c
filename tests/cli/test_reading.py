"""The commands that read, through the same entry as a person's."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from gen_desktop.app import main
from gen_desktop.changes import COMMAND_LINE
from gen_desktop.store import open_store
from tests.factories import enroll, make_cohort, make_learner


@pytest.fixture
def filled(store_file: Path) -> Path:
    db = open_store(store_file, COMMAND_LINE)
    with db.write("Créer une cohorte") as session:
        cohort = make_cohort(session, "DWWM 2026-1", seats=4)
        for number, sex in enumerate(["F", "F", None]):
            learner = make_learner(session, number, sex=sex)
            enroll(session, cohort, learner, entered_on=dt.date(2026, 1, 5))
    db.close()
    return store_file


def ask(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    status = main([str(word) for word in words])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_figures_as_json(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = ask(capsys, "--data", filled, "figures", "--as-of", "2026-03-01", "--json")
    found = {figure["id"]: figure for figure in json.loads(out)}
    assert status == 0
    women = found["A3.femmes"]
    assert (women["n"], women["N"], women["unknown"], women["value"]) == (2, 3, 1, 66.7)
    assert found["D1.3"]["value"] is None
    assert found["B1"]["unit"] == "hours"


def test_figures_as_a_table(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = ask(capsys, "--data", filled, "figures", "--as-of", "2026-03-01")
    assert status == 0
    assert "66,7\u202f%" in out
    assert "objectif non paramétré" in out


def test_people_are_as_many_as_the_figure_says(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for part, expected in (("numerator", 2), ("denominator", 3), ("unknown", 1)):
        _, out, _ = ask(capsys, "--data", filled, "people", "A3.femmes", part, "--json")
        assert len(json.loads(out)) == expected
    _, out, _ = ask(capsys, "--data", filled, "people", "A3.femmes")
    assert out.splitlines()[-1] == "2 personnes"


def test_cohorts(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = ask(capsys, "--data", filled, "cohorts", "--json")
    (cohort,) = json.loads(out)
    assert (cohort["code"], cohort["seats"], cohort["entered"]) == ("DWWM 2026-1", 4, 3)


def test_check_of_a_sound_file(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = ask(capsys, "--data", filled, "check")
    assert status == 0
    assert "chaîne des sceaux intacte" in out


def test_export(filled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = ask(capsys, "--data", filled, "export", tmp_path / "export", "--format", "csv")
    assert status == 0
    assert str(tmp_path / "export" / "learner.csv") in out.splitlines()


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["figures", "--cohort", "X"], 1, "Aucune cohorte ne porte le code « X »"),
        (["people", "Z1"], 1, "L’indicateur « Z1 » n’existe pas"),
        (["figures", "--from", "2026-02-01", "--to", "2026-01-01"], 1, "avant son début"),
    ],
)
def test_refusals_are_sentences(
    filled: Path, capsys: pytest.CaptureFixture[str], words: list[str], status: int, said: str
) -> None:
    found, out, err = ask(capsys, "--data", filled, *words)
    assert (found, out) == (status, "")
    assert said in err


def test_without_a_data_file(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["cohorts"])
    assert ended.value.code == 2
    assert "--data FICHIER" in capsys.readouterr().err


def test_an_indicator_is_found_in_either_case_or_its_horizons_are_told(
    filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask(capsys, "--data", filled, "people", "a3.FEMMES")[0] == 0
    status, _, err = ask(capsys, "--data", filled, "people", "D3a")
    assert status == 1
    assert "D3a.3, D3a.6, D3a.12, D3a.24" in err


@pytest.mark.parametrize("content", [None, b"Nom;Prenom\n"])
def test_a_store_in_trouble(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None
) -> None:
    path = tmp_path / "x.gendb"
    if content is not None:
        path.write_bytes(content)
    status, _, err = ask(capsys, "--data", path, "figures")
    assert status == 3
    assert "x.gendb" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["people"], "il manque\u00a0: INDICATEUR"),
        (["figures", "--as-of", "31/02/2026"], "31/02/2026"),
        (["report", "follow-up"], "il manque"),
        (["report", "evaluation", "--horizon", "6", "--out", "x.pdf"], "il faut l’un de"),
        (["dance"], "ne convient pas"),
    ],
)
def test_a_badly_written_command(capsys: pytest.CaptureFixture[str], words: list[str], said: str) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--data", "x", *words])
    assert left.value.code == 2
    err = capsys.readouterr().err
    assert said in err
    assert "Utilisation\u00a0:" in err


def test_the_help_is_french(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--help"], ["figures", "--help"], ["report", "evaluation", "--help"]):
        with pytest.raises(SystemExit) as left:
            main(words)
        assert left.value.code == 0
        out = capsys.readouterr().out
        assert "Utilisation\u00a0:" in out
        for english in ("usage:", "options:", "show this", "positional", "optional"):
            assert english not in out
