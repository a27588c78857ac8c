"""The system's keychain is a convenience: whatever it does, the program goes on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gen_desktop import keychain
from tests.keychains import FakeKeychain

ROOT = Path(__file__).resolve().parents[1]
_backend_of_the_system = keychain._backend  # before the guard of conftest.py


@pytest.fixture
def fake(monkeypatch) -> FakeKeychain:
    made = FakeKeychain()
    monkeypatch.setattr(keychain, "_backend", lambda: made)
    return made


def test_what_is_kept_comes_back_until_it_is_forgotten(fake: FakeKeychain) -> None:
    assert keychain.is_available()
    assert keychain.secret_of("a") is None
    assert keychain.keep("a", "mot")
    assert fake.kept == {("GEN Desktop", "a"): "mot"}
    assert keychain.secret_of("a") == "mot"
    keychain.forget("a")
    assert keychain.secret_of("a") is None
    keychain.forget("a")


def test_a_locked_keychain_is_an_absent_one(fake: FakeKeychain, caplog) -> None:
    fake.is_locked = True
    assert not keychain.keep("a", "mot")
    assert keychain.secret_of("a") is None
    keychain.forget("a")
    assert "mot" not in caplog.text


def test_one_that_loses_what_it_is_given_is_not_trusted(fake: FakeKeychain) -> None:
    fake.is_deaf = True
    assert not keychain.keep("a", "mot")


def test_without_a_keychain() -> None:
    assert not keychain.is_available()
    assert keychain.secret_of("a") is None
    assert not keychain.keep("a", "mot")
    keychain.forget("a")


def test_the_library_is_there() -> None:
    """Nothing else would say so: without it the choice is just not offered."""
    assert keychain.library().startswith("keyring.backends.")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the other systems always have one")
def test_a_linux_without_a_session_has_none() -> None:
    """Whatever its settings say."""
    environment = {**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    environment["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent"
    code = "from gen_desktop import keychain; print(keychain.is_available())"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("False\n", "")


def test_the_keychain_of_this_system(monkeypatch) -> None:
    if _backend_of_the_system() is None:
        pytest.skip("this computer has none")
    monkeypatch.setattr(keychain, "_backend", _backend_of_the_system)
    account = f"essai {os.getpid()}"
    try:
        assert keychain.keep(account, "mot d’essai")
        assert keychain.secret_of(account) == "mot d’essai"
    finally:
        keychain.forget(account)
    assert keychain.secret_of(account) is None
