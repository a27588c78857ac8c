"""Opens the file of an organisation with its change log: the one door for the window and the command line."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.changes import DIRECTION, Author
from gen_desktop.db.database import Database
from gen_desktop.db.driver import FileKey
from gen_desktop.db.header import is_protected
from gen_desktop.db.keys import holders
from gen_desktop.db.lock import FileLock, take_lock
from gen_desktop.db.opening import bring_forward, create_file, prepare_file, use_journal
from gen_desktop.db.scrubbing import scrub_if_marked
from gen_desktop.errors import StorageProblem
from gen_desktop.models import history
from gen_desktop.models import registry as _every_table  # noqa: F401  a foreign key finds its table only once mapped
from gen_desktop.models.organization import StaffMember


def open_store(
    path: Path,
    author: Author,
    key: FileKey | None = None,
    *,
    read_only: bool = False,
    take_over: bool = False,
) -> Database:
    """Open an existing file, bringing it to the present schema if it is older.

    Raises StorageProblem; its kind OnlyReadable (in use elsewhere, a place that cannot be written) means that
    ``read_only`` would open it. ``take_over``: even if another computer holds it (db/lock.py).
    """
    is_protected(path)  # refuses what is no file of ours before anything is written beside it
    if read_only:
        prepare_file(path, key, read_only=True)
        return _database(path, author, None, key)
    lock = take_lock(path, take_over=take_over)
    try:
        prepare_file(path, key)
        use_journal(path, key)
        scrub_if_marked(path, key)
        return _database(path, author, lock, key)
    except BaseException:
        lock.release()
        raise


def open_copy(path: Path, author: Author, key: FileKey | None = None, *, read_only: bool = False) -> Database:
    """Open a file that this program alone knows, found sound already; with ``read_only``, as it is."""
    if read_only:
        return _database(path, author, None, key)
    bring_forward(path, key)
    return _database(path, author, take_lock(path), key)


def create_store(path: Path, author: Author, key: FileKey | None = None) -> Database:
    """Make a new empty file; raises StorageProblem when something is already there."""
    create_file(path, key)
    lock = take_lock(path)
    try:
        use_journal(path, key)
        return _database(path, author, lock, key)
    except BaseException:
        lock.release()
        raise


def _database(path: Path, author: Author, lock: FileLock | None, key: FileKey | None) -> Database:
    known_as = _known_in_plain_file if key is None else partial(_known_as, path)
    return Database(path, author, _start_recording, known_as, lock=lock, key=key)


def _known_in_plain_file(_session: Session, author: Author) -> Author:
    """Nobody is asked who they are: rights would only be for show."""
    return replace(author, role=DIRECTION)


def _known_as(path: Path, session: Session, author: Author) -> Author:
    """The author in the role that the file gives them now: one withdrawn a moment ago counts no more."""
    if author.id is None:
        return author  # the program, or the recovery code: what they may is known without the file
    rows = session.execute(select(StaffMember.id, StaffMember.role).where(StaffMember.is_active.is_(True)))
    roles = {row.id: row.role for row in rows}
    role = roles.get(author.id)
    if role != DIRECTION and _stands_for_direction(path, author.id, roles):
        role = DIRECTION
    return replace(author, role=role)


def _stands_for_direction(path: Path, member_id: int, roles: dict[int, str | None]) -> bool:
    """Whether that person has the first password of a file that no direction opens.

    Files were protected before roles counted: without this, only the recovery code could give a role there.
    """
    try:
        people = [holder.staff_id for holder in holders(path)]
    except StorageProblem:
        return False
    nobody = all(roles.get(one) != DIRECTION for one in people if one is not None)
    return nobody and member_id in roles and people[:1] == [member_id]


def _start_recording(session: Session, name: str, author: Author, undoes_id: int | None) -> history.Recorder:
    recorder = history.Recorder(name, author, undoes_id)
    history.attach(session, recorder)
    return recorder
