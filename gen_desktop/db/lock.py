"""One program at a time writes in a file: a lock beside it, which the system frees when that program dies."""

from __future__ import annotations

import datetime as dt
import errno
import getpass
import json
import logging
import os
import platform
import stat
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from gen_desktop import french
from gen_desktop.errors import FileInUse, OnlyReadable, StorageProblem
from gen_desktop.files import patiently
from gen_desktop.french import NBSP

LOCK_SUFFIX = ".verrou"
_ATTEMPTS = 50  # each is lost only to a program that comes or goes in the same instant
_A_MOMENT = 0.002  # seconds
_NO_LOCKS_THERE = {
    getattr(errno, name, None) for name in ("ENOTSUP", "EOPNOTSUPP", "ENOLCK", "ENOSYS", "EINVAL")
}

logger = logging.getLogger(__name__)

if sys.platform == "win32":
    import msvcrt

    def _reserve(descriptor: int) -> None:
        # Windows forbids reading what is locked: a byte far behind the words.
        os.lseek(descriptor, 1 << 30, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _reserve(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the file: computer, session, process, and since when (ISO 8601, with its offset)."""

    host: str
    user: str
    pid: int
    since: str


class FileLock:
    """Held until ``release`` or the death of the program. ``left_over``: who died holding it before us."""

    def __init__(self, file: Path, descriptor: int, left_over: Holder | None) -> None:
        self._file = file
        self._descriptor: int | None = descriptor
        self.left_over = left_over

    def release(self) -> None:
        """Let the others write; a second call does nothing."""
        if self._descriptor is None:
            return
        descriptor, self._descriptor = self._descriptor, None
        if sys.platform == "win32":
            # An open file cannot be removed there: if another reads it by now it stays, and names nobody.
            with suppress(OSError):
                os.ftruncate(descriptor, 0)
            os.close(descriptor)
            with suppress(OSError):
                self._file.unlink()
            return
        # Removed while still held: whoever waits for it sees that it is gone, and begins again.
        with suppress(OSError):
            self._file.unlink()
        os.close(descriptor)


def lock_path(path: Path) -> Path:
    """The lock beside a data file."""
    return path.with_name(path.name + LOCK_SUFFIX)


def take_lock(path: Path, *, take_over: bool = False) -> FileLock:
    """Reserve the file for this program's writes.

    A lock whose program died on this computer is taken over; with ``take_over``, another computer's too.
    Raises FileInUse, OnlyReadable (a place where nothing can be written) or StorageProblem.
    """
    file = lock_path(path)
    for attempt in range(1, _ATTEMPTS + 1):
        descriptor = _open(path, file)
        try:
            if not _is_ours(path, descriptor):
                holder = read_holder(path)
                if holder is None and attempt < _ATTEMPTS:  # it has only just come, and not signed yet
                    os.close(descriptor)
                    time.sleep(_A_MOMENT)
                    continue
                raise _in_use(path, holder, can_take_over=False)
            if not _is_still_there(descriptor, file):
                os.close(descriptor)
                continue
            before = _holder_in(_read_all(descriptor))
            if before is not None and before.host != this_computer() and not take_over:
                raise _in_use(path, before, can_take_over=True)
            _sign(path, descriptor)
        except BaseException:
            os.close(descriptor)
            raise
        if before is not None:
            logger.warning("the lock of process %s, which has ended, was taken over", before.pid)
        return FileLock(file, descriptor, before)
    raise _in_use(path, None, can_take_over=False)


def read_holder(path: Path) -> Holder | None:
    """Who holds or held the lock of a data file, None when there is none or it says nothing."""
    try:
        return _holder_in(lock_path(path).read_bytes())
    except OSError:
        return None


def in_use_sentence(path: Path, holder: Holder | None, now: dt.datetime) -> str:
    """« Le fichier est ouvert sur un autre poste (ACCUEIL-PC, depuis 9 h 12). »"""
    if holder is None:
        return f"Le fichier «{NBSP}{path.name}{NBSP}» est ouvert par un autre programme."
    since = _since(holder, now)
    if holder.host == this_computer():
        who = f"par {holder.user}, " if holder.user and holder.user != _user() else ""
        return f"Le fichier «{NBSP}{path.name}{NBSP}» est déjà ouvert sur ce poste ({who}{since})."
    return f"Le fichier «{NBSP}{path.name}{NBSP}» est ouvert sur un autre poste ({holder.host}, {since})."


def _open(path: Path, file: Path) -> int:
    try:
        return patiently(lambda: _made_or_found(path, file))
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise no_room(path) from error
        raise OnlyReadable(
            f"Rien ne peut être écrit dans le dossier de «{NBSP}{path.name}{NBSP}» (lecture seule, ou droits "
            "d’accès manquants). Vous pouvez ouvrir le fichier en lecture seule."
        ) from error


def _made_or_found(path: Path, file: Path) -> int:
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
    with suppress(FileExistsError):
        descriptor = os.open(file, flags | os.O_EXCL)
        if sys.platform != "win32":
            with suppress(OSError):
                # Whoever may write in the data file may take over its lock.
                os.fchmod(descriptor, stat.S_IMODE(path.stat().st_mode) & 0o666)
        return descriptor
    return os.open(file, flags)


def no_room(path: Path) -> OnlyReadable:
    """What is said when the disk is full."""
    return OnlyReadable(
        f"Il n’y a plus assez de place sur le disque de «{NBSP}{path.name}{NBSP}». Libérez de la place, puis "
        "recommencez. En attendant, vous pouvez ouvrir le fichier en lecture seule."
    )


def _is_ours(path: Path, descriptor: int) -> bool:
    try:
        _reserve(descriptor)
    except OSError as error:
        if error.errno in _NO_LOCKS_THERE:
            raise StorageProblem(
                f"Le disque de «{NBSP}{path.name}{NBSP}» ne permet pas de réserver un fichier. "
                "Copiez le fichier sur le disque de l’ordinateur, puis ouvrez-le là."
            ) from error
        return False
    return True


def _is_still_there(descriptor: int, file: Path) -> bool:
    """Whether what we hold is the lock that others see: the one before us may just have removed it."""
    try:
        seen = file.stat()
    except OSError:
        return False
    own = os.fstat(descriptor)
    return (seen.st_dev, seen.st_ino) == (own.st_dev, own.st_ino)


def _sign(path: Path, descriptor: int) -> None:
    own = Holder(
        this_computer(), _user(), os.getpid(), dt.datetime.now().astimezone().isoformat(timespec="seconds")
    )
    try:
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, json.dumps(asdict(own), ensure_ascii=False).encode())
        os.fsync(descriptor)
    except OSError as error:
        with suppress(OSError):
            lock_path(path).unlink()
        if error.errno == errno.ENOSPC:
            raise no_room(path) from error
        raise StorageProblem(f"Le disque de «{NBSP}{path.name}{NBSP}» ne répond pas correctement.") from error


def _read_all(descriptor: int) -> bytes:
    os.lseek(descriptor, 0, os.SEEK_SET)
    return os.read(descriptor, 4096)


def _holder_in(content: bytes) -> Holder | None:
    try:
        said = json.loads(content)
        holder = Holder(str(said["host"]), str(said["user"]), int(said["pid"]), str(said["since"]))
        dt.datetime.fromisoformat(holder.since).astimezone()
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None
    return holder


def _in_use(path: Path, holder: Holder | None, *, can_take_over: bool) -> FileInUse:
    sentence = in_use_sentence(path, holder, dt.datetime.now().astimezone())
    if can_take_over:
        sentence += (
            " Si ce poste ne s’en sert plus (arrêt brutal, clé USB déplacée), vous pouvez le reprendre."
        )
    sentence += " Vous pouvez l’ouvrir en lecture seule."
    return FileInUse(sentence, can_take_over=can_take_over)


def _since(holder: Holder, now: dt.datetime) -> str:
    moment = dt.datetime.fromisoformat(holder.since).astimezone(now.tzinfo)
    clock = french.clock(moment.time())
    if moment.date() == now.date():
        return f"depuis {clock}"
    return f"depuis le {french.short_date(moment.date())} à {clock}"


def this_computer() -> str:
    """The computer's name, without the domain that some networks add to it."""
    return platform.node().split(".")[0]


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a system account without a name
        return ""
