"""move pack on one computer, move open on the other, through the same entry as a person's."""

from __future__ import annotations

from pathlib import Path

import pytest

from gen_desktop.app import main
from gen_desktop.db.proof import prove
from tests.factories import make_learner
from tests.protected import KEY, PASSWORD, Center, make_center


@pytest.fixture(params=[None, KEY], ids=["plain", "protected"])
def center(request, tmp_path: Path, monkeypatch) -> Center:
    """Two people, and the password in the environment."""
    monkeypatch.setenv("GEN_DESKTOP_PASSWORD", PASSWORD)
    made = make_center(tmp_path, request.param)
    db = made.open()
    for number in range(2):
        with db.write("Créer") as session:
            make_learner(session, number)
    db.close()
    return made


def ask(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    status = main([str(word) for word in words])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_two_steps(center: Center, tmp_path: Path, capsys) -> None:
    out, there = tmp_path / "colis", tmp_path / "neuf"
    there.mkdir()
    status, said, _ = ask(capsys, "--data", center.path, "move", "pack", out, "--yes")
    parcel = tmp_path / "colis.gendemenagement"
    assert (status, said.splitlines()[0]) == (0, str(parcel))
    assert "2 apprenants, 2 fiches, 2 gestes, sceau " in said
    assert "travaillez seulement sur l’autre ordinateur" in said
    status, said, _ = ask(capsys, "move", "open", parcel, there)
    assert (status, said.splitlines()[0]) == (0, str(there / "centre.gendb"))
    assert "Tout est là\u00a0: 2 apprenants" in said
    assert prove(there / "centre.gendb", center.key).people == 2
    assert ask(capsys, "--data", there / "centre.gendb", "check")[0] == 0


def test_refusals_are_one_sentence_and_change_nothing(
    center: Center, tmp_path: Path, capsys, monkeypatch
) -> None:
    out = tmp_path / "colis.gendemenagement"
    pack = ("--data", center.path, "move", "pack", out)
    if center.key is None:
        status, _, err = ask(capsys, *pack)
        assert (status, out.exists()) == (1, False)
        assert "--yes" in err
    assert ask(capsys, *pack, "--yes")[0] == 0
    refused = [(pack, 3, "existe déjà"), (("move", "open", out, center.path), 3, "existe déjà")]
    refused.append((("move", "open", tmp_path / "rien", tmp_path / "x.gendb"), 3, "n’existe pas"))
    if center.key is not None:
        monkeypatch.setenv("GEN_DESKTOP_PASSWORD", "rien de bon")
        refused.append((("move", "open", out, tmp_path / "x.gendb"), 3, "Mot de passe incorrect"))
    before = sorted(tmp_path.iterdir())
    for words, status, said in refused:
        code, output, err = ask(capsys, *words)
        assert (code, output, len(err.splitlines())) == (status, "", 1)
        assert said in err
    assert sorted(tmp_path.iterdir()) == before


def test_pack_needs_a_file(capsys) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["move", "pack", "x"])
    assert stopped.value.code == 2
    assert "--data" in capsys.readouterr().err


@pytest.mark.parametrize("data", [True, False])
def test_a_damaged_parcel_is_one_sentence(center: Center, tmp_path: Path, capsys, data: bool) -> None:
    parcel, there = tmp_path / "colis.gendemenagement", tmp_path / "neuf"
    there.mkdir()
    assert ask(capsys, "--data", center.path, "move", "pack", parcel, "--yes")[0] == 0
    parcel.write_bytes(parcel.read_bytes()[:-1000])
    named = ("--data", center.path) if data else ()
    status, out, err = ask(capsys, *named, "move", "open", parcel, there)
    assert (status, out, len(err.splitlines())) == (3, "", 1)
    assert "n’est pas un fichier de déménagement entier" in err
    assert not list(there.iterdir())
