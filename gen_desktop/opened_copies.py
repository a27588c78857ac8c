"""Papers opened with a program of the system: copies in clear, for as long as the file is open and unlocked.

They stand in a folder of this run beside the settings, which only its owner may read, under names that tell
nothing. They go when the window is locked and when the program ends; what a killed run left goes at the next
start. One that another program holds (Windows) is tried again each time.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from gen_desktop.errors import StorageProblem
from gen_desktop.files import file_name, hold, is_held, write_private
from gen_desktop.paths import user_data_dir

FOLDER = "pieces-ouvertes"
_HELD = "ouvert"
"""The file that a living run holds in its folder."""

_own: tuple[Path, IO[Any]] | None = None
_turn = threading.Lock()  # copies are written by a thread, and erased by the window


def place(words: str, extension: str, data: bytes) -> Path:
    """Write a copy to be opened, read-only, named by ``words``. Raises StorageProblem."""
    with _turn:
        return _placed(file_name(words, extension), data)


def erase_all() -> None:
    """Erase every copy of this run; one that another program holds stays for the next time."""
    with _turn:
        _erase_own()


def _placed(name: str, data: bytes) -> Path:
    try:
        folder = Path(tempfile.mkdtemp(dir=_own_folder()))
    except OSError as error:
        raise StorageProblem(
            "La copie à ouvrir ne peut pas être écrite. Vérifiez la place libre et les droits d’accès."
        ) from error
    path = folder / name
    try:
        write_private(path, data)
    except StorageProblem:
        with contextlib.suppress(OSError):
            folder.rmdir()
        raise
    return path


def _erase_own() -> None:
    global _own
    if _own is None:
        return
    folder, held = _own
    held.close()
    _own = None
    if not _erased(folder):
        with contextlib.suppress(OSError):
            _own = folder, _held_in(folder)


def sweep() -> None:
    """Erase what runs that are over left: killed, or cut short. What cannot be erased now stays for later."""
    own = _own[0] if _own is not None else None
    with contextlib.suppress(StorageProblem, OSError):
        for folder in (user_data_dir() / FOLDER).iterdir():
            if folder != own and not _is_alive(folder):
                _erased(folder)


def _own_folder() -> Path:
    global _own
    if _own is None or not _own[0].is_dir():
        parent = user_data_dir() / FOLDER
        parent.mkdir(mode=0o700, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=parent))
        _own = folder, _held_in(folder)
    return _own[0]


def _held_in(folder: Path) -> IO[Any]:
    stream = (folder / _HELD).open("wb")
    hold(stream)
    return stream


def _is_alive(folder: Path) -> bool:
    """Whether the run of that folder goes on. On Windows its file cannot be removed then."""
    try:
        if is_held(folder / _HELD):
            return True
        (folder / _HELD).unlink()
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def _erased(folder: Path) -> bool:
    """Whether nothing of that folder is left."""
    shutil.rmtree(folder, onerror=_make_writable)
    return not folder.exists()


def _make_writable(remove: Callable[[str], object], path: str, _why: object) -> None:
    """A copy is read-only, which is enough on Windows for it not to be removed."""
    with contextlib.suppress(OSError):
        if not os.path.isdir(path):
            os.chmod(path, stat.S_IRUSR | stat.S_IWUSR)
            remove(path)
