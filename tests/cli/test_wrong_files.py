"""A file that cannot be opened: one sentence whatever was asked, and the folder is as it was."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from gen_desktop.app import main
from gen_desktop.db.driver import APPLICATION_ID, connect
from gen_desktop.db.key_file import keys_path
from gen_desktop.db.lock import lock_path
from tests.factories import make_learner
from tests.protected import KEY, Center, make_center, recovery_code

NESTED = b"[" * 100_000
"""A reader of JSON that follows it goes too deep."""


def of_a_later_version(center: Center) -> None:
    execute(center.path, "PRAGMA user_version=99")


def of_no_version(center: Center) -> None:
    execute(center.path, "PRAGMA user_version=-1")


def without_its_tables(center: Center) -> None:
    center.path.unlink()
    execute(center.path, f"PRAGMA application_id={APPLICATION_ID}")
    execute(center.path, "PRAGMA user_version=2")
    execute(center.path, "CREATE TABLE anything (a)")


def of_another_program(center: Center) -> None:
    center.path.unlink()
    execute(center.path, "CREATE TABLE anything (a)")


def gone(center: Center) -> None:
    center.path.unlink()


def cut_short(center: Center) -> None:
    center.path.write_bytes(center.path.read_bytes()[: 5 * 4096])


def execute(path: Path, statement: str) -> None:
    with closing(connect(path, key=None, mode="rwc")) as connection:
        connection.execute(statement)


COMMANDS = (
    ("check",),
    ("backup",),
    ("backup", "ailleurs"),
    ("backups", "--check"),
    ("move", "pack", "colis", "--yes"),
    ("cohorts",),
    ("privacy", "purge", "--as-of", "2026-01-01"),
)


@pytest.mark.parametrize(
    "wrong",
    [of_a_later_version, of_no_version, without_its_tables, of_another_program, gone, cut_short],
)
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_is_refused_and_nothing_is_made_beside_it(
    wrong: Callable[[Center], None],
    words: tuple[str, ...],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    center = make_center(tmp_path, None)
    wrong(center)
    monkeypatch.chdir(tmp_path)
    before = folder(tmp_path)
    status = main(["--data", str(center.path), *words])
    said = capsys.readouterr().err
    if words != ("backups", "--check"):  # without any backup, there is nothing to check
        assert status == 3
        assert center.path.name in said
    assert folder(tmp_path) == before


def test_a_damaged_protected_file_is_not_copied(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEN_DESKTOP_PASSWORD", recovery_code(KEY))
    center = make_center(tmp_path, KEY)
    content = bytearray(center.path.read_bytes())
    content[9000] ^= 1
    center.path.write_bytes(content)
    before = folder(tmp_path)
    assert main(["--data", str(center.path), "backup"]) == 3
    assert f"« {center.path.name} » est endommagé" in capsys.readouterr().err.replace("\u00a0", " ")
    assert folder(tmp_path) == before


@pytest.mark.parametrize("words", [("check",), ("export", "sortie")], ids=" ".join)
def test_letters_that_are_none_are_damage_and_are_not_shown(
    words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    center = make_center(tmp_path, None)
    db = center.open()
    with db.write("Accueillir") as session:
        make_learner(session, last_name="Delorme", note="Vu à Autun")
    db.close()
    content = center.path.read_bytes()
    assert content.count("Vu à".encode()) > 1
    center.path.write_bytes(content.replace("Vu à".encode(), b"Vu \xff\xff"))
    assert main(["--data", str(center.path), words[0], *(str(tmp_path / one) for one in words[1:])]) == 3
    said = capsys.readouterr()
    assert "est endommagé" in said.err
    assert "Autun" not in said.err + said.out


def test_keys_nested_without_end_are_damaged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    center = make_center(tmp_path, KEY)
    keys_path(center.path).write_bytes(NESTED)
    assert main(["--data", str(center.path), "check"]) == 3
    assert "est endommagé" in capsys.readouterr().err


@pytest.mark.parametrize(
    "said",
    [
        NESTED[:4096],
        b'{"host": "A", "user": "B", "pid": Infinity, "since": "2026-01-01T00:00:00+01:00"}',
        b'{"host": "A", "user": "B", "pid": 1, "since": "0001-01-01T00:00:00"}',
    ],
)
def test_a_lock_that_says_nonsense_is_no_obstacle(said: bytes, tmp_path: Path) -> None:
    center = make_center(tmp_path, None)
    lock_path(center.path).write_bytes(said)
    center.open().close()
    assert not lock_path(center.path).exists()


@pytest.mark.parametrize("number", ["9" * 19, "9" * 30, "9" * 5000])
@pytest.mark.parametrize(
    "words",
    [
        ("history", "learner"),
        ("delete", "learner"),
        ("bin", "restore"),
        ("privacy", "erase", "--reason", "lettre"),
        ("privacy", "export", "--out", "sortie"),
    ],
    ids=" ".join,
)
def test_a_number_that_no_record_can_have(
    words: tuple[str, ...], number: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    center = make_center(tmp_path, None)
    assert main(["--data", str(center.path), *words, number]) == 1
    assert capsys.readouterr().err


@pytest.mark.parametrize("named", ["", ".", "/"])
def test_a_folder_is_no_backup(named: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    center = make_center(tmp_path, None)
    before = folder(tmp_path)
    assert main(["--data", str(center.path), "restore", named]) == 3
    assert "n’existe pas" in capsys.readouterr().err
    assert folder(tmp_path) == before


@pytest.mark.skipif(sys.platform == "win32", reason="names are text there")
def test_a_file_called_by_another_alphabet_is_a_file_like_another(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("GEN_DESKTOP_PASSWORD", recovery_code(KEY))
    made = make_center(tmp_path, KEY)
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/ann\xe9e.gendb"))
    for file in (made.path, keys_path(made.path)):
        file.rename(file.with_name(file.name.replace(made.path.name, path.name)))
    for words in (("check",), ("backup",), ("backups", "--check"), ("move", "pack", str(tmp_path / "colis"))):
        assert main(["--data", str(path), *words]) == 0
    there = tmp_path / "là-bas.gendb"
    assert main(["move", "open", str(tmp_path / "colis.gendemenagement"), str(there)]) == 0


@pytest.mark.parametrize(
    "words",
    [("users", "remove", "Ren\udce9"), ("figures", "--cohort", "\udcff"), ("check", "--seal", "\udcff")],
)
def test_a_word_that_is_no_text_is_a_word_badly_typed(
    words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--data", str(make_center(tmp_path, None).path), *words])
    assert stopped.value.code == 2
    assert "UTF-8" in capsys.readouterr().err


def test_a_password_that_is_no_text(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch) -> None:
    monkeypatch.setattr("os.environ", {**os.environ, "GEN_DESKTOP_PASSWORD": "\udce9t\udce9"})
    assert main(["--data", str(make_center(tmp_path, KEY).path), "check"]) == 3
    assert "UTF-8" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [("--data", "N" * 5000, "check"), ("move", "open", "N" * 5000, "ici")], ids=["data", "parcel"]
)
def test_a_name_that_no_disk_takes(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 3
    assert "NNN" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["", ".", "/"])
def test_no_file_at_all(name: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--data", name, "backups"])
    assert stopped.value.code == 2


def folder(where: Path) -> dict[str, str]:
    """What is there, and the digest of each file."""
    return {
        str(one.relative_to(where)): hashlib.sha256(one.read_bytes()).hexdigest() if one.is_file() else ""
        for one in where.rglob("*")
    }
