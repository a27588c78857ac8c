"""Files that leave the program: whole or not at all, under a name that every system takes."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, TypeVar

from gen_desktop.errors import InvalidInput, StorageProblem

T = TypeVar("T")
LONGEST_NAME = 120
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_PROTECTED = {errno.EACCES, errno.EPERM, errno.EROFS}
_REFUSED = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
_SPACES = re.compile(r"\s+")
_data_files: list[Path] = []
"""What makes up the data files that are open now: no document takes the place of one of them."""

if sys.platform == "win32":

    def hold(stream: IO[Any]) -> None:
        """Keep a file open for as long as this program lives: Windows lets nobody remove it meanwhile."""

    def is_held(file: Path) -> bool:
        """Whether a living program holds that file. Windows tells when it is removed."""
        return False

else:
    import fcntl

    def hold(stream: IO[Any]) -> None:
        """Lock an open file for as long as this program lives."""
        with contextlib.suppress(OSError):  # a folder on a network may know no locks
            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)

    def is_held(file: Path) -> bool:
        """Whether a living program holds that file. Raises OSError when it is not there."""
        with file.open("rb") as stream:
            try:
                fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
            except OSError:
                return False
        return False


# On Windows whoever reads or removes a file (an antivirus, another program) keeps others from replacing or
# opening it for an instant, which is worth waiting for, in seconds. Elsewhere nobody can.
WAITS = (0.02, 0.05, 0.1, 0.3, 0.5) if sys.platform == "win32" else ()


def patiently(act: Callable[[], T]) -> T:
    """Do it; on Windows once more, and again, when another program has the file in that instant."""
    for wait in WAITS:
        with contextlib.suppress(PermissionError):
            return act()
        time.sleep(wait)
    return act()


def put_in_place(draft: Path, target: Path) -> None:
    """Give a finished draft its name in one step, whatever had that name before. Raises OSError."""
    patiently(lambda: draft.replace(target))


def keep_from_documents(files: Iterable[Path]) -> None:
    """Until they are given back, no document can be written over these files."""
    _data_files.extend(files)


def give_back(files: Iterable[Path]) -> None:
    """The end of ``keep_from_documents``, as often as one wants."""
    for file in files:
        with contextlib.suppress(ValueError):
            _data_files.remove(file)


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, an older one stays until then. Raises as ``named_last``."""
    with named_last(path, data):
        pass


@contextlib.contextmanager
def named_last(path: Path, data: bytes) -> Iterator[None]:
    """Write a file that gets its name once what follows succeeded, else it is as it was.

    So whoever finds the file finds it known, however it was cut short. Raises InvalidInput for a name that no
    document may take. Raises StorageProblem: before what follows when there is no room for it, after it when
    that name is refused.
    """
    _refuse_name(path)
    draft = path.with_name(f"{path.name}.en-cours")
    with _told_of(path, draft):
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
    with _told_of(path, draft):
        put_in_place(draft, path)


def _refuse_name(path: Path) -> None:
    try:
        if path.is_dir():
            raise _unfit(path, "c’est un dossier")
        if not path.exists():
            return
        if not path.is_file():
            raise _unfit(path, "c’est un appareil, pas un fichier")
        if any(file.exists() and path.samefile(file) for file in _data_files):
            raise _unfit(path, "vos données, ouvertes en ce moment, y sont")
    except OSError:
        return  # said when it is written


def _unfit(path: Path, why: str) -> InvalidInput:
    said = f"«\u00a0{path}\u00a0» ne peut pas être écrit\u00a0: {why}. Donnez un autre nom à ce document."
    return InvalidInput.one("path", said)


@contextlib.contextmanager
def _told_of(path: Path, draft: Path) -> Iterator[None]:
    """What the system refuses about a file, as a sentence; its draft goes."""
    try:
        yield
    except OSError as error:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise StorageProblem(
            f"«\u00a0{path}\u00a0» ne peut pas être écrit\u00a0: {_reason(error)}"
        ) from error


@contextlib.contextmanager
def written_with(files: Sequence[tuple[Path, bytes]]) -> Iterator[None]:
    """Write files that stay only if what follows succeeds: else each is as it was. Raises StorageProblem."""
    before: list[tuple[Path, bytes | None]] = []
    try:
        for path, data in files:
            older = path.read_bytes() if path.is_file() else None
            write_atomically(path, data)
            before.append((path, older))
        yield
    except BaseException:
        for path, older in before:
            if older is None:
                path.unlink(missing_ok=True)
            else:
                write_atomically(path, older)
        raise


def write_private(path: Path, data: bytes) -> None:
    """Write a new file that its owner alone may read, and nobody change; whole or not at all.

    Raises StorageProblem.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
        path.chmod(0o400)
    except OSError as error:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
        raise StorageProblem(
            f"«\u00a0{path.name}\u00a0» ne peut pas être ouvert\u00a0: {_reason(error)}"
        ) from error


def file_name(words: str, extension: str) -> str:
    """A file name from words: « Rapport de suivi, 3e trimestre 2026 » gives itself and its extension.

    Signs that Windows refuses become dashes, every kind of space an ordinary one; cut when too long.
    """
    plain = _SPACES.sub(" ", _REFUSED.sub("-", words)).strip(" .")
    return f"{plain[: LONGEST_NAME - len(extension)].strip(' .,')}{extension}"


def _reason(error: OSError) -> str:
    if error.errno in _FULL:
        return "il n’y a plus de place sur ce disque. Libérez de la place ou choisissez un autre dossier."
    if error.errno in _PROTECTED:
        return (
            "le dossier est protégé, ou le fichier est ouvert dans un autre programme. "
            "Fermez-le ou choisissez un autre dossier."
        )
    return "vérifiez le dossier et la place libre."
