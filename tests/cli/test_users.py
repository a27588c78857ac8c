"""Protected files through the command line: passwords never travel as arguments."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from gen_desktop.app import main
from gen_desktop.changes import PROGRAM
from gen_desktop.cli import passwords
from gen_desktop.db.keys import unlock, unlock_as
from gen_desktop.db.lock import lock_path, take_lock
from gen_desktop.models.history import ChangeSet
from gen_desktop.store import open_store
from tests.protected import PASSWORD as OTHER_PASSWORD

ROOT = Path(__file__).resolve().parents[2]
GOOD, OTHER = "kV7!mRx2#pQz", "girafe bleue sous nappe avec trois citrons"


@pytest.fixture(autouse=True)
def no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (passwords.PASSWORD, passwords.NEW_PASSWORD):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(passwords, "_has_terminal", lambda: False)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """A protected file made by the command, as a person would."""
    monkeypatch.setenv(passwords.PASSWORD, GOOD)
    file = tmp_path / "centre.gendb"
    words = ("new", "--organization", "Centre du Morvan", "--person", "Ana Dupont")
    status, out, err = ask(capsys, "--data", file, *words)
    monkeypatch.delenv(passwords.PASSWORD)
    assert (status, err) == (0, "")
    assert out.splitlines()[0] == str(file)
    code = out.splitlines()[1].split("\u00a0: ")[1]
    assert unlock(file, code) == unlock(file, GOOD)
    assert "personne ne peut ouvrir ce fichier" in out
    return file


def ask(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    status = main([str(word) for word in words])
    said = capsys.readouterr()
    return status, said.out, said.err


def descriptor(text: str) -> int:
    reading, writing = os.pipe()
    os.write(writing, text.encode())
    os.close(writing)
    return reading


@pytest.mark.parametrize("words", [("cohorts",), ("check",), ("users", "recovery"), ("figures", "--json")])
def test_without_a_password_nor_a_terminal(path: Path, capsys, words: tuple[str, ...]) -> None:
    before = path.read_bytes()
    status, out, err = ask(capsys, "--data", path, *words)
    assert (status, out) == (3, "")
    assert "centre.gendb" in err
    assert "--password-fd" in err
    assert path.read_bytes() == before


def test_a_password_from_the_environment_a_descriptor_or_the_prompt(path: Path, capsys, monkeypatch) -> None:
    assert ask(capsys, "--password-fd", descriptor(GOOD + "\n"), "--data", path, "check")[0] == 0
    with monkeypatch.context() as patch:
        patch.setenv(passwords.PASSWORD, GOOD)
        assert ask(capsys, "--data", path, "check")[0] == 0
    monkeypatch.setattr(passwords, "_has_terminal", lambda: True)
    asked = []
    monkeypatch.setattr(passwords.getpass, "getpass", lambda prompt: asked.append(prompt) or GOOD)
    assert ask(capsys, "--data", path, "check")[0] == 0
    assert len(asked) == 1
    assert "centre.gendb" in asked[0]


def test_a_wrong_password_and_a_wrong_descriptor(path: Path, capsys, monkeypatch) -> None:
    monkeypatch.setenv(passwords.PASSWORD, OTHER_PASSWORD)
    status, out, err = ask(capsys, "--data", path, "cohorts")
    assert (status, out) == (3, "")
    assert err.startswith("Mot de passe incorrect")
    status, _, err = ask(capsys, "--data", path, "--password-fd", 987, "cohorts")
    assert status == 3
    assert "descripteur 987" in err
    status, _, err = ask(capsys, "--data", path, "--user", "Zoé", "cohorts")
    assert status == 1
    assert "Zoé" in err


def test_a_prompt_that_is_given_up(path: Path, capsys, monkeypatch) -> None:
    def give_up(_prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr(passwords, "_has_terminal", lambda: True)
    monkeypatch.setattr(passwords.getpass, "getpass", give_up)
    status, _, err = ask(capsys, "--data", path, "cohorts")
    assert (status, err) == (3, "Aucun mot de passe n’a été donné. Rien n’a été changé.\n")


def test_people_come_change_and_go(path: Path, capsys, monkeypatch) -> None:
    monkeypatch.setenv(passwords.PASSWORD, GOOD)
    words = ("--data", path, "--new-password-fd")
    assert ask(capsys, *words, descriptor("court"), "users", "add", "Luc Petit", "--role", "training")[0] == 1
    assert ask(capsys, *words, descriptor(OTHER), "users", "add", "Luc Petit", "--role", "training")[0] == 0
    status, out, _ = ask(capsys, "--data", path, "users", "list", "--json")
    assert (status, json.loads(out)) == (0, ["Ana Dupont", "Luc Petit"])
    assert ask(capsys, "--data", path, "users", "list")[1].splitlines() == ["Ana Dupont", "Luc Petit"]
    changed = "Zk9?wq-Tn4Lx2"
    monkeypatch.setenv(passwords.NEW_PASSWORD, changed)
    assert ask(capsys, "--data", path, "users", "password", "Ana Dupont")[0] == 0
    assert ask(capsys, "--data", path, "check")[0] == 3
    monkeypatch.setenv(passwords.PASSWORD, changed)
    assert ask(capsys, "--data", path, "users", "remove", "Luc Petit")[0] == 0
    status, _, err = ask(capsys, "--data", path, "users", "remove", "Ana Dupont")
    assert status == 1
    assert "dernière personne" in err
    status, out, _ = ask(capsys, "--data", path, "users", "recovery")
    assert status == 0
    assert unlock(path, out.splitlines()[0].split("\u00a0: ")[1]) == unlock(path, changed)


def test_a_new_password_is_typed_twice(path: Path, capsys, monkeypatch) -> None:
    monkeypatch.setenv(passwords.PASSWORD, GOOD)
    monkeypatch.setattr(passwords, "_has_terminal", lambda: True)
    typed = iter([OTHER, OTHER + "x"])
    monkeypatch.setattr(passwords.getpass, "getpass", lambda _prompt: next(typed))
    status, _, err = ask(capsys, "--data", path, "users", "password", "Ana Dupont")
    assert status == 1
    assert "pas les mêmes" in err
    assert ask(capsys, "--data", path, "check")[0] == 0


def test_who_opened_is_the_author(path: Path, capsys, monkeypatch) -> None:
    monkeypatch.setenv(passwords.PASSWORD, GOOD)
    monkeypatch.setenv(passwords.NEW_PASSWORD, OTHER)
    assert ask(capsys, "--data", path, "users", "add", "Luc Petit", "--role", "training")[0] == 0
    db = open_store(path, PROGRAM, unlock(path, GOOD))
    with db.read() as session:
        last = session.query(ChangeSet).order_by(ChangeSet.position.desc()).first()
        found = (last.author_kind, last.author_name, last.author_id)
    db.close()
    ana = unlock_as(path, GOOD).holder.staff_id
    assert found == ("command_line", "Ana Dupont (ligne de commande)", ana)


def test_reading_goes_on_beside_an_open_window_and_writing_does_not(path: Path, capsys, monkeypatch) -> None:
    monkeypatch.setenv(passwords.PASSWORD, GOOD)
    monkeypatch.setenv(passwords.NEW_PASSWORD, OTHER)
    lock = take_lock(path)
    assert ask(capsys, "--data", path, "check")[0] == 0
    status, _, err = ask(capsys, "--data", path, "users", "add", "Luc Petit", "--role", "training")
    lock.release()
    assert status == 3
    assert "déjà ouvert sur ce poste" in err


def test_a_lock_of_another_computer_can_be_taken_over(path: Path, capsys, monkeypatch) -> None:
    monkeypatch.setenv(passwords.PASSWORD, GOOD)
    said = {"host": "ACCUEIL-PC", "user": "marie", "pid": 4, "since": "2026-11-23T09:12:00+01:00"}
    lock_path(path).write_text(json.dumps(said), encoding="utf-8")
    assert ask(capsys, "--data", path, "users", "recovery")[0] == 3
    assert ask(capsys, "--data", path, "--take-over", "users", "recovery")[0] == 0


def test_a_plain_file_is_never_asked_for_a_password(store_file: Path, capsys) -> None:
    assert ask(capsys, "--data", store_file, "check")[0] == 0
    status, _, err = ask(capsys, "--data", store_file, "users", "list")
    assert status == 1
    assert "n’est pas protégé" in err


def test_new_makes_nothing_without_a_good_password(tmp_path: Path, capsys, monkeypatch) -> None:
    words = ("--data", tmp_path / "c.gendb", "new", "--organization", "Centre", "--person", "Ana Dupont")
    assert ask(capsys, *words)[0] == 3
    monkeypatch.setenv(passwords.NEW_PASSWORD, "dupont")
    assert ask(capsys, *words)[0] == 1
    assert not list(tmp_path.iterdir())


def test_no_terminal_for_a_program_in_a_pipe(path: Path) -> None:
    """The real thing, in a process of its own with nothing on its input: it ends, with a sentence."""
    words = [sys.executable, ROOT / "main.py", "--data", path, "cohorts"]
    done = subprocess.run(
        words, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert "protégé" in done.stderr
