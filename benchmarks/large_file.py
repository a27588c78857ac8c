"""A file of full size, plain and protected, with the same rows: made once, kept, copied for each run.

31,000 invented learners come through the import, then 1,000,000 marks through the service that records them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import func, select

from gen_desktop.changes import PROGRAM
from gen_desktop.db.database import Database
from gen_desktop.db.driver import APPLICATION_ID, FileKey, connect
from gen_desktop.db.key_file import Holder, keys_path
from gen_desktop.db.keys import create_keys
from gen_desktop.db.opening import SCHEMA_VERSION
from gen_desktop.models.registry import Attendance, ClassSession, Cohort, Enrollment
from gen_desktop.services import attendance
from gen_desktop.store import open_store

ROOT = Path(__file__).resolve().parent.parent
LEARNERS, MARKS = 31_000, 1_000_000
KEY = FileKey(bytes(range(32)))
PASSWORD = "Zebre-42-vert-Pluie!"
EVERY = 6
"""One half-day in so many has its marks: those of nine years come to a little over a million."""


def plain_file(folder: Path) -> Path:
    """The file without a key, made if it is not there yet (some minutes)."""
    path = folder / f"clair-v{SCHEMA_VERSION}-{LEARNERS}-{MARKS}.gendb"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / "en-cours.gendb"
        for leftover in folder.glob(f"{draft.name}*"):
            leftover.unlink()
        command = [sys.executable, ROOT / "main.py", "--data", draft, "demo", "--learners", str(LEARNERS)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        db = open_store(draft, PROGRAM)
        _record_marks(db)
        db.close()
        _export(draft, None, path)
        draft.unlink()
    return path


def protected_file(folder: Path) -> Path:
    """The same rows in a file with a key, and its key file."""
    source, path = plain_file(folder), folder / f"chiffre-v{SCHEMA_VERSION}-{LEARNERS}-{MARKS}.gendb"
    if not path.exists():
        keys_path(path).unlink(missing_ok=True)
        create_keys(path, KEY, Holder("Anne Martin"), PASSWORD)
        _export(source, KEY, path)
    return path


def copy_of(path: Path, folder: Path) -> Path:
    """A copy to work in, with its key file."""
    target = folder / path.name
    shutil.copyfile(path, target)
    if keys_path(path).exists():
        shutil.copyfile(keys_path(path), keys_path(target))
    return target


def _record_marks(db: Database) -> None:
    """Sheet after sheet, as they are imported, until there are enough."""
    with db.read() as session:
        cohorts = session.scalars(select(Cohort.id).order_by(Cohort.planned_start)).all()
    left = MARKS
    for cohort_id in cohorts:
        marks = list(_marks(db, cohort_id))[:left]
        if not marks:
            continue
        with db.write(f"Importer {len(marks)} émargements") as session:
            attendance.insert_marks(session, marks)
        left -= len(marks)
    with db.read() as session:
        made = session.scalar(select(func.count()).select_from(Attendance))
    if made != MARKS:
        sys.exit(f"{made} marks instead of {MARKS}")


def _marks(db: Database, cohort_id: int) -> Iterator[attendance.MarkInput]:
    with db.read() as session:
        people = session.execute(
            select(Enrollment.id, Enrollment.entered_on, Enrollment.exit_on).where(
                Enrollment.cohort_id == cohort_id, Enrollment.entered_on.is_not(None)
            )
        ).all()
        held = session.execute(
            select(ClassSession.id, ClassSession.held_on)
            .where(ClassSession.cohort_id == cohort_id)
            .order_by(ClassSession.held_on)
        ).all()
    for number, (session_id, day) in enumerate(held):
        for enrollment_id, entered_on, exit_on in people:
            if number % EVERY == 0 and entered_on <= day and (exit_on is None or day <= exit_on):
                status = "AI" if (enrollment_id + number) % 11 == 0 else "P"
                yield attendance.MarkInput(enrollment_id, session_id, status)


def _export(source: Path, key: FileKey | None, target: Path) -> None:
    """All rows written anew, with a key or without: both files are laid out alike."""
    draft = target.with_name(target.name + ".en-cours")
    draft.unlink(missing_ok=True)
    said = "" if key is None else f"x'{key.raw.hex()}'"
    with closing(connect(source, key=None, mode="rw")) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.execute("ATTACH ? AS copy KEY ?", (str(draft), said))
        connection.execute("SELECT sqlcipher_export('copy')")
        connection.execute(f"PRAGMA copy.user_version={version}")
        connection.execute(f"PRAGMA copy.application_id={APPLICATION_ID}")
        connection.execute("DETACH copy")
    draft.replace(target)
