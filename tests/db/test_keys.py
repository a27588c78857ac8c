"""Who opens a protected file. The data file is never written by any of it."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path

import pytest
from argon2.low_level import Type, hash_secret, verify_secret

from gen_desktop.db import keys, wrapping
from gen_desktop.db.driver import FileKey
from gen_desktop.db.key_file import Holder, copy_keys, find_copies, keys_path, read_ring
from gen_desktop.db.wrapping import COST
from gen_desktop.errors import (
    Conflict,
    FileTooNew,
    InvalidInput,
    KeysLost,
    NotFound,
    StorageProblem,
    WrongPassword,
)
from tests.protected import KEY, PASSWORD, make_center

LUC = Holder("Luc Petit", 12)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_center(tmp_path, KEY).path


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_password_gives_the_key_and_says_who_it_is(path: Path) -> None:
    before = digest(path)
    keys.add_person(path, KEY, LUC, "autre mot")
    assert keys.unlock(path, PASSWORD) == KEY
    assert keys.unlock_as(path, "autre mot").holder == LUC
    assert keys.unlock_as(path, "autre mot", "luc  PETIT").holder == LUC
    with pytest.raises(WrongPassword):
        keys.unlock_as(path, PASSWORD, "Luc Petit")
    with pytest.raises(NotFound, match="Zoé"):
        keys.unlock_as(path, PASSWORD, "Zoé")
    assert [holder.name for holder in keys.holders(path)] == ["Anne Martin", "Luc Petit"]
    assert digest(path) == before


def test_a_trial_costs_sixty_four_megabytes(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wrapping, "COST", COST)
    keys.change_password(path, KEY, "Anne Martin", PASSWORD)
    (person,) = json.loads(keys_path(path).read_text(encoding="utf-8"))["people"]
    assert person["argon2id"] == [65536, 3, 4]
    assert keys.unlock(path, PASSWORD) == KEY


def test_a_key_is_closed_as_the_rfc_says() -> None:
    """With the numbers in the key file and the password, any Argon2id gives the same 32 bytes."""
    cost = wrapping.Cost(memory=65536, passes=3, lanes=4)
    derived = wrapping._derived("password", b"somesalt" * 2, cost)
    encoded = hash_secret(b"password", b"somesalt" * 2, 3, 65536, 4, 32, Type.ID)
    assert verify_secret(encoded, b"password", Type.ID)
    assert base64.b64encode(derived).decode().rstrip("=") == encoded.decode().split("$")[-1]


@pytest.mark.parametrize("typed", ["", "un cheval orange au marche", "x" * 500, "\u0000", "🐴"])
def test_a_wrong_password_is_one_sentence(path: Path, typed: str) -> None:
    before = digest(path), digest(keys_path(path))
    with pytest.raises(WrongPassword, match=r"^Mot de passe incorrect\u00a0: .*centre\.gendb"):
        keys.unlock(path, typed)
    assert (digest(path), digest(keys_path(path))) == before


def test_accents_may_be_typed_on_any_keyboard(path: Path) -> None:
    assert keys.unlock(path, PASSWORD.replace("é", "e\u0301")) == KEY


def test_a_changed_password_is_the_only_one(path: Path) -> None:
    before = digest(path)
    keys.change_password(path, KEY, "Anne Martin", "le nouveau")
    assert keys.unlock(path, "le nouveau") == KEY
    with pytest.raises(WrongPassword):
        keys.unlock(path, PASSWORD)
    assert digest(path) == before


def test_a_person_removed_no_longer_opens_and_the_last_one_stays(path: Path) -> None:
    keys.add_person(path, KEY, LUC, "autre mot")
    keys.remove_person(path, KEY, "Anne Martin")
    with pytest.raises(WrongPassword):
        keys.unlock(path, PASSWORD)
    before = digest(keys_path(path))
    with pytest.raises(Conflict, match="dernière personne"):
        keys.remove_person(path, KEY, "Luc Petit")
    assert digest(keys_path(path)) == before


def test_a_name_is_taken_once(path: Path) -> None:
    with pytest.raises(InvalidInput, match="déjà un mot de passe"):
        keys.add_person(path, KEY, Holder(" anne MARTIN "), "autre mot")


def test_the_recovery_code_opens_until_there_is_a_newer_one(path: Path) -> None:
    old = keys.renew_recovery(path, KEY)
    assert keys.unlock_as(path, old.lower().replace("-", " ")) == keys.Unlocked(KEY, None)
    new = keys.renew_recovery(path, KEY)
    assert keys.unlock(path, new) == KEY
    with pytest.raises(WrongPassword, match="n’est plus, celui"):
        keys.unlock(path, old)
    wrong = "B" if new[2] != "B" else "C"
    with pytest.raises(WrongPassword, match="vérifiez le groupe 1"):
        keys.unlock(path, new[:2] + wrong + new[3:])


def test_another_key_changes_nothing(path: Path) -> None:
    before = digest(keys_path(path))
    for gesture in (
        lambda key: keys.add_person(path, key, LUC, "x"),
        lambda key: keys.change_password(path, key, "Anne Martin", "x"),
        lambda key: keys.renew_recovery(path, key),
        lambda key: keys.remove_person(path, key, "Anne Martin"),
    ):
        with pytest.raises(StorageProblem, match="n’est pas celle"):
            gesture(keys.new_key())
    assert digest(keys_path(path)) == before


def test_nobody_can_put_their_name_on_the_wrap_of_another(path: Path) -> None:
    keys.add_person(path, KEY, LUC, "autre mot")
    _rewrite(path, lambda values: values["people"][1].update(staff_id=1))
    with pytest.raises(WrongPassword):
        keys.unlock(path, "autre mot")


def test_every_damage_to_the_key_file_is_told_and_says_where_a_copy_is(path: Path) -> None:
    backup = path.parent / "sauvegardes" / "centre-2026.gendb"
    backup.parent.mkdir()
    assert copy_keys(path, backup)
    content = keys_path(path).read_bytes()
    for place in range(0, len(content), 7):
        keys_path(path).write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        with pytest.raises((KeysLost, FileTooNew)):
            read_ring(path)
    for damaged in (b"", b"{}", b"[]", b"\xff\xfe", content[:-2], b"null"):
        keys_path(path).write_bytes(damaged)
        with pytest.raises(KeysLost) as told:
            keys.unlock(path, PASSWORD)
        assert str(keys_path(backup)) in str(told.value)
        assert "«\u00a0centre.gendb.cles\u00a0»" in str(told.value)
    keys_path(path).write_bytes(keys_path(backup).read_bytes())
    assert keys.unlock(path, PASSWORD) == KEY


def test_a_missing_key_file_is_told(path: Path) -> None:
    keys_path(path).unlink()
    with pytest.raises(KeysLost, match=r"centre\.gendb\.cles.* manque .*sauvegardes"):
        keys.unlock(path, PASSWORD)


def test_a_key_file_of_later_is_left_alone(path: Path) -> None:
    _rewrite(path, lambda values: values.update(version=2))
    before = digest(keys_path(path))
    with pytest.raises(FileTooNew, match="plus récente"):
        keys.unlock(path, PASSWORD)
    assert digest(keys_path(path)) == before


def test_numbers_that_would_take_all_the_memory_are_refused(path: Path) -> None:
    _rewrite(path, lambda values: values["people"][0].update(argon2id=[1 << 30, 3, 4]))
    with pytest.raises(KeysLost):
        keys.unlock(path, PASSWORD)


def test_a_plain_file_has_no_keys_to_copy(tmp_path: Path) -> None:
    path = make_center(tmp_path, None).path
    assert not copy_keys(path, tmp_path / "copie.gendb")
    assert not keys_path(tmp_path / "copie.gendb").exists()


def test_damaged_keys_are_not_copied_as_good(path: Path, tmp_path: Path) -> None:
    keys_path(path).write_bytes(b"{")
    with pytest.raises(KeysLost):
        copy_keys(path, tmp_path / "copie.gendb")


def test_keys_are_not_made_over_others(path: Path) -> None:
    with pytest.raises(StorageProblem, match="existe déjà"):
        keys.create_keys(path, KEY, LUC, "x")


def test_copies_of_the_same_name_come_first(path: Path) -> None:
    for name in ("autre.gendb", "s/centre-1.gendb"):
        (path.parent / name).parent.mkdir(exist_ok=True)
        copy_keys(path, path.parent / name)
    keys_path(path.parent / "faux.gendb").write_bytes(b"{}")
    assert [file.name for file in find_copies(path)] == ["centre-1.gendb.cles", "autre.gendb.cles"]


def test_a_write_that_fails_leaves_the_keys_as_they_were(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest(keys_path(path))

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("gen_desktop.db.key_file.os.fsync", full)
    with pytest.raises(StorageProblem, match="place libre"):
        keys.change_password(path, KEY, "Anne Martin", "x")
    assert digest(keys_path(path)) == before
    assert not list(path.parent.glob("*.tmp"))


def test_a_key_is_never_shown(path: Path) -> None:
    found = keys.unlock_as(path, PASSWORD)
    for shown in (repr(KEY), str(KEY), repr(found), f"{found}"):
        assert KEY.raw.hex() not in shown
        assert repr(KEY.raw) not in shown
    with pytest.raises(ValueError, match="32 bytes"):
        FileKey(b"short")


def _rewrite(path: Path, change) -> None:
    """As someone would who knows the format: the digest is made again."""
    from gen_desktop.db.key_file import _digest

    values = json.loads(keys_path(path).read_text(encoding="utf-8"))
    del values["digest"]
    change(values)
    values["digest"] = _digest(values)
    keys_path(path).write_text(json.dumps(values), encoding="utf-8")
