"""Runs that did not end well: a native crash, told apart from a kill or a power cut, said at the next start.

Each run keeps a file of its own, where the interpreter writes if it crashes; it is removed when the run ends.
One that is still there while its program is gone tells which: with the interpreter's words it was a crash.
"""

from __future__ import annotations

import datetime as dt
import faulthandler
import logging
import os
from contextlib import suppress
from pathlib import Path
from typing import IO

from gen_desktop import VERSION
from gen_desktop.errors import StorageProblem
from gen_desktop.files import hold, is_held
from gen_desktop.log import mask
from gen_desktop.paths import log_dir

RUN_FILES = "en-cours-*.txt"
CRASH_FILE = "plantage.txt"
TOLD_FILE = "plantage-annonce.txt"

logger = logging.getLogger(__name__)

_own: IO[str] | None = None


def start_watching(folder: Path | None = None) -> None:
    """From now on a native crash leaves its note; what earlier runs left is looked through.

    Raises StorageProblem when the folder cannot be written.
    """
    global _own
    stop_watching()
    folder = folder or log_dir()
    _gather(folder)
    try:
        _own = (folder / RUN_FILES.replace("*", str(os.getpid()))).open("w", encoding="utf-8")
        hold(_own)
        _own.write(f"{VERSION}, {dt.datetime.now():%Y-%m-%d %H:%M:%S}\n")
        _own.flush()
    except OSError as error:
        raise StorageProblem(f"Le journal ne peut pas être écrit dans «\u00a0{folder}\u00a0».") from error
    faulthandler.enable(file=_own)


def stop_watching() -> None:
    """This run ends well; harmless when nothing is watched."""
    global _own
    if _own is not None:
        faulthandler.disable()
        _own.close()
        with suppress(OSError):
            Path(_own.name).unlink(missing_ok=True)
        _own = None


def untold_crash(folder: Path | None = None) -> str:
    """Where the program was when it last crashed; '' when there was no crash, or once it was told."""
    return _text((folder or log_dir()) / CRASH_FILE)


def note_told(folder: Path | None = None) -> None:
    """The person knows of the crash: it is kept for a diagnostic, and not said again."""
    folder = folder or log_dir()
    with suppress(OSError):
        (folder / CRASH_FILE).replace(folder / TOLD_FILE)


def last_crash(folder: Path | None = None) -> str:
    """The last native crash of this computer, told or not; '' when there was none."""
    folder = folder or log_dir()
    return _text(folder / CRASH_FILE) or _text(folder / TOLD_FILE)


def _gather(folder: Path) -> None:
    for file in sorted(folder.glob(RUN_FILES)):
        left = _taken(file)
        if left is None:
            continue
        begun, _, said = left.partition("\n")
        if said.strip():
            logger.warning("an earlier run crashed")
            with suppress(OSError):
                (folder / CRASH_FILE).write_text(mask(f"{begun}\n{said}"), encoding="utf-8")
        else:
            logger.warning("an earlier run was cut short: killed, or no power")


def _taken(file: Path) -> str | None:
    """What a run left that is over; None, and nothing is touched, while its program lives."""
    try:
        if is_held(file):
            return None
        text = _text(file)
        file.unlink()
    except OSError:
        return None
    return text


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""
