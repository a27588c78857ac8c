"""Where a command takes its passwords: a descriptor, the environment or the prompt; never an argument."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from gen_desktop.changes import COMMAND_LINE, DIRECTION, Author, AuthorKind
from gen_desktop.db.driver import FileKey
from gen_desktop.db.header import is_protected
from gen_desktop.db.keys import Unlocked, unlock_as
from gen_desktop.errors import InvalidInput, PasswordNeeded

PASSWORD, NEW_PASSWORD = "GEN_DESKTOP_PASSWORD", "GEN_DESKTOP_NEW_PASSWORD"
CERTIFICATE_PASSWORD = "GEN_DESKTOP_CERTIFICATE_PASSWORD"


def unlocked(arguments: argparse.Namespace, path: Path) -> Unlocked | None:
    """The key of the file and who opened it; None for a file without a password. Asked for once a command."""
    if not hasattr(arguments, "unlocked"):
        arguments.unlocked = _unlock(arguments, path) if path.exists() and is_protected(path) else None
    found: Unlocked | None = arguments.unlocked
    return found


def key_of(arguments: argparse.Namespace, path: Path) -> FileKey | None:
    """The key of a protected file, None for a plain one."""
    found = unlocked(arguments, path)
    return None if found is None else found.key


def author_of(found: Unlocked | None) -> Author:
    """Who acts: the person whose password opened the file, if any. The recovery code is the direction's."""
    if found is None:
        return COMMAND_LINE
    if found.holder is None:
        return replace(COMMAND_LINE, role=DIRECTION)
    return Author(
        AuthorKind.COMMAND_LINE, f"{found.holder.name} ({COMMAND_LINE.name.lower()})", found.holder.staff_id
    )


def new_password(arguments: argparse.Namespace, *, is_first: bool = False) -> str:
    """A password to be set; at the prompt it is typed twice. ``is_first``: the file has none yet."""
    password = _given(arguments.new_password_fd, NEW_PASSWORD)
    if password is None and is_first:
        password = _given(arguments.password_fd, PASSWORD)
    if password is not None:
        return password
    if not _has_terminal():
        raise PasswordNeeded(
            "Il manque le nouveau mot de passe\u00a0: donnez-le par --new-password-fd, par la variable "
            f"{NEW_PASSWORD}, "
            "ou lancez la commande dans un terminal."
        )
    password = _asked("Nouveau mot de passe\u00a0: ")
    if _asked("Le même encore une fois\u00a0: ") != password:
        raise InvalidInput.one("password", "Les deux saisies ne sont pas les mêmes. Rien n’a été changé.")
    return password


def certificate_password(arguments: argparse.Namespace) -> str:
    """The password of the certificate that signs; '' where nobody gives one: some have none."""
    password = _given(arguments.certificate_password_fd, CERTIFICATE_PASSWORD)
    if password is None and _has_terminal():
        password = _asked("Mot de passe du certificat\u00a0: ")
    return password or ""


if sys.platform == "win32":
    import ctypes
    import msvcrt
    from ctypes import wintypes

    def _is_console(stream: TextIO) -> bool:
        # NUL, where nobody will ever type anything, calls itself a terminal there.
        handle = wintypes.HANDLE(msvcrt.get_osfhandle(stream.fileno()))
        return bool(ctypes.windll.kernel32.GetConsoleMode(handle, ctypes.byref(wintypes.DWORD())))
else:

    def _is_console(stream: TextIO) -> bool:
        return True


def password_for(arguments: argparse.Namespace, file_name: str) -> str:
    """The password, or the recovery code, of a file. Raises PasswordNeeded when nobody gives it."""
    password = _given(arguments.password_fd, PASSWORD)
    if password is not None:
        return password
    if not _has_terminal():
        raise PasswordNeeded(
            f"Le fichier «\u00a0{file_name}\u00a0» est protégé\u00a0: donnez le mot de passe par "
            f"--password-fd, par la variable {PASSWORD}, ou lancez la commande dans un terminal."
        )
    return _asked(f"Mot de passe de {file_name} (ou code de secours)\u00a0: ")


def _unlock(arguments: argparse.Namespace, path: Path) -> Unlocked:
    return unlock_as(path, password_for(arguments, path.name), arguments.user)


def _given(descriptor: int | None, variable: str) -> str | None:
    if descriptor is None:
        return _from_environment(variable)
    try:
        with os.fdopen(descriptor, encoding="utf-8") as stream:
            return stream.readline().rstrip("\r\n")
    except (OSError, ValueError, OverflowError) as error:
        raise PasswordNeeded(
            f"Aucun mot de passe ne peut être lu sur le descripteur {descriptor}."
        ) from error


def _from_environment(variable: str) -> str | None:
    password = os.environ.get(variable)
    try:
        (password or "").encode()
    except UnicodeEncodeError as error:
        raise PasswordNeeded(
            f"Le mot de passe de la variable {variable} n’est pas écrit en UTF-8."
        ) from error
    return password


def _has_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and _is_console(sys.stdin)


def _asked(prompt: str) -> str:
    try:
        return getpass.getpass(prompt)
    except (EOFError, KeyboardInterrupt):
        raise PasswordNeeded("Aucun mot de passe n’a été donné. Rien n’a été changé.") from None
