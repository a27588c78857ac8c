"""A person's keychain opens the file on one computer, as long as their password does."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from gen_desktop import keychain
from gen_desktop.changes import PROGRAM
from gen_desktop.db import keys
from gen_desktop.db.backup import Reason
from gen_desktop.db.key_file import keys_path, read_ring
from gen_desktop.errors import Conflict, StorageProblem, WrongPassword
from gen_desktop.services import access, remembering
from gen_desktop.services.backups import back_up
from gen_desktop.services.organization import OrganizationInput
from gen_desktop.services.remembering import forget_here, remember_here, remembered_here, unlock_here
from gen_desktop.store import open_store
from tests.keychains import FakeKeychain

PASSWORD = "Zebre-42-vert-Pluie!"
OTHER_PASSWORD = "Tuile+bleue+93+Vent?"
CLAIRE, PAUL = "Claire Lambert", "Paul Simon"


@pytest.fixture
def fake(monkeypatch) -> FakeKeychain:
    made = FakeKeychain()
    monkeypatch.setattr(keychain, "_backend", lambda: made)
    return made


@pytest.fixture
def db(tmp_path: Path, fake):
    """A protected file of two people, open."""
    path = tmp_path / "centre.gendb"
    access.create_protected(path, PROGRAM, OrganizationInput("Centre", staff=((CLAIRE, None),)), PASSWORD)
    opened = open_store(path, PROGRAM, keys.unlock(path, PASSWORD))
    access.add_person(opened, PAUL, None, OTHER_PASSWORD)
    yield opened
    opened.close()


def test_the_keychain_opens_for_whoever_chose_it(db, fake: FakeKeychain) -> None:
    assert remembered_here(db.path) == ()
    assert fake.asked == 0
    remember_here(db, PAUL)
    assert remembered_here(db.path) == (PAUL,)
    unlocked = unlock_here(db.path, PAUL)
    assert unlocked.key == db.key
    assert unlocked.holder is not None
    assert unlocked.holder.name == PAUL
    with pytest.raises(WrongPassword, match="tapez votre mot de passe"):
        unlock_here(db.path, CLAIRE)


def test_neither_the_password_nor_the_key_is_in_the_keychain(db, fake: FakeKeychain) -> None:
    remember_here(db, PAUL)
    ((service, account), secret) = next(iter(fake.kept.items()))
    assert (service, account) == ("GEN Desktop", f"{read_ring(db.path).key_id} {PAUL}")
    assert secret not in (PASSWORD, OTHER_PASSWORD)
    assert len(secret) >= 43
    assert db.key.raw.hex() not in secret
    assert secret.encode() not in keys_path(db.path).read_bytes()


@pytest.mark.parametrize("end", ["change_password", "remove_person", "forget_here"])
def test_it_ends_with_the_password_the_person_or_their_choice(db, fake: FakeKeychain, end: str) -> None:
    remember_here(db, PAUL)
    remember_here(db, CLAIRE)
    stolen = dict(fake.kept)
    if end == "change_password":
        access.change_password(db, PAUL.upper(), "Brume/17/jaune/Foin%")
    elif end == "remove_person":
        access.remove_person(db, PAUL)
    else:
        assert forget_here(db) == (PAUL, CLAIRE)
        assert forget_here(db) == ()
    left = () if end == "forget_here" else (CLAIRE,)
    assert remembered_here(db.path) == left
    assert len(fake.kept) == len(left)
    fake.kept = stolen  # what the keychain still holds opens nothing
    with pytest.raises(WrongPassword, match="n’ouvre pas, ou plus"):
        unlock_here(db.path, PAUL)


def test_another_computer_asks_the_password(db, fake: FakeKeychain, monkeypatch) -> None:
    remember_here(db, PAUL)
    monkeypatch.setattr(remembering, "this_computer", lambda: "ACCUEIL-PC")
    assert remembered_here(db.path) == ()
    with pytest.raises(WrongPassword):
        unlock_here(db.path, PAUL)
    remember_here(db, PAUL)
    assert forget_here(db) == (PAUL,)
    monkeypatch.undo()


def test_chosen_twice_it_is_there_once(db, fake: FakeKeychain) -> None:
    remember_here(db, PAUL)
    remember_here(db, PAUL)
    assert len(read_ring(db.path).computers) == 1
    assert unlock_here(db.path, PAUL).key == db.key


def test_a_backup_opens_as_the_file_does(db, fake: FakeKeychain) -> None:
    remember_here(db, PAUL)
    made = back_up(db, Reason.ASKED, dt.datetime.now().astimezone())
    assert unlock_here(made.backup.file, PAUL).key == db.key


@pytest.mark.parametrize("trouble", ["is_locked", "is_deaf"])
def test_a_keychain_that_refuses_changes_nothing(db, fake: FakeKeychain, trouble: str) -> None:
    before = keys_path(db.path).read_bytes()
    setattr(fake, trouble, True)
    with pytest.raises(Conflict, match="trousseau"):
        remember_here(db, PAUL)
    assert keys_path(db.path).read_bytes() == before


def test_a_locked_keychain_asks_the_password(db, fake: FakeKeychain) -> None:
    remember_here(db, PAUL)
    fake.is_locked = True
    with pytest.raises(WrongPassword, match="n’a pas répondu"):
        unlock_here(db.path, PAUL)
    assert keys.unlock_as(db.path, OTHER_PASSWORD, PAUL).key == db.key
    access.change_password(db, PAUL, "Brume/17/jaune/Foin%")  # though it cannot be emptied now


def test_a_key_file_that_cannot_be_written_takes_nothing(db, fake: FakeKeychain, monkeypatch) -> None:
    def refuse(*_values: object) -> None:
        raise StorageProblem("plus de place")

    monkeypatch.setattr(keys, "write_ring", refuse)
    with pytest.raises(StorageProblem):
        remember_here(db, PAUL)
    assert fake.kept == {}


def test_passwords_of_nobody_remembered_never_ask_the_keychain(db, fake: FakeKeychain) -> None:
    access.change_password(db, PAUL, "Brume/17/jaune/Foin%")
    access.remove_person(db, PAUL)
    assert fake.asked == 0
