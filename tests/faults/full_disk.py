"""Fills the disk under each kind of work: a plain sentence, nothing lost, and work goes on with room again.

``python tests/faults/full_disk.py --rounds 20 [--only typing]``. The disk is a small one that is really full:
that of the folder named by ``GEN_DESKTOP_SMALL_DISK``, or as root on Linux a file system in memory. Else a
limit on the size of files stands for it, which Windows does not have.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import logging
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from gen_desktop.changes import PROGRAM
from gen_desktop.db import opening, safekeeping
from gen_desktop.db.backup import Reason, Verdict, backups, make_backup, verify
from gen_desktop.db.database import Database
from gen_desktop.db.integrity import check_file
from gen_desktop.db.key_file import keys_path
from gen_desktop.db.keys import holders, unlock
from gen_desktop.db.opening import SCHEMA_VERSION
from gen_desktop.db.proof import prove
from gen_desktop.db.restore import restore
from gen_desktop.errors import AppError, StorageProblem
from gen_desktop.importing.applying import apply_plan
from gen_desktop.importing.planning import plan_import
from gen_desktop.jobs import Job
from gen_desktop.models.learner import Learner
from gen_desktop.queries.seals import verify_chain
from gen_desktop.services import access, learners, undo
from gen_desktop.services.organization import OrganizationInput
from gen_desktop.store import open_store
from tests.factories import make_cohort
from tests.faults.migration_works import FIRST_VERSION, check_migrated, write_old_files
from tests.faults.purge_works import LEAVING, check_purged, leaving_file, purge_some, write_leaving_file
from tests.faults.replay import expect_whole
from tests.protected import KEY, PASSWORD, Center, make_center
from tests.random_gestures import snapshot

SIZE = 48 << 20
BLOCK = 16 << 10
SMALL_DISK = "GEN_DESKTOP_SMALL_DISK"
NEW_PASSWORD, NEXT_PASSWORD = "Sept-Pontons-Gris-312 !", "Onze-Canots-Bleus-704 !"
NOW = dt.datetime(2026, 11, 23, 9, 0, 0, tzinfo=dt.UTC)


@dataclass
class Disk:
    """A folder whose room can be taken away and given back."""

    folder: Path
    is_real: bool

    @contextlib.contextmanager
    def full(self, left: int) -> Iterator[None]:
        """Only ``left`` bytes can be written meanwhile (a real disk), or no file can grow beyond them."""
        ballast = self.folder / "ballast"
        if not self.is_real:
            import resource

            limits = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (left, limits[1]))
            try:
                yield
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, limits)
            return
        free = shutil.disk_usage(self.folder).free
        # A file system keeps a little for itself: it may be full before the count is reached.
        with ballast.open("wb", buffering=0) as stream, contextlib.suppress(OSError):
            while free > left:
                free -= stream.write(bytes(min(free - left, BLOCK)))
        try:
            yield
        finally:
            ballast.unlink()


@contextlib.contextmanager
def disk(*, small: bool = True) -> Iterator[Disk]:
    """A small real one if it is wanted and there is or can be one, else an ordinary folder."""
    given = os.environ.get(SMALL_DISK) if small else None
    folder = Path(tempfile.mkdtemp(prefix="full-disk-", dir=given))
    mounted = (
        small
        and not given
        and sys.platform.startswith("linux")
        and os.geteuid() == 0
        and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)],
            check=False,
            capture_output=True,
        ).returncode
        == 0
    )
    try:
        yield Disk(folder, is_real=mounted or given is not None)
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(folder)], check=False)
        shutil.rmtree(folder, ignore_errors=True)


def typing(center: Center, db: Database, rng: random.Random) -> None:
    """One person after the other, until it is refused."""
    for _ in range(3000):
        learners.create_learner(
            db, learners.LearnerInput(_name(rng), "Camille", note="x" * rng.randrange(900))
        )


def importing(center: Center, db: Database, rng: random.Random) -> None:
    """One long list, read from a table that is on another disk."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "liste.csv"
        people = "\n".join(f"{_name(rng)};Camille" for _ in range(900))
        file.write_text(f"Nom;Prénom\n{people}", encoding="utf-8")
        plan = plan_import(db, "learners", file, cohort_code="DWWM 2026-1", today=NOW.date())
        apply_plan(db, plan, Job())


