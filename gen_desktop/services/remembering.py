"""Opening with the system's keychain, for those who chose it: on this computer, for one person and one file.

The keychain holds a secret of its own, never the password; the key file holds the key closed with it. So a
password that changes, or a person who leaves, closes that way too.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from gen_desktop import keychain
from gen_desktop.db import keys
from gen_desktop.db.database import Database
from gen_desktop.db.key_file import read_ring
from gen_desktop.db.keys import Unlocked
from gen_desktop.db.lock import this_computer
from gen_desktop.errors import Conflict, StorageProblem, WrongPassword
from gen_desktop.french import NBSP

NOT_KEPT = (
    "Le trousseau du système n’a pas pris ce qu’il fallait retenir\u00a0: la prochaine fois, tapez encore "
    "votre mot de passe."
)


def remembered_here(path: Path) -> tuple[str, ...]:
    """Whose keychain opens the file on this computer. The keychain itself is not asked."""
    return tuple(one.name for one, _ in read_ring(path).computers if one.computer == this_computer())


def remember_here(db: Database, name: str) -> None:
    """Let the keychain of this computer open the file for someone from now on. Raises Conflict, NotFound."""
    if db.key is None:
        raise Conflict(f"Le fichier «{NBSP}{db.path.name}{NBSP}» s’ouvre sans mot de passe.")
    account = _account(db.path, name)
    # A copy of the file on this computer has the same account: both go on opening.
    secret = keychain.secret_of(account) or secrets.token_urlsafe(32)
    if not keychain.keep(account, secret):
        raise Conflict(NOT_KEPT)
    try:
        keys.remember(db.path, db.key, name, this_computer(), secret)
    except StorageProblem:
        keychain.forget(account)
        raise


def forget_here(db: Database) -> tuple[str, ...]:
    """Everyone needs their password again on this computer; returns who did not."""
    names = remembered_here(db.path)
    if names and db.key is not None:
        keys.forget_computer(db.path, db.key, this_computer())
        for name in names:
            keychain.forget(_account(db.path, name))
    return names


def unlock_here(path: Path, name: str) -> Unlocked:
    """The key, through the keychain. Raises WrongPassword when it does not open the file, or not any more."""
    secret = keychain.secret_of(_account(path, name))
    if secret is None:
        raise WrongPassword(
            f"Le trousseau du système n’a pas répondu{NBSP}: tapez votre mot de passe. «{NBSP}{path.name}"
            f"{NBSP}» n’a pas été ouvert."
        )
    return keys.unlock_remembered(path, name, this_computer(), secret)


def account_here(path: Path, name: str) -> str | None:
    """Where this computer's keychain keeps what is someone's; None when it was never asked to."""
    known = {one.casefold(): one for one in remembered_here(path)}
    exact = known.get(" ".join(name.split()).casefold())
    return None if exact is None else _account(path, exact)


def _account(path: Path, name: str) -> str:
    return f"{read_ring(path).key_id} {name}"
