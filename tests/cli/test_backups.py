"""backup, backups, restore and check --seal, through the same entry as a person's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gen_desktop.app import main
from gen_desktop.db.proof import prove
from gen_desktop.db.safekeeping import default_folder
from tests.factories import make_learner
from tests.protected import KEY, Center, make_center, recovery_code


@pytest.fixture(params=[None, KEY], ids=["plain", "protected"])
def center(request, tmp_path: Path, monkeypatch) -> Center:
    """Three people, and what opens the file in the environment."""
    if request.param is not None:
        monkeypatch.setenv("GEN_DESKTOP_PASSWORD", recovery_code(request.param))
    made = make_center(tmp_path, request.param)
    add_people(made, 3)
    return made


def add_people(center: Center, count: int) -> None:
    db = center.open()
    for number in range(count):
        with db.write(f"Créer {number}") as session:
            make_learner(session, number)
    db.close()


def ask(center: Center, capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    status = main(["--data", str(center.path), *map(str, words)])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_a_backup_is_made_listed_and_brought_back(center: Center, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = ask(center, capsys, "backup")
    made = Path(out.splitlines()[0])
    assert (status, made.parent) == (0, default_folder(center.path))
    assert "3 apprenants, 3 fiches, 3 gestes" in out
    add_people(center, 1)
    _, out, _ = ask(center, capsys, "backups", "--check", "--json")
    (listed,) = json.loads(out)
    assert (listed["file"], listed["verdict"], listed["learners"]) == (str(made), "good", 3)
    status, out, _ = ask(center, capsys, "restore", made.name)
    assert status == 0
    assert "avant-restauration" in out
    assert prove(center.path, center.key).people == 3


def test_what_was_asked_for_a_moment_ago_is_still_there(
    center: Center, capsys: pytest.CaptureFixture[str]
) -> None:
    first = Path(ask(center, capsys, "backup")[1].splitlines()[0])
    add_people(center, 1)
    assert ask(center, capsys, "backup")[0] == 0
    assert ask(center, capsys, "restore", first.name)[0] == 0
    assert prove(center.path, center.key).people == 3


def test_what_was_set_aside_is_listed_and_comes_back(
    center: Center, capsys: pytest.CaptureFixture[str]
) -> None:
    made = Path(ask(center, capsys, "backup")[1].splitlines()[0])
    add_people(center, 1)
    aside = Path(ask(center, capsys, "restore", made.name)[1].splitlines()[1].split("\u00a0: ")[1])
    _, out, _ = ask(center, capsys, "backups")
    assert "mise de côté avant une restauration" in out
    assert "effacé au bout d’un an" in out
    _, out, _ = ask(center, capsys, "backups", "--check", "--json")
    told = {one["file"]: (one["verdict"], one["set_aside"], one["learners"]) for one in json.loads(out)}
    assert told == {str(made): ("good", False, 3), str(aside): ("good", True, 4)}
    assert ask(center, capsys, "restore", aside.name)[0] == 0
    assert prove(center.path, center.key).people == 4


def test_a_folder_of_ones_own_is_not_thinned(
    center: Center, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        assert ask(center, capsys, "backup", tmp_path / "clé")[0] == 0
    _, out, _ = ask(center, capsys, "backups", tmp_path / "clé")
    assert out.count("vérifiée") == 2
    _, out, _ = ask(center, capsys, "backups")
    assert "Aucune sauvegarde vérifiée" in out


def test_a_much_smaller_backup_needs_yes(center: Center, capsys: pytest.CaptureFixture[str]) -> None:
    ask(center, capsys, "backup")
    add_people(center, 5)
    (made,) = default_folder(center.path).glob("*.gendb")
    status, _, err = ask(center, capsys, "restore", made)
    assert status == 1
    assert "3 apprenants et 3 fiches au lieu de 8 apprenants et 8 fiches" in err
    assert "--yes" in err
    assert ask(center, capsys, "restore", made, "--yes")[0] == 0
    assert prove(center.path, center.key).people == 3


def test_a_damaged_backup_is_refused(center: Center, capsys: pytest.CaptureFixture[str]) -> None:
    ask(center, capsys, "backup")
    (made,) = default_folder(center.path).glob("*.gendb")
    made.write_bytes(made.read_bytes()[:-4096])
    status, _, err = ask(center, capsys, "restore", made)
    assert (status, prove(center.path, center.key).people) == (3, 3)
    assert "endommagée" in err or "incomplet" in err
    _, out, _ = ask(center, capsys, "backups")
    assert "endommagée" in out
    assert ask(center, capsys, "restore", "rien.gendb")[0] == 3


def test_a_printed_seal_is_found_again(center: Center, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = ask(center, capsys, "check")
    seal = out.rsplit("Sceau\u00a0: ")[1].strip()
    add_people(center, 2)
    for printed in (seal, seal[:12], " ".join((seal[:4], seal[4:8], seal[8:12])).upper()):
        status, out, _ = ask(center, capsys, "check", "--seal", printed)
        assert status == 0
        assert "geste n°\u00a03" in out
        assert "2 gestes depuis" in out
    status, _, err = ask(center, capsys, "check", "--seal", "0" * 64)
    assert status == 3
    assert "n’est celui d’aucun geste" in err
    status, _, err = ask(center, capsys, "check", "--seal", "zzz")
    assert status == 1
    assert "n’est pas un sceau" in err


def test_a_damaged_file_names_its_newest_good_backup_which_comes_back(
    center: Center, capsys: pytest.CaptureFixture[str]
) -> None:
    good = Path(ask(center, capsys, "backup")[1].splitlines()[0])
    add_people(center, 1)
    spoiled = Path(ask(center, capsys, "backup", good.parent)[1].splitlines()[0])
    for file in (center.path, spoiled):
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 0xFF
        file.write_bytes(content[: len(content) // 2 + 4096])
    status, _, said = ask(center, capsys, "check")
    assert status == 3
    assert f"restore {good.name}" in said
    assert ask(center, capsys, "restore", good.name)[0] == 0
    assert prove(center.path, center.key).people == 3
    assert ask(center, capsys, "check")[0] == 0


def test_without_a_good_backup_none_is_named(center: Center, capsys: pytest.CaptureFixture[str]) -> None:
    center.path.write_bytes(b"")
    status, _, said = ask(center, capsys, "check")
    assert status == 3
    assert "Aucune sauvegarde vérifiée" in said