def undoing(center: Center, db: Database, rng: random.Random) -> None:
    """The long list of the preparation, taken back and done again."""
    for _ in range(20):
        undo.undo_last(db)
        undo.redo_last(db)


def backing_up(center: Center, db: Database, rng: random.Random) -> None:
    folder = safekeeping.default_folder(center.path)
    make_backup(center.path, folder, key=KEY, reason=Reason.AUTOMATIC, now=NOW)


def restoring(center: Center, db: Database, rng: random.Random) -> None:
    db.close()
    known = backups(safekeeping.default_folder(center.path), center.path)
    restore(center.path, known[-1], key=KEY, now=NOW, confirmed=True)


def creating(center: Center, db: Database, rng: random.Random) -> None:
    """A new protected organisation: every migration from zero, and keys."""
    path = center.path.with_name("neuf.gendb")
    for file in (path, keys_path(path)):
        file.unlink(missing_ok=True)
    values = OrganizationInput("Numérique en Morvan", staff=(("Anne Martin", None),))
    access.create_protected(path, PROGRAM, values, NEW_PASSWORD)


def migrating(center: Center, db: Database, rng: random.Random) -> None:
    """A file of the first version is opened."""
    open_store(_old_file(center), PROGRAM, KEY).close()


def purging(center: Center, db: Database, rng: random.Random) -> None:
    """People whose time is over leave another file of the same key, after its backup."""
    leaving = leaving_file(center.path.parent).open()
    try:
        while purge_some(leaving):
            pass
    finally:
        leaving.close()


def changing_password(center: Center, db: Database, rng: random.Random) -> None:
    """Twice another: after a refusal, one of them or that of before opens."""
    for password in (NEW_PASSWORD, NEXT_PASSWORD):
        access.change_password(db, "Anne Martin", password)


def moving_people(center: Center, db: Database, rng: random.Random) -> None:
    """Someone comes or goes, and the recovery sheet is printed anew."""
    for name in ("Moussa Garnier", "Inès Aubert"):
        if any(holder.name == name for holder in holders(center.path)):
            access.remove_person(db, name)
        else:
            access.add_person(db, name, None, NEW_PASSWORD)
        code = access.renew_recovery(db)
        assert unlock(center.path, code) == KEY


def _name(rng: random.Random) -> str:
    return "".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=10)).title()


def _person(rng: random.Random) -> Learner:
    name = f"Nom{rng.randrange(10**6)}"
    return Learner(
        last_name=name, first_name="Camille", sort_key=name, search_text=name, note="x" * rng.randrange(900)
    )


WORKS: dict[str, tuple[Callable[[Center, Database, random.Random], None], tuple[int, int]]] = {
    "typing": (typing, (0, 400_000)),
    "import": (importing, (0, 400_000)),
    "undo": (undoing, (0, 200_000)),
    "backup": (backing_up, (0, 1_200_000)),
    "restore": (restoring, (0, 1_800_000)),
    "migration": (migrating, (0, 600_000)),
    "creation": (creating, (0, 1_200_000)),
    "password": (changing_password, (0, 9_000)),
    "people": (moving_people, (0, 60_000)),
    "purge": (purging, (0, 4_000_000)),
}
"""The work, and between how many bytes are left to it."""


ENDLESS = ("typing", "import", "undo")
"""Work that always needs more than was left."""
_TECHNICAL = ("errno", "error", "sql", "disk i/o", "traceback")


def one_round(where: Disk, name: str, rng: random.Random) -> str:
    """The sentence that was said. AssertionError when something is not as it must be."""
    folder = where.folder / "trial"
    folder.mkdir()
    center = _prepared(folder, name)
    db = center.open()
    work, (least, most) = WORKS[name]
    before, size = snapshot(db), center.path.stat().st_size
    left = rng.randint(least, most) + (0 if where.is_real else _base(name, size))
    sentence = ""
    with where.full(left), _asked_for_room(rng.random() < 0.3):
        try:
            work(center, db, rng)
        except StorageProblem as error:
            sentence = str(error)
        _still_there(name, center, db, before)
    assert sentence or name not in ENDLESS, "nothing filled the disk"
    assert _is_plain(sentence), sentence
    db.close()
    _sound(center)
    _goes_on(center, name, rng)
    shutil.rmtree(folder)
    return sentence


