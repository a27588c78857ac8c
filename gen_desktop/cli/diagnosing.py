"""The diagnostic, for whoever cannot open the window."""

from __future__ import annotations

import argparse
import datetime as dt
from contextlib import suppress
from pathlib import Path

from gen_desktop.cli.passwords import key_of
from gen_desktop.db.driver import FileKey
from gen_desktop.errors import AppError
from gen_desktop.exporting.diagnostic import Subject, diagnostic
from gen_desktop.files import write_atomically
from gen_desktop.jobs import Job
from gen_desktop.settings import load_settings


def diagnose(arguments: argparse.Namespace) -> None:
    """Print the diagnostic, or write it to a file; a data file that does not open is part of the answer."""
    path: Path | None = arguments.data
    now = dt.datetime.now().astimezone()
    subject = Subject(path, _key(arguments, path), load_settings(), _without_window(), now)
    text = diagnostic(subject, Job())
    if arguments.out is None:
        print(text, end="")
    else:
        write_atomically(arguments.out, text.encode())
        print(arguments.out)


def _key(arguments: argparse.Namespace, path: Path | None) -> FileKey | None:
    if path is not None:
        with suppress(AppError):  # why the file does not open is said in the diagnostic
            return key_of(arguments, path)
    return None


def _without_window() -> tuple[tuple[str, str], ...]:
    import PySide6

    return ("Qt", PySide6.__version__), ("Fenêtre", "aucune, ligne de commande")
