"""The system's keychain, where someone may leave what opens a file on this computer. A convenience.

Only a keychain that the session itself protects is used, never a file. Whatever goes wrong in one is an
absent keychain: the password stays the way in.
"""

from __future__ import annotations

import logging
import sys
from typing import Any

SERVICE = "GEN Desktop"

logger = logging.getLogger(__name__)


def is_available() -> bool:
    """Whether this computer has a keychain. May take a moment the first time."""
    return _backend() is not None


def secret_of(account: str) -> str | None:
    """What was left there; None when there is nothing, or it cannot be read (locked, or refused)."""
    try:
        found: str | None = _backend().get_password(SERVICE, account)
    except Exception as error:  # each system has its own, and none of them may stop the work
        _note(error)
        return None
    return found


def keep(account: str, secret: str) -> bool:
    """Leave it there; False when the keychain refuses."""
    try:
        _backend().set_password(SERVICE, account, secret)
    except Exception as error:
        _note(error)
        return False
    return secret_of(account) == secret


def forget(account: str) -> None:
    """Take it away, if it is there and the keychain lets us."""
    try:
        _backend().delete_password(SERVICE, account)
    except Exception as error:
        _note(error)


def library() -> str:
    """What speaks to the keychain of this system. Raises ImportError in a program that lacks it."""
    return str(_kind().__module__)


def _backend() -> Any:
    """The keychain of this system, None without one."""
    try:
        kind = _kind()
        return kind() if kind.viable else None
    except Exception as error:
        _note(error)
        return None


def _kind() -> Any:
    """Chosen here and by no setting: a keychain that writes to a file would not do."""
    if sys.platform == "win32":
        from keyring.backends import Windows

        return Windows.WinVaultKeyring
    if sys.platform == "darwin":
        from keyring.backends import macOS

        return macOS.Keyring
    from keyring.backends import SecretService

    return SecretService.Keyring


def _note(error: Exception) -> None:
    logger.info("the keychain did not answer: %s", type(error).__name__)