@contextlib.contextmanager
def _asked_for_room(is_asked: bool) -> Iterator[None]:
    """Whether a backup or a restore looks first for room; it may also go while they are at work."""
    if is_asked:
        yield
        return
    with mock.patch("gen_desktop.db.backup.need_room"), mock.patch("gen_desktop.db.restore.need_room"):
        yield


def _base(name: str, size: int) -> int:
    """With a limit on files, what is already written counts: the file itself must still be writable."""
    return size if name in (*ENDLESS, "people") else 0


def _is_plain(sentence: str) -> bool:
    return not any(word in sentence.lower() for word in _TECHNICAL) and (not sentence or sentence[-1] == ".")


def _still_there(name: str, center: Center, db: Database, before: dict[str, Any]) -> None:
    """While the disk is full, everything can still be read."""
    if name in ("restore",):
        return
    now = snapshot(db)
    if name == "undo":
        assert now in (before, {**before, "learner": {}})
        return
    for key, row in before["learner"].items():
        assert now["learner"][key] == row
    if name == "import":
        assert now == before, "a list was imported by half"
    if name == "migration":
        assert prove(_old_file(center), KEY).schema in (FIRST_VERSION, SCHEMA_VERSION)


def _sound(center: Center) -> None:
    assert check_file(center.path, KEY) == []
    assert _opens(center), "no password opens the file any more"
    db = center.open()
    with db.read() as session:
        assert verify_chain(session).broken is None
    expect_whole(db)
    db.close()
    for one in backups(safekeeping.default_folder(center.path), center.path):
        assert one.verdict is not Verdict.GOOD or verify(one, KEY).verdict is Verdict.GOOD


def _opens(center: Center) -> bool:
    for password in (PASSWORD, NEW_PASSWORD, NEXT_PASSWORD):
        with contextlib.suppress(AppError):
            return unlock(center.path, password) == KEY
    return False


def _goes_on(center: Center, name: str, rng: random.Random) -> None:
    """With room again, the same work and an ordinary gesture are done."""
    db = center.open()
    with db.write("Créer") as session:
        session.add(_person(rng))
    if name != "typing":
        WORKS[name][0](center, db, rng)
    db.close()
    prove(center.path, KEY)
    if name == "migration":
        check_migrated(center.path.parent, [])
    if name == "purge":
        check_purged(center.path.parent, [LEAVING])


def _old_file(center: Center) -> Path:
    return center.path.with_name("ancien-0.gendb")


def _prepared(folder: Path, name: str) -> Center:
    center = make_center(folder, KEY)
    db = center.open()
    with db.write("Une liste") as session:
        make_cohort(session)
        session.add_all(_person(random.Random(n)) for n in range(200))
    db.close()
    make_backup(center.path, safekeeping.default_folder(center.path), key=KEY, reason=Reason.ASKED, now=NOW)
    if name == "migration":
        write_old_files(folder, 1)
    if name == "purge":
        write_leaving_file(folder)
    return center


def run(rounds: int, seed: int, only: str | None, *, small: bool = True) -> dict[str, set[str]]:
    """The sentences said under each work."""
    logging.getLogger("gen_desktop").setLevel(logging.ERROR)
    opening.ROOM = 0  # the room asked for at opening would hide what happens without it
    said: dict[str, set[str]] = {}
    names = [only] if only else list(WORKS)
    with disk(small=small) as where:
        for number in range(rounds):
            name = names[number % len(names)]
            sentence = one_round(where, name, random.Random(f"{seed}-{number}"))
            said.setdefault(name, set()).add(sentence)
    return said


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=90)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", choices=WORKS)
    parser.add_argument(
        "--limit", action="store_true", help="a limit on files, even where a disk can be made"
    )
    arguments = parser.parse_args()
    said = run(arguments.rounds, arguments.seed, arguments.only, small=not arguments.limit)
    for name, sentences in said.items():
        for sentence in sorted(sentences):
            print(f"{name:10} {sentence or '(there was just enough room)'}")
    print(f"{arguments.rounds} full disks, nothing lost")


if __name__ == "__main__":
    main()
