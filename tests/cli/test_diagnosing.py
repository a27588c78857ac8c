"""The diagnostic from the command line, through the same entry as a person's."""

from __future__ import annotations

from pathlib import Path

import pytest

from gen_desktop.app import main
from tests.protected import KEY, PASSWORD, make_center


@pytest.fixture(autouse=True)
def nobody_at_the_keyboard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gen_desktop.cli.passwords._has_terminal", lambda: False)
    monkeypatch.delenv("GEN_DESKTOP_PASSWORD", raising=False)


def ask(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    status = main([str(word) for word in words])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_it_is_printed(store_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = ask(capsys, "--data", store_file, "diagnostic")
    assert (status, err) == (0, "")
    assert out.startswith("Diagnostic de GEN Desktop")
    assert "  Qt\u00a0: 6." in out
    assert "  learner\u00a0: 0\n" in out


def test_it_is_written_to_a_file(
    store_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = ask(capsys, "--data", store_file, "diagnostic", "--out", tmp_path / "d.txt")
    assert (status, out) == (0, f"{tmp_path / 'd.txt'}\n")
    assert "  learner\u00a0: 0\n" in (tmp_path / "d.txt").read_text(encoding="utf-8")


def test_it_needs_no_file(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = ask(capsys, "diagnostic")
    assert status == 0
    assert "aucun fichier n’est ouvert" in out


def test_a_protected_file_is_told_of_with_and_without_its_password(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    center = make_center(tmp_path, KEY)
    status, out, err = ask(capsys, "--data", center.path, "diagnostic")
    assert (status, err) == (0, "")
    assert "refusée\u00a0: le mot de passe n’a pas été donné" in out
    monkeypatch.setenv("GEN_DESKTOP_PASSWORD", "un autre mot de passe")
    assert "refusée\u00a0: le mot de passe" in ask(capsys, "--data", center.path, "diagnostic")[1]
    monkeypatch.setenv("GEN_DESKTOP_PASSWORD", PASSWORD)
    assert "  learner\u00a0: 0\n" in ask(capsys, "--data", center.path, "diagnostic")[1]


def test_a_file_that_is_not_there_is_part_of_the_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = ask(capsys, "--data", tmp_path / "Zoé.gendb", "diagnostic")
    assert status == 0
    assert "il n’est plus là" in out
    assert "Zoé" not in out


def test_a_folder_that_takes_nothing(
    store_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "fichier").write_text("")
    out_file = tmp_path / "fichier" / "d.txt"
    status, out, err = ask(capsys, "--data", store_file, "diagnostic", "--out", out_file)
    assert (status, out) == (3, "")
    assert "ne peut pas être écrit" in err
