"""What is no file to be read, or is made to harm whoever reads it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.nasty.cases import Case, refused


def cases() -> list[Case]:
    """Every hostile file."""
    return [*_no_files()]


def _no_files() -> list[Case]:
    found = [
        Case("folder.xlsx", Path.mkdir, "est un dossier, pas un fichier."),
        Case("nowhere.xlsx", lambda path: None, "n’existe pas à cet endroit."),
        Case("two_gigabytes_of_nothing.csv", _sparse, "est trop volumineux pour une liste"),
        refused("zeros_named_xlsx.xlsx", bytes(100_000), "est vide."),
    ]
    if sys.platform != "win32":
        found.append(Case("pipe.csv", os.mkfifo, "n’est pas un fichier ordinaire"))
    return found


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2 * 1024**3)
